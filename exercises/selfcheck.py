"""The linter of problems: what only shows when a problem is drawn and graded.

`check_problem` draws variants from several seeds, grades their right answers, the generated tests and the author's
own, and says in words what it found. A problem without faults is fit for the bank; advice may stay.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from exercises.faults import DrawError, ExerciseError
from exercises.format import AuthorTest, Problem
from exercises.generated import rewritten, unnamed
from exercises.malrules import recognised_as
from exercises.notes import notes_of
from exercises.reading import unknown_skills
from exercises.skills import SkillMap, load_skills
from exercises.spaces import variant_space
from exercises.variants import Drawn, Variant, draw_noted, make
from grader import grade
from grader.question import Part
from grader.results import Diagnosis, PartResult, Result, Verdict

MIN_SPACE = 20
"""Fewer variants than this are soon known by heart."""
SLOW = 1.0
"""Seconds of work after which one draw is too slow to fill a pool with."""
REWRITTEN = 2
"""So many variants' answers are rewritten: sympy takes its time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in a problem, or only to know (`level`). `code` is stable, `message` is for the author."""

    problem: str
    code: str
    message: str
    line: int | None = None
    level: Literal["fault", "advice"] = "fault"

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{self.problem}: {place}{self.message}"


def check_problem(
    problem: Problem, seeds: Iterable[int] = range(5), skills: SkillMap | None = None
) -> list[Finding]:
    """Everything that is wrong with `problem`, as far as these seeds show it."""
    return [
        *_skills(problem, skills or load_skills()),
        *_space(problem),
        *_draws(problem, seeds),
        *_tests(problem),
    ]


def right_responses(variant: Variant) -> dict[str, str]:
    """The fields that a student who knows everything would send: each must be judged correct."""
    responses: dict[str, str] = {}
    for part in variant.question.parts:
        if part.kind == "graph":
            responses |= {f"{part.name}.{cell}": text for cell, text in variant.cells.items()}
        else:
            responses[part.name] = _right_response(part)
    return responses


def _right_response(part: Part) -> str:
    if part.kind == "choice":
        return ",".join(option.key for option in part.options if option.right)
    return part.answer or ""


def _skills(problem: Problem, skills: SkillMap) -> Iterator[Finding]:
    for fault in unknown_skills(problem, skills):
        yield Finding(problem.id, "unknown_skill", fault.message, fault.line)


def _space(problem: Problem) -> Iterator[Finding]:
    space = variant_space(problem)
    if space < MIN_SPACE:
        line = problem.source.line_of(("params",))
        message = f"the parameters allow {space} variants; at least {MIN_SPACE} are wanted."
        yield Finding(problem.id, "small_space", message, line)


def _draws(problem: Problem, seeds: Iterable[int]) -> Iterator[Finding]:
    drawn: list[Drawn] = []
    for seed in seeds:
        started = time.process_time()
        try:
            drawn.append(draw_noted(problem, seed))
        except DrawError as error:
            yield Finding(problem.id, "no_draw", str(error))
            continue
        if time.process_time() - started > SLOW:
            yield Finding(problem.id, "slow_draw", f"the draw of seed {seed} took more than {SLOW:g} s.")
        yield from _graded(drawn[-1].variant)
    for note in notes_of(problem, drawn):
        yield Finding(problem.id, note.code, note.message, problem.source.line_of(note.place), "advice")
    yield from _generated(problem, [each.variant for each in drawn])


def _generated(problem: Problem, variants: list[Variant]) -> Iterator[Finding]:
    """The tests that no author writes: forms of the right answer, and every wrong answer that is known."""
    names = [answer.name for answer in problem.answers]
    for code, missed in (
        *(("form_not_right", each) for each in rewritten(variants[:REWRITTEN])),
        *(("rule_not_named", each) for variant in variants for each in unnamed(variant)),
    ):
        line = problem.source.line_of(("answer", names.index(missed.part)))
        yield Finding(problem.id, code, f"`{missed.part}`: {missed.message}.", line)


