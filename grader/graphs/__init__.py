"""Computation graphs: the engine, cells with their methods, and marking with follow-through."""

from grader.graphs.build import Graph, GraphFault, build, edges, topological
from grader.graphs.cells import (
    Cell,
    GradientCell,
    LocalCell,
    ShapeCell,
    ValueCell,
    all_cells,
    asked_cells,
    key_cells,
)
from grader.graphs.engine import Pass, backward, forward, local_derivatives, run, tangents
from grader.graphs.marking import UNREAD, AnswerKey, Mark, Marking, answer_key, mark
from grader.graphs.values import Value, agree, constant, evaluate, shown, to_float

__all__ = [
    "UNREAD", "AnswerKey", "Cell", "GradientCell", "Graph", "GraphFault", "LocalCell", "Mark", "Marking", "Pass", "ShapeCell",
    "Value", "ValueCell", "agree", "all_cells", "answer_key", "asked_cells", "backward", "build", "constant", "edges", "evaluate",
    "forward", "key_cells", "local_derivatives", "mark", "run", "shown", "tangents", "to_float", "topological",
]  # fmt: skip
