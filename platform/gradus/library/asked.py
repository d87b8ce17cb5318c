"""The function that a part asks about, kept so that a page can set it, mark a piece of it, and draw it.

It is kept only where the problem's text shows it: what a student would have to find out first is told by nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from grader.calculus.task import asked_function
from grader.diagnosis import task_tree
from grader.errors import Unreadable
from grader.language import AUTHOR, Names, parse, to_latex, to_text
from grader.language.tree import Call, Name, Node, names_in
from grader.question import Part
from gradus.library.presentation import ShownFunction

_FORMULA = re.compile(r"\$+([^$]+)\$+")
_SPACE = re.compile(r"\\[ ,;:!]|\\(?:left|right|cdot|quad)(?![A-Za-z])|\s+")


def asked_by(part: Part, texts: list[str]) -> ShownFunction | None:
    """The function under the derivative that `part` asks for, if one of `texts` (Markdown with maths) shows it."""
    task = task_tree(part)
    function = None if task is None else asked_function(task)
    if task is None or function is None or not any(_shows(text, function) for text in texts):
        return None
    shown: ShownFunction = {"text": to_text(function), "names": sorted(names_in(function))}
    by = _slope_by(task, function)
    if by and part.kind == "expression":
        shown["slope_by"] = by
    return shown


@lru_cache(maxsize=1024)
def tree_of(text: str, names: tuple[str, ...]) -> Node | None:
    """The tree of a kept function; None where it cannot be read any more (an older engine wrote it)."""
    try:
        return parse(text, Names(variables=names), AUTHOR)
    except Unreadable:
        return None


def _slope_by(task: Node, function: Node) -> str | None:
    """The variable, where the task is the first derivative of `function` and nothing else."""
    if isinstance(task, Call) and task.function == "diff" and len(task.arguments) == 2:
        under, by = task.arguments
        if under == function and isinstance(by, Name):
            return by.name
    return None


def _shows(text: str, function: Node) -> bool:
    """Whether a formula of `text` has the function in it, as it is set or as the grader reads it."""
    wanted = _plain(to_latex(function))
    names = Names(variables=tuple(sorted(names_in(function))))
    return any(
        wanted in _plain(formula) or _reads(formula, names) == function for formula in _FORMULA.findall(text)
    )


def _reads(formula: str, names: Names) -> Node | None:
    try:
        return parse(formula.rpartition("=")[2], names, AUTHOR)
    except Unreadable:
        return None


def _plain(latex: str) -> str:
    return _SPACE.sub("", latex)
