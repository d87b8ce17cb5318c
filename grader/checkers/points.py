"""A set of points, each perhaps with a label: `{(1, 2), (3, 4)}`, `{(1, 2): minimum, (0, 0): saddle}`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from grader.checkers.constants import refuse_without_value
from grader.checkers.pieces import Piece, cut, read_piece, whole
from grader.checkers.scalars import make_reference
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.equivalence import Reference, compare
from grader.errors import ReferenceFault, Unreadable
from grader.language import AUTHOR, STUDENT, Limits, Names, to_text
from grader.language.joined import Joined, listed
from grader.language.tree import Matrix, Node, Vector, names_in
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

MOST = 20
MEANING = {
    "min": "minimum", "local minimum": "minimum", "local min": "minimum", "minima": "minimum",
    "max": "maximum", "local maximum": "maximum", "local max": "maximum", "maxima": "maximum",
    "saddle point": "saddle", "saddlepoint": "saddle", "inflexion": "inflection", "inflection point": "inflection",
}  # fmt: skip
"""Other words for the usual labels."""


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
    found = _points(whole(text), part.names, STUDENT)
    wanted = len(part.target[0].coordinates) if part.target else 0
    for point in found:
        if wanted and len(point.coordinates) != wanted:
            detail = {"wanted": f"vector of {wanted}", "got": f"vector of {len(point.coordinates)}"}
            raise Unreadable("wrong_shape", 0, len(text), text, None, detail)
    if any(one.label for one in part.target) and (bare := [one for one in found if one.label is None]):
        detail = {"kind": "label", "point": to_text(bare[0].coordinates[0])}
        raise Unreadable("wrong_shape", 0, len(text), text, None, detail)
    shown = [_shown(point) for point in found]
    pieces = [piece for index, each in enumerate(shown) for piece in ([",", *each] if index else each)]
    return Reading(text, value=found, joined=Joined(("{", *pieces, "}")))


def _shown(point: Labelled) -> list[Node | str]:
    one = listed(point.coordinates)
    bracketed: list[Node | str] = ["(", *one, ")"] if len(point.coordinates) > 1 else one
    return [*bracketed, ":", point.label] if point.label else bracketed


def _points(piece: Piece, names: Names, limits: Limits) -> tuple[Labelled, ...]:
    inner = piece
    if piece.text[0] == "{" and piece.text[-1] == "}":
        inner = piece.inside()
    elif piece.text.startswith("\\{") and piece.text.endswith("\\}"):
        inner = piece.inside(2, 2)
    if not inner.text:
        return ()
    found = cut(inner, (";",) if len(cut(inner, (";",))) > 1 else (",",))
    if len(found) > MOST:
        raise inner.fault("too_big", limit=str(MOST))
    return tuple(_labelled(each, names, limits) for each in found)


def _labelled(piece: Piece, names: Names, limits: Limits) -> Labelled:
    sides = cut(piece, (":",))
    if len(sides) > 2:
        raise piece.fault("syntax", kind="unexpected")
    tree = read_piece(sides[0], names, limits)
    coordinates = tree.entries if isinstance(tree, Vector) else (tree,)
    for one in coordinates:
        if isinstance(one, Vector | Matrix) or (names_in(one) and not limits.author):
            raise sides[0].fault("wrong_shape", wanted="point", got="expression")
        if not names_in(one):
            refuse_without_value(piece.text, one)
    return Labelled(coordinates, _label(sides[1]) if len(sides) == 2 else None)


def _label(piece: Piece) -> str:
    if not piece.text:
        raise piece.fault("syntax", kind="incomplete")
    word = " ".join(piece.text.lower().replace("-", " ").split())
    if not word.replace(" ", "").isalpha():
        raise piece.fault("unknown_name")
    return MEANING.get(word, word)


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """A verdict for each typed point. The score is the share of right points, less the points too many."""
    typed: tuple[Labelled, ...] = reading.value
    places = _matched(part.target, typed)
    right = [
        at is not None and part.target[at].label == one.label for at, one in zip(places, typed, strict=True)
    ]
    read_as = reading.latex if context.echo else None
    entries = tuple(str(Verdict.CORRECT if one else Verdict.INCORRECT) for one in right)
    if all(right) and len(typed) == len(part.target):
        return PartResult(Verdict.CORRECT, FULL_SCORE, Certificate.PROVED, read_as, entries=entries)
    extra = max(0, len(typed) - len(part.target))
    score = max(0, FULL_SCORE * (sum(right) - extra) // max(len(part.target), 1))
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT, score, Certificate.DIFFERS, read_as, entries=entries,
        diagnosis=_diagnosis(part.target, typed, places, right),
        wrong_class=blake2b(_spelled(typed).encode(), digest_size=6).hexdigest(),
    )  # fmt: skip


def _matched(target: Sequence[Wanted], typed: Sequence[Labelled]) -> list[int | None]:
    """For each typed point the place of the wanted one that it is; none is used twice."""
    left = list(range(len(target)))
    places: list[int | None] = []
    for point in typed:
        at = next((i for i in left if _same(target[i].coordinates, point.coordinates)), None)
        if at is not None:
            left.remove(at)
        places.append(at)
    return places


def _same(wanted: Sequence[Reference], coordinates: Sequence[Node]) -> bool:
    return all(compare(one, mine).equal for one, mine in zip(wanted, coordinates, strict=True))


def _diagnosis(
    target: Sequence[Wanted], typed: Sequence[Labelled], places: Sequence[int | None], right: Sequence[bool]
) -> tuple[Diagnosis, ...]:
    if any(at is not None and not ok for at, ok in zip(places, right, strict=True)):
        return (Diagnosis("wrong_label"),)
    if all(right):
        return (Diagnosis("points_missing"),)
    turned = [Labelled(point.coordinates[::-1], point.label) for point in typed]
    if len(turned) == len(target) and all(at is not None for at in _matched(target, turned)):
        return (Diagnosis("swapped"),)
    return ()


def _spelled(typed: Sequence[Labelled]) -> str:
    texts = (",".join(map(to_text, one.coordinates)) + f":{one.label}" for one in typed)
    return ";".join(sorted(texts))
