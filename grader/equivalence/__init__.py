"""Are two expressions the same function? Ball arithmetic over python-flint, with a certificate for every verdict."""

from grader.equivalence.compare import compare
from grader.equivalence.outcome import Comparison, Prover
from grader.equivalence.points import Range
from grader.equivalence.reference import NowhereDefined, Reference

__all__ = ["Comparison", "NowhereDefined", "Prover", "Range", "Reference", "compare"]
