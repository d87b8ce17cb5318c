"""Numbers of a problem file that must make sense by themselves: tolerances, domains, forms, drawn values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from exercises.derive import folded
from exercises.faults import DeriveError, nearest
from exercises.format import Answer, ToleranceTable
from exercises.program import Program
from exercises.toml_source import Place
from grader.forms import FORMS
from grader.grading import ANY_FORM
from grader.graphs.values import constant, is_number
from grader.language.tree import Node, names_in

_HUGE = re.compile(r"[eE][+-]?0*[0-9]{3,}")
"""An exponent of ten that no tolerance or domain needs, and whose number would fill the memory."""

Finding = tuple[Place, str]


def check_amounts(program: Program) -> list[Finding]:
    """Every amount that makes no sense, with its place."""
    return [*_values(program), *_answers(program)]


def _values(program: Program) -> Iterator[Finding]:
    """Values of `of` that stand for nothing, such as 1/0 or sqrt(-1)."""
    for name, parameter in program.problem.params.drawn.items():
        for index, text in enumerate(parameter.of or ()):
            tree = program.values[name].get(text)
            reason = tree and _undefined(tree)
            if reason:
                yield ("params", name, "of", index), f"`{text}` has no value{reason}."


def _undefined(tree: Node) -> str:
    """Why a tree has no value, as the end of a sentence; empty where it has one, or may have."""
    try:
        tree = folded(tree)
    except DeriveError as error:
        return f": {error}"
    if names_in(tree) or is_number(constant(tree)):
        return ""
    return " among the real numbers"


def _answers(program: Program) -> Iterator[Finding]:
    for index, answer in enumerate(program.problem.answers):
        if answer.tolerance is not None:
            for key, message in _tolerance(answer.tolerance):
                yield ("answer", index, "tolerance", *key), message
        if answer.form not in ANY_FORM and answer.form not in FORMS:
            known = ["any", *FORMS]
            message = f"there is no form `{answer.form}`.{nearest(str(answer.form), known)} There is {', '.join(known)}."
            yield ("answer", index, "form"), message
        for name, message in _domain(answer, program.variables):
            yield ("answer", index, "domain", name), message


def _tolerance(table: ToleranceTable) -> Iterator[tuple[tuple[str, ...], str]]:
    if not table.model_fields_set:
        yield (), "one of absolute, relative, decimals and figures is wanted."
    for key in ("absolute", "relative"):
        text = getattr(table, key)
        number = None if text is None else _rational(text)
        if text is not None and (number is None or number < 0):
            yield (key,), f"a number that is 0 or more is wanted, such as 0.001, not {text}."


def _domain(answer: Answer, variables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, (low, high) in answer.domain.items():
        if name not in variables:
            listed = ", ".join(variables) or "none"
            yield name, f"`{name}` is no variable.{nearest(name, variables)} The variables are: {listed}."
        ends = _rational(low), _rational(high)
        if ends[0] is None or ends[1] is None:
            yield name, f"two numbers are wanted, such as [-2, 5/2], not [{low}, {high}]."
        elif ends[0] >= ends[1]:
            yield name, f"the low end {low} is not below the high end {high}."


def _rational(text: str) -> Fraction | None:
    """The number of "7/4", "-0.25" or "1e-3"; None for what is none, and for what is no use as one."""
    try:
        return None if _HUGE.search(text) else Fraction(text.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None
