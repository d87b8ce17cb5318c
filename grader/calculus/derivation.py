"""Derivatives, right and wrong, by the walk (`walking`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from grader.calculus.malrules import MALRULES, MalRule
from grader.calculus.walking import Slip, Step, Walk
from grader.language.tree import Matrix, Node, Path, Vector


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derivative with the steps that led to it, each step before the steps of its parts."""

    result: Node
    steps: tuple[Step, ...]


def derive(node: Node, name: str, slips: Sequence[Slip] = ()) -> Derivation:
    """The derivative of `node` with respect to `name`, with its steps; wrong where `slips` are at work.

    A vector or matrix is differentiated entry by entry. Raises NotDifferentiable where a rule is missing.
    """
    walk = Walk(node, name, slips)
    return Derivation(walk.visit(node, ()), tuple(walk.steps))


class Ground:
    """One function with its right derivative at hand, so that each wrong one only walks where it differs."""

    def __init__(self, node: Node, name: str) -> None:
        """Raises NotDifferentiable where a rule is missing."""
        self.node, self.name = node, name
        self._walk = Walk(node, name)
        self.right = self._walk.visit(node, ())
        self._known = {step.node: step.result for step in self._walk.steps}
        self.steps = tuple(self._walk.steps)
        self._made: dict[Slip, Node] = {}

    def slips(self) -> tuple[Slip, ...]:
        """Every mal-rule at every place where it would change the course of the walk; parents before children."""
        walk = Walk(self.node, self.name, (), self._known, self._walk)
        for step in self.steps:
            place = walk.place_at(step.of, step.node)
            for rule in _rules_on(place.keys):
                wrong = rule.wrong(place)
                if wrong is not None:
                    self._made[Slip(rule, step.node)] = wrong
        return tuple(self._made)

    def wrong(self, slips: Sequence[Slip]) -> Node:
        """The derivative with these slips at work; those with a place only cost the way to it."""
        made = {slip.at: self._made[slip] for slip in slips if slip in self._made and slip.at is not None}
        if len(made) < len(slips) or any(_is_below(path, other) for path in made for other in made):
            made = {}  # what one slip gives depends on another
        walk = Walk(self.node, self.name, slips, self._known, self._walk, made)
        return walk.visit(self.node, ())


def _is_below(path: Path, other: Path) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


@lru_cache(maxsize=1024)
def _rules_on(keys: frozenset[str]) -> tuple[MalRule, ...]:
    return tuple(rule for rule in MALRULES if rule.on & keys)


def differentiate(node: Node, name: str) -> Node:
    """The derivative of `node` with respect to `name`, in the shape in which it is written by hand.

    Raises NotDifferentiable for a function without a rule.
    """
    return derive(node, name).result


def gradient(node: Node, names: Sequence[str]) -> Vector:
    """The partial derivatives of a scalar in the order of `names`; a column, as points are."""
    return Vector(tuple(differentiate(node, name) for name in names))


def jacobian(nodes: Sequence[Node], names: Sequence[str]) -> Matrix:
    """One row per output, one column per name (numerator layout)."""
    return Matrix(tuple(tuple(differentiate(node, name) for name in names) for node in nodes))


def hessian(node: Node, names: Sequence[str]) -> Matrix:
    """Second derivatives: row i, column j is d/dj of d/di."""
    return jacobian(gradient(node, names).entries, names)
