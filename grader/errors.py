"""What can go wrong, and who reads about it.

    GraderError
    ├── Unreadable        the student reads it: the typed text could not be read. No try is counted.
    ├── ReferenceFault    the author reads it: an answer, domain or option of a problem is wrong.
    ├── ProtocolFault     the calling program reads it: a line of `python -m grader` is malformed.
    └── InternalFault     we read it: a bug, or two authorities that disagree. Never a wrong answer.

Errors carry data (a code, a position, a length, the text concerned); sentences are chosen at display.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    "not_text", "empty", "too_long", "forbidden_char", "syntax", "unknown_name", "unknown_function",
    "unknown_command", "arity", "number_too_big", "exponent_too_big", "too_deep", "too_big",
    "function_nesting", "domain", "division_by_zero", "not_finite", "numeric_overflow", "wrong_shape",
    "timeout",
]  # fmt: skip
"""Every code a reader can meet; each has a sentence in the site's catalogue."""


class GraderError(Exception):
    """The root of the tree above."""


@dataclass
class Unreadable(GraderError):
    """The typed text could not be read.

    `position` and `length` count characters (code points) of the typed text; `text` is the piece concerned;
    `suggestion` is a whole text that would be readable, when there is a near miss; `detail` holds values for
    the sentence (`{"wanted": "2"}`, `{"kind": "missing_bracket"}`).
    """

    code: Code
    position: int = 0
    length: int = 0
    text: str = ""
    suggestion: str | None = None
    detail: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} at {self.position}: {self.text!r}"


@dataclass
class ReferenceFault(GraderError):
    """A reference answer or an option of a part is wrong: the author must mend it."""

    part: str
    reason: str
    cause: Unreadable | None = None

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


@dataclass
class ProtocolFault(GraderError):
    """A line of the command-line protocol that cannot be obeyed."""

    code: str
    text: str
    position: int = 0


@dataclass
class InternalFault(GraderError):
    """Our fault: logged, retried, never shown as a wrong answer."""

    reason: str
