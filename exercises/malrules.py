"""The wrong rules that the grader knows by itself, as authors name them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from grader.calculus.malrules import MALRULES, TASKRULES
from grader.calculus.slips_of_hand import SLIPS_OF_HAND
from grader.graphs.malrules import GRAPH_RULES


@cache
def groups() -> dict[str, str]:
    """Each rule's code with the code of its group, the commonest first."""
    tables = {rule.code: rule.group for table in (TASKRULES, MALRULES) for rule in table}
    return tables | {code: group for code, group, _ in SLIPS_OF_HAND}


@cache
def graph_rules() -> tuple[str, ...]:
    """Every code that a wrong cell of a graph may get."""
    return tuple(dict.fromkeys((*(rule.code for rule in GRAPH_RULES), "transposed", "wrong_shape")))


@cache
def known_rules() -> tuple[str, ...]:
    """Every code that a derived mistake may have: those of rules, then those of groups."""
    return tuple(dict.fromkeys((*groups(), *groups().values())))


def recognised_as(wanted: str, found: Collection[str]) -> bool:
    """Whether a diagnosis that was found is the wanted one: by its own code, or by the code of its group where several
    rules of that group fit alike."""
    return wanted in found or groups().get(wanted) in found
