"""Wrong answers looked up: scalars, numbers with and without tolerance, vectors, matrices, pairs; what stays unnamed."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.calculus import differentiate
from grader.calculus.task import carried_out
from grader.checkers.shape import Context, PreparedPart
from grader.diagnosis import Catalogue, catalogue_of, explain, task_tree
from grader.errors import ReferenceFault
from grader.grading import grade, grade_part, prepare_part
from grader.language import AUTHOR, Names, parse, to_text
from grader.language.tree import names_in
from grader.question import Interval, Mistake, Part, Question, Tolerance
from grader.results import Diagnosis, PartResult, Verdict

DATA = Path(__file__).parent / "data"
SEED = 11
FORMULA = Part("f", "expression", "6x cos(3x^2)", ("x",), task="diff(sin(3x^2), x)")
STEP = Part(
    "w", "number", "-6/5", task="2 - at(diff(w^4, w), w, 2)/10", tolerance=Tolerance(absolute="0.001")
)
SLOPE = Part("s", "number", "-1", task="at(diff(x^3 - 13x, x), x, 2)")
GRADIENT = Part("g", "vector", "(12, 21)", task="at(grad(x^2 y + y^3, [x, y]), [x, y], [3, 2])")
JACOBIAN = Part(
    "J", "matrix", "[[3x^2, 0], [y cos(x), sin(x)]]", ("x", "y"), task="jacobian([x^3, y*sin(x)], [x, y])"
)
SECOND = Part("h", "expression", "20x^3", ("x",), task="diff(x^5, x, 2)")
PARTIAL = Part("p", "expression", "3x^2 y^2 + 5", ("x", "y"), task="diff(x^3 y^2 + 5x + 7y, x)")


def stored(part: Part, seed: int = SEED) -> PreparedPart:
    """The part with its catalogue, by way of its JSON."""
    made = Question((replace(part, catalogue=(*part.catalogue, *catalogue_of(part, seed).mistakes)),), seed)
    again = Question.from_json(json.loads(json.dumps(made.to_json())))
    assert again == made
    return prepare_part(again.parts[0], seed)


def judged(part: Part | PreparedPart, response: str) -> PartResult:
    prepared = part if isinstance(part, PreparedPart) else stored(part)
    return grade_part(prepared, {"": response}, Context(echo=False))[0]


def named(result: PartResult) -> list[tuple[str, tuple[int, ...] | None, int | None]]:
    return [(one.code, one.node, one.entry) for one in result.diagnosis]


@pytest.mark.parametrize(
    ("part", "response", "expected"),
    [
        (FORMULA, "cos(3x^2)", [("chain_drop", (), None)]),
        (FORMULA, "cos(6x)", [("chain_at_dinner", (), None)]),
        (FORMULA, "-6x*cos(3*x^2)", [("sign", None, None)]),
        (FORMULA, "sin(3x^2)", [("not_done", None, None)]),
        (SECOND, "5x^4", [("once_only", None, None)]),
        (PARTIAL, "3x^2 y^2 + 5 + 7y", [("part_const_kept", (2,), None)]),
        (PARTIAL, "3x^2 y^2", [("cmul_zero", (1,), None)]),
        (SLOPE, "-18", [("value_for_slope", None, None)]),
        (STEP, "5.2", [("gd_plus", None, None)]),
        (STEP, "5.2009", [("gd_plus", None, None)]),
        (STEP, "-30", [("gd_noeta", None, None)]),
        (GRADIENT, "(21, 12)", [("grad_swap", None, None)]),
        (GRADIENT, "(-12, -21)", [("neg_all", None, None)]),
        (GRADIENT, "(12, 33)", [("pow_nodec", (1,), 1)]),
        (GRADIENT, "(36, 21)", [("pow_nodec", (0, 0), 0)]),
        (GRADIENT, "(36, 13)", [("pow_nodec", (0, 0), 0), ("pow_nocoef", (1,), 1)]),
        (GRADIENT, "(36, 1000)", [("pow_nodec", (0, 0), 0)]),
        (JACOBIAN, "[[3x^2, y cos(x)], [0, sin(x)]]", [("transposed", None, None)]),
        (JACOBIAN, "[[x^2, 0], [y cos(x), sin(x)]]", [("pow_nocoef", (0,), 0)]),
        (JACOBIAN, "[[x^2, 0], [-y cos(x), sin(x)]]", [("pow_nocoef", (0,), 0), ("sign", None, 2)]),
    ],
)  # fmt: skip
def test_a_wrong_answer_gets_its_name(part: Part, response: str, expected: list[Any]) -> None:
    result = judged(part, response)
    assert result.verdict in (Verdict.INCORRECT, Verdict.PARTIAL)
    assert named(result) == expected


@pytest.mark.parametrize(
    ("part", "response"),
    [(FORMULA, "17"), (FORMULA, "ln(x)"), (STEP, "5.2011"), (SLOPE, "1000"), (GRADIENT, "(1000, 21)"),
     (JACOBIAN, "[[3x^2, 7x], [y cos(x), sin(x)]]")],
)  # fmt: skip
def test_what_no_rule_explains_has_no_name(part: Part, response: str) -> None:
    result = judged(part, response)
    assert (result.verdict in (Verdict.INCORRECT, Verdict.PARTIAL), named(result)) == (True, [])


@pytest.mark.parametrize(
    ("part", "response"),
    [(FORMULA, "6 x cos(3 x^2)"), (FORMULA, "2cos(3x²)·3x"), (STEP, "-1.2"), (STEP, "-1.2009"), (GRADIENT, "(12, 21)"),
     (JACOBIAN, "[[3x^2, 0], [cos(x) y, sin(x)]]"), (SECOND, "4*5x^3")],
)  # fmt: skip
def test_what_is_right_is_never_explained(part: Part, response: str) -> None:
    result = judged(part, response)
    assert (result.verdict, result.diagnosis) == (Verdict.CORRECT, ())


def test_single_wrong_entries_leave_the_others_their_credit() -> None:
    assert judged(GRADIENT, "(12, 33)").score == 500_000
    assert judged(GRADIENT, "(21, 12)").score == 0
    assert judged(JACOBIAN, "[[x^2, 0], [-y cos(x), sin(x)]]").score == 500_000


PAIRED = Part("f", "expression", "4x^3 sin(3x) + 3x^4 cos(3x)", ("x",), task="diff(x^4*sin(3x), x)")


def test_two_rules_at_once_are_both_named() -> None:
    assert named(judged(PAIRED, "x^3 sin(3x) + x^4 cos(3x)")) == [
        ("pow_nocoef", (0,), None), ("inner_or_constant", (1,), None),
    ]  # fmt: skip
    assert named(judged(PAIRED, "4x^3 cos(3x) - 3x^4 sin(3x)")) == []


def test_pairs_are_looked_for_in_single_entries_too() -> None:
    part = Part("g", "vector", "(2x y, x^2 + 4cos(4y))", ("x", "y"), task="grad(x^2 y + sin(4y), [x, y])")
    assert named(judged(part, "(2x y, x^2 - cos(4y))")) == [("chain_drop", (1,), 1), ("sin_sign", (1,), 1)]


def test_pairs_are_worked_out_once_and_only_when_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = explain.pairs_of

    def counted(*given: Any) -> Any:
        calls.append(1)
        return real(*given)

    monkeypatch.setattr(explain, "pairs_of", counted)
    prepared = stored(PAIRED)
    judged(prepared, "4x^3 sin(3x) + x^4 cos(3x)")
    assert calls == []
    judged(prepared, "17x")
    judged(prepared, "18x")
    assert calls == [1]


def test_numbers_are_not_explained_by_pairs() -> None:
    part = Part("s", "number", "-32 + 5", task="at(diff(x^4 - sin(5x), x), x, -2) + 0*pi")
    prepared = prepare_part(
        replace(part, answer="4*(-2)^3 - 5cos(-10)", task="at(diff(x^4 - sin(5x), x), x, -2)"), SEED
    )
    assert judged(prepared, "(-2)^3 - cos(-10)").diagnosis == ()


@pytest.mark.parametrize(
    ("task", "answer", "response"),
    [
        ("diff((5x - 1)/(x - 1), x)", "-4/(x - 1)^2", "0"),
        ("diff(x/(x^2 + 1), x)", "(1 - x^2)/(x^2 + 1)^2", "1"),
        ("diff((2x + 3)^5, x)", "10(2x + 3)^4", "1"),
    ],
)
def test_a_constant_for_a_function_is_not_explained_by_pairs(task: str, answer: str, response: str) -> None:
    assert named(judged(Part("f", "expression", answer, ("x",), task=task), response)) == []


NEAR = Part(
    "n", "number", "1", tolerance=Tolerance(absolute="0.1"),
    catalogue=(Mistake("a", "5"), Mistake("b", "5.15"), Mistake("c", "1.05"), Mistake("d", "9", group="g"),
               Mistake("e", "9", group="g")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("response", "codes"),
    [
        ("5.02", ["a"]),
        ("5.13", ["b"]),
        ("5.075", []),
        ("4.9", ["a"]),
        ("4.899", []),
        ("1.12", []),
        ("9.01", ["g"]),
    ],
)
def test_within_a_tolerance_the_nearest_counts_and_only_alone(response: str, codes: list[str]) -> None:
    assert [one.code for one in judged(NEAR, response).diagnosis] == codes


def test_the_authors_own_mistakes_come_first() -> None:
    part = replace(
        FORMULA, catalogue=(Mistake("own_1", "cos(3x^2)", say="Look inside."), Mistake("bad", "2+("))
    )
    assert named(judged(part, "cos(3x^2)")) == [("own_1", None, None)]


def catalogue(task: str, answer: str, *variables: str, **more: Any) -> Catalogue:
    return catalogue_of(
        Part("f", more.pop("kind", "expression"), answer, variables or ("x",), task=task, **more), SEED
    )


def test_rules_that_change_nothing_are_silent() -> None:
    assert ("pow_nocoef", None) in catalogue("diff(sqrt(x^2 + 9), x)", "x/sqrt(x^2+9)").silent
    assert catalogue("diff(4x^7, x)", "28x^6").silent == frozenset()
    assert ("pow_addcoef", ()) in catalogue("diff(2x^2, x)", "4x").silent


def test_groups_that_lead_to_one_answer_collide() -> None:
    assert (
        frozenset({("cmul_dropped", ()), ("pow_nocoef", (1,))})
        in catalogue("diff(5x^5, x)", "25x^4").collisions
    )
    assert catalogue("diff(4x^7, x)", "28x^6").collisions == frozenset()


def test_a_tolerance_makes_near_answers_collide() -> None:
    task, answer = "5 - at(diff(x^3, x), x, 3)/1000", "5 - 27/1000"
    assert (
        catalogue(task, answer, kind="number").collisions
        != catalogue(task, answer, kind="number", tolerance=Tolerance(absolute="0.01")).collisions
    )
    assert catalogue(task, answer, kind="number", tolerance=Tolerance(absolute="0.05")).silent


def test_rules_of_one_group_share_its_name() -> None:
    found = {mistake.answer: mistake for mistake in catalogue("diff(sin(4x), x)", "4cos(4x)").mistakes}
    assert (found["cos(4x)"].code, found["cos(4x)"].group) == ("inner_or_constant", "inner_or_constant")


def test_a_task_that_is_not_what_is_answered_says_nothing() -> None:
    assert catalogue("diff(x^3, x)", "7x") == Catalogue()
    assert catalogue_of(replace(FORMULA, task=None), SEED) == Catalogue()
    assert catalogue_of(Part("c", "line", "y = 2x", ("x", "y"), task="diff(x^2, x)"), SEED) == Catalogue()


def test_a_task_that_cannot_be_read_names_the_part() -> None:
    with pytest.raises(ReferenceFault) as caught:
        catalogue_of(replace(FORMULA, task="diff(sin(3x^2), x"), SEED)
    assert caught.value.part == "f"


def test_letters_of_a_task_need_not_be_letters_of_the_response() -> None:
    tree = task_tree(Part("s", "number", "0", task="at(diff(x*(x + w1) + sin(x) pi, x), [x, w1], [2, e])"))
    assert tree is not None
    assert names_in(tree) == {"x", "w1"}


def test_accepted_answers_are_no_mistakes() -> None:
    part = replace(FORMULA, accept=("cos(3x^2)",))
    assert "cos(3x^2)" not in {mistake.answer for mistake in catalogue_of(part, SEED).mistakes}
    assert judged(part, "cos(3x^2)").verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("part", "response", "code"),
    [
        (Part("f", "expression", "3/(3x+2)", ("x",), domain={"x": Interval("0", "5")}, task="diff(ln(3x+2), x)"),
         "1/(3x+2)", "inner_or_constant"),
        (Part("f", "expression", "n x^(n-1)", ("x",), ("n",), domain={"x": Interval("1/5", "4")}, task="diff(x^n, x)"),
         "n x^n", "pow_nodec"),
        (Part("f", "expression", "2relu(x-1)*(1+sign(x-1))/2", ("x",), task="diff(relu(x - 1)^2, x)"),
         "2relu(x-1)^2*(1+sign(x-1))/2", "pow_nodec"),
        (Part("f", "expression", "3a*(a x+b)^2", ("x", "a", "b"), task="diff((a x + b)^3, x)"), "3(a x + b)^2",
         "inner_or_constant"),
    ],
)  # fmt: skip
def test_domains_integers_kinks_and_letters_work(part: Part, response: str, code: str) -> None:
    assert [one.code for one in judged(part, response).diagnosis] == [code]


def test_answers_that_differ_only_beyond_a_kink_stay_apart() -> None:
    """Where the first points lie on one side of the kink, the mark of a wrong answer may be that of the right one."""
    part = Part("f", "expression", "(1+sign(x))/2 + 2x", ("x",), task="diff(relu(x) + x^2, x)",
                catalogue=(Mistake("one_side", "1 + 2x"),))  # fmt: skip
    result = judged(prepare_part(part, SEED), "2x + 1")
    assert (result.verdict, named(result)) == (Verdict.INCORRECT, [("one_side", None, None)])


def test_a_followed_mark_is_not_explained_by_the_keys_mistakes() -> None:
    first = Part("df", "expression", "3x^2", ("x",), task="diff(x^3, x)")
    later = Part("m", "number", "12", task="at(diff(x^3, x), x, 2)", follows=("df",), follow="at(df, x, 2)")
    later = replace(later, catalogue=catalogue_of(later, SEED).mistakes)
    result = grade(Question((first, later), SEED), {"df": "3x^3", "m": "24"}).parts["m"]
    assert (result.verdict, result.followed, result.diagnosis) == (Verdict.CORRECT, True, ())


def test_a_stored_catalogue_is_small() -> None:
    part = Part("f", "expression", "1", ("x",), task="diff(sin(cos(sin(cos(sin(cos(3x^2)))))), x)")
    part = replace(part, answer=to_text(carried_out(parse(part.task, Names(("x",)), AUTHOR))))
    found = catalogue_of(part, SEED)
    assert 40 <= len(found.mistakes) <= 60
    question = Question((replace(part, catalogue=found.mistakes),), SEED)
    assert len(json.dumps(question.to_json())) < 24_000


def test_a_catalogue_that_would_take_too_long_is_cut_and_says_so() -> None:
    task = "diff((x+1)(x+2)(x+3)(x+4)(x+5)(x+6)(x+7)(x+8)(x+9)sin(x), x)"
    found = catalogue(task, to_text(carried_out(parse(task, Names(("x",)), AUTHOR))))
    assert found.cut
    assert found.mistakes


def functions() -> list[tuple[str, list[str] | None]]:
    families = tomllib.loads((DATA / "functions.toml").read_text())["family"]
    return [(one["text"], one.get("domain")) for family in families for one in family["functions"]]


@pytest.mark.parametrize(("text", "domain"), functions())
def test_each_stored_mistake_is_wrong_with_its_own_name(text: str, domain: list[str] | None) -> None:
    part = Part(
        "f", "expression", to_text(differentiate(parse(text, Names(("x",))), "x")), ("x",), asked=text,
        domain={"x": Interval(*domain)} if domain else {}, task=f"diff({text}, x)",
    )  # fmt: skip
    prepared = stored(part)
    assert judged(prepared, part.answer or "").verdict is Verdict.CORRECT
    for mistake in prepared.part.catalogue:
        result = judged(prepared, mistake.answer)
        assert result.verdict is Verdict.INCORRECT, mistake
        assert result.diagnosis[:1] == (Diagnosis(mistake.code, mistake.node),), mistake
        assert result.wrong_class == mistake.marks[0]
