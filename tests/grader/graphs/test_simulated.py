"""Simulated students with one mistake: exactly its cells are found, and nothing is lost by rounding."""

from __future__ import annotations

import random

import pytest
from graph_table import graph
from simulated_students import FAMILIES, Family, filled, runs

from grader.calculus.malrules import MALRULES
from grader.checkers.shape import Context
from grader.grading import grade_part, prepare_part
from grader.graphs import key_cells, mark
from grader.graphs.explaining import explained
from grader.graphs.malrules import GRAPH_RULES
from grader.question import GraphSpec, Part
from grader.results import CellVerdict

PER_FAMILY = 24


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_cells_of_a_mistake_are_found_and_no_others(family: Family) -> None:
    exact = 0
    for run in runs(family, random.Random(family.name), PER_FAMILY):
        wrong = {
            one.cell.name for one in mark(run.key, run.entries).marks if one.verdict is CellVerdict.WRONG
        }
        assert wrong <= set(run.faulty)
        exact += wrong == set(run.faulty)
    assert exact >= PER_FAMILY - 1


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_rounding_to_three_decimals_hurts_nobody(family: Family) -> None:
    draw = random.Random(family.name)
    for _ in range(25):
        run = filled(family.drawn(draw), None, draw, 3)
        assert run is None or mark(run.key, run.entries).score == 1


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_mistake_is_among_those_that_explain_its_cells(family: Family) -> None:
    for run in runs(family, random.Random(family.name), PER_FAMILY // 2):
        assert run.rule is not None
        for codes in explained(run.key, mark(run.key, run.entries), run.entries).values():
            assert run.rule.code in codes


TABLED = [
    ("mat_elementwise", "ValueCell"),
    ("mat_order", "ValueCell"),
    ("db_nosum", "GradientCell"),
    ("mat_elementwise", "GradientCell"),
]
"""Shown by the table below."""
OF_FORMULAS = {rule.code for rule in MALRULES}


def test_every_mistake_on_graphs_strikes_somewhere() -> None:
    """A row that no family of graphs shows would be untested."""
    missing = []
    for rule in (rule for rule in GRAPH_RULES if rule.code not in OF_FORMULAS):
        draw = random.Random(rule.code)
        runs_of_rule = (filled(family.drawn(draw), rule, draw, 4) for family in FAMILIES * 6)
        if not any(run is not None and run.faulty for run in runs_of_rule):
            missing.append((rule.code, rule.kind.__name__))
    # The families have no two square factors of one shape, and a gradient of another shape carries nothing on.
    assert missing == TABLED


SQUARE = graph(
    {"A": "[[1, 2], [3, -1]]", "B": "[[2, -1], [1, 3]]"}, [("C", "A B"), ("L", "sum(hadamard(C, B))")],
    ("v:C", "v:L", "g:C", "g:A"),
)  # fmt: skip
BATCH = graph(
    {"X": "[[1, 2], [3, -1], [2, 2]]", "b": "(1, -1)"}, [("Z", "X + b"), ("L", "sum(hadamard(Z, Z))")],
    ("v:Z", "v:L", "g:Z", "g:b"),
)  # fmt: skip
LOGITS = graph(
    {"Z": "[[0, 1], [2, 1]]", "Y": "[[1, 0], [0, 1]]"}, [("L", "cross_entropy(Z, Y)")], ("v:L", "g:Z")
)


@pytest.mark.parametrize(
    ("spec", "cell", "typed", "code"),
    [
        (SQUARE, "v:C", "[[2, -2], [3, -3]]", "mat_elementwise"),  # entry by entry
        (SQUARE, "v:C", "[[-1, 5], [10, -1]]", "mat_order"),  # B A
        (SQUARE, "g:A", "[[4, 1], [1, 9]]", "mat_elementwise"),
        (SQUARE, "g:A", "[[5, 5], [5, 10]]", None),  # B^T B by chance the same either way round: right
        (BATCH, "g:b", "[[4, 2], [8, -4], [6, 2]]", "db_nosum"),
        (BATCH, "g:b", "(1, 1)", None),
        (LOGITS, "g:Z", "[[-0.7311, 0.7311], [0.7311, -0.7311]]", "mean_sum"),
        (LOGITS, "g:Z", "[[-3.7183, 0], [0, -3.7183]]", "ce_pminusy"),
    ],
)
def test_mistakes_with_matrices_are_named(spec: GraphSpec, cell: str, typed: str, code: str | None) -> None:
    part = Part("bp", "graph", graph=spec)
    answers = key_cells(spec) | {cell: typed}
    result = grade_part(prepare_part(part, 0), answers, Context())[0]
    assert result.cells is not None
    assert [each.code for each in result.cells[cell].diagnosis] == ([code] if code else [])
