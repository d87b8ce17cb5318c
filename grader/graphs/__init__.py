"""Computation graphs: the engine, the cells of a graph question with their methods, and marking with follow-through."""

from grader.graphs.build import Graph, GraphFault, build, edges, topological
from grader.graphs.cells import Cell, GradientCell, LocalCell, ValueCell, all_cells, asked_cells
from grader.graphs.engine import Pass, backward, forward, local_derivatives, run, tangents
from grader.graphs.marking import UNREAD, Mark, Marking, mark
from grader.graphs.values import to_float

__all__ = [
    "UNREAD", "Cell", "GradientCell", "Graph", "GraphFault", "LocalCell", "Mark", "Marking", "Pass", "ValueCell",
    "all_cells", "asked_cells", "backward", "build", "edges", "forward", "local_derivatives", "mark", "run",
    "tangents", "to_float", "topological",
]  # fmt: skip
