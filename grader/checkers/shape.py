"""The shape that all checkers share.

A checker is a module with three functions, found by the kind of the part (`registry.py`):

    prepare(part, names, seed, answer) -> target    once a variant; raises ReferenceFault
    read(part, response) -> Reading                 raises Unreadable, `wrong_shape` included
    judge(part, reading, context) -> PartResult     never raises for what a student typed

`response` maps the keys of the part's fields to typed texts: one field "" for all kinds but graphs, whose
fields are cells (`v:z`). To add a kind, copy `number.py`, replicate every aspect, and add it to the registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

from grader.checkers.arrays import spread
from grader.equivalence import Prover
from grader.errors import ReferenceFault, Unreadable
from grader.language import AUTHOR, Names, parse
from grader.language.joined import Joined
from grader.language.latex import to_latex
from grader.language.mathml import to_mathml
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Part
from grader.results import Fault, PartResult

Response = Mapping[str, str]
"""Field key -> typed text; a part with one field has the key ""."""


@dataclass(slots=True)
class PreparedPart:
    """A part with its reference parsed and evaluated; `target` is what its checker's `prepare` made."""

    part: Part
    names: Names
    seed: int
    target: Any
    explainer: Any = None
    """The catalogue made ready (`grader.diagnosis.explain`) when the first wrong response comes."""


@dataclass
class Reading:
    """What was read. Exactly one of `tree`, `keys` (a choice), `cells` (a graph), `value` (intervals, points, lines,
    orders, shapes: what their checker read) and `fault` is set.

    `latex` and `mathml` echo the tree, or `joined` where one expression is not all; `cell_faults` hold the fault of each graph cell that cannot be read.
    `notes` are codes of grader.language.notes, filled by `grader.read` for its echo only.
    """

    text: str = ""
    tree: Node | None = None
    keys: tuple[str, ...] | None = None
    cells: dict[str, Node] | None = None
    value: Any = None
    joined: Joined | None = None
    fault: Fault | None = None
    cell_faults: dict[str, Fault] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def latex(self) -> str | None:
        """What was read as LaTeX, printed as it was written."""
        if self.joined is not None:
            return self.joined.latex()
        return None if self.tree is None else to_latex(self.tree)

    @cached_property
    def mathml(self) -> str | None:
        """What was read as MathML."""
        if self.joined is not None:
            return self.joined.mathml()
        return None if self.tree is None else to_mathml(self.tree)


@dataclass(frozen=True, slots=True)
class Context:
    """How to judge: with a prover (the proof lane) or without, and whether `read_as` is wanted."""

    prover: Prover | None = None
    echo: bool = True


class Checker(Protocol):
    """What a checker module offers."""

    def prepare(self, part: Part, names: Names, seed: int, answer: Node | None) -> Any:
        """The reference made ready. `answer` stands for the part's own answer when a part is re-marked."""

    def read(self, part: PreparedPart, response: Response) -> Reading:
        """Reads what was typed; raises Unreadable."""

    def judge(self, part: PreparedPart, reading: Reading, context: Context) -> PartResult:
        """The verdict on a reading without a fault."""


@lru_cache(maxsize=512)
def names_of(variables: tuple[str, ...], integers: tuple[str, ...], functions: tuple[str, ...]) -> Names:
    """The Names of these declarations, made once: its tables of words are worth keeping."""
    return Names(variables, integers, functions)


def fault_of(error: Unreadable) -> Fault:
    """The error as data."""
    return Fault(error.code, error.position, error.length, error.text, error.suggestion, dict(error.detail))


def reference_answers(part: Part, names: Names, answer: Node | None) -> list[Node]:
    """The trees that count as right: the answer and what else is accepted, or only `answer` if given."""
    if answer is not None:
        return [answer]
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    return [reference_tree(part.name, text, names) for text in (part.answer, *part.accept)]


def wrong_shape(text: str, wanted: str, got: str, suggestion: str | None = None) -> Unreadable:
    """The error for a response of another shape: "vector of 2", "2x2 matrix", "number", "expression"."""
    return Unreadable("wrong_shape", 0, len(text), text, suggestion, {"wanted": wanted, "got": got})


def shape_of(tree: Node) -> str:
    """What kind of thing a tree is, as `wrong_shape` names it."""
    match spread(tree):
        case Vector(entries=entries):
            return f"vector of {len(entries)}"
        case Matrix() as matrix:
            rows, columns = matrix.shape
            return f"{rows}x{columns} matrix"
        case _:
            return "expression" if names_in(tree) else "number"


def tree_of(part: PreparedPart, response: Response) -> tuple[str, Node]:
    """The typed text of a part with one field, and its tree. Raises Unreadable."""
    text = response.get("", "")
    return text, parse(text, part.names)


def reference_tree(part: str, text: str, names: Names) -> Node:
    """An author's text as a tree. Raises ReferenceFault with the place."""
    try:
        return parse(text, names, AUTHOR)
    except Unreadable as error:
        raise ReferenceFault(part, f"cannot read {text!r}", error) from error
