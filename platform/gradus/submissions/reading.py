"""How the grader reads what was typed: for the echo under a field, and before anything is submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import grader
from grader.language import to_latex, to_mathml
from grader.language.tree import Node
from grader.question import Question
from grader.results import Fault
from gradus.library.models import Variant
from gradus.submissions.typed import Typed, part_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One field's text as it was read: MathML and LaTeX of the tree as written, or the fault.

    `notes` are codes of grader.language.notes: the text has another reading that may have been meant.
    """

    text: str
    mathml: str | None = None
    latex: str | None = None
    fault: Fault | None = None
    notes: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """The text up to the fault."""
        return self.text[: self.fault.position] if self.fault else self.text

    @property
    def marked(self) -> str:
        """The piece at fault; empty where something is missing."""
        fault = self.fault
        return self.text[fault.position : fault.position + fault.length] if fault else ""

    @property
    def after(self) -> str:
        """The text behind the fault."""
        return self.text[self.fault.position + self.fault.length :] if self.fault else ""


Readings = Mapping[str, Reading]
"""Field -> how it was read."""


def read_typed(variant: Variant, typed: Typed) -> dict[str, Reading]:
    """A Reading for each field of `typed`. Pure reading: nothing is compared with a reference."""
    question = Question.from_json(variant.question)
    wanted = {part_of(field) for field in typed}
    readings: dict[str, Reading] = {}
    for name, read in grader.read(question, typed).items():
        if name in wanted:
            readings |= dict(_fields(name, typed, read))
    return readings


def faulty(readings: Readings) -> bool:
    """Whether anything could not be read."""
    return any(reading.fault for reading in readings.values())


def read_as(readings: Readings) -> dict[str, str]:
    """Field -> the LaTeX in which it was read."""
    return {field: reading.latex for field, reading in readings.items() if reading.latex is not None}


def _fields(name: str, typed: Typed, read: grader.Reading) -> Iterator[tuple[str, Reading]]:
    if name in typed:
        yield name, _reading(typed[name], read.tree, read.fault, read.notes)
    trees = read.cells or {}
    for field, text in typed.items():
        part, dot, cell = field.partition(".")
        if dot and part == name:
            yield field, _reading(text, trees.get(cell), read.cell_faults.get(cell))


def _reading(text: str, tree: Node | None, fault: Fault | None, notes: tuple[str, ...] = ()) -> Reading:
    if tree is None:
        return Reading(text, fault=fault)
    return Reading(text, to_mathml(tree), to_latex(tree), notes=notes)
