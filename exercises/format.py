"""The problem file: what may stand in it, as typed and validated objects.

`docs/writing-problems.md` explains each key to authors. Here each class is one table of the file. A Problem only
says what was written; `exercises.program` reads its expressions, `exercises.variants` draws from it.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    StrictInt,
    StrictStr,
)

from exercises.toml_source import Source
from grader.results import Verdict


def _number_as_text(value: object) -> object:
    """An author may leave the quotes off a number: `is = 5`. The text is kept as it was typed."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return value


def _verdict(value: object) -> object:
    """A verdict by its word, or one for each answer: one shape for both, under the key `*`."""
    return {"*": value} if isinstance(value, str) else value


def _truth_as_text(value: object) -> object:
    """`is = true` and `is = "k > 2"` are one shape: the text of a condition."""
    return str(value).lower() if isinstance(value, bool) else value


def _all_as_list(value: object) -> object:
    """`"all"` is the list that holds only that word."""
    return ["all"] if value == "all" else value


Identifier = Annotated[StrictStr, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,29}$")]
Text = Annotated[StrictStr, Field(min_length=1, max_length=4000)]
Formula = Annotated[StrictStr, Field(min_length=1, max_length=1000), BeforeValidator(_number_as_text)]
Slug = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Positive = Annotated[StrictInt, Field(ge=1, le=100)]


Kind = Literal["expression", "number", "vector", "matrix", "choice", "graph"]
"""The answer kinds that a problem file may ask for."""


class Table(BaseModel):
    """What all tables share: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(Table):
    """One drawn number: every integer from `int[0]` to `int[1]` but those in `not`, or one of the list `of`."""

    range: tuple[StrictInt, StrictInt] | None = Field(default=None, alias="int")
    of: tuple[Formula, ...] | None = None
    excluded: tuple[Formula, ...] = Field(default=(), alias="not")

    def values(self) -> tuple[str, ...]:
        """The texts from which one is drawn, in the order of the file."""
        if self.range is not None:
            low, high = self.range
            texts: tuple[str, ...] = tuple(str(number) for number in range(low, high + 1))
        else:
            texts = self.of or ()
        excluded = frozenset(self.excluded)
        return tuple(text for text in texts if text not in excluded)


class Params(BaseModel):
    """`[params]`: any name with its Parameter, and the conditions that every draw meets."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Parameter]

    where: tuple[Formula, ...] = ()

    @property
    def drawn(self) -> dict[str, Parameter]:
        """The parameters by name, in the order of the file."""
        return self.__pydantic_extra__


class Graph(Table):
    """`[graph]`: a computation graph; each node has one operation on inputs and earlier nodes."""

    inputs: tuple[Identifier, ...] = Field(min_length=1)
    nodes: tuple[tuple[Identifier, Formula], ...] = Field(min_length=1, max_length=30)
    loss: Identifier


class ToleranceTable(Table):
    """How far off a typed number may be."""

    absolute: Formula | None = None
    relative: Formula | None = None
    decimals: Annotated[StrictInt, Field(ge=0, le=12)] | None = None
    figures: Annotated[StrictInt, Field(ge=1, le=12)] | None = None


class OptionTable(Table):
    """One option of a choice; `is` may be a condition on the parameters."""

    text: Text
    right: Annotated[Formula, BeforeValidator(_truth_as_text)] = Field(default="false", alias="is")
    name: Identifier | None = None
    say: Text | None = None
    malrule: Identifier | None = None


Cells = Annotated[tuple[StrictStr, ...], BeforeValidator(_all_as_list)]


class Ask(Table):
    """The cells of a graph to fill in: names, `node/input` edges, or "all"; `shape` is of arrays only."""

    shape: Cells = ()
    forward: Cells = ()
    local: Cells = ()
    grad: Cells = ()


class Marks(Table):
    """What each block of cells counts."""

    shape: Annotated[StrictInt, Field(ge=0, le=20)] = 1
    forward: Annotated[StrictInt, Field(ge=0, le=20)] = 1
    local: Annotated[StrictInt, Field(ge=0, le=20)] = 1
    grad: Annotated[StrictInt, Field(ge=0, le=20)] = 1


class Answer(Table):
    """`[[answer]]`: one thing to answer. Which keys go with which `type` is in `exercises.rules`."""

    name: Identifier
    type: Kind
    label: Text | None = None
    reference: Formula | None = Field(default=None, alias="is")
    points: Positive = 1
    tolerance: ToleranceTable | None = None
    exact: StrictBool = False
    shape: tuple[Positive, ...] | None = Field(default=None, min_length=1, max_length=2)
    layout: Literal["numerator", "denominator"] | None = None
    form: Identifier | None = None
    follows: tuple[Identifier, ...] = ()
    follow: Formula | None = None
    accept: tuple[Formula, ...] = ()
    domain: dict[str, tuple[Formula, Formula]] = Field(default_factory=dict)
    options: tuple[OptionTable, ...] = ()
    several: StrictBool = False
    ask: Ask | None = None
    decimals: Annotated[StrictInt, Field(ge=1, le=8)] = 4
    marks: Marks = Marks()


class MistakeTable(Table):
    """`[[mistake]]`: a wrong answer that the author expects, and what to say to it."""

    wrong: Formula = Field(alias="is")
    say: Text
    answer: Identifier | None = None
    code: Identifier | None = None


class AuthorTest(Table):
    """`[[test]]`: with these parameters, this response must get this verdict."""

    params: dict[str, Formula] = Field(default_factory=dict)
    give: dict[str, Any] = Field(min_length=1)
    expect: Annotated[dict[str, Verdict], BeforeValidator(_verdict)]
    diagnosis: StrictStr | None = None


class Problem(Table):
    """A whole problem file."""

    id: Slug
    title: Annotated[StrictStr, Field(min_length=3, max_length=120)]
    skills: tuple[Slug, ...] = Field(min_length=1)
    difficulty: Annotated[StrictInt, Field(ge=1, le=5)]
    prompt: Text
    template: Annotated[StrictStr, Field(pattern=r"^T\d{3}$")] | None = None
    variables: tuple[Identifier, ...] | None = None
    integers: tuple[Identifier, ...] = ()
    without: tuple[Identifier, ...] = Field(default=(), max_length=100)
    hints: tuple[Text, ...] = Field(default=(), max_length=6)
    solution: Text | None = None
    params: Params = Field(default_factory=lambda: Params.model_validate({}))
    let: dict[str, Formula] = Field(default_factory=dict, max_length=60)
    graph: Graph | None = None
    answers: tuple[Answer, ...] = Field(alias="answer", min_length=1, max_length=20)
    mistakes: tuple[MistakeTable, ...] = Field(default=(), alias="mistake", max_length=50)
    tests: tuple[AuthorTest, ...] = Field(default=(), alias="test", max_length=100)

    _source: Source = PrivateAttr()

    @property
    def source(self) -> Source:
        """The file: its name, its data and the line of each key."""
        return self._source

    @property
    def content_hash(self) -> str:
        """SHA-256 of the file's meaning: comments, spacing and the order of keys do not change it."""
        return content_hash(self._source.data)

    @classmethod
    def of(cls, source: Source) -> Problem:
        """The validated problem. Raises pydantic's ValidationError (`exercises.reading` puts it in words)."""
        problem = cls.model_validate(source.data)
        problem._source = source
        return problem


def content_hash(data: dict[str, Any]) -> str:
    """The hexadecimal SHA-256 of `data` as JSON with sorted keys; decimals count as they were typed."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
