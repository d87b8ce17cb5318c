"""Slips that no rule of differentiation explains: a term of the finished answer lost, or with the wrong sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.substitution import replaced_at
from grader.calculus.tidy import negative, total
from grader.language.tree import Matrix, Node, Path, Sum, Vector, at_path, children

Slips = Callable[[Node], Iterator[Node]]


def _sums(answer: Node) -> Iterator[tuple[Path, Sum]]:
    """The answer, or each of its entries, where that is a sum."""
    paths = (
        [(index,) for index in range(len(children(answer)))] if isinstance(answer, Vector | Matrix) else [()]
    )
    for path in paths:
        node = at_path(answer, path)
        if isinstance(node, Sum):
            yield path, node


def _changed(change: Callable[[Node], tuple[Node, ...]]) -> Slips:
    """Each answer in which one term of a sum is replaced by what `change` makes of it."""

    def slips(answer: Node) -> Iterator[Node]:
        for path, node in _sums(answer):
            for at, term in enumerate(node.terms):
                left = (*node.terms[:at], *change(term), *node.terms[at + 1 :])
                yield replaced_at(answer, path, total(*left))

    return slips


SLIPS_OF_HAND: tuple[tuple[str, Slips], ...] = (
    ("sum_sign", _changed(lambda term: (negative(term),))),
    ("term_lost", _changed(lambda term: ())),
)
"""Code, and the wrong answers that it makes of the right one."""
