"""An order: the keys of all options from first to last, `b > a > c`."""

from __future__ import annotations

from hashlib import blake2b

from grader.checkers.pieces import cut, whole
from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.errors import ReferenceFault, Unreadable
from grader.language import Names
from grader.language.joined import Joined, listed
from grader.language.tree import Node
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict

Keys = tuple[str, ...]


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> Keys:
    """The keys in their right order; every option must be among them, once."""
    if part.answer is None:
        raise ReferenceFault(part.name, "has no answer")
    try:
        keys = _keys(part.answer)
    except Unreadable as error:
        raise ReferenceFault(part.name, f"cannot read {part.answer!r}", error) from error
    known = [option.key for option in part.options] or list(keys)
    if len(keys) < 2 or sorted(keys) != sorted(known) or len(set(keys)) < len(keys):
        raise ReferenceFault(part.name, "an order needs two or more options, each of them once")
    return keys


def _keys(text: object) -> Keys:
    return tuple(piece.text for piece in cut(whole(text), (">", ",")))


def read(part: PreparedPart, response: Response) -> Reading:
    """All keys, each once, in any order."""
    text = response.get("", "")
    found = cut(whole(text), (">", ","))
    known, seen = set(part.target), set[str]()
    for piece in found:
        if piece.text not in known:
            raise piece.fault("unknown_name" if piece.text else "syntax", known=", ".join(part.target))
        if piece.text in seen:
            raise piece.fault("syntax", kind="twice")
        seen.add(piece.text)
    if len(found) < len(part.target):
        detail = {"wanted": f"order of {len(part.target)}", "got": f"order of {len(found)}"}
        raise Unreadable("wrong_shape", 0, len(text), text, None, detail)
    keys = tuple(piece.text for piece in found)
    return Reading(text, value=keys, joined=Joined(tuple(listed(keys, ">"))))


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """A verdict for each place; the score is the share of places that are right. All reversed is named."""
    keys: Keys = reading.value
    read_as = reading.latex if context.echo else None
    right = [mine == wanted for mine, wanted in zip(keys, part.target, strict=True)]
    entries = tuple(str(Verdict.CORRECT if one else Verdict.INCORRECT) for one in right)
    if all(right):
        return PartResult(Verdict.CORRECT, FULL_SCORE, Certificate.PROVED, read_as, entries=entries)
    turned = keys == tuple(reversed(part.target))
    score = 0 if turned else FULL_SCORE * sum(right) // len(right)
    return PartResult(
        Verdict.PARTIAL if score else Verdict.INCORRECT, score, Certificate.DIFFERS, read_as, entries=entries,
        diagnosis=(Diagnosis("reversed"),) if turned else (),
        wrong_class=blake2b(">".join(keys).encode(), digest_size=6).hexdigest(),
    )  # fmt: skip
