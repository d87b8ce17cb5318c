"""Trying a problem out before anything is stored: a few variants are drawn, and the author's own tests are run.

`exercises.rules` and `exercises.compiling` find what a file says wrong; here is found what it does wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exercises.faults import DrawError, Fault, ProblemFileError
from exercises.format import AuthorTest, Problem
from exercises.selfcheck import MIN_SPACE, Judged, diagnoses_of, judge_test, right_responses, run_test
from exercises.spaces import variant_space
from exercises.variants import Drawn, Variant, draw, draw_noted
from grader import grade
from grader.results import Verdict

SEEDS = range(3)
"""The variants that are drawn. A pool of twenty shows the rare rest, and goes without them."""
PATIENCE = 12
"""So many draws may be undefined or undiagnosable before a seed is given up."""


@dataclass(frozen=True, slots=True)
class TriedSeed:
    """One seed tried: what was drawn, with the faults of its right answers; or what stood against every draw."""

    drawn: Drawn | None
    faults: tuple[Fault, ...] = ()
    failure: DrawError | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """One `[[test]]` run. `expected` and `got` hold a verdict for each part that was given a response, and the
    diagnosis under the empty name; `messages` say what is not as expected and are empty when it passed."""

    number: int
    line: int | None
    expected: dict[str, str]
    got: dict[str, str]
    messages: tuple[str, ...]


def try_out(problems: Iterable[Problem]) -> None:
    """Draws from each problem and runs its tests. Raises ProblemFileError with the faults of all of them."""
    faults = [fault for problem in problems for fault in trial_faults(problem)]
    if faults:
        raise ProblemFileError(faults)


def trial_faults(problem: Problem) -> list[Fault]:
    """What shows when `problem` is drawn and graded, each with the line of what is to blame."""
    return [*_draw_faults(problem), *_test_faults(problem)]


def drawn(problem: Problem, seed: int) -> TriedSeed:
    """The variant of a seed, with its right answers graded."""
    try:
        found = draw_noted(problem, seed, PATIENCE)
    except DrawError as error:
        return TriedSeed(None, failure=error)
    return TriedSeed(found, tuple(_reference_faults(problem, found.variant)))


def tested(problem: Problem, index: int) -> Tested:
    """The author's test number `index` (from zero), run."""
    test = problem.tests[index]
    judged = judge_test(problem, test)
    wanted = {name: verdict for name in test.give if (verdict := _expected(test, name))}
    if test.diagnosis is not None:
        wanted[""] = test.diagnosis
    line = problem.source.line_of(("test", index))
    return Tested(index + 1, line, wanted, _got(test, judged), judged.messages)


def _expected(test: AuthorTest, name: str) -> str:
    verdict = test.expect.get(name, test.expect.get("*"))
    return verdict.value if verdict else ""


def _got(test: AuthorTest, judged: Judged) -> dict[str, str]:
    if judged.result is None:
        return {}
    parts = judged.result.parts
    got = {name: parts[name].verdict.value for name in test.give}
    found = list(dict.fromkeys(diagnoses_of(judged.result)))
    if test.diagnosis is not None or found:
        got[""] = ", ".join(found)
    return got


def few_variants(problem: Problem) -> int | None:
    """How many variants the parameters allow, where that is fewer than a class needs."""
    space = variant_space(problem)
    return space if space < MIN_SPACE else None


def _draw_faults(problem: Problem) -> Iterator[Fault]:
    failures: list[DrawError] = []
    for seed in SEEDS:
        try:
            yield from _reference_faults(problem, draw(problem, seed, PATIENCE))
        except DrawError as error:
            failures.append(error)
    if len(failures) == len(SEEDS):
        yield no_variant(problem, failures[0])


def no_variant(problem: Problem, error: DrawError) -> Fault:
    """Said once every seed was refused; `error` is one of the refusals."""
    tries = sum(error.reasons.values())
    listed = "; ".join(f"{reason} ({count} of {tries} draws)" for reason, count in error.reasons.items())
    message = (
        f"no variant can be drawn: {listed}. Widen the ranges in [params], loosen `where`, or mend this."
    )
    return problem.source.fault(error.place or ("params",), message)


def _reference_faults(problem: Problem, variant: Variant) -> Iterator[Fault]:
    """The right answer must be judged right."""
    result = grade(variant.question, right_responses(variant), echo=False)
    for index, answer in enumerate(problem.answers):
        verdict = result.parts[answer.name].verdict
        if verdict != Verdict.CORRECT:
            key = "name" if answer.reference is None else "is"
            shown = ", ".join(f"{name} = {value}" for name, value in variant.params.items())
            message = f"with {shown or 'no parameters'} the right answer itself is judged {verdict}."
            yield problem.source.fault(("answer", index, key), message)


def _test_faults(problem: Problem) -> Iterator[Fault]:
    for index, test in enumerate(problem.tests):
        for message in run_test(problem, test):
            yield problem.source.fault(("test", index), message)
