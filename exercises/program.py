"""A problem with its formulas read: what every draw starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exercises.conditions import Condition
from exercises.faults import DeriveError
from exercises.format import Problem
from grader.errors import Unreadable
from grader.language import Names, parse_author
from grader.language.tree import Node, names_in

_SYNTAX = {
    "missing_bracket": "`{text}` is opened here and never closed; `{wanted}` is missing",
    "unopened_bracket": "`{text}` closes what was never opened",
    "missing_argument": "something is missing behind `{text}`",
    "missing_comparison": "a comparison is wanted, such as `a != b`",
    "comma": "`{text}` stands outside brackets",
    "semicolon": "`{text}` stands outside brackets",
    "empty_brackets": "nothing stands in the brackets",
    "incomplete": "something is missing after `{text}`",
    "unexpected": "`{text}` cannot stand here",
    "comparison": "`{text}` compares, and a formula is wanted",
    "two_numbers": "`{text}` is not one number",
}
"""What the reader stumbled over, by the kind of the slip."""


@dataclass(frozen=True)
class Program:
    """A problem with its formulas read.

    `letters` are all letters of the formulas that are neither parameters nor [let] names; `variables` are those
    that a response may use (the `variables` of the file, else all). `conditions` are those of `where`; `options`
    holds the truth of each option of each choice, in the order of the file.
    """

    problem: Problem
    letters: tuple[str, ...]
    variables: tuple[str, ...]
    values: dict[str, dict[str, Node]]
    let: dict[str, Node]
    conditions: tuple[Condition, ...]
    references: dict[str, Node]
    follows: dict[str, Node]
    accepts: dict[str, tuple[Node, ...]]
    options: dict[str, tuple[Condition | bool, ...]]
    mistakes: tuple[Node, ...]
    nodes: tuple[tuple[str, Node], ...]

    @cached_property
    def early(self) -> tuple[tuple[str, Condition], ...]:
        """The conditions on parameters alone, with their texts: judged before anything is worked out."""
        return tuple(pair for pair in self._worded if not self._speaks_of_let(pair[1]))

    @cached_property
    def late(self) -> tuple[tuple[str, Condition], ...]:
        """The conditions that speak of [let] names."""
        return tuple(pair for pair in self._worded if self._speaks_of_let(pair[1]))

    @property
    def _worded(self) -> Iterator[tuple[str, Condition]]:
        return zip(self.problem.params.where, self.conditions, strict=True)

    def _speaks_of_let(self, condition: Condition) -> bool:
        sides = (side for comparison in condition for side in (comparison.left, comparison.right))
        return any(names_in(side) & self.let.keys() for side in sides)

    def value(self, name: str, text: str) -> Node:
        """The tree of a parameter's value. An author's test may give one that is never drawn.

        Raises DeriveError for a text that cannot be read.
        """
        known = self.values[name].get(text)
        if known is not None:
            return known
        try:
            return parse_author(text, Names(variables=self.letters))
        except Unreadable as error:
            raise DeriveError(f"{name}: {unreadable(error, text)}") from error


def unreadable(error: Unreadable, text: str) -> str:
    """A fault of the expression language in words, with the place in the formula."""
    said = {
        "unknown_name": f"`{error.text}` is no parameter, [let] name or variable",
        "unknown_function": f"`{error.text}` is not a function of the language",
        "arity": f"`{error.text}` has the wrong number of arguments",
        "empty": "nothing stands here",
        "syntax": _SYNTAX.get(error.detail.get("kind", ""), "this cannot be read at `{text}`").format(
            text=error.text, wanted=error.detail.get("wanted", "")
        ),
    }.get(error.code, f"this cannot be read ({error.code.replace('_', ' ')}) at `{error.text}`")
    hint = f'; did you mean "{error.suggestion}"?' if error.suggestion else "."
    return f'in "{_around(error.position, text)}", character {error.position + 1}: {said}{hint}'


def _around(position: int, text: str) -> str:
    """A long formula's neighbourhood of a place."""
    if len(text) <= 100:
        return text
    start = max(0, position - 50)
    return f"{'…' * bool(start)}{text[start : start + 80]}{'…' * (start + 80 < len(text))}"
