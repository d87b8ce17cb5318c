"""Grading a question: read every part, judge it, re-mark later parts from the student's own earlier ones, add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.checkers.registry import checker_for
from grader.checkers.shape import Context, PreparedPart, Reading, Response, fault_of, names_of
from grader.equivalence import Prover
from grader.errors import ReferenceFault, Unreadable
from grader.follow import follow_answer
from grader.forms import FORMS
from grader.language import notes
from grader.language.tree import Node
from grader.question import Part, Question
from grader.results import FULL_SCORE, Fault, PartResult, Result, Verdict

Responses = Mapping[str, str | Mapping[str, str]]
"""Part name -> what was typed; for a graph, cell -> what was typed."""

ANY_FORM = (None, "any")
SHAPED_KINDS = ("expression", "number")
"""Kinds of which a form can be demanded."""


@dataclass(slots=True)
class Prepared:
    """A question whose references are parsed and evaluated; kept by whoever grades one variant often."""

    question: Question
    parts: dict[str, PreparedPart]


def prepare(question: Question) -> Prepared:
    """Parses each reference and evaluates it at its points. Raises ReferenceFault naming the part."""
    parts: dict[str, PreparedPart] = {}
    for part in question.parts:
        if part.name in parts:
            raise ReferenceFault(part.name, "two parts have this name")
        for earlier in part.follows:
            if earlier not in parts:
                raise ReferenceFault(part.name, f"follows {earlier!r}, which is no earlier part")
        parts[part.name] = prepare_part(part, question.seed)
    if not parts:
        raise ReferenceFault("", "the question has no parts")
    return Prepared(question, parts)


def prepare_part(part: Part, seed: int, answer: Node | None = None) -> PreparedPart:
    """One part made ready; `answer` stands for the part's own answer, if given. Raises ReferenceFault."""
    if part.form not in ANY_FORM and part.form not in FORMS:
        known = ", ".join(("any", *FORMS))
        raise ReferenceFault(part.name, f"there is no form {part.form!r}; there are {known}")
    if part.form not in ANY_FORM and part.kind not in SHAPED_KINDS:
        raise ReferenceFault(part.name, f"a {part.kind} has no form")
    if part.points < 0:
        raise ReferenceFault(part.name, "points must not be negative")
    names = names_of(part.variables, part.integers, part.functions)
    target = checker_for(part.kind, part.name).prepare(part, names, seed, answer)
    return PreparedPart(part, names, seed, target)


def grade_part(part: PreparedPart, response: Response, context: Context) -> tuple[PartResult, Reading]:
    """One part by itself: its judgement, and how it was read. Never raises for what was typed."""
    reading = _read_part(part, response)
    return _judge(part, reading, context, answered=False), reading


def _prepared(question: Question | Prepared) -> Prepared:
    return question if isinstance(question, Prepared) else prepare(question)


def response_of(name: str, responses: Responses) -> Response:
    """The fields of one part: `responses[name]` under the key "", or the cells of a graph.

    Cells stand in a mapping, `{"bp": {"v:z": "-6"}}`, or flat, `{"bp.v:z": "-6"}`.
    """
    own = responses.get(name)
    fields: dict[str, str] = {} if own is None else dict(own) if isinstance(own, Mapping) else {"": own}
    prefix = f"{name}."
    for key, text in responses.items():
        if key.startswith(prefix) and isinstance(text, str):
            fields[key[len(prefix) :]] = text
    return fields


def is_blank(response: Response) -> bool:
    """Whether nothing was typed in any field."""
    return not any(not isinstance(text, str) or text.strip() for text in response.values())


def read(question: Question | Prepared, responses: Responses) -> dict[str, Reading]:
    """What was typed, part by part, with the fault of each that cannot be read. Never raises for what was typed.

    A blank part has the fault `empty`. Raises ReferenceFault like `prepare`.
    """
    found = _readings(_prepared(question), responses)
    for reading in found.values():
        if reading.tree is not None:
            reading.notes = notes(reading.text, reading.tree)
    return found


