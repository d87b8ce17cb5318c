"""Which wrong rule explains a wrong answer? The catalogue of a part, and looking a response up in it."""

from grader.diagnosis.catalogue import Catalogue, catalogue_of
from grader.diagnosis.naming import Key
from grader.diagnosis.task import task_tree

__all__ = ["Catalogue", "Key", "catalogue_of", "task_tree"]
