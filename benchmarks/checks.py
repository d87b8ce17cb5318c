"""How fast and how right are the checks? `python benchmarks/checks.py [--repeat 5] [--sympy 60]`

Every case is read from its two typed strings and decided; the figures are CPU time, least of the repeats of each
case. Floors and baselines (benchmarks/baselines.py) take turns with them in the same process on the same cases, so
that the ratios do not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
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
ROUNDS = 3
"""All ways take turns this often, so that a busy moment of the machine does not fall on one of them alone."""

Way = Callable[[Case], Callable[[], Any]]
"""What is timed for a case; whatever it needs beforehand is done when it is made."""


@dataclass
class Figures:
    """The least times of one way to check by case, in microseconds, and what it said of each case."""

    name: str
    way: Way
    times: dict[str, float] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)

    def add(self, case: Case, repeat: int) -> None:
        """Time one case; one that a floor cannot take is left out."""
        try:
            least, self.said[case["id"]] = best(self.way(case), repeat)
        except (SyntaxError, NameError, TypeError, ZeroDivisionError):
            return
        self.times[case["id"]] = min(least, self.times.get(case["id"], least))

    def at(self, share: float) -> float:
        """A quantile."""
        ordered = sorted(self.times.values())
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def right(self, cases: list[Case]) -> str:
        """How many cases it got right; nothing for a way that decides nothing."""
        if not any(said is not None for said in self.said.values()):
            return ""
        right = sum(self.said.get(case["id"]) == case["expected"] for case in cases)
        return f"  right {right} of {len(self.times)}"

    def line(self, cases: list[Case], ours: float | None = None) -> str:
        """One line of figures, and how ours compare at the median."""
        rate = 1e6 * len(self.times) / sum(self.times.values())
        quantiles = "  ".join(f"p{share} {self.at(share / 100):9.1f}" for share in (50, 95, 99))
        beside = "" if ours is None else f"  {self.at(0.5) / ours:7.2f} x ours at the median"
        return f"{self.name:<34} {quantiles} us  {rate:9,.0f} /s{self.right(cases)}{beside}"


def main() -> None:
    """Runs everything and prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=Path, default=CASES)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--sympy", type=int, default=60, help="cases for sympy; 0 leaves it out")
    chosen = options.parse_args()
    cases = [json.loads(line) for line in chosen.cases.read_text().splitlines()]
    fresh, *others = (
        Figures("both strings read", reading),
        Figures("against a stored variant", stored),
        Figures("floor: ast.parse of both strings", parsing),
        Figures("floor: numpy at 16 points", sampling),
    )
    take_turns((fresh, *others), cases, chosen.repeat)
    print(fresh.line(cases))
    for figures in others:
        print(figures.line(cases, fresh.at(0.5)))
    print(f"import of grader in a new process: {cold_start():.0f} ms CPU; peak memory {peak():.0f} MiB")
    if chosen.sympy:
        compare_with_sympy(cases[:: max(1, len(cases) // chosen.sympy)], chosen.repeat)


def take_turns(ways: tuple[Figures, ...], cases: list[Case], repeat: int) -> None:
    """Time all ways on all cases; what was wrong of ours is printed."""
    for _ in range(ROUNDS):
        for case in cases:
            for figures in ways:
                figures.add(case, repeat)
    for case in cases:
        verdicts = [figures.said[case["id"]] for figures in ways if figures.way in (reading, stored)]
        if set(verdicts) != {case["expected"]}:
            print(f"not right: {case['id']}: {', '.join(verdicts)} for {case['expected']}")


def part_of(case: Case) -> Part:
    """The case as a part."""
    domain = {name: Interval(str(low), str(high)) for name, (low, high) in case["domain"].items()}
    return Part("a", "expression", case["answer_as_typed"], tuple(case["variables"]), domain=domain)


def reading(case: Case) -> Callable[[], str]:
    """Both strings read, and decided anew."""
    part, typed = part_of(case), {"": case["response_as_typed"]}
    return lambda: str(grade_part(prepare_part(part, 0), typed, QUIET)[0].verdict)


def stored(case: Case) -> Callable[[], str]:
    """The response read, and decided against a prepared reference."""
    prepared, typed = prepare_part(part_of(case), 0), {"": case["response_as_typed"]}
    return lambda: str(grade_part(prepared, typed, QUIET)[0].verdict)


def best(call: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The least CPU time of several calls, in microseconds, and what the last returned."""
    least, said = float("inf"), None
    for _ in range(repeat):
        start = time.process_time_ns()
        said = call()
        least = min(least, (time.process_time_ns() - start) / 1000)
    return least, said


def cold_start() -> float:
    """Milliseconds of CPU time that importing the grader takes in a new process (least of three)."""
    code = "import time; t = time.process_time(); import grader.protocol; print(time.process_time() - t)"
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

    def read(case: Case) -> list[Any]:
        names = names_of(tuple(case["variables"]), (), ())
        return [to_sympy(parse(case[f"{side}_as_typed"], names)) for side in ("answer", "response")]

    ours = Figures(f"ours on {len(cases)} of them", reading)
    ways = (
        Figures("sympy.simplify(a - b) == 0", lambda case: simplifying(*read(case))),
        Figures("sympy: a.equals(b)", lambda case: equalling(*read(case))),
    )
    take_turns((ours,), cases, repeat)
    print(ours.line(cases))
    for figures in ways:
        for case in cases:
            figures.add(case, 1)
        print(figures.line(cases, ours.at(0.5)))


if __name__ == "__main__":
    main()
