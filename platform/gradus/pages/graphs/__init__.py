"""Computation graphs on a page: the drawing with its slots, the names of the cells, and the replay step by step."""

from gradus.pages.graphs.names import cell_latex, edge_latex
from gradus.pages.graphs.picture import Picture, picture
from gradus.pages.graphs.text import columns_of

__all__ = ["Picture", "cell_latex", "columns_of", "edge_latex", "picture"]
