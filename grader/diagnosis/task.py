"""The task of a part as a tree."""

from __future__ import annotations

import re

from grader.checkers.shape import names_of, reference_tree
from grader.language.tree import Node
from grader.question import Part

_WORD = re.compile(r"[^\W\d]\w*(?!\w|\s*\()")
_CONSTANTS = frozenset(("pi", "e", "oo"))


def task_tree(part: Part) -> Node | None:
    """The part's task; None where it has none. Raises ReferenceFault for one that cannot be read.

    A task may speak of letters that a response may not use: the x of `at(diff(x^2, x), x, 3)` in a number part. In
    the grader's own text a letter that multiplies a bracket has a `*` behind it, so that it looks like no function.
    """
    if part.task is None:
        return None
    declared = {*part.variables, *part.integers}
    letters = dict.fromkeys(word for word in _WORD.findall(part.task) if word not in declared | _CONSTANTS)
    return reference_tree(
        part.name, part.task, names_of((*part.variables, *letters), part.integers, part.functions)
    )
