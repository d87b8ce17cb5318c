"""The walk: differentiate a written tree rule by rule, keeping its shape, and note each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.calculus.rules import RULES, Rule
from grader.language.tree import Call, Matrix, Name, Node, Path, Vector, at_path, children


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a rule.

    `rule` is the rule's code, or the function's name for an entry of the table, or `chain` where the inside
    is more than the bare variable; then `outer` is the code of the rule that the outer function follows.
    `node` is the path in the asked function, `of` the node there, `result` its derivative, and `inner` holds
    the derivatives that the rule asked for, with their paths.
    """

    rule: str
    node: Path
    of: Node
    result: Node
    outer: str | None = None
    inner: tuple[tuple[Path, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derivative with the steps that led to it, each step before the steps of its parts."""

    result: Node
    steps: tuple[Step, ...]


@dataclass(slots=True)
class _Place:
    """One place of the walk; see `rules.Place`."""

    node: Node
    path: Path
    walk: _Walk
    asked: dict[Path, Node] = field(default_factory=dict)

    def depends(self, node: Node) -> bool:
        return self.walk.depends(node)

    def inner(self, *below: int) -> Node:
        path = (*self.path, *below)
        if path not in self.asked:
            self.asked[path] = self.walk.visit(at_path(self.node, below), path)
        return self.asked[path]


class _Walk:
    """One differentiation with respect to `name`."""

    def __init__(self, root: Node, name: str) -> None:
        self._name = name
        self._varying: set[int] = set()
        self._root = root  # held, so that the identities in _varying stay valid
        self._mark(root)
        self.steps: list[Step] = []

    def _mark(self, node: Node) -> bool:
        below = [self._mark(child) for child in children(node)]
        varies = any(below) or (isinstance(node, Name) and node.name == self._name)
        if varies:
            self._varying.add(id(node))
        return varies

    def depends(self, node: Node) -> bool:
        return id(node) in self._varying

    def visit(self, node: Node, path: Path) -> Node:
        place = _Place(node, path, self)
        rule = next(rule for rule in RULES if rule.applies(place))
        slot = len(self.steps)
        self.steps.append(Step(rule.code, path, node, node))
        result = rule.derivative(place)
        code, outer = self._code(rule, place)
        self.steps[slot] = Step(code, path, node, result, outer, tuple(place.asked.items()))
        return result

    def _code(self, rule: Rule, place: _Place) -> tuple[str, str | None]:
        """The step's code, and the outer rule's where the step is a chain."""
        code = place.node.function if rule.code == "function" and isinstance(place.node, Call) else rule.code
        several = sum(map(self.depends, children(place.node))) > 1
        if rule.inside is None or several or isinstance(at_path(place.node, rule.inside), Name):
            return code, None
        return "chain", code


def derive(node: Node, name: str) -> Derivation:
    """The derivative of `node` with respect to `name`, with its steps.

    A vector or matrix is differentiated entry by entry. Raises NotDifferentiable where a rule is missing.
    """
    walk = _Walk(node, name)
    return Derivation(walk.visit(node, ()), tuple(walk.steps))


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
