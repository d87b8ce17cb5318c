"""Question: all that grading one variant needs, as plain data that goes to JSON and back.

A Question holds texts in the grader's own language, never trees: whoever grades parses them (and may keep the
parsed form, see `grader.prepared`). Nothing here is shown to a student before release.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from grader.records import BadRecord, dump, load

SCHEMA = 1
"""The number of this JSON form. A reader refuses a number it does not know; a change of form raises it."""

Kind = Literal[
    "expression", "number", "vector", "matrix", "direction", "points", "line", "interval", "choice", "order", "shape",
    "graph",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a response may be off; inclusive, computed in exact rationals. All None: exact.

    `absolute` and `relative` are decimal texts ("0.001"); `decimals` and `figures` count digits.
    """

    absolute: str | None = None
    relative: str | None = None
    decimals: int | None = None
    figures: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of the domain, ends as rational texts."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: `key` is stable and posted; `text` is shown; `right` is the truth."""

    key: str
    text: str
    right: bool
    say: str | None = None
    malrule: str | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer known beforehand: `code` names the mal-rule, `answer` is what it leads to.

    `node` is the path in the asked function of the place where the mal-rule struck, None for everywhere. `group`
    is the code of what is asked where several rules that mean the same fit. `marks` holds, for each entry of the
    answer (a scalar has one), the class that an equal response gets at the variant's points
    (`grader.diagnosis`): so that a response is looked up, not compared with every mistake.
    """

    code: str
    answer: str
    node: tuple[int, ...] | None = None
    say: str | None = None
    group: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphSpec:
    """A computation graph with its numbers: inputs (name -> constant expression), nodes (name, operation) in
    topological order, and the loss. `ask` lists the cells to fill: `v:node`, `l:node/input`, `g:node`."""

    inputs: dict[str, str]
    nodes: tuple[tuple[str, str], ...]
    loss: str
    ask: tuple[str, ...]
    marks: dict[str, int] = field(default_factory=lambda: {"forward": 1, "local": 1, "grad": 1})
    decimals: int = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to answer.

    `answer` is the reference text (None for choice and graph). `variables` are what the response may use,
    `integers` those among them that stand for integers, `functions` declared function names. `points` is the
    weight. `follow` re-marks the part from the student's earlier responses named in `follows`: the same
    text as an answer, in which those names stand for the responses (`at(f, x, 2)` and `diff(f, x)` may be
    used there). `asked` is the function asked about: where no domain is declared, its domain counts. `task` is the
    author's expression with its numbers put in, its derivatives not yet taken (`grader.calculus.task`): wrong answers
    are worked out from it, but by the rules and groups whose codes are in `without`. `form` is a demanded form
    (grader.forms). `labels` are the words that points may carry.
    """

    name: str
    kind: Kind
    answer: str | None = None
    variables: tuple[str, ...] = ()
    integers: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    domain: dict[str, Interval] = field(default_factory=dict)
    tolerance: Tolerance = field(default_factory=Tolerance)
    form: str | None = None
    shape: tuple[int, ...] | None = None
    layout: Literal["numerator", "denominator"] | None = None
    accept: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    labels: tuple[str, ...] = ()
    several: bool = False
    graph: GraphSpec | None = None
    points: int = 1
    follows: tuple[str, ...] = ()
    follow: str | None = None
    asked: str | None = None
    task: str | None = None
    without: tuple[str, ...] = ()
    catalogue: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """All parts of one variant, and the seed from which comparison points are drawn."""

    parts: tuple[Part, ...]
    seed: int = 0
    schema: int = SCHEMA

    def part(self, name: str) -> Part:
        """The part called `name`. Raises KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types, compact: what has its default is left out. The schema number is always there."""
        return {"schema": self.schema, **dump(self)}

    @classmethod
    def from_json(cls, data: Any) -> Question:
        """The Question back. Raises BadRecord for a schema number, a key or a type that is not known."""
        schema = data.get("schema") if isinstance(data, dict) else None
        if schema != SCHEMA:
            raise BadRecord(f"schema {schema!r}: this grader reads schema {SCHEMA}")
        return load(cls, data)
