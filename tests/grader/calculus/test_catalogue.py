"""The wrong answers to a task: everywhere, at single places, in single derivatives; kept work and bounded work."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from grader.calculus.catalogue import BUDGET, Ways, candidates, size_of
from grader.calculus.derivation import Ground, derive
from grader.calculus.rules import NotDifferentiable
from grader.calculus.task import asked_function
from grader.calculus.walking import Slip
from grader.errors import ReferenceFault
from grader.language import AUTHOR, Names, parse, to_text
from grader.language.tree import Node, at_path

NAMES = Names(("x", "y", "w"), functions=("g",))
DATA = Path(__file__).parents[1] / "data"
FUNCTIONS = [
    one["text"]
    for family in tomllib.loads((DATA / "functions.toml").read_text())["family"]
    for one in family["functions"]
]


def read(text: str) -> Node:
    return parse(text, NAMES, AUTHOR)


def answers(task: str, code: str) -> list[tuple[str, tuple[int, ...] | None, bool]]:
    """What one rule makes of a task: text, place, everywhere."""
    return [
        (to_text(one.answer), one.node, one.everywhere)
        for one in candidates(read(task)).items
        if one.code == code
    ]


@pytest.mark.parametrize(
    ("task", "code", "expected"),
    [
        ("diff(sin(x^2), x)", "chain_drop", [("cos(x^2)", (), True)]),
        ("at(diff(sin(x^2), x), x, 3)", "chain_drop", [("cos(3^2)", (), True)]),
        ("5 - at(diff(sin(w^2), w), w, 3)/2", "chain_drop", [("5 - cos(3^2)/2", (), True)]),
        (
            "diff(x^3 + x^5, x)", "pow_nocoef",
            [("x^2 + x^4", None, True), ("x^2 + 5x^4", (0,), False), ("3x^2 + x^4", (1,), False)],
        ),
        ("grad(x^3 y, [x, y])", "pow_nocoef", [("(x^2 y, x^3)", (0,), True)]),
        ("grad(x^3 + y^3, [x, y])", "pow_nocoef", [
            ("(x^2, y^2)", None, True), ("(x^2, 3y^2)", (0,), False), ("(3x^2, y^2)", (1,), False),
        ]),
        ("jacobian([y, x^3], [x, y])", "pow_nocoef", [("[[0, 1], [x^2, 0]]", (1,), True)]),
        ("at(diff(x^3 y^3, x) + diff(x^3 y^3, y), [x, y], [2, 3])", "pow_nocoef", [
            ("2^2*3^3 + 2^3*3^2", None, True),
            ("2^2*3^3 + 3*2^3*3^2", (0,), False),
            ("3*2^2*3^3 + 2^3*3^2", (1,), False),
            ("2^2*3^3 + 3*2^3*3^2", (0,), False),
            ("3*2^2*3^3 + 2^3*3^2", (1,), False),
        ]),
        ("diff(2x + 7, x)", "pow_nocoef", []),
    ],
)  # fmt: skip
def test_a_rule_strikes_everywhere_then_at_each_place(
    task: str, code: str, expected: list[tuple[str, tuple[int, ...] | None, bool]]
) -> None:
    assert answers(task, code) == expected


def test_a_second_derivative_goes_wrong_in_both_passes_or_in_one() -> None:
    found = [text for text, _, _ in answers("diff(x^5, x, 2)", "pow_nocoef")]
    assert found == ["x^3", "4x^3", "5x^3", "4x^3", "5x^3"]


def test_places_count_from_the_asked_function() -> None:
    for task in (
        "at(diff(3x + sin(x^2), x), x, 2)",
        "diff(at(3x*y + sin(x^2), y, 1), x)",
        "diff(3x + sin(x^2), x, 2)",
    ):
        asked = asked_function(read(task))
        assert asked is not None
        place = next(
            one.node
            for one in candidates(read(task)).items
            if one.code == "chain_drop" and one.node is not None
        )
        assert to_text(at_path(asked, place)) == "sin(x^2)"


def test_a_right_answer_comes_with_the_wrong_ones() -> None:
    task = read("[x, y] - grad(x^2 y, [x, y])/10")
    assert to_text(candidates(task).right) == "(x - 2x y/10, y - x^2/10)"


@pytest.mark.parametrize(("task", "fault"), [
    ("diff(g(x), x)", NotDifferentiable), ("diff(x^2, 3)", ReferenceFault), ("at(x, [x, y], 2)", ReferenceFault),
])  # fmt: skip
def test_a_task_that_cannot_be_carried_out_is_the_authors_fault(task: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        candidates(read(task))


def test_slips_of_the_hand_are_lost_terms_and_lost_signs() -> None:
    assert [text for text, _, _ in answers("diff(x^2 - e^x + 3x, x)", "term_lost")] == [
        "-e^x + 3",
        "2x + 3",
        "2x - e^x",
    ]
    lost = [
        one
        for one in candidates(read("diff(x^2 - e^x + 3x, x)")).items
        if not one.by_rule and one.group == "sign"
    ]
    assert [to_text(one.answer) for one in lost] == ["2x + e^x + 3"]


def test_work_is_bounded_and_says_so() -> None:
    long = read("diff((x+1)(x+2)(x+3)(x+4)(x+5)(x+6)(x+7)(x+8)(x+9)sin(x), x)")
    found = candidates(long)
    assert found.cut
    assert sum(size_of(one.answer) for one in found.items) <= BUDGET
    assert found == candidates(long)
    assert not candidates(read("diff(x^3*sin(2x)/(x^2+1), x)")).cut


def test_what_was_cut_off_are_the_single_places_first() -> None:
    found = candidates(read("diff(e^(sin(x^2+1))*ln(cos(x)^3+2)/(x^2+x+1)^4, x)"))
    assert found.cut
    ranks = [one.everywhere for one in found.items]
    assert ranks == sorted(ranks, reverse=True)
    assert not ranks[-1]


@pytest.mark.parametrize("text", FUNCTIONS)
def test_kept_work_changes_no_wrong_answer(text: str) -> None:
    """The oracle is the whole walk, from the root, with nothing known."""
    function = read(text)
    ground = Ground(function, "x")
    slips = ground.slips()
    assert ground.right == derive(function, "x").result
    for slip in slips:
        assert ground.wrong([slip]) == derive(function, "x", [slip]).result, slip
    rules = list(dict.fromkeys(slip.rule for slip in slips))
    for rule in rules:
        struck = [slip for slip in slips if slip.rule is rule]
        assert ground.wrong(struck) == derive(function, "x", [Slip(rule)]).result, rule.code
    for one, other in list(combinations(rules, 2))[:40]:
        struck = [slip for slip in slips if slip.rule in (one, other)]
        assert ground.wrong(struck) == derive(function, "x", struck).result, (one.code, other.code)


def test_two_rules_can_strike_one_chain() -> None:
    ways = Ways(read("diff((2x+1)^5, x)"))
    by_code = {strike.rule.code: strike for strike in ways.strikes}
    both = ways.answer(by_code["pow_nodec"], by_code["chain_drop"])
    assert both is not None
    assert to_text(both) == "5(2x + 1)^5"
