"""The symbolic authority, the only place that imports sympy: off the hot path, in a child with limits."""

from grader.symbolic.authors import SymbolicFault, expand, factor, limit, roots, simplify, solve
from grader.symbolic.child import Answer, Crashed, Outcome, OutOfMemory, TimedOut, forked
from grader.symbolic.from_sympy import from_sympy
from grader.symbolic.proof import prove_equal
from grader.symbolic.to_sympy import NoBridge, to_sympy

__all__ = [
    "Answer", "Crashed", "NoBridge", "OutOfMemory", "Outcome", "SymbolicFault", "TimedOut", "expand", "factor",
    "forked", "from_sympy", "limit", "prove_equal", "roots", "simplify", "solve", "to_sympy",
]  # fmt: skip
