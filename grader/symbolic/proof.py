"""Proofs of equality. sympy may say "equal"; it is never believed when it says "different"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import sympy

from grader.language.tree import Matrix, Node, Vector, children
from grader.symbolic.child import MEMORY, Answer, forked
from grader.symbolic.to_sympy import Expr, to_sympy

WAYS: tuple[Callable[[Expr], Expr], ...] = (
    lambda difference: difference,
    sympy.expand,
    sympy.together,
    lambda difference: sympy.cancel(sympy.together(difference)),
    lambda difference: sympy.expand(difference.rewrite(sympy.exp), power_exp=True),
    lambda difference: sympy.cancel(sympy.expand_log(difference.rewrite(sympy.exp))),
    sympy.trigsimp,
    sympy.radsimp,
    sympy.simplify,
    lambda difference: sympy.simplify(difference.rewrite(sympy.exp)),
)
"""From cheap to dear; the first that makes the difference 0 is the proof."""


def prove_equal(
    left: Node, right: Node, names: Sequence[str] = (), integers: Sequence[str] = (), wall: float = 1.0
) -> Literal[True] | None:
    """True if sympy proves left = right wherever both are defined; None for anything else, also faults.

    `names` are the declared variables, real unless they are also among `integers`; a name that is not
    declared proves nothing. Vectors and matrices are compared entry by entry. Where the two are defined is
    for the caller to know (sqrt(x)^2 = x is proved). Runs in a child with limits: 1 s of wall, 2 s of
    processor, 768 MiB.
    """
    outcome = forked(
        lambda: _equal(left, right, frozenset(names), frozenset(integers)), wall=wall, memory=MEMORY
    )
    return True if outcome == Answer(True) else None


def _equal(left: Node, right: Node, names: frozenset[str], integers: frozenset[str]) -> bool:
    """In the child."""
    if isinstance(left, Vector | Matrix) or isinstance(right, Vector | Matrix):
        pairs = zip(children(left), children(right), strict=True)
        return _shape(left) == _shape(right) and all(_equal(one, two, names, integers) for one, two in pairs)
    first, second = to_sympy(left, integers), to_sympy(right, integers)
    if not all(_sound(side, names | integers) for side in (first, second)):
        return False
    return any(_zero(way, first - second) for way in WAYS)


def _shape(node: Node) -> tuple[int, ...]:
    return node.shape if isinstance(node, Matrix) else (len(children(node)),)


def _sound(side: Expr, names: frozenset[str]) -> bool:
    """A finite real expression in declared names: nan, infinities and imaginary constants prove nothing."""
    return {name.name for name in side.free_symbols} <= names and not side.has(
        sympy.I, sympy.nan, sympy.zoo, sympy.oo, -sympy.oo
    )


def _zero(way: Callable[[Expr], Expr], difference: Expr) -> bool:
    """Does this way make it 0? A way that fails proves nothing."""
    try:
        return bool(way(difference) == 0)
    except (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError):
        return False
