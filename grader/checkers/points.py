"""A set of points, each perhaps with a label: `{(1, 2), (3, 4)}`, `{(1, 2): minimum, (0, 0): saddle}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from grader.checkers.constants import refuse_without_value
from grader.checkers.entries import compared, weakest
from grader.checkers.labels import point_and_label
from grader.checkers.pieces import Piece, cut, read_piece, trimmed, whole
from grader.checkers.scalars import make_reference
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.checkers.spans import NOTHING
from grader.equivalence import Reference
from grader.errors import ReferenceFault, Unreadable
from grader.language import AUTHOR, STUDENT, Limits, Names, to_text
from grader.language.joined import Joined, listed
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

MOST = 20
_JOINT = re.compile(r"(?<=[\s)\]}])(?:and|or)(?=[\s(\[{])|∧|∨|\\l(?:and|or)(?![a-z])")
_BOTH_SIGNS = re.compile(r"±|\\pm(?![a-z])")
_NAMED = re.compile(r"(\w+)\s*=\s*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A point as it was typed: its coordinates (one without brackets counts as one) and its label, if it has one."""

    coordinates: tuple[Node, ...]
    label: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point of the answer."""

    coordinates: tuple[Reference, ...]
    label: str | None


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> tuple[Wanted, ...]:
    """The points of the answer, all of one dimension."""
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    try:
        found = _points(whole(part.answer), names, AUTHOR)
    except Unreadable as error:
        raise ReferenceFault(part.name, f"cannot read {part.answer!r}", error) from error
    if len({len(point.coordinates) for point in found}) > 1:
        raise ReferenceFault(part.name, "the points have different numbers of coordinates")
    return tuple(
        Wanted(tuple(make_reference(part, one, seed) for one in point.coordinates), point.label)
        for point in found
    )


def read(part: PreparedPart, response: Response) -> Reading:
    """Points with as many coordinates as the answer's; a set may be empty: `{}`."""
    text = response.get("", "")
    labelled = any(one.label for one in part.target)
    found = _points(whole(text), part.names, STUDENT, labelled)
    wanted = len(part.target[0].coordinates) if part.target else 0
    for point in found:
        if wanted and len(point.coordinates) != wanted:
            detail = {"wanted": f"vector of {wanted}", "got": f"vector of {len(point.coordinates)}"}
            raise Unreadable("wrong_shape", 0, len(text), text, None, detail)
    if labelled and (bare := [one for one in found if one.label is None]):
        detail = {"kind": "label", "point": to_text(bare[0].coordinates[0])}
        raise Unreadable("wrong_shape", 0, len(text), text, None, detail)
    shown = [_shown(point) for point in found]
    pieces = [piece for index, each in enumerate(shown) for piece in ([",", *each] if index else each)]
    return Reading(text, value=found, joined=Joined(("{", *pieces, "}")))


def _shown(point: Labelled) -> list[Node | str]:
    one = listed(point.coordinates)
    bracketed: list[Node | str] = ["(", *one, ")"] if len(point.coordinates) > 1 else one
    return [*bracketed, ":", point.label] if point.label else bracketed


def _points(piece: Piece, names: Names, limits: Limits, in_words: bool = False) -> tuple[Labelled, ...]:
    inner = piece
    if piece.text[0] == "{" and piece.text[-1] == "}":
        inner = piece.inside()
    if inner.text in ("", *NOTHING):
        return ()
    inner = Piece(_JOINT.sub(lambda joint: ",".ljust(len(joint[0])), inner.whole), inner.start, inner.end)
    found = cut(inner, (";",) if len(cut(inner, (";",))) > 1 else (",",))
    if len(found) > MOST:
        raise inner.fault("too_big", limit=str(MOST))
    return tuple(_labelled(one, names, limits, in_words) for each in found for one in _of_both_signs(each))


def _of_both_signs(piece: Piece) -> list[Piece]:
    """`±1` as `+1` and `-1`."""
    signs = list(_BOTH_SIGNS.finditer(piece.whole, piece.start, piece.end))
    if len(signs) != 1:
        return [piece]
    at, until = signs[0].span()
    written = (sign.ljust(until - at) for sign in "+-")
    return [Piece(piece.whole[:at] + sign + piece.whole[until:], piece.start, piece.end) for sign in written]


