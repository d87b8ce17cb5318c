"""A whole question: parts added up, blank and unreadable parts, follow-through with its guard, known mistakes."""

from __future__ import annotations

import pytest

import grader
from grader import ReferenceFault
from grader.question import Mistake, Part, Question, Tolerance
from grader.results import Certificate, Result

DF = Part(
    "df", "expression", "2x", ("x",), catalogue=(Mistake("power_kept", "2x^2", (0,)), Mistake("bad", "2+"))
)
SLOPE = Part(
    "slope",
    "number",
    "6",
    points=3,
    follows=("df",),
    follow="at(df, x, 3)",
    tolerance=Tolerance(absolute="0.001"),
)
QUESTION = Question((DF, SLOPE), seed=5)


def graded(df: str, slope: str) -> Result:
    return grader.grade(QUESTION, {"df": df, "slope": slope})


def test_the_score_is_weighted_by_points() -> None:
    assert graded("2x", "7").score == 250_000
    assert graded("2x", "7").verdict == "partial"
    assert (graded("2x", "6").score, graded("2x", "6").verdict) == (1_000_000, "correct")
    assert (graded("x+5", "1").score, graded("x+5", "1").verdict) == (0, "incorrect")


def test_a_later_part_is_marked_from_the_students_own_earlier_one() -> None:
    result = graded("x^2", "9")
    assert result.parts["slope"].verdict == "correct"
    assert result.parts["slope"].followed
    assert result.score == 750_000


def test_the_right_value_is_right_whatever_came_before() -> None:
    part = graded("x^2", "6").parts["slope"]
    assert (part.verdict, part.followed) == ("correct", False)


@pytest.mark.parametrize("trivial", ["0", "x-x", "5", "x-3", "x+", "", "ln(-1)"])
def test_a_trivial_or_unreadable_earlier_response_collects_nothing_further_on(trivial: str) -> None:
    consequence = {"5": "5"}.get(trivial, "0")
    part = graded(trivial, consequence).parts["slope"]
    assert (part.score, part.followed) == (0, False)


def test_a_blank_part_beside_an_answered_one_is_incorrect() -> None:
    result = graded("2x", "")
    assert (result.verdict, result.score) == ("partial", 250_000)
    slope = result.parts["slope"]
    assert slope.verdict == "incorrect" and slope.fault is not None and slope.fault.code == "empty"


def test_nothing_typed_at_all_is_unreadable() -> None:
    assert graded("", " ").verdict == "unreadable"
    assert grader.grade(QUESTION, {}).verdict == "unreadable"


def test_one_unreadable_part_makes_the_whole_unreadable() -> None:
    result = graded("2x", "six")
    assert result.verdict == "unreadable"
    assert result.parts["df"].verdict == "correct"


def test_a_known_mistake_is_named_with_its_place() -> None:
    (diagnosis,) = graded("2x x", "6").parts["df"].diagnosis
    assert (diagnosis.code, diagnosis.node) == ("power_kept", (0,))


def test_equal_wrong_answers_share_a_class_and_others_do_not() -> None:
    classes = [graded(text, "6").parts["df"].wrong_class for text in ("x^3", "x*x*x", "x^3+1")]
    assert classes[0] == classes[1] != classes[2]


def test_reading_echoes_and_finds_faults_without_judging() -> None:
    readings = grader.read(QUESTION, {"df": "3x²", "slope": "6+"})
    assert readings["df"].latex == "3 x^{2}"
    assert (readings["df"].mathml or "").startswith("<math")
    assert readings["slope"].fault is not None and readings["slope"].fault.code == "syntax"
    assert grader.read(QUESTION, {})["df"].fault is not None


@pytest.mark.parametrize("typed", [None, 3, ["2x"], {"x": "2"}, True])
def test_it_never_raises_for_json_of_the_wrong_type(typed: object) -> None:
    result = grader.grade(Question((DF,)), {"df": typed})  # type: ignore[dict-item]  # what a bad client sends
    assert result.verdict == "unreadable"


def test_grading_twice_with_one_prepared_question_gives_the_same() -> None:
    prepared = grader.prepare(QUESTION)
    first = grader.grade(prepared, {"df": "x^2", "slope": "9"})
    again = grader.grade(prepared, {"df": "x^2", "slope": "9"})
    assert first == again == graded("x^2", "9")


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (Part("p", "expression", "2x+", ("x",)), "cannot read"),
        (Part("p", "expression", "2y", ("x",)), "cannot read"),
        (Part("p", "expression", "ln(-1-x^2)", ("x",)), "no value"),
        (Part("p", "expression", "(1, 2)", ("x",)), "vector of 2"),
        (Part("p", "expression", None, ("x",)), "no answer"),
        (Part("p", "number", "x", ("x",)), "not a number"),
        (Part("p", "number", "1", tolerance=Tolerance(absolute="lots")), "tolerance"),
        (Part("p", "number", "1", tolerance=Tolerance(absolute="-1")), "tolerance"),
        (Part("p", "vector", "3"), "not a vector"),
        (Part("p", "matrix", "3"), "not a matrix"),
        (Part("p", "expression", "2x", ("x",), form="upside_down"), "no form"),
        (Part("p", "number", "1", follows=("q",), follow="q"), "no earlier part"),
        (Part("p", "choice"), "two or more options"),
    ],
)
def test_a_wrong_reference_names_the_part_and_the_reason(part: Part, place: str) -> None:
    with pytest.raises(ReferenceFault, match=place) as caught:
        grader.prepare(Question((part,)))
    assert caught.value.part == "p"


def test_the_prover_is_asked_only_for_what_stays_open() -> None:
    asked: list[object] = []

    def prover(left: object, right: object, *_: object) -> bool:
        asked.append(right)
        return True

    part = Part("p", "expression", "0 x", ("x",))
    hard = "acos(sin(x)^2+cos(x)^2) + sign(sin(x)^2+cos(x)^2-1)"
    without = grader.grade(Question((part,)), {"p": hard}).parts["p"]
    assert (without.verdict, without.score) == ("undecided", 0)
    proved = grader.grade(Question((part,)), {"p": hard}, prover=prover).parts["p"]
    assert (proved.verdict, proved.certificate) == ("correct", Certificate.PROVED)
    assert len(asked) == 1
    grader.grade(Question((part,)), {"p": "x"}, prover=prover)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "wrong"),
    [
        ("expression", "5x^4", "x^2"),
        ("number", "3", "4"),
        ("vector", "(1, 2)", "(1, 3)"),
        ("matrix", "[[1, 2], [3, 4]]", "[[1, 2], [3, 5]]"),
    ],
)
@pytest.mark.parametrize("right", [True, False])
def test_without_the_echo_only_the_echo_is_missing(kind: str, answer: str, wrong: str, right: bool) -> None:
    names = ("x",) if kind == "expression" else ()
    question = Question((Part("p", kind, answer, names),), seed=1)  # type: ignore[arg-type]  # kinds of the table
    echoed, quiet = (
        grader.grade(question, {"p": answer if right else wrong}, echo=echo).parts["p"].to_json()
        for echo in (True, False)
    )
    assert echoed.pop("read_as")
    assert quiet == echoed
    assert bool(quiet.get("wrong_class")) is not right
