"""Trying a problem out before anything is stored: a few variants are drawn, and the author's own tests are run.

`exercises.rules` and `exercises.compiling` find what a file says wrong; here is found what it does wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exercises.faults import DrawError, Fault, ProblemFileError
from exercises.format import Problem
from exercises.selfcheck import right_responses, run_test
from exercises.variants import Variant, draw
from grader import grade
from grader.results import Verdict

SEEDS = range(3)
"""The variants that are drawn. A pool of twenty shows the rare rest, and goes without them."""
PATIENCE = 12
"""So many draws may be undefined or undiagnosable before a seed is given up."""


def try_out(problems: Iterable[Problem]) -> None:
    """Draws from each problem and runs its tests. Raises ProblemFileError with the faults of all of them."""
    faults = [fault for problem in problems for fault in trial_faults(problem)]
    if faults:
        raise ProblemFileError(faults)


def trial_faults(problem: Problem) -> list[Fault]:
    """What shows when `problem` is drawn and graded, each with the line of what is to blame."""
    return [*_draw_faults(problem), *_test_faults(problem)]


def _draw_faults(problem: Problem) -> Iterator[Fault]:
    failures: list[DrawError] = []
    for seed in SEEDS:
        try:
            yield from _reference_faults(problem, draw(problem, seed, PATIENCE))
        except DrawError as error:
            failures.append(error)
    if len(failures) == len(SEEDS):
        yield _no_variant(problem, failures[0])


def _no_variant(problem: Problem, error: DrawError) -> Fault:
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
