"""What the grader says: verdicts with their evidence, as data without sentences.

Every class here goes to JSON and back (`to_json` / `from_json` of each), because it is stored with the grade
and shown later without a second check. Nothing here is changed once made; the two classes that every wrong answer
needs are not frozen only because making them would take four times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.records import dump, load


class Verdict(StrEnum):
    """The five verdicts, everywhere."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"


class CellVerdict(StrEnum):
    """The verdict on one cell of a computation graph."""

    RIGHT = "right"
    FOLLOW_THROUGH = "follow_through"
    WRONG = "wrong"
    BLANK = "blank"
    UNREADABLE = "unreadable"


class Certificate(StrEnum):
    """How a verdict was reached (grader.equivalence explains each)."""

    PROVED = "proved"
    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


@dataclass(slots=True, unsafe_hash=True)
class Witness:
    """A point at which answer and response differ, rounded for reading and still visibly different.

    `at` maps a variable to its value; `answer` and `response` are the two values, or "undefined".
    """

    at: dict[str, str]
    answer: str
    response: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A mal-rule or an outcome (`transposed`, `rounded`, `swapped`, ...) that explains a response.

    `node` is the path in the asked function of the sub-expression concerned, if one is; `values` fills sentences.
    `entry` is the number of the entry of a vector or matrix (row by row) that it is about, None for the whole.
    """

    code: str
    node: tuple[int, ...] | None = None
    values: dict[str, str] = field(default_factory=dict)
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a response could not be read (errors.Unreadable as data)."""

    code: str
    position: int
    length: int
    text: str
    suggestion: str | None = None
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, unsafe_hash=True)
class PartResult:
    """The judgement on one part.

    `score` is 0 to 1 in millionths (an integer, as it is stored). `entries` holds the verdict of each entry of a
    vector (flat) or matrix (rows), `cells` of each graph cell. `read_as` is LaTeX. `notes` are codes such as
    `narrower_domain` or `row_for_column` that a correct response may carry. `followed` says that the part was
    judged from the student's own earlier response.
    """

    verdict: Verdict
    score: int
    certificate: Certificate | None = None
    read_as: str | None = None
    witness: Witness | None = None
    diagnosis: tuple[Diagnosis, ...] = ()
    notes: tuple[str, ...] = ()
    entries: tuple[Any, ...] | None = None
    cells: dict[str, CellResult] | None = None
    first_fault: str | None = None
    fault: Fault | None = None
    wrong_class: str | None = None
    followed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types, keys without a value left out."""
        return dict(dump(self))

    @classmethod
    def from_json(cls, data: Any) -> PartResult:
        """The result back. Raises records.BadRecord for what is no such object."""
        return load(cls, data)


@dataclass(frozen=True, slots=True)
class CellResult:
    """The judgement on one graph cell; `entries` holds the verdict of each entry of an array (row by row)."""

    verdict: CellVerdict
    diagnosis: tuple[Diagnosis, ...] = ()
    fault: Fault | None = None
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The judgement on one submission: a result per part name, and the whole (score weighted by points)."""

    verdict: Verdict
    score: int
    parts: dict[str, PartResult]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types."""
        return dict(dump(self))

    @classmethod
    def from_json(cls, data: Any) -> Result:
        """The result back. Raises records.BadRecord for what is no such object."""
        return load(cls, data)


FULL_SCORE = 1_000_000
"""Scores are integers in millionths."""
