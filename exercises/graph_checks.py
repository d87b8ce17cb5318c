"""What is wrong with a graph whatever is drawn: cycles, shapes that do not meet, cells that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.faults import ExerciseError
from exercises.graph_cells import asked_cells, unknown_cells
from exercises.graph_drawing import bare_spec
from exercises.picking import environment_of, pick
from exercises.program import Program
from exercises.toml_source import Place
from grader.graphs import Graph, GraphFault, build

SEED = -3
"""No variant has it."""
TRIES = 60
"""Draws in search of one that `where` allows."""

Finding = tuple[Place, str]


def sample(program: Program) -> Graph | None:
    """The graph of some draw that `where` allows: shapes and edges are those of every draw. None without a graph, or
    where no such draw is found soon.

    Raises GraphFault.
    """
    table = program.problem.graph
    if table is None:
        return None
    for attempt in range(TRIES):
        try:
            spec = bare_spec(program, table, environment_of(program, pick(program, SEED, attempt)))
        except ExerciseError:
            continue
        return build(spec)
    return None


def check_graph(program: Program) -> list[Finding]:
    """What is wrong with the graph, at the node concerned; and the asked cells that it does not have."""
    try:
        graph = sample(program)
    except GraphFault as fault:
        return [(_place(program, fault), f"{fault}.")]
    return [] if graph is None else list(_asked(program, graph))


def cells_asked(program: Program) -> dict[str, tuple[str, ...]]:
    """For each graph answer the cells that it asks; nothing where no graph can be had."""
    try:
        graph = sample(program)
    except GraphFault:
        graph = None
    answers = (answer for answer in program.problem.answers if answer.type == "graph")
    return {} if graph is None else {answer.name: asked_cells(answer.ask, graph) for answer in answers}


def _asked(program: Program, graph: Graph) -> Iterator[Finding]:
    for index, answer in enumerate(program.problem.answers):
        if answer.type == "graph":
            for block, message in unknown_cells(answer.ask, graph):
                yield ("answer", index, "ask", block), message


def _place(program: Program, fault: GraphFault) -> Place:
    table = program.problem.graph
    nodes = [name for name, _ in table.nodes] if table else []
    if table is not None and fault.node == table.loss and "a loss is one number" in fault.reason:
        return ("graph", "loss")
    return ("graph", "nodes", nodes.index(fault.node)) if fault.node in nodes else ("graph", "inputs")
