"""A choice: the key of one option, or several separated by commas."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from grader.checkers.shape import Context, PreparedPart, Reading, Response
from grader.errors import ReferenceFault, Unreadable
from grader.language import Names
from grader.language.tree import Node
from grader.question import Part
from grader.results import FULL_SCORE, Certificate, Diagnosis, PartResult, Verdict


def prepare(part: Part, names: Names, seed: int, answer: Node | None) -> frozenset[str]:
    """The keys of the right options."""
    keys = [option.key for option in part.options]
    right = frozenset(option.key for option in part.options if option.right)
    if len(set(keys)) < len(keys) or any("," in key or key != key.strip() or not key for key in keys):
        raise ReferenceFault(part.name, "option keys must be different, without commas and outer spaces")
    if len(keys) < 2 or not right or (len(right) > 1 and not part.several):
        raise ReferenceFault(
            part.name, "a choice needs two or more options and a right one (one only, unless several)"
        )
    return right


def read(part: PreparedPart, response: Response) -> Reading:
    """The chosen keys, in the order of the options. Raises Unreadable for an unknown key, or more than may be chosen."""
    text = response.get("", "")
    if not isinstance(text, str):
        raise Unreadable("not_text", text=type(text).__name__)
    known = [option.key for option in part.part.options]
    chosen = {_key(typed.strip(), known) for typed in text.split(",")} - {""}
    if not chosen:
        raise Unreadable("empty")
    for key in sorted(chosen - set(known)):
        raise Unreadable("unknown_name", max(text.find(key), 0), len(key), key[:40])
    if len(chosen) > 1 and not part.part.several:
        raise Unreadable(
            "wrong_shape", 0, len(text), text, detail={"wanted": "one option", "got": str(len(chosen))}
        )
    return Reading(text, keys=tuple(key for key in known if key in chosen))


def _key(typed: str, known: Sequence[str]) -> str:
    """The option's key; typed in the other case too where no two keys differ in that only."""
    alike = [key for key in known if key.casefold() == typed.casefold()]
    return alike[0] if typed not in known and len(alike) == 1 else typed


def judge(part: PreparedPart, reading: Reading, context: Context) -> PartResult:
    """One choice: full score or none. Several: each option rightly taken or left counts, each wrong one takes away.

    A wrong option that has a mal-rule or words of its own is diagnosed, with its key among the values.
    """
    chosen = frozenset(reading.keys or ())
    right: frozenset[str] = part.target
    if chosen == right:
        return PartResult(Verdict.CORRECT, FULL_SCORE, Certificate.PROVED)
    diagnosis = tuple(
        Diagnosis(option.malrule or "wrong_option", values={"option": option.key})
        for option in part.part.options
        if option.key in chosen - right and (option.malrule or option.say)
    )
    score = 0
    if part.part.several:
        good, bad = len(chosen & right), len(chosen - right)
        score = max(0, FULL_SCORE * (good - bad) // len(right))
    name = blake2b(",".join(sorted(chosen)).encode(), digest_size=6).hexdigest()
    verdict = Verdict.PARTIAL if score else Verdict.INCORRECT
    return PartResult(verdict, score, Certificate.DIFFERS, diagnosis=diagnosis, wrong_class=name)
