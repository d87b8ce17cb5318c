"""A computation graph with its drawn numbers put in."""

from __future__ import annotations

from collections.abc import Mapping

from exercises.derive import derive
from exercises.format import Graph as GraphTable
from exercises.program import Program
from grader.calculus.substitution import substitute
from grader.graphs.tape import ARRAY_FUNCTIONS
from grader.language import to_text
from grader.language.tree import Call, Matrix, Node, Vector, walk
from grader.question import GraphSpec


def bare_spec(program: Program, table: GraphTable, environment: Mapping[str, Node]) -> GraphSpec:
    """The graph with these numbers, before anything is asked. Raises DeriveError."""
    inner = {*table.inputs, *(name for name, _ in table.nodes)}
    numbers = {name: value for name, value in environment.items() if name not in inner}
    arrays = {name for name in table.inputs if isinstance(environment[name], Vector | Matrix)}
    on_arrays = bool(arrays) or any(_calls_arrays(tree) for _, tree in program.nodes)
    # What is tidied has its factors in another order, and between matrices the order is what is meant.
    nodes = (
        (name, substitute(tree, numbers) if on_arrays else derive(tree, numbers))
        for name, tree in program.nodes
    )
    return GraphSpec(
        inputs={name: to_text(environment[name]) for name in table.inputs},
        nodes=tuple((name, to_text(tree)) for name, tree in nodes),
        loss=table.loss,
        ask=(),
    )


def _calls_arrays(tree: Node) -> bool:
    return any(isinstance(part, Call) and part.function in ARRAY_FUNCTIONS for _, part in walk(tree))