def _graded(variant: Variant) -> Iterator[Finding]:
    """The reference must be right, and a known mistake must be wrong and called by its name."""
    result = grade(variant.question, right_responses(variant))
    for name, part in result.parts.items():
        if part.verdict != Verdict.CORRECT:
            message = f"with {variant.params} the right answer to `{name}` is judged {part.verdict}."
            yield Finding(variant.problem_id, "reference_not_right", message)


def _tests(problem: Problem) -> Iterator[Finding]:
    verdicts = {verdict for test in problem.tests for verdict in test.expect.values()}
    if not {Verdict.CORRECT, Verdict.INCORRECT} <= verdicts | ({Verdict.INCORRECT} & _wrong(verdicts)):
        yield Finding(
            problem.id, "few_tests", "at least one [[test]] that is right and one that is wrong are wanted."
        )
    for index, test in enumerate(problem.tests):
        line = problem.source.line_of(("test", index))
        for message in run_test(problem, test):
            yield Finding(problem.id, "test_failed", f"test {index + 1}: {message}", line)


def _wrong(verdicts: set[Verdict]) -> set[Verdict]:
    """A wrong response to a graph is often `partial`: that counts as a wrong one."""
    return {Verdict.INCORRECT} if verdicts & {Verdict.PARTIAL, Verdict.INCORRECT} else set()


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an author's test: the grader's result (None where no variant could be made of its
    parameters), and what is not as the test expects, in words; no words when it passes."""

    result: Result | None
    messages: tuple[str, ...]


def judge_test(problem: Problem, test: AuthorTest) -> Judged:
    """The author's test, run."""
    try:
        variant = make(problem, dict(test.params))
    except ExerciseError as error:
        return Judged(None, (f"these parameters make no variant: {error}",))
    responses = {
        field: text for name in test.give for field, text in _given(problem, variant, name, test.give[name])
    }
    result = grade(variant.question, responses)
    return Judged(result, (*_verdicts(test, result), *_diagnosis(test, result)))


def run_test(problem: Problem, test: AuthorTest) -> list[str]:
    """What is not as the author's test expects, in words; empty when the test passes."""
    return list(judge_test(problem, test).messages)


def _verdicts(test: AuthorTest, result: Result) -> Iterator[str]:
    """A single verdict speaks of every part that was given a response."""
    for name in test.give:
        wanted = test.expect.get(name, test.expect.get("*"))
        found = result.parts[name].verdict
        if wanted is not None and found != wanted:
            yield f"`{name}` is judged {found}, not {wanted}."


def _diagnosis(test: AuthorTest, result: Result) -> Iterator[str]:
    if test.diagnosis is None:
        return
    found = diagnoses_of(result)
    if not recognised_as(test.diagnosis, found):
        yield f"the diagnosis is {', '.join(found) or 'none'}, not {test.diagnosis}."


def diagnoses_of(result: Result) -> list[str]:
    """What is said of a response: of each part, and of the first cell of a graph where the work went wrong."""
    return [diagnosis.code for part in result.parts.values() for diagnosis in _diagnoses(part)]


def _diagnoses(part: PartResult) -> tuple[Diagnosis, ...]:
    faulty = (part.cells or {}).get(part.first_fault or "")
    return part.diagnosis + (faulty.diagnosis if faulty else ())


def _given(problem: Problem, variant: Variant, name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A response as it would be posted: cells as fields of their own, options by the letters of this variant."""
    answer = next(answer for answer in problem.answers if answer.name == name)
    if isinstance(value, dict):
        yield from ((f"{name}.{cell}", str(text)) for cell, text in value.items())
    elif answer.type == "choice":
        names = [option.name or str(number) for number, option in enumerate(answer.options, start=1)]
        wanted = [word.strip() for word in str(value).split(",")]
        yield name, ",".join(variant.order[name][names.index(word)] for word in wanted if word in names)
    else:
        yield name, str(value)
