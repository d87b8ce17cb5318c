"""The walk: differentiate a written tree rule by rule, keeping its shape, and note each step.

The same walk makes wrong answers: with a mal-rule active at some places it follows that rule there and the right
ones elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.calculus.malrules import MalRule
from grader.calculus.rules import RULES, Rule
from grader.calculus.substitution import replaced_at
from grader.calculus.tidy import ONE
from grader.language.tree import Call, Name, Node, Path, at_path, children, names_in


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


CHAIN = frozenset(("chain",))
"""Where rules about a whole chain strike; another rule may strike its outer function at the same time."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A mal-rule at work: at one place of the asked function, or (`at` None) wherever it applies."""

    rule: MalRule
    at: Path | None = None

    def strikes(self, path: Path) -> bool:
        """Is the rule at work at this place?"""
        return self.at is None or self.at == path

    def is_below(self, path: Path) -> bool:
        """Could it strike at or below this place?"""
        return self.at is None or self.at[: len(path)] == path


@dataclass(slots=True)
class WrittenPlace:
    """One place of the walk; see `rules.Place` and `malrules.WrongPlace`."""

    node: Node
    path: Path
    walk: Walk
    rule: Rule
    asked: dict[Path, Node] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        return Name(self.walk.name)

    @property
    def code(self) -> str:
        """The rule's code; the function's name for an entry of the table."""
        named = self.rule.code == "function" and isinstance(self.node, Call)
        return self.node.function if named and isinstance(self.node, Call) else self.rule.code

    @property
    def is_chain(self) -> bool:
        """Is the inside more than the bare variable?"""
        return self.inside is not None and not isinstance(self.inside, Name)

    @property
    def keys(self) -> frozenset[str]:
        """What a mal-rule may be declared `on`: the rule, the function's name, `chain`."""
        return frozenset((self.rule.code, self.code, *(("chain",) if self.is_chain else ())))

    def depends(self, node: Node) -> bool:
        return self.walk.depends(node)

    def inner(self, *below: int) -> Node:
        path = (*self.path, *below)
        if path not in self.asked:
            self.asked[path] = self.walk.visit(at_path(self.node, below), path)
        return self.asked[path]

    @property
    def inside(self) -> Node | None:
        path = self.rule.inside
        if path is None or sum(map(self.depends, children(self.node))) > 1:
            return None
        inside = at_path(self.node, path)
        return inside if self.depends(inside) else None

    @property
    def above(self) -> frozenset[str]:
        return frozenset(place.rule.code for place in self._places_above())

    @property
    def is_inside(self) -> bool:
        return any(
            place.inside is not None
            and self.path[len(place.path) :][: len(place.rule.inside or ())] == place.rule.inside
            for place in self._places_above()
        )

    def _places_above(self) -> Iterator[WrittenPlace]:
        for length in range(len(self.path)):
            path = self.path[:length]
            yield self.walk.place_at(at_path(self.walk.root, path), path)

    def inside_slope(self) -> Node:
        return self.inner(*(self.rule.inside or ()))

    def outer(self, inside: Node | None = None) -> Node:
        path = self.rule.inside or ()
        node = self.node if inside is None else replaced_at(self.node, path, inside)
        virtual = WrittenPlace(node, self.path, self.walk, self.rule)
        virtual.asked[(*self.path, *path)] = ONE
        return self.walk.wrong_beside_chain(virtual) or self.rule.derivative(virtual)

    def with_inside(self, inside: Node) -> Node:
        return replaced_at(self.node, self.rule.inside or (), inside)

    def right(self) -> Node:
        return self.rule.derivative(self)


class Walk:
    """One differentiation with respect to `name`, with `slips` at work.

    `known` holds right derivatives by path: they are taken over wherever no slip can strike at or below; `made` holds
    those of places that are taken over in any case. `rules` holds the rules of places of this root that an earlier
    walk has found.
    """

    def __init__(
        self,
        root: Node,
        name: str,
        slips: Sequence[Slip] = (),
        known: Mapping[Path, Node] | None = None,
        before: Walk | None = None,
        made: Mapping[Path, Node] | None = None,
    ) -> None:
        self.name = name
        self.root = root  # held, so that the identities in _varying and rules stay valid
        self._varying: dict[int, bool] = {} if before is None else before._varying
        self.rules: dict[int, Rule] = {} if before is None else before.rules
        if before is None:
            self._mark(root)
        chains = [slip for slip in slips if slip.rule.on == CHAIN]
        self._others = [slip for slip in slips if slip.rule.on != CHAIN] if chains else []
        self._slips = [*chains, *self._others] if chains else slips
        self._known, self._made = known or {}, made or {}
        self.steps: list[Step] = []

    def _mark(self, node: Node) -> bool:
        below = [self._mark(child) for child in children(node)]
        varies = any(below) or (type(node) is Name and node.name == self.name)
        self._varying[id(node)] = varies
        return varies

    def depends(self, node: Node) -> bool:
        """Does this node, of the root or made by a mal-rule, hold the variable?"""
        varies = self._varying.get(id(node))
        return self.name in names_in(node) if varies is None else varies

    def place_at(self, node: Node, path: Path) -> WrittenPlace:
        """The place with the first rule that applies to it."""
        rule = self.rules.get(id(node))
        place = WrittenPlace(node, path, self, rule or RULES[0])
        if rule is None:
            place.rule = next(rule for rule in RULES if rule.applies(place))
            if (
                id(node) in self._varying
            ):  # else it is no node of the root, and its identity may pass to another
                self.rules[id(node)] = place.rule
        return place

    def visit(self, node: Node, path: Path) -> Node:
        """The derivative of the node at `path`, right or by the slips at work."""
        if path in self._made:
            return self._made[path]
        if path in self._known and not any(slip.is_below(path) for slip in self._slips):
            return self._known[path]
        place = self.place_at(node, path)
        slot = len(self.steps)
        self.steps.append(Step(place.rule.code, path, node, node))
        result = self._wrong(place)
        result = place.right() if result is None else result
        code, outer = ("chain", place.code) if place.is_chain else (place.code, None)
        self.steps[slot] = Step(code, path, node, result, outer, tuple(place.asked.items()))
        return result

    def _wrong(self, place: WrittenPlace) -> Node | None:
        return self._first(self._slips, place, place.keys)

    def wrong_beside_chain(self, place: WrittenPlace) -> Node | None:
        """What the slips at work make of the outer function, while one of the chain rule is followed."""
        return self._first(self._others, place, place.keys) if self._others else None

    def _first(self, slips: Sequence[Slip], place: WrittenPlace, keys: frozenset[str]) -> Node | None:
        for slip in slips:
            if slip.strikes(place.path) and slip.rule.on & keys:
                wrong = slip.rule.wrong(place)
                if wrong is not None:
                    return wrong
        return None
