"""Follow-through: what the answer to a later part would be, had the student's earlier responses been right.

The guard: an earlier response counts only if it is readable and has a value, and does not make the later part
trivial. A response that is 0, or constant where the right one is not, collects no marks further on; nor does one
that turns a later answer into 0 or makes it constant.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.calculus import substitute
from grader.calculus.task import carried_out
from grader.checkers.shape import PreparedPart, Reading, names_of, reference_tree
from grader.equivalence import Range, Reference
from grader.equivalence.reference import NowhereDefined
from grader.errors import ReferenceFault
from grader.language.tree import Node, names_in

SCALARS = ("expression", "number")


def follow_answer(
    part: PreparedPart, earlier: Mapping[str, PreparedPart], readings: Mapping[str, Reading]
) -> Node | None:
    """The answer that follows from the student's own responses; None where the guard forbids it.

    Raises ReferenceFault for a `follow` text that cannot be read.
    """
    own: dict[str, Node] = {}
    for name, before in earlier.items():
        tree = readings[name].tree
        if tree is None or before.part.kind not in SCALARS or _is_trivial(tree, before):
            return None
        own[name] = tree
    template = _template(part, earlier)
    try:
        answer = carried_out(substitute(template, own))
    except ReferenceFault:
        return None
    return None if _is_trivial(answer, part) else answer


def _template(part: PreparedPart, earlier: Mapping[str, PreparedPart]) -> Node:
    own = part.part
    variables = (
        *own.variables,
        *(name for before in earlier.values() for name in before.part.variables),
        *earlier,
    )
    names = names_of(tuple(dict.fromkeys(variables)), own.integers, own.functions)
    return reference_tree(own.name, own.follow or "", names)


def _is_trivial(tree: Node, part: PreparedPart) -> bool:
    """Whether a tree has no value, is 0 at all points, or is constant although the right answer is not."""
    first = part.target[0]
    reference = first if isinstance(first, Reference) else None
    if reference is None:
        return False
    names = names_in(tree)
    if reference.survey.names and not names:
        return True
    try:
        own = Reference(tree, reference.ranges or tuple(map(Range, sorted(names))), part.seed)
    except NowhereDefined:
        return True
    return all(value == 0 for value in own.values)
