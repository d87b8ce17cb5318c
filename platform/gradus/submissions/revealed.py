"""What is shown beside the fields: the answers once they may be seen, and what was sent, in the problem's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.question import Part, Question
from gradus.library.models import Variant
from gradus.library.presentation import Presentation, ShownCell, ShownPart
from gradus.submissions.typed import field_name


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one part: `latex`, or the texts of the right `options`, or each cell of a graph with its value."""

    part: ShownPart
    latex: str = ""
    options: tuple[str, ...] = ()
    cells: tuple[tuple[ShownCell, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """One field of a submission: what was typed, or for a choice the texts of the options that were ticked."""

    part: ShownPart
    text: str
    options: tuple[str, ...] = ()
    cell: ShownCell | None = None


def answers_of(variant: Variant) -> list[Answer]:
    """The answer to each part, in order; a part whose answer was not stored is left out."""
    question = Question.from_json(variant.question)
    latex: Mapping[str, str] = variant.reveal["answers"]
    cells: Mapping[str, str] = variant.reveal.get("cells", {})
    parts = [part for part in variant.presentation["parts"] if part["name"] in latex]
    return [_answer(part, question.part(part["name"]), latex[part["name"]], cells) for part in parts]


def sent_fields(presentation: Presentation, responses: Mapping[str, str]) -> list[Sent]:
    """What `responses` (field -> text) hold, in the order of the problem; blank fields left out."""
    found = [each for part in presentation["parts"] for each in _fields(part, responses)]
    return [each for each in found if each.text]


def _answer(part: ShownPart, asked: Part, latex: str, cells: Mapping[str, str]) -> Answer:
    if part["kind"] == "choice":
        return Answer(part, options=tuple(option.text for option in asked.options if option.right))
    if part["kind"] == "graph":
        return Answer(
            part, cells=tuple((cell, cells.get(cell["key"], "")) for cell in part["graph"]["cells"])
        )
    return Answer(part, latex=latex)


def _fields(part: ShownPart, responses: Mapping[str, str]) -> Sequence[Sent]:
    name, kind = part["name"], part["kind"]
    if kind == "graph":
        cells = part["graph"]["cells"]
        return [Sent(part, responses.get(field_name(name, cell["key"]), ""), cell=cell) for cell in cells]
    text = responses.get(name, "")
    if kind == "choice":
        options: Any = part["options"]
        ticked = tuple(each["text"] for each in options if each["key"] in text.split(","))
        return [Sent(part, text, options=ticked)]
    return [Sent(part, text)]
