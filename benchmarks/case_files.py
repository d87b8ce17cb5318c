"""Lines of case files as requests, and what each answer must be.

Two formats: cases (`answer`, `response`, their `_as_typed`, `expected`) and hostile texts (`input`, `must`, `codes`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
SPELLINGS = ("", "_as_typed")
"""The suffixes of the two spellings of a case: as a program writes it, as a student types it."""
VERDICTS = ("correct", "partial", "incorrect", "unreadable", "undecided")
RIGHT, WRONG, UNDECIDED, UNREADABLE = "right", "wrong", "undecided", "unreadable"
BETTER_CODE = "wrong_shape"
"""Says more than a listed code where a vector is typed for a number."""
NOTED = "noted"
"""Right; the reason says what is worth knowing."""


@dataclass(frozen=True)
class Outcome:
    """How one answer compares with what it must be; `reason` for all that is not right."""

    kind: str
    reason: str = ""


def rows_of(file: Path) -> list[Row]:
    """The lines of a case file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def is_hostile(rows: list[Row]) -> bool:
    """Whether a file holds hostile texts."""
    return bool(rows) and "must" in rows[0]


def case_request(case: Row, spelling: str, seed: int = 0) -> Row:
    """A case as a line of input."""
    return {
        "id": case["id"], "kind": case.get("kind", "expression"), "answer": case[f"answer{spelling}"],
        "response": case[f"response{spelling}"], "variables": case["variables"], "domain": case.get("domain", {}),
        "seed": seed,
    }  # fmt: skip


def case_outcome(case: Row, answer: Row) -> Outcome:
    """Right, or wrong, undecided, unreadable with the reason."""
    verdict, expected = answer.get("verdict"), case["expected"]
    if verdict == expected:
        return Outcome(RIGHT)
    if verdict == "unreadable":
        return Outcome(
            UNREADABLE, f"{answer.get('code')} at {answer.get('position')}: {answer.get('text')!r}"
        )
    if verdict == "undecided":
        return Outcome(UNDECIDED, f"expected {expected}")
    found = answer.get("witness") or answer.get("error")
    return Outcome(WRONG, f"{verdict} instead of {expected}: {found}")


def hostile_request(row: Row) -> Row:
    """A hostile text as the response; a control is its own answer, and so must be correct."""
    answer = row["input"] if row["must"] == "grade" else "x + y"
    return {
        "id": row["id"], "kind": "expression", "answer": answer, "response": row["input"], "variables": ["x", "y"],
    }  # fmt: skip


def hostile_outcome(row: Row, answer: Row) -> Outcome:
    """Right if refused with a fitting code where it must be, accepted where it must be, answered anyhow."""
    verdict, code = answer.get("verdict"), answer.get("code")
    if row["must"] == "grade":
        return (
            Outcome(RIGHT) if verdict == "correct" else Outcome(WRONG, f"a fair text is {verdict} ({code})")
        )
    if verdict not in VERDICTS:
        return Outcome(WRONG, f"no verdict: {answer.get('error')}")
    if verdict == "unreadable":
        if code in row["codes"]:
            return Outcome(RIGHT)
        fits = code == BETTER_CODE or row["must"] != "reject"
        return Outcome(NOTED if fits else WRONG, f"code {code}, not one of {', '.join(row['codes'])}")
    if row["must"] == "reject":
        return Outcome(WRONG, f"{verdict} instead of a refusal")
    return Outcome(RIGHT)
