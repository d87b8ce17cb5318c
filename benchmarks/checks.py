"""How fast and how right are the checks? `python benchmarks/checks.py [--repeat 5] [--sympy 60]`

Every case is read from its two typed strings and decided; the figures are CPU time, least of the repeats of each
case. Floors and baselines (benchmarks/baselines.py) run in the same process on the same cases, so that the ratios do
not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baselines import Case, equalling, parsing, sampling, simplifying

from grader.checkers.shape import Context, names_of
from grader.grading import grade_part, prepare_part
from grader.language import parse
from grader.question import Interval, Part

CASES = Path(__file__).parents[1] / "tests" / "grader" / "data" / "cases.jsonl"
QUIET = Context(echo=False)


@dataclass
class Figures:
    """The times of one way to check, in microseconds, and how many cases it got right (None: it decides nothing)."""

    name: str
    times: list[float] = field(default_factory=list)
    right: int | None = 0

    def add(self, call: Callable[[], Any], repeat: int, expected: Any = None) -> Any:
        """Time one case."""
        least, said = best(call, repeat)
        self.times.append(least)
        if self.right is not None:
            self.right += said == expected
        return said

    def at(self, share: float) -> float:
        """A quantile."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def line(self, floor: float | None = None) -> str:
        """One line of figures."""
        shown = (
            f"{self.name:<34} p50 {self.at(0.5):8.1f}  p95 {self.at(0.95):9.1f}  p99 {self.at(0.99):9.1f} us"
        )
        shown += f"  {1e6 * len(self.times) / sum(self.times):9,.0f} /s"
        shown += "" if self.right is None else f"  right {self.right} of {len(self.times)}"
        return shown + ("" if floor is None else f"  {self.at(0.5) / floor:7.1f} x ours at the median")


def main() -> None:
    """Runs everything and prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=Path, default=CASES)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--sympy", type=int, default=60, help="cases for sympy; 0 leaves it out")
    chosen = options.parse_args()
    cases = [json.loads(line) for line in chosen.cases.read_text().splitlines()]
    fresh, stored = timed_checks(cases, chosen.repeat)
    print(fresh.line())
    print(stored.line())
    for name, way in (("floor: ast.parse of both strings", parsing), ("floor: numpy at 16 points", sampling)):
        print(timed_floor(name, way, cases, chosen.repeat).line(fresh.at(0.5)))
    print(f"import of grader in a new process: {cold_start():.0f} ms; peak memory {peak():.0f} MiB")
    if chosen.sympy:
        compare_with_sympy(cases[:: max(1, len(cases) // chosen.sympy)], chosen.repeat)


def part_of(case: Case) -> Part:
    """The case as a part."""
    domain = {name: Interval(str(low), str(high)) for name, (low, high) in case["domain"].items()}
    return Part("a", "expression", case["answer_as_typed"], tuple(case["variables"]), domain=domain)


def timed_checks(cases: list[Case], repeat: int) -> tuple[Figures, Figures]:
    """Each case, read and decided anew and against a prepared reference; what was wrong is printed."""
    fresh, stored = Figures("both strings read"), Figures("against a stored variant")
    wrong: Counter[str] = Counter()
    for case in cases:
        part, typed = part_of(case), {"": case["response_as_typed"]}
        prepared = prepare_part(part, 0)

        def check(part: Part = part, typed: dict[str, str] = typed) -> str:
            return str(grade_part(prepare_part(part, 0), typed, QUIET)[0].verdict)

        def against(prepared: Any = prepared, typed: dict[str, str] = typed) -> str:
            return str(grade_part(prepared, typed, QUIET)[0].verdict)

        verdict = fresh.add(check, repeat, case["expected"])
        again = stored.add(against, repeat, case["expected"])
        if {verdict, again} != {case["expected"]}:
            wrong[f"{case['id']}: {verdict}, {again} for {case['expected']}"] += 1
    for each in wrong:
        print("not right:", each)
    return fresh, stored


def timed_floor(
    name: str, way: Callable[[Case], Callable[[], bool | None]], cases: list[Case], repeat: int
) -> Figures:
    """A floor over all cases that it can take; a case it cannot is not right."""
    figures = Figures(name, right=None if way is parsing else 0)
    for case in cases:
        try:
            figures.add(way(case), repeat, case["expected"] == "correct")
        except (SyntaxError, NameError, TypeError, ZeroDivisionError):
            continue
    return figures


def best(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The least CPU time of several calls, in microseconds, and what the last returned."""
    least, said = float("inf"), None
    for _ in range(repeat):
        start = time.process_time_ns()
        said = call()
        least = min(least, (time.process_time_ns() - start) / 1000)
    return least, said


def cold_start() -> float:
    """Milliseconds that importing the grader takes in a new process (least of three)."""
    code = "import time; t = time.perf_counter(); import grader.protocol; print(time.perf_counter() - t)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return min(float(run.stdout) for run in runs) * 1000


def peak() -> float:
    """Peak resident memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare_with_sympy(cases: list[Case], repeat: int) -> None:
    """A sample of the cases by sympy, and by us again beside it."""
    from grader.symbolic import to_sympy  # noqa: PLC0415  # imports sympy, which must not count above

    ours, _ = timed_checks(cases, repeat)
    ours.name = f"ours on {len(cases)} of them"
    ways = {"sympy.simplify(a - b) == 0": simplifying, "sympy: a.equals(b)": equalling}
    print(ours.line())
    for name, way in ways.items():
        figures = Figures(name)
        for case in cases:
            names = names_of(tuple(case["variables"]), (), ())
            left, right = (
                to_sympy(parse(case[f"{side}_as_typed"], names)) for side in ("answer", "response")
            )
            figures.add(way(left, right), 1, case["expected"] == "correct")
        print(figures.line(ours.at(0.5)))


if __name__ == "__main__":
    main()
