"""Calculus on written trees: derivatives keep the shape of what was asked, and say which rules were used."""

from grader.calculus.derivation import (
    Derivation,
    derive,
    differentiate,
    gradient,
    hessian,
    jacobian,
)
from grader.calculus.rules import NotDifferentiable
from grader.calculus.substitution import substitute
from grader.calculus.tidy import tidy
from grader.calculus.walking import Step

__all__ = [
    "Derivation", "NotDifferentiable", "Step", "derive", "differentiate", "gradient", "hessian", "jacobian",
    "substitute", "tidy",
]  # fmt: skip