def _readings(prepared: Prepared, responses: Responses) -> dict[str, Reading]:
    return {name: _read_part(part, response_of(name, responses)) for name, part in prepared.parts.items()}


def _read_part(part: PreparedPart, response: Response) -> Reading:
    if is_blank(response):
        return Reading(fault=Fault("empty", 0, 0, ""))
    try:
        return checker_for(part.part.kind, part.part.name).read(part, response)
    except Unreadable as error:
        text = response.get("", "")
        return Reading(text if isinstance(text, str) else "", fault=fault_of(error))


def grade(
    question: Question | Prepared,
    responses: Responses,
    *,
    prover: Prover | None = None,
    echo: bool = True,
) -> Result:
    """Judges one submission. Never raises for what was typed; raises ReferenceFault like `prepare`.

    A blank part beside answered ones is incorrect; if all are blank the whole is unreadable. `prover` is asked
    before a comparison stays undecided (the proof lane). `echo=False` leaves `read_as` out.
    """
    prepared = _prepared(question)
    context = Context(prover, echo)
    readings = _readings(prepared, responses)
    answered = any(reading.fault is None or reading.fault.code != "empty" for reading in readings.values())
    results = {name: _judge(part, readings[name], context, answered) for name, part in prepared.parts.items()}
    for name, part in prepared.parts.items():
        if part.part.follow is not None:
            results[name] = _followed(prepared, part, readings, results, context)
    return _whole(prepared, results)


def _judge(part: PreparedPart, reading: Reading, context: Context, answered: bool) -> PartResult:
    if reading.fault is not None:
        blank = reading.fault.code == "empty"
        verdict = Verdict.INCORRECT if blank and answered else Verdict.UNREADABLE
        return PartResult(verdict, 0, fault=reading.fault)
    return checker_for(part.part.kind, part.part.name).judge(part, reading, context)


def _followed(
    prepared: Prepared,
    part: PreparedPart,
    readings: Mapping[str, Reading],
    results: Mapping[str, PartResult],
    context: Context,
) -> PartResult:
    """The better of the mark against the key and the mark against the student's own earlier responses."""
    result, reading = results[part.part.name], readings[part.part.name]
    wrong_before = any(results[name].verdict is not Verdict.CORRECT for name in part.part.follows)
    if reading.fault is not None or result.verdict is Verdict.CORRECT or not wrong_before:
        return result
    answer = follow_answer(part, {name: prepared.parts[name] for name in part.part.follows}, readings)
    if answer is None:
        return result
    checker = checker_for(part.part.kind, part.part.name)
    try:
        target = checker.prepare(part.part, part.names, part.seed, answer)
    except ReferenceFault:
        return result
    again = checker.judge(_unexplained(part, target), reading, context)
    better = again.verdict is not Verdict.UNDECIDED and again.score > result.score
    return replace(again, followed=True) if better else result


def _unexplained(part: PreparedPart, target: Any) -> PreparedPart:
    """The part with another target, and without the mistakes that belong to its own."""
    return replace(part, part=replace(part.part, catalogue=(), task=None), target=target, explainer=None)


def _whole(prepared: Prepared, results: dict[str, PartResult]) -> Result:
    return whole(results, {name: part.part.points for name, part in prepared.parts.items()})


def whole(results: dict[str, PartResult], points: Mapping[str, int]) -> Result:
    """The judgement on all parts together: their scores weighted by `points`, and the verdict that follows.

    For whoever changes the judgement on a part, too: a teacher's decision is added up as the grader's own is.
    """
    total = sum(points.values())
    earned = sum(points[name] * result.score for name, result in results.items())
    score = earned // total if total else 0
    return Result(_verdict([result.verdict for result in results.values()], score), score, results)


def _verdict(verdicts: Sequence[Verdict], score: int) -> Verdict:
    if all(verdict is Verdict.CORRECT for verdict in verdicts):
        return Verdict.CORRECT
    for decisive in (Verdict.UNREADABLE, Verdict.UNDECIDED):
        if decisive in verdicts:
            return decisive
    return Verdict.PARTIAL if 0 < score < FULL_SCORE else Verdict.INCORRECT