def _labelled(piece: Piece, names: Names, limits: Limits, in_words: bool) -> Labelled:
    point, label = point_and_label(piece, in_words)
    named = _NAMED.match(point.text)
    if named and (not names.variables or names.lexicon.resolve(named[1])):
        point = trimmed(point.whole, point.start + named.end(), point.end)
    tree = read_piece(point, names, limits)
    coordinates = tree.entries if isinstance(tree, Vector) else (tree,)
    for one in coordinates:
        if isinstance(one, Vector | Matrix) or (names_in(one) and not limits.author):
            raise point.fault("wrong_shape", wanted="point", got="expression")
        if not names_in(one):
            _refuse_without_value(point, one)
    return Labelled(coordinates, label)


def _refuse_without_value(piece: Piece, coordinate: Node) -> None:
    try:
        refuse_without_value(piece.text, coordinate)
    except Unreadable as fault:
        fault.position += piece.start
        raise


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """A verdict for each typed point. The score is the share of right points, less the points too many."""
    typed: tuple[Labelled, ...] = reading.value
    places, certificate = _matched(part.target, typed, context)
    right = [
        at is not None and part.target[at].label == one.label for at, one in zip(places, typed, strict=True)
    ]
    read_as = reading.latex if context.echo else None
    if certificate is Certificate.UNDECIDED:
        return PartResult(Verdict.UNDECIDED, 0, certificate, read_as)
    entries = tuple(str(Verdict.CORRECT if one else Verdict.INCORRECT) for one in right)
    if all(right) and len(typed) == len(part.target):
        return PartResult(Verdict.CORRECT, FULL_SCORE, certificate, read_as, entries=entries)
    extra = max(0, len(typed) - len(part.target))
    score = max(0, FULL_SCORE * (sum(right) - extra) // max(len(part.target), 1))
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT, score, Certificate.DIFFERS, read_as, entries=entries,
        diagnosis=_diagnosis(part.target, typed, places, right, context),
        wrong_class=blake2b(_spelled(typed).encode(), digest_size=6).hexdigest(),
    )  # fmt: skip


def _matched(
    target: Sequence[Wanted], typed: Sequence[Labelled], context: Context
) -> tuple[list[int | None], Certificate]:
    """For each typed point the place of the wanted one that it is, none used twice; and the weakest certificate of
    these: UNDECIDED if a point may be one that is left over."""
    left = list(range(len(target)))
    places: list[int | None] = []
    certificates = [Certificate.PROVED]
    for point in typed:
        found = {i: _certificate(target[i].coordinates, point.coordinates, context) for i in left}
        at = next((i for i, one in found.items() if one in (Certificate.PROVED, Certificate.AGREES)), None)
        if at is not None:
            left.remove(at)
            certificates.append(found[at])
        elif Certificate.UNDECIDED in found.values():
            certificates.append(Certificate.UNDECIDED)
        places.append(at)
    return places, weakest(certificates)


def _certificate(wanted: Sequence[Reference], coordinates: Sequence[Node], context: Context) -> Certificate:
    found = [outcome.certificate for outcome in compared(wanted, coordinates, context)]
    return Certificate.DIFFERS if Certificate.DIFFERS in found else weakest(found)


def _diagnosis(
    target: Sequence[Wanted],
    typed: Sequence[Labelled],
    places: Sequence[int | None],
    right: Sequence[bool],
    context: Context,
) -> tuple[Diagnosis, ...]:
    if any(at is not None and not ok for at, ok in zip(places, right, strict=True)):
        return (Diagnosis("wrong_label"),)
    if all(right):
        return (Diagnosis("points_missing"),)
    turned = [Labelled(point.coordinates[::-1], point.label) for point in typed]
    if len(turned) == len(target) and all(at is not None for at in _matched(target, turned, context)[0]):
        return (Diagnosis("swapped"),)
    return ()


def _spelled(typed: Sequence[Labelled]) -> str:
    texts = (",".join(map(to_text, one.coordinates)) + f":{one.label}" for one in typed)
    return ";".join(sorted(texts))
