"""Simulated students with one mistake: exactly its cells are found, and nothing is lost by rounding."""

from __future__ import annotations

import random

import pytest
from simulated_students import FAMILIES, Family, filled, runs

from grader.graphs import mark
from grader.graphs.explaining import explained
from grader.graphs.malrules import GRAPH_RULES
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


OWN = ("bp_", "mat_", "sig_", "tanh_", "db_", "sm_", "ce_", "relu_", "mean_")


def test_every_mistake_on_graphs_strikes_somewhere() -> None:
    """A row that no family of graphs shows would be untested."""
    missing = []
    for rule in (rule for rule in GRAPH_RULES if rule.code.startswith(OWN)):
        draw = random.Random(rule.code)
        runs_of_rule = (filled(family.drawn(draw), rule, draw, 4) for family in FAMILIES * 6)
        if not any(run is not None and run.faulty for run in runs_of_rule):
            missing.append((rule.code, rule.kind.__name__))
    assert missing == []
