"""The fields of a problem: one for a text, many for a graph; each with its value, its reading and its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gradus.library.presentation import Presentation, ShownCell, ShownPart
from gradus.submissions.reading import Reading, Readings
from gradus.submissions.typed import Typed, field_name

BLOCKS = ("shape", "forward", "local", "grad")
"""Shapes, forward values, local derivatives, gradients: the order in which a graph is filled."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """One input. `identifier` is its id in the page, `name` what it is posted as, `key` its cell in a graph."""

    identifier: str
    name: str
    part: str
    value: str
    reading: Reading | None = None
    state: str = ""
    cell: ShownCell | None = None
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One option, and whether it is ticked."""

    key: str
    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One part: its presentation and its fields (or options)."""

    part: ShownPart
    fields: tuple[ShownField, ...]
    options: tuple[ShownChoice, ...] = ()
    state: str = ""

    @property
    def name(self) -> str:
        """The part's name."""
        return self.part["name"]

    @property
    def kind(self) -> str:
        """expression, number, vector, matrix, choice or graph."""
        return self.part["kind"]

    @property
    def field(self) -> ShownField:
        """The one field of a part that has one."""
        return self.fields[0]

    @property
    def blocks(self) -> list[tuple[str, list[ShownField]]]:
        """A graph's fields by block, in order; empty blocks left out."""
        grouped = [(block, [each for each in self.fields if _block(each) == block]) for block in BLOCKS]
        return [(block, fields) for block, fields in grouped if fields]


def shown_questions(
    presentation: Presentation, typed: Typed, readings: Readings, results: Mapping[str, Mapping[str, Any]]
) -> list[ShownQuestion]:
    """Every part of a presentation with what was typed, read and judged."""
    return [_question(part, typed, readings, results.get(part["name"], {})) for part in presentation["parts"]]


def _question(part: ShownPart, typed: Typed, readings: Readings, result: Mapping[str, Any]) -> ShownQuestion:
    name, state = part["name"], str(result.get("verdict", ""))
    value = typed.get(name, "")
    if part["kind"] == "choice":
        ticked = value.split(",")
        options = (ShownChoice(each["key"], each["text"], each["key"] in ticked) for each in part["options"])
        return ShownQuestion(part, (), tuple(options), state)
    if part["kind"] == "graph":
        return ShownQuestion(part, _cells(part, typed, readings, result), (), state)
    one = ShownField(f"answer-{name}", name, name, value, readings.get(name), state, result=result or None)
    return ShownQuestion(part, (one,), (), state)


def _cells(
    part: ShownPart, typed: Typed, readings: Readings, result: Mapping[str, Any]
) -> tuple[ShownField, ...]:
    judged: Mapping[str, Mapping[str, Any]] = result.get("cells") or {}
    fields = []
    for number, cell in enumerate(part["graph"]["cells"]):
        name, found = field_name(part["name"], cell["key"]), judged.get(cell["key"])
        fields.append(
            ShownField(
                identifier=f"answer-{part['name']}-{number}",
                name=name,
                part=part["name"],
                value=typed.get(name, ""),
                reading=readings.get(name),
                state=str(found["verdict"]) if found else "",
                cell=cell,
                result=found,
            )
        )
    return tuple(fields)


def _block(field: ShownField) -> str:
    return field.cell["block"] if field.cell else ""
