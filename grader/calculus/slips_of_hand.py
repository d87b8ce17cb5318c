"""Slips that no rule of differentiation explains: a term of the finished answer lost, or its minus sign.

They name what is left where no wrong rule fits. Only a minus sign that got lost is named, not one that came in: people
drop signs far more often than they add them, and naming every flipped sign would name many answers by chance (of
random slips three in ten instead of two).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.substitution import replaced_at
from grader.calculus.tidy import negative, total
from grader.language.tree import Matrix, Negative, Node, Path, Sum, Vector, at_path, children

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


def _changed(concerns: Callable[[Node], bool], change: Callable[[Node], tuple[Node, ...]]) -> Slips:
    """Each answer in which one term of a sum that this `concerns` is replaced by what `change` makes of it."""

    def slips(answer: Node) -> Iterator[Node]:
        for path, node in _sums(answer):
            for at, term in enumerate(node.terms):
                if not concerns(term):
                    continue
                left = (*node.terms[:at], *change(term), *node.terms[at + 1 :])
                yield replaced_at(answer, path, total(*left))

    return slips


SLIPS_OF_HAND: tuple[tuple[str, str, Slips], ...] = (
    ("sum_sign", "sign", _changed(lambda term: isinstance(term, Negative), lambda term: (negative(term),))),
    ("term_lost", "term_lost", _changed(lambda _: True, lambda _: ())),
)
"""Code, group, and the wrong answers that it makes of the right one."""
