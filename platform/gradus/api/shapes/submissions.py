"""Sending responses: how they are read, and what they were judged to be."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gradus.api.shapes.attempts import SentState
from gradus.api.shapes.base import Body, Reply

Typed = dict[str, str | dict[str, str]]


class Responses(Body):
    """What is typed, by field; the cells of a graph as `part.cell` or as an object under the part's name."""

    responses: Typed


class NewSubmission(Responses):
    """An answer. Sent twice with the same `client_key` it is one submission."""

    client_key: UUID


class Accepted(Reply):
    """The submission is kept and will be checked; ask at `status`."""

    submission: str
    status: str


class UnreadText(Reply):
    """Why a text cannot be read, and where."""

    code: str
    sentence: str
    position: int
    length: int
    text: str
    suggestion: str | None


class ReadText(Reply):
    """How one field's text is read: as LaTeX and MathML, or why it cannot be."""

    text: str
    latex: str | None
    mathml: str | None
    notes: list[str] = Field(description="Sentences: the text has another reading that may have been meant.")
    fault: UnreadText | None


class Readings(Reply):
    """How each field that is not blank is read. Nothing is counted."""

    fields: dict[str, ReadText]


class Witness(Reply):
    """A point at which answer and response differ, with both values."""

    at: dict[str, str]
    answer: str
    response: str


class Diagnosis(Reply):
    """A slip that explains a wrong answer. It may be another one: so it is put as a question."""

    code: str
    question: str
    entry: int | None = Field(
        description="The entry of a vector or matrix, row by row from 0. Null: the whole."
    )
    node: list[int] | None = Field(
        description="The place in the part's function: which child to take, from the root on. Null: no one place."
    )


class PartVerdict(Reply):
    """The judgement on one part, as far as a student may see it."""

    verdict: str
    score: int = Field(description="In millionths.", ge=0, le=1_000_000)
    by_hand: bool = Field(description="Whether a person decided it.")
    entries: list[Any] | None = Field(
        description="The verdict of each entry of a vector; of a matrix, by rows."
    )
    cells: dict[str, str] | None = Field(description="The verdict of each cell of a graph.")
    first_fault: str | None = Field(description="The first cell that is wrong by itself.")
    notes: list[str]
    witness: Witness | None
    questions: list[str] = Field(description="What to ask oneself about a known mistake.")
    diagnoses: list[Diagnosis]


class Submission(Reply):
    """What was sent, its state and the verdicts that may be shown."""

    submission: str
    attempt: str
    state: SentState
    final: bool = Field(description="Whether nothing more is to come by itself.")
    received_at: datetime
    late: bool
    responses: dict[str, str]
    reason: str = Field(description="A teacher's reason, where one decided.")
    parts: dict[str, PartVerdict]
