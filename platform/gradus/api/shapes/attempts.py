"""An attempt: the variant without its answers, the hints shown so far, what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from gradus.api.shapes.base import Body, Reply
from gradus.api.shapes.courses import Dates

SentState = Literal[
    "waiting", "received", "failed", "undecided", "correct", "partial", "incorrect", "unreadable"
]


class Option(Reply):
    """One option of a choice. Send the keys that are ticked, separated by commas."""

    key: str
    text: str = Field(description="Markdown with maths.")


class Cell(Reply):
    """One cell of a graph to fill in."""

    key: str
    block: Literal["shape", "forward", "local", "grad"]
    node: str
    other: str | None = Field(description="For a local derivative of `node`: with respect to this one.")
    dimensions: int = Field(0, description="0: a number is typed; 1: a vector, or a shape; 2: a matrix.")


class Node(Reply):
    """A node and what it computes."""

    name: str
    operation: str


class Graph(Reply):
    """A computation graph. `layout` is a drawing of it as numbers, where there is one."""

    inputs: dict[str, str]
    nodes: list[Node]
    loss: str
    cells: list[Cell]
    decimals: int
    layout: dict[str, Any] | None


class Function(Reply):
    """The function that a part asks about, as plain text. Paths of diagnoses lead into it."""

    text: str
    variables: list[str]
    slope_by: str | None = Field(
        description="The answer is its derivative by this variable. Null: something else."
    )


class Part(Reply):
    """One thing to answer. `fields` are the names under which responses are sent."""

    name: str
    kind: str
    label: str = Field(description="Markdown with maths, or empty.")
    points: int
    variables: list[str]
    shape: list[int] | None
    options: list[Option] | None
    several: bool | None = Field(description="For a choice: whether more than one may be ticked.")
    graph: Graph | None
    function: Function | None = Field(description="Where the prompt shows one.")
    fields: list[str]


class Hints(Reply):
    """The hints shown so far, and how many more there are to ask for."""

    shown: list[str] = Field(description="Markdown with maths.")
    left: int
    next: str | None = Field(
        description="How strong the next one is: `rule`, `parts`, `first`. Null where a problem has hints of its own."
    )


class Sent(Reply):
    """One submission of the attempt."""

    id: str
    received_at: datetime
    late: bool
    state: SentState
    responses: dict[str, str] = Field(description="What was typed, by field.")


class Solution(Reply):
    """The answer to one part: LaTeX, or the right options, or the value of each cell."""

    part: str
    latex: str
    options: list[str]
    cells: dict[str, str]


class Revealed(Reply):
    """What may be seen once the attempt is right or given up."""

    answers: list[Solution]
    solution: str = Field(description="Markdown with maths, or empty.")
    steps: list[str] = Field(description="The worked solution step by step: Markdown with maths, or none.")


class Refused(Reply):
    """Why nothing could be sent now."""

    code: str
    sentence: str


class Attempt(Reply):
    """One student on one variant."""

    id: str
    number: int
    course: str
    set: str | None
    item: str | None
    title: str
    prompt: str = Field(description="Markdown with maths.")
    parts: list[Part]
    started_at: datetime
    closed_at: datetime | None
    gave_up_at: datetime | None
    dates: Dates
    hints: Hints
    tries_left: int | None = Field(description="Null: unlimited.")
    own: bool = Field(description="Whether it is one's own: only then may answers be sent.")
    refusal: Refused | None = Field(description="Null: an answer would be taken now.")
    submissions: list[Sent] = Field(description="Oldest first.")
    revealed: Revealed | None


class HintWanted(Body):
    """Which hint; by default the next one. One that was shown before is not counted again."""

    number: int | None = Field(None, ge=1, le=100)


class NothingMore(Body):
    """An empty object, or no body at all."""
