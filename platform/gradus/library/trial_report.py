"""What a trial of a draft found: the shape of `ProblemDraft.report`. Plain JSON, written by the worker, shown to
authors only: it holds answers and seeds."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, TypedDict

from gradus.library.presentation import Presentation, Reveal

Step = Literal["", "variants", "tests", "all"]


class FoundFault(TypedDict):
    """Something to mend: exercises.faults.Fault without the file's name."""

    line: int | None
    column: int | None
    key: str
    message: str


class TriedVariant(TypedDict):
    """A variant as the pool will hold it (library.models.Variant)."""

    seed: int
    question: dict[str, Any]
    presentation: Presentation
    reveal: Reveal


class TriedTest(TypedDict):
    """One `[[test]]` and what came of it: exercises.trial.Tested. It passed where `messages` is empty."""

    number: int
    line: int | None
    expected: dict[str, str]
    got: dict[str, str]
    messages: list[str]


class TrialReport(TypedDict):
    """`outcome` is `done`, `too_slow` (during `step`, at its `number`) or `failed` (our fault). `space` is how many
    variants there are where those are few; `engine` made the variants. `notes` are sentences about the mistakes that
    are worked out: nothing need be done about them."""

    outcome: Literal["done", "too_slow", "failed"]
    step: Step
    number: int
    engine: str
    content_hash: str
    variants: list[TriedVariant]
    tests: list[TriedTest]
    faults: list[FoundFault]
    space: int | None
    notes: list[str]


def empty_report(engine: str) -> TrialReport:
    """A report in which nothing stands yet."""
    return {
        "outcome": "done",
        "step": "",
        "number": 0,
        "engine": engine,
        "content_hash": "",
        "variants": [],
        "tests": [],
        "faults": [],
        "space": None,
        "notes": [],
    }


def text_hash(text: str) -> str:
    """By what a report knows the text it is about: SHA-256, comments and spaces included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
