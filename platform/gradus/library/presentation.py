"""What a page may show of a variant: the shape of `Variant.presentation` and `Variant.reveal`.

Both are plain JSON, stored once when the variant is made. A page reads them; nothing in `presentation` gives an
answer, a tolerance or the seed away.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class ShownOption(TypedDict):
    """One option of a choice, in the order to show it. `text` is Markdown with maths."""

    key: str
    text: str


class ShownCell(TypedDict):
    """One cell of a graph to fill in. It is posted as `<part>.<key>`.

    `key` is `s:z` (shape), `v:z` (value), `l:z/x` (local derivative) or `g:z` (gradient); `block` is shape, forward,
    local or grad. `dimensions` says what is typed: a number (0), a vector or a shape (1), a matrix (2); graphs made
    before there were arrays do not say it and hold numbers.
    """

    key: str
    block: str
    node: str
    other: NotRequired[str]
    dimensions: NotRequired[int]


class ShownGraph(TypedDict):
    """A computation graph to draw: given input values, the operation of each node, and the places of both.

    `layout` is the drawing as numbers (exercises.figures).
    """

    inputs: dict[str, str]
    nodes: list[tuple[str, str]]
    loss: str
    cells: list[ShownCell]
    decimals: int
    layout: dict[str, Any] | None


class ShownFunction(TypedDict):
    """The function that a part asks about, as the problem shows it: its text for the grader's parser, and its letters.

    Paths of diagnoses lead into its tree. `slope_by` is there where the answer is its slope by that variable.
    """

    text: str
    names: list[str]
    slope_by: NotRequired[str]


class ShownPart(TypedDict):
    """One thing to answer. `label` is Markdown with maths, or empty. `shape` is there only if the problem says it."""

    name: str
    kind: str
    label: str
    points: int
    variables: list[str]
    shape: NotRequired[list[int]]
    options: NotRequired[list[ShownOption]]
    several: NotRequired[bool]
    graph: NotRequired[ShownGraph]
    function: NotRequired[ShownFunction]


class Presentation(TypedDict):
    """`Variant.presentation`: `prompt` and `hints` are Markdown with maths.

    `strengths` are there where the hints grow stronger in a fixed order: a code for each (exercises.solution).
    """

    title: str
    prompt: str
    parts: list[ShownPart]
    hints: list[str]
    strengths: NotRequired[list[str]]


class Reveal(TypedDict):
    """`Variant.reveal`: for after the answer is right or given up. `answers` maps a part to LaTeX,
    `cells` each cell that a graph asks for to its value.

    `solution` is the author's (Markdown, or empty), `steps` the worked solution step by step, each Markdown; variants
    made before there were steps have none.

    `say` holds the author's words to a known mistake, shown once it was made: part -> code of the mistake, or
    `option:a` for a wrong option -> Markdown with maths.
    """

    answers: dict[str, str]
    cells: dict[str, str]
    solution: str
    steps: NotRequired[list[str]]
    params: dict[str, str]
    say: dict[str, dict[str, str]]
