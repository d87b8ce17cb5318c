"""What can be wrong with a problem file, and with a draw from it; the author reads both.

A file's faults are collected, so that one run names them all. Each says the file, the line where it could be
found, the key (counted from one: `answer[2].is` is the second answer's `is`) and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file: where, and what was expected, in words."""

    file: str
    message: str
    key: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class ExerciseError(Exception):
    """The root of what this package raises; the author of an exercise reads it.

    `place` is the path in the file's data of what is to blame, empty where that is not known.
    """

    place: tuple[str | int, ...] = ()


@contextmanager
def at_place(*place: str | int) -> Iterator[None]:
    """Notes `place` on an ExerciseError that passes and does not know its own yet."""
    try:
        yield
    except ExerciseError as error:
        error.place = error.place or place
        raise


class ProblemFileError(ExerciseError):
    """A file of the bank cannot be used. `faults` names every fault found in it, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class DeriveError(ExerciseError):
    """An author's expression has no value for the numbers drawn, or asks for what cannot be done."""


class DrawError(ExerciseError):
    """No variant could be made from a problem and a seed.

    `problem` is the problem's id, `seed` the seed, `reasons` counts why the tries were given up.
    """

    def __init__(self, problem: str, seed: int, reasons: dict[str, int]) -> None:
        self.problem, self.seed, self.reasons = problem, seed, reasons
        listed = "; ".join(f"{reason} ({count} times)" for reason, count in reasons.items())
        super().__init__(
            f"{problem}: no variant could be drawn from seed {seed} in {sum(reasons.values())} tries: {listed}. "
            "Widen the ranges in [params] or loosen `where`."
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """` Did you mean "..."?` when one of `known` is close to `word`, in whatever case, else nothing."""
    spelled = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), spelled, n=1, cutoff=0.5)
    return f' Did you mean "{spelled[close[0]]}"?' if close else ""
