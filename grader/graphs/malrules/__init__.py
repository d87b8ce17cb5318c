"""Wrong methods: each row gives what a cell would hold if that mistake were made there, on the student's own entries.

To add one: a row in the table of its family, a sentence, a test. The commonest come first. A row that does not apply
gives nothing; what it gives may happen to be right, which whoever asks has to check (`grader.graphs.explaining`).
"""

from grader.graphs.malrules.arrays import ARRAYS
from grader.graphs.malrules.gradient import GRADIENT
from grader.graphs.malrules.local import LOCAL
from grader.graphs.malrules.shape import GraphRule

GRAPH_RULES: tuple[GraphRule, ...] = (*LOCAL, *GRADIENT, *ARRAYS)

__all__ = ["GRAPH_RULES", "GraphRule"]
