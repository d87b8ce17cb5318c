"""What a mal-rule is: a wrong rule in the place of a right one, with the places it can strike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from grader.calculus.rules import Place
from grader.language.tree import Name, Node


class WrongPlace(Place, Protocol):
    """A place of the walk as wrong rules see it: the right rule is at hand, and its parts."""

    @property
    def name(self) -> Name:
        """The variable."""

    @property
    def inside(self) -> Node | None:
        """The u of F(u), where the right rule multiplies by u'; None for other rules."""

    @property
    def is_chain(self) -> bool:
        """Is the inside more than the bare variable?"""

    @property
    def above(self) -> frozenset[str]:
        """The codes of the rules at the places above this one."""

    @property
    def is_inside(self) -> bool:
        """Is this the u of an F(u) above, or a part of it that u' multiplies?"""

    def inside_slope(self) -> Node:
        """u' by the same walk."""

    def outer(self, inside: Node | None = None) -> Node:
        """F'(u) without u'; with `inside` in the place of u where that is given."""

    def with_inside(self, inside: Node) -> Node:
        """F(inside)."""

    def right(self) -> Node:
        """What the right rule gives here (from what the walk gives below)."""


Wrong = Callable[[WrongPlace], Node | None]


@dataclass(frozen=True, slots=True, eq=False)
class MalRule:
    """One wrong rule of differentiation.

    `on` are the keys of the places it can strike: codes of `rules.RULES`, names of functions, or `chain` (any rule
    whose inside is more than the bare variable). `wrong` gives the wrong derivative of the place, or None where
    the rule does not apply. `group` is the code of what is asked when several rules of one group fit alike.
    """

    code: str
    group: str
    on: frozenset[str]
    wrong: Wrong


@dataclass(frozen=True, slots=True, eq=False)
class TaskRule:
    """One wrong way through a whole task (`grader.calculus.task`): the height instead of the slope, say.

    `wrong` gives every wrong task that the rule makes of a right one, none where it does not apply. Where a `rare` one
    and a wrong rule of differentiation fit alike, the latter is named.
    """

    code: str
    group: str
    wrong: Callable[[Node], Iterator[Node]]
    rare: bool = False


def malrule(code: str, on: str, wrong: Wrong, group: str | None = None) -> MalRule:
    """A mal-rule; `on` is a list of keys separated by spaces, `group` its own code unless given."""
    return MalRule(code, group or code, frozenset(on.split()), wrong)


_TERMS = frozenset(("entries", "sum", "negative", "constant_factor", "constant_divisor"))


def of_term(wrong: Wrong) -> Wrong:
    """The wrong rule for a term of the asked function, or for what a constant multiplies there: deeper no one
    makes it."""
    return lambda place: wrong(place) if place.above <= _TERMS else None
