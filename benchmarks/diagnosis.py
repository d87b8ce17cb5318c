"""How well are wrong answers told apart and named? `python benchmarks/diagnosis.py [--slips 600] [--repeat 5] [--list]`

The functions and the hand-written wrong answers are the project's own (tests/grader/data); random slips are drawn with
a fixed seed. Times are CPU times, the least of the repeats, in one process. `--list` prints what missed. The exit status
is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import sympy

from grader.calculus.catalogue import Candidate, candidates
from grader.calculus.substitution import replaced_at
from grader.calculus.task import asked_function, carried_out
from grader.calculus.tidy import negative, number, total
from grader.checkers.shape import Context, PreparedPart
from grader.diagnosis import catalogue_of, task_tree
from grader.diagnosis.marks import Marker, references_of
from grader.diagnosis.naming import likeliest
from grader.equivalence.values import ball
from grader.grading import grade_part, prepare_part
from grader.language import to_text
from grader.language.tree import Call, Node, Number, Sum, names_in, walk
from grader.question import Interval, Part
from grader.results import PartResult, Verdict
from grader.symbolic import to_sympy

DATA = Path(__file__).parents[1] / "tests" / "grader" / "data"
SEED = 20
CLOSE = 1e-12
QUIET = Context(echo=False)


@dataclass(frozen=True)
class Question:
    """One task with its catalogue: the part as it is stored, ready to judge, and how long the catalogue took (ms)."""

    part: Part
    prepared: PreparedPart
    milliseconds: float

    def judged(self, response: str) -> PartResult:
        """The judgement on one response."""
        return grade_part(self.prepared, {"": response}, QUIET)[0]


def question(task: str, domain: list[str] | None, repeat: int) -> Question:
    """The part of a task in x, as a problem file would make it."""
    bare = Part("answer", "expression", variables=("x",), task=task)
    tree = task_tree(bare)
    assert tree is not None, "every question has a task"
    answer = carried_out(tree)
    constant = not names_in(answer)
    asked = asked_function(tree)
    part = replace(
        bare,
        kind="number" if constant else "expression",
        answer=to_text(answer),
        domain={"x": Interval(*domain)} if domain and not constant else {},
        asked=None if constant or asked is None else to_text(asked),
    )
    milliseconds, found = timed(lambda: catalogue_of(part, SEED), repeat)
    stored = replace(part, catalogue=found.mistakes)
    return Question(stored, prepare_part(stored, SEED), milliseconds)


def timed(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The least CPU time of `repeat` calls in milliseconds, and what the last one gave."""
    least, said = float("inf"), None
    for _ in range(repeat):
        start = time.process_time_ns()
        said = call()
        least = min(least, (time.process_time_ns() - start) / 1e6)
    return least, said


def functions(repeat: int) -> list[Question]:
    """The fifty functions, with the question for the derivative of each."""
    families = tomllib.loads((DATA / "functions.toml").read_text())["family"]
    return [
        question(f"diff({one['text']}, x)", one.get("domain"), repeat)
        for family in families
        for one in family["functions"]
    ]


def is_what_sympy_says(asked: Question) -> bool:
    """Does the walk give what sympy's own differentiation gives, at the points where answers are compared?"""
    tree = task_tree(asked.part)
    assert isinstance(tree, Call)
    x = sympy.Symbol("x", real=True)
    theirs = sympy.diff(to_sympy(tree.arguments[0]), x)
    reference = asked.prepared.target[0]
    for at, value in zip(reference.columns["x"], reference.values, strict=True):
        expected = theirs.subs(x, sympy.Rational(int(at.p), int(at.q))).evalf(30)
        if abs(float(expected) - float(ball(value).mid())) > CLOSE * max(1.0, abs(float(expected))):
            return False
    return True


def classes(asked: Question) -> list[list[Candidate]]:
    """The candidates of a question by their values, without those that are right."""
    tree = task_tree(asked.part)
    assert tree is not None
    marker = Marker(references_of(asked.prepared.target[0]), remembers=True)
    found: dict[Any, list[Candidate]] = {}
    for candidate in candidates(tree).items:
        marks = marker.marks(candidate.answer)
        if marks is not None and marks != marker.right:
            found.setdefault(marks, []).append(candidate)
    return [likeliest(members) for members in found.values()]


def slips(answer: Node) -> list[Node]:
    """Every slip of the hand in an answer as it is typed: an integer off by one, doubled or negated; a term of a sum
    lost, or with the other sign."""
    found: list[Node] = []
    for path, node in walk(answer):
        if isinstance(node, Number) and node.value.denominator == 1:
            value = node.value
            found += [
                replaced_at(answer, path, number(other))
                for other in (value + 1, value - 1, 2 * value, -value)
            ]
        if isinstance(node, Sum):
            for at, term in enumerate(node.terms):
                before, after = node.terms[:at], node.terms[at + 1 :]
                found.append(replaced_at(answer, path, total(*before, *after)))
                found.append(replaced_at(answer, path, total(*before, negative(term), *after)))
    return found


