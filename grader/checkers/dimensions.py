"""A shape: a tuple of whole numbers or letters, `(3, 2)`, `3x2`, `(n, d)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from grader.checkers.entries import certificate_of, compared
from grader.checkers.pieces import Piece, cut, read_piece, whole
from grader.checkers.scalars import make_reference
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.equivalence import Reference, compare
from grader.errors import ReferenceFault, Unreadable
from grader.language import Names, to_text
from grader.language.joined import Joined, listed
from grader.language.tree import Matrix, Node, Number, Vector, names_in
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

_BETWEEN = re.compile(r"(?<=[\w)\]])\s*(?:×|\\times|\bby\b|\*|x)\s*(?=[\w(\[])|(?<=\d)x(?=\d)")
LONGEST = 8
Target = tuple[Reference, ...]


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> Target:
    """One Reference for each dimension."""
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    try:
        trees = dimensions(part.answer, names)
    except Unreadable as error:
        raise ReferenceFault(part.name, f"cannot read {part.answer!r}", error) from error
    return tuple(make_reference(part, tree, seed) for tree in trees)


def dimensions(text: str, names: Names) -> tuple[Node, ...]:
    """The entries of `(3, 2)`, `3x2` or `(n, d)`. Raises Unreadable."""
    found = whole(text)
    if found.text[0] in "([" and found.text[-1] in ")]" and len(cut(found, (",", ";", "×"))) == 1:
        found = found.inside()
        if not found.text:
            return ()
    pieces = [piece for piece in cut(found, (",", ";")) if piece.text]
    if len(pieces) == 1:
        pieces = _crossed(pieces[0], names)
    if len(pieces) > LONGEST:
        raise found.fault("too_big")
    return tuple(_dimension(piece, names) for piece in pieces)


def _crossed(piece: Piece, names: Names) -> list[Piece]:
    """`3x2` as two pieces; an `x` that was declared is a letter and separates nothing."""
    found, begun = [], piece.start
    for sign in _BETWEEN.finditer(piece.whole, piece.start, piece.end):
        beside = piece.whole[sign.start() - 1] + piece.whole[sign.end()]
        if "x" in sign[0] and not beside.isdigit() and "x" in (*names.variables, *names.integers):
            continue
        found.append(Piece(piece.whole, begun, sign.start()))
        begun = sign.end()
    return [*found, Piece(piece.whole, begun, piece.end)]


def _dimension(piece: Piece, names: Names) -> Node:
    tree = read_piece(piece, names)
    whole_number = isinstance(tree, Number) and tree.value.denominator == 1 and tree.value >= 0
    if isinstance(tree, Vector | Matrix) or not (whole_number or names_in(tree)):
        raise piece.fault("wrong_shape", wanted="whole number", got="number")
    return tree


def read(part: PreparedPart, response: Response) -> Reading:
    """Any number of dimensions: how many there are is part of the question."""
    text = response.get("", "")
    trees = dimensions(text, part.names)
    return Reading(text, value=trees, joined=Joined(("(", *listed(trees), ")")))


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """Full score or none; `transposed` where the order is turned round."""
    trees: tuple[Node, ...] = reading.value
    read_as = reading.latex if context.echo else None
    if _equal(part.target, trees):
        certificate = certificate_of(compared(part.target, trees, context))
        return PartResult(Verdict.CORRECT, FULL_SCORE, certificate, read_as)
    turned = len(trees) > 1 and _equal(part.target, trees[::-1])
    return PartResult(
        Verdict.INCORRECT, 0, Certificate.DIFFERS, read_as,
        diagnosis=(Diagnosis("transposed"),) if turned else (),
        wrong_class=blake2b(",".join(map(to_text, trees)).encode(), digest_size=6).hexdigest(),
    )  # fmt: skip


def _equal(target: Target, trees: Sequence[Node]) -> bool:
    return len(target) == len(trees) and all(
        compare(one, tree).equal for one, tree in zip(target, trees, strict=True)
    )
