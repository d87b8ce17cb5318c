"""What goes wrong: mostly the known mistakes, the commonest most often, else slips of sign, exponent, factor and order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from grader.calculus.substitution import with_children
from grader.language import to_text
from grader.language.tree import Matrix, Negative, Node, Number, Power, Product, Sum, Vector, children
from grader.question import Part
from gradus.demo.classroom.wording import tree_of

KNOWN = 0.7
"""How often a wrong answer is one that the grader knows, where there are any."""
COMMON = 0.9
"""Of the known mistakes each is made a little more rarely than the one before it: habits, not chance."""
ROUGH = 0.25
"""How often a number that is wrong is only rounded too roughly."""


def wrong(part: Part, rng: random.Random) -> str:
    """The text of a wrong answer to a part with a reference answer, before it is typed in somebody's style."""
    if part.catalogue and rng.random() < KNOWN:
        return rng.choices(part.catalogue, [COMMON**place for place in range(len(part.catalogue))])[0].answer
    tree = tree_of(part, part.answer or "")
    rough = _rough(tree)
    if rough is not None and rng.random() < ROUGH:
        return to_text(rough)
    return to_text(rng.choice(list(slipped(tree)) or [_negated(tree)]))


def wrong_option(part: Part, rng: random.Random) -> str:
    """The key of an option that is wrong."""
    return rng.choice([option.key for option in part.options if not option.right])


def slipped(tree: Node) -> Iterator[Node]:
    """The tree with one slip, each once."""
    yield from _here(tree)
    for index, child in enumerate(children(tree)):
        for changed in slipped(child):
            yield _with_child(tree, index, changed)


def _here(tree: Node) -> Iterator[Node]:
    match tree:
        case Power(base=base, exponent=Number(value=n)) if n > 1 and n.denominator == 1:
            yield Power(base, _number(n + 1))
            yield Power(base, _number(n - 1))
        case Sum(terms=terms):
            yield Sum((*terms[:-1], _negated(terms[-1])))
            yield terms[0]
        case Product(factors=(Number(value=n), *rest)) if n.denominator == 1:
            yield Product((_number(n + 1), *rest))
            yield Product((_number(2 * n), *rest))
        case Number(value=n, decimal=False) if n.denominator == 1:
            yield _number(n + 1)
        case Vector(entries=entries):
            yield Vector(entries[::-1], tree.brackets)
            yield Vector((_negated(entries[0]), *entries[1:]), tree.brackets)
        case Matrix(rows=rows):
            yield Matrix(tuple(zip(*rows, strict=True)))
            yield Matrix(rows[::-1])
        case _:
            return


def _with_child(tree: Node, index: int, changed: Node) -> Node:
    count = iter(range(len(children(tree))))
    return with_children(tree, lambda child: changed if next(count) == index else child)


def _negated(tree: Node) -> Node:
    return tree.operand if isinstance(tree, Negative) else Negative(tree)


def _number(value: Fraction) -> Number:
    return Number(Fraction(value), text=str(value))


def _rough(tree: Node) -> Node | None:
    """A fraction as a decimal that is cut too early; None for anything else."""
    text = to_text(tree)
    try:
        value = Fraction(text)
    except ValueError:
        return None
    if value.denominator == 1:
        return None
    return Number(value, text=f"{float(value):.1f}", decimal=True)
