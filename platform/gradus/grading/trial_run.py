"""Trying one text out in a child process: what a hostile or careless file costs is bounded, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from exercises.faults import DrawError, Fault, ProblemFileError
from exercises.format import Problem
from exercises.notes import notes_of
from exercises.reading import parse_problem
from exercises.trial import drawn, few_variants, no_variant, tested
from exercises.variants import ENGINE, Drawn, Variant
from grader.symbolic.child import Answer, Crashed, forked
from gradus.grading.bridge import TooSlow, at_most
from gradus.library.presenting import presentation_of, reveal_of
from gradus.library.seeds import seed_for
from gradus.library.trial_report import FoundFault, Step, TrialReport, TriedVariant, empty_report

VARIANTS = 5
SEEDS_TRIED = 15
"""Seeds that are looked at for five different variants."""
REFUSALS_ALLOWED = 3
"""Seeds for which no draw is allowed before the trial goes on: each has cost many draws."""

TRIAL_SECONDS = 3.5
"""What is not drawn and tested by then is called too slow. An honest problem takes a tenth of it."""
CHILD_SECONDS = 5.0
"""The end of the child, also in the midst of big numbers; below Celery's soft limit."""


def run_trial(source: str) -> TrialReport | None:
    """The report on a text; None where the child broke down, which is our fault and may be tried again."""
    outcome = forked(partial(_trial, source), wall=CHILD_SECONDS, cpu=int(CHILD_SECONDS))
    if isinstance(outcome, Answer):
        return outcome.value
    if isinstance(outcome, Crashed):
        return None
    return empty_report(ENGINE) | {"outcome": "too_slow", "step": "all"}


def failed_report() -> TrialReport:
    """For a trial that never came to an end."""
    return empty_report(ENGINE) | {"outcome": "failed"}


def found(fault: Fault) -> FoundFault:
    """A fault as it is stored."""
    return {"line": fault.line, "column": fault.column, "key": fault.key, "message": fault.message}


def _trial(source: str) -> TrialReport:
    """Inside the child: everything that time allows."""
    report = empty_report(ENGINE)
    steps: Iterator[tuple[Step, int]] = _steps(source, report)
    try:
        with at_most(TRIAL_SECONDS):
            for report["step"], report["number"] in steps:
                pass
    except TooSlow:
        if report["step"]:
            report["outcome"] = "too_slow"
    else:
        report["step"], report["number"] = "", 0
    return report


def _steps(source: str, report: TrialReport) -> Iterator[tuple[Step, int]]:
    """Fills `report`; says before each step what it is about. The last one may be left out."""
    try:
        problem = parse_problem(source)
    except ProblemFileError as error:
        report["faults"] = [found(fault) for fault in error.faults]
        return
    report["content_hash"] = problem.content_hash
    yield from _variants(problem, report)
    for index in range(len(problem.tests)):
        yield "tests", index + 1
        test = tested(problem, index)
        report["tests"].append(
            {
                "number": test.number,
                "line": test.line,
                "expected": test.expected,
                "got": test.got,
                "messages": list(test.messages),
            }
        )
    yield "", 0
    report["space"] = few_variants(problem)


def _variants(problem: Problem, report: TrialReport) -> Iterator[tuple[Step, int]]:
    """Five different variants from the seeds that the pool begins with."""
    seen: dict[tuple[tuple[str, str], ...], Drawn] = {}
    refusals: list[DrawError] = []
    for counter in range(SEEDS_TRIED if problem.params.drawn else 1):
        if len(seen) == VARIANTS or len(refusals) == REFUSALS_ALLOWED:
            break
        yield "variants", len(seen) + 1
        tried = drawn(problem, seed_for(problem.content_hash, counter))
        if tried.failure is not None:
            refusals.append(tried.failure)
        _note_faults(report, tried.faults)
        if tried.drawn is None or (key := tuple(sorted(tried.drawn.variant.params.items()))) in seen:
            continue
        seen[key] = tried.drawn
        report["variants"].append(_stored(tried.drawn.variant, problem))
    report["notes"] = [note.message for note in notes_of(problem, list(seen.values()))]
    if refusals and not seen:
        _note_faults(report, (no_variant(problem, refusals[0]),))


def _stored(variant: Variant, problem: Problem) -> TriedVariant:
    return {
        "seed": variant.seed,
        "question": variant.question.to_json(),
        "presentation": presentation_of(variant, problem.title),
        "reveal": reveal_of(variant),
    }


def _note_faults(report: TrialReport, faults: tuple[Fault, ...]) -> None:
    """Once for each place: other numbers bring the same fault again."""
    known = {(each["line"], each["key"]) for each in report["faults"]}
    report["faults"] += [found(fault) for fault in faults if (fault.line, fault.key) not in known]
