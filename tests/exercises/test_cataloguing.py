"""The catalogue of a variant: derived mistakes behind the author's, and draws that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exercises.cataloguing import Coincidence
from exercises.coincidences import Sample
from exercises.faults import ProblemFileError
from exercises.format import Problem
from exercises.notes import notes_of
from exercises.reading import load_bank, parse_problem
from exercises.variants import MOST_COINCIDENCES, draw, draw_noted, make
from grader.question import Mistake

BANK = load_bank()
HEAD = 'id = "t.x"\ntitle = "Test"\nskills = ["power-rule"]\ndifficulty = 1\nprompt = "What is $f={f}$?"\n'
ANSWER = '[[answer]]\nname = "r"\ntype = "expression"\nis = "diff(f, x)"\n'


def problem_of(params: str, f: str, top: str = "", more: str = "") -> Problem:
    return parse_problem(f'{HEAD}{top}\n[params]\n{params}\n[let]\nf = "{f}"\n{ANSWER}{more}', "t.toml")


def mistakes(problem: Problem, seed: int = 1) -> dict[str, Mistake]:
    return {mistake.code: mistake for mistake in draw(problem, seed).question.parts[0].catalogue}


CHAIN = "a = { int = [3, 3] }"


def test_a_problem_without_mistakes_of_its_own_knows_the_usual_ones() -> None:
    found = mistakes(problem_of(CHAIN, "sin(a*x^2)"))
    assert {"chain_drop", "chain_at_x", "chain_keep", "sign"} <= found.keys()
    assert found["chain_drop"].answer == "cos(3x^2)"
    assert all(mistake.marks and mistake.group and mistake.say is None for mistake in found.values())


OWN = '[[mistake]]\ncode = "{}"\nis = "cos(a*x^2)"\nsay = "My words."\n'


@pytest.mark.parametrize("code", ["chain_drop", "mine"])
def test_the_author_s_mistake_takes_the_place_of_an_equal_one(code: str) -> None:
    plain, own = problem_of(CHAIN, "sin(a*x^2)"), problem_of(CHAIN, "sin(a*x^2)", more=OWN.format(code))
    catalogue = draw(own, 1).question.parts[0].catalogue
    assert (catalogue[0].code, catalogue[0].say) == (code, "My words.")
    assert catalogue[0].node == (() if code == "chain_drop" else None), "the place is told of the same rule"
    assert [each.answer for each in catalogue].count("cos(3x^2)") == 1
    assert len(catalogue) == len(draw(plain, 1).question.parts[0].catalogue)


def test_rules_and_groups_are_left_out() -> None:
    found = mistakes(problem_of(CHAIN, "sin(a*x^2)", 'without = ["chain_at_x", "inside_in_place"]'))
    assert not {"chain_at_x", "chain_at_dinner", "chain_inside", "inside_in_place"} & found.keys()
    assert "chain_drop" in found


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(ProblemFileError, match=r't.toml, line 6: without\[2\]: .*Did you mean "chain_add"'):
        problem_of(CHAIN, "sin(a*x^2)", 'without = ["chain_at_x", "chain_ad"]')


def test_a_draw_in_which_a_wrong_rule_is_right_is_rejected() -> None:
    """2 + 2 = 2 * 2: who adds the exponent to the factor in front of 2x^2 is right."""
    problem = problem_of("a = { int = [2, 9] }", "a*x^2 + x^3")
    assert "2" not in {draw(problem, seed).params["a"] for seed in range(30)}
    assert make(problem, {"a": "2"}).params == {"a": "2"}, "an author's test may still use it"


def test_a_draw_in_which_two_rules_meet_is_rejected() -> None:
    """Who keeps the exponents of x^4 e^(-3x) finds 4f - 3f: the function itself, as who does nothing."""
    problem = problem_of("n = { int = [4, 6] }\nk = { int = [3, 3] }", "x^n*e^(-k*x)")
    assert {draw(problem, seed).params["n"] for seed in range(20)} == {"5", "6"}


def test_what_holds_in_every_draw_is_told_and_rejects_nothing() -> None:
    problem = problem_of("b = { int = [2, 9] }", "(x + b)^2")
    drawn = [draw_noted(problem, seed) for seed in range(4)]
    assert {Coincidence("r", ("chain_drop",))} <= drawn[0].coincidences
    assert not any(each.hard for each in drawn)
    note = next(note for note in notes_of(problem, drawn) if "chain_drop" in note.message)
    assert (note.code, note.place) == ("rule_left_out", ("answer", 0))
    assert "whatever is drawn" in note.message


def test_what_holds_for_one_formula_of_several_is_told_with_it() -> None:
    """e^x is its own slope: u'v' and u'v cannot be told apart. Draws with e^x are made all the same."""
    problem = problem_of('n = { int = [3, 9] }\nv = { of = ["sin(x)", "e^x"] }', "x^n*v")
    drawn = [draw_noted(problem, seed) for seed in range(12)]
    assert {each.variant.params["v"] for each in drawn} == {"sin(x)", "e^x"}
    messages = [note.message for note in notes_of(problem, drawn) if note.code == "rules_joined"]
    assert any("`prod_dd` and `prod_one`" in each and "with v = e^x" in each for each in messages)


def test_numbers_that_are_never_good_are_taken_as_they_are() -> None:
    problem = problem_of(
        'a = { of = ["2", "-3", "5"] }\nb = { of = ["2", "-3", "5"] }\nwhere = ["a == b"]', "a*x^b"
    )
    found = draw_noted(problem, 2)
    assert found.hard
    assert [note.code for note in notes_of(problem, [found])] == ["rules_meet"]
    assert MOST_COINCIDENCES < 20


def test_a_sample_is_only_drawn_as_far_as_it_is_asked() -> None:
    first, second = Coincidence("r", ("a",)), Coincidence("r", ("b",))
    made: list[int] = []

    def draws() -> Iterator[frozenset[Coincidence]]:
        for number, found in enumerate([{first, second}, {first}, {first}]):
            made.append(number)
            yield frozenset(found)

    sample = Sample(draws())
    assert sample.always(frozenset()) == frozenset()
    assert len(made) <= 1
    assert sample.always(frozenset({second})) == frozenset()
    assert len(made) == 2
    assert sample.always(frozenset({first, second})) == {first}
    assert len(made) == 3


BESIDE_A_GRAPH = {("backprop.check.central", "check"), ("backprop.update.neuron", "step")}
"""Typed answers for which nothing is differentiated: a central difference, and a step along a gradient that is found
on the graph. Their authors say the mistakes."""


@pytest.mark.parametrize("problem", BANK, ids=[problem.id for problem in BANK])
def test_every_part_of_the_bank_that_asks_for_a_derivative_knows_wrong_answers(problem: Problem) -> None:
    for part in draw(problem, 3).question.parts:
        asks_none = part.kind in ("graph", "choice") or (problem.id, part.name) in BESIDE_A_GRAPH
        assert (part.task is None) == asks_none
        if part.task is not None:
            assert len(part.catalogue) >= 8
            assert len({mistake.marks for mistake in part.catalogue}) == len(part.catalogue)
