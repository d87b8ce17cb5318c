"""One name for what several wrong rules explain alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from grader.calculus.catalogue import Candidate
from grader.language.tree import Path

Key = tuple[str, Path | None]
"""The code of a wrong rule, and the one place where it strikes."""


class Label(NamedTuple):
    """A rule that explains an answer: its code, its group, the one place where it struck."""

    code: str
    group: str | None
    node: Path | None


class Named(Protocol):
    """What is named: a candidate, or a stored mistake."""

    @property
    def code(self) -> str:
        """The code of the rule."""

    @property
    def group(self) -> str | None:
        """The code of its group."""

    @property
    def node(self) -> Path | None:
        """The one place where it strikes."""


def name_of(members: Sequence[Named]) -> Label:
    """One label for answers that are equal, the likeliest first.

    The group of the first is asked about: by its own code if more than one rule of it fits, else by the rule's. A
    place is told if no other place fits that rule as well.
    """
    first = members[0]
    group = first.group or first.code
    fitting = [one for one in members if (one.group or one.code) == group]
    code = first.code if all(one.code == first.code for one in fitting) else group
    places = {one.node for one in fitting if one.code == first.code and one.node is not None}
    return Label(code, first.group, places.pop() if len(places) == 1 else None)


def likeliest(members: list[Candidate]) -> list[Candidate]:
    """Those that a wrong rule leads to, if there are any."""
    return [one for one in members if one.by_rule] or members


def key_of(candidate: Candidate) -> Key:
    """Which rule, and where."""
    return candidate.code, candidate.node


def collisions(classes: Iterable[Sequence[Candidate]]) -> Iterator[frozenset[Key]]:
    """The rules followed everywhere that are of different groups and lead to one answer, class by class."""
    for members in classes:
        everywhere = [one for one in members if one.everywhere]
        if len({one.group for one in everywhere}) > 1:
            yield frozenset(map(key_of, everywhere))
