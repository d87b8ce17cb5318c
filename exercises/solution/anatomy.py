"""What a derivative is made of: its steps by place, its parts with letters, its rule's formula before tidying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from exercises.derive import folded
from exercises.solution.formulas import equation, flattened, multiplied
from grader.calculus import Step, derive, differentiate
from grader.calculus.substitution import replaced_at, substitute
from grader.calculus.tidy import TWO
from grader.language import to_latex
from grader.language.tree import Call, Name, Negative, Node, Path, Power, Quotient, Sum, children

LETTERS = "uvwstpqrzh"
"""Names for parts, in the order in which they are given."""
WRAPPERS = {"negative": "minus", "constant_factor": "factor", "constant_divisor": "divisor"}
"""Rules that only carry something along, and what it is called in `[steps]`."""
NAMED = frozenset(("chain", "product", "quotient", "general_power"))
"""Rules that need letters for their parts."""


@dataclass(frozen=True, slots=True)
class Title:
    """How a function and its slope are called, as LaTeX: f(x) and f'(x), u and u'."""

    function: str
    slope: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with a letter: where it stands, what it is, its slope."""

    letter: str
    path: Path
    node: Node
    slope: Node

    @property
    def named(self) -> str:
        """u = 3x^2 + 1."""
        return equation(self.letter, to_latex(self.node))

    @property
    def sloped(self) -> str:
        """u' = 6x."""
        return equation(f"{self.letter}'", to_latex(self.slope))

    @property
    def title(self) -> Title:
        """How the part is called."""
        return Title(self.letter, f"{self.letter}'")


class Anatomy:
    """The derivative of `node` by `variable`, seen part by part; letters in `taken` are given to none."""

    def __init__(self, node: Node, variable: str, taken: frozenset[str] = frozenset()) -> None:
        self.node, self.variable = node, variable
        self.steps: dict[Path, Step] = {step.node: step for step in derive(node, variable).steps}
        self._letters = _fresh_letters(taken | {variable})
        self._pieces: dict[Path, tuple[Piece, ...]] = {}
        self._slopes: dict[Path, Node] = {}
        self._outer_slopes: dict[Path, Node] = {}

    def slope_at(self, path: Path) -> Node:
        """The derivative of what stands at `path`, as it is shown."""
        if path not in self._slopes:
            self._slopes[path] = folded(self.steps[path].result)
        return self._slopes[path]

    def below(self, path: Path) -> list[Path]:
        """The places whose derivatives the rule at `path` asked for, in the order in which they stand."""
        return sorted(place for place, _ in self.steps[path].inner)

    def core(self, path: Path = ()) -> Path:
        """The place at or below `path` where something happens, past minus signs and constant factors."""
        while self.steps[path].rule in WRAPPERS:
            (path,) = self.below(path)
        return path

    def code(self, core: Path) -> str:
        """The entry of `[rules]` that speaks of this place."""
        step = self.steps[core]
        if step.rule in NAMED or step.rule == "sum":
            return step.rule
        if len(step.inner) > 1:
            return "several"
        if step.inner and step.result == step.of:
            return "own_slope"
        return "function" if isinstance(step.of, Call) else step.rule

    def needs_letters(self, core: Path) -> bool:
        """Are parts of this very place given letters?"""
        return self.code(core) in NAMED or self.code(core) == "several"

    def is_deep(self, path: Path) -> bool:
        """Does anything at or below this place need letters?"""
        return self.needs_letters(path) or any(map(self.is_deep, self.below(path)))

    def pieces(self, core: Path) -> tuple[Piece, ...]:
        """The parts of the node at `core` that vary, in the order in which they stand."""
        if core not in self._pieces:
            self._pieces[core] = tuple(
                Piece(next(self._letters), path, self.steps[path].of, self.slope_at(path))
                for path in self.below(core)
            )
        return self._pieces[core]

    def constants(self, path: Path) -> list[Node]:
        """The children that do not vary, of a product or a fraction."""
        varying = {place[-1] for place in self.below(path)}
        return [part for at, part in enumerate(children(self.steps[path].of)) if at not in varying]

    def outer(self, core: Path) -> Node:
        """F(u), for the F(inside) of a chain."""
        (piece,) = self.pieces(core)
        return replaced_at(self.steps[core].of, piece.path[len(core) :], Name(piece.letter))

    def outer_slope(self, core: Path) -> Node:
        """F'(u)."""
        (piece,) = self.pieces(core)
        if core not in self._outer_slopes:
            self._outer_slopes[core] = folded(differentiate(self.outer(core), piece.letter))
        return self._outer_slopes[core]

    def untidied(self, core: Path) -> Node:
        """The rule's formula with everything put in."""
        pieces = self.pieces(core)
        match self.steps[core].rule:
            case "chain":
                (piece,) = pieces
                return multiplied(substitute(self.outer_slope(core), {piece.letter: piece.node}), piece.slope)
            case "product":
                parts = [piece.node for piece in pieces]
                terms = [
                    multiplied(*parts[:at], piece.slope, *parts[at + 1 :]) for at, piece in enumerate(pieces)
                ]
                return multiplied(*self.constants(core), Sum(tuple(terms)))
            case "quotient":
                u, v = pieces
                change = Sum((multiplied(u.slope, v.node), Negative(multiplied(u.node, v.slope))))
                return Quotient(change, Power(v.node, TWO))
            case _:
                return self.slope_at(core)

    def wrapped(self, path: Path, new: Node) -> Node:
        """What stands at `path`, with `new` in the place of its core."""
        return flattened(replaced_at(self.steps[path].of, self.core(path)[len(path) :], new))


def _fresh_letters(taken: frozenset[str]) -> Iterator[str]:
    yield from (letter for letter in LETTERS if letter not in taken)
    yield from (f"u_{{{number}}}" for number in count(1))