def drawn_slips(asked: list[Question], count: int) -> Iterator[tuple[Question, str, PartResult]]:
    """`count` wrong slips, no two of one function alike, one of each function in turn; what is right is left out."""
    random = Random(SEED)
    lots = [(one, list(dict.fromkeys(slips(one.prepared.target[0].node)))) for one in asked]
    for _, lot in lots:
        random.shuffle(lot)
    while count and any(lot for _, lot in lots):
        for one, lot in lots:
            if not lot or not count:
                continue
            text = to_text(lot.pop())
            result = one.judged(text)
            if result.verdict is Verdict.INCORRECT:
                count -= 1
                yield one, text, result


def written(repeat: int) -> Iterator[tuple[Question, str]]:
    """The hand-written wrong answers."""
    for table in tomllib.loads((DATA / "wrong_answers.toml").read_text())["question"]:
        asked = question(table["task"], table.get("domain"), repeat)
        for response in table["wrong"]:
            yield asked, response


def is_named(result: PartResult) -> bool:
    """Was a reason given that is one of a wrong rule, not only of the outcome?"""
    return any(one.code not in ("rounded", "undefined_everywhere") for one in result.diagnosis)


class Report:
    """Prints figures beside their goals, and remembers whether one was missed."""

    def __init__(self, lists: bool) -> None:
        self.missed, self.lists = False, lists

    def figure(self, what: str, shown: str, goal: str, reached: bool) -> None:
        """One line."""
        self.missed |= not reached
        print(f"{what:<58} {shown:>22}   goal {goal:<10} {'reached' if reached else 'MISSED'}")

    def share(self, what: str, part: int, whole: int, goal: float, most: bool = False) -> None:
        """A share with its goal: at least, or with `most` at most, so many."""
        share = part / max(whole, 1)
        sign = "<=" if most else ">="
        reached = share <= goal if most else share >= goal
        self.figure(what, f"{part} of {whole} = {share:.1%}", f"{sign} {goal:.0%}", reached)

    def items(self, lines: Iterator[str]) -> None:
        """What missed, if it was asked for."""
        for line in lines if self.lists else ():
            print(f"    {line}")


def report_functions(report: Report, asked: list[Question]) -> None:
    """The walk against sympy, names of classes, time."""
    report.share("the walk gives what sympy gives", sum(map(is_what_sympy_says, asked)), len(asked), 1)
    found = [(one, members) for one in asked for members in classes(one)]
    clear = [len({member.group for member in members}) == 1 for _, members in found]
    report.share("distinct wrong answers with one name after merging", sum(clear), len(clear), 0.95)
    report.items(
        f"{one.part.task}: {to_text(members[0].answer)} by {sorted({each.code for each in members})}"
        for (one, members), is_clear in zip(found, clear, strict=True)
        if not is_clear
    )
    times = sorted(one.milliseconds for one in asked)
    half = median(times)
    report.figure("catalogue of one function, median (CPU)", f"{half:.2f} ms", "<= 5 ms", half <= 5)
    print(f"{'':58} most {times[-1]:.2f} ms; {median(len(one.part.catalogue) for one in asked):.0f} mistakes")


def report_written(report: Report, repeat: int) -> None:
    """Hand-written wrong answers, and the time of a response to a question that was answered wrongly before: the pairs of
    rules, worked out at the first response that no single rule explains, are not in it."""
    results = [(one, text, one.judged(text)) for one, text in written(1)]
    unnamed = [each for each in results if not is_named(each[2])]
    report.share("hand-written wrong answers with a name", len(results) - len(unnamed), len(results), 0.95)
    report.items(f"{one.part.task}: {text} ({result.verdict})" for one, text, result in unnamed)
    half = median(timed(partial(one.judged, text), repeat)[0] for one, text, _ in results)
    report.figure("diagnosing one wrong response, median (CPU)", f"{half:.2f} ms", "<= 1 ms", half <= 1)


def report_slips(report: Report, asked: list[Question], count: int) -> None:
    """Random slips that get a name: guessing is no diagnosis."""
    drawn = list(drawn_slips(asked, count))
    named = [each for each in drawn if is_named(each[2])]
    report.share("random slips with a name", len(named), len(drawn), 0.25, most=True)
    report.items(
        f"{one.part.task}: {text} {[found.code for found in result.diagnosis]}" for one, text, result in named
    )


def main() -> int:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--slips", type=int, default=600)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--list", action="store_true", help="print what missed")
    chosen = options.parse_args()
    report = Report(chosen.list)
    asked = functions(chosen.repeat)
    report_functions(report, asked)
    report_written(report, chosen.repeat)
    report_slips(report, asked, chosen.slips)
    return int(report.missed)


if __name__ == "__main__":
    sys.exit(main())
