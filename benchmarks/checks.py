"""How fast and how right are the checks? `python benchmarks/checks.py [--repeat 5] [--floor 60]`

Every case is read from its two typed strings and decided; the figures are CPU time, best of the repeats of each
case. The floor is `sympy.simplify(a - b) == 0` on a sample of the same cases in the same run (both sides already
read), so that the ratio does not depend on the machine.
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
from pathlib import Path
from typing import Any

from grader.checkers.shape import Context, names_of
from grader.grading import grade_part, prepare_part
from grader.language import parse
from grader.question import Interval, Part

CASES = Path(__file__).parents[1] / "tests" / "grader" / "data" / "cases.jsonl"
QUIET = Context(echo=False)


def main() -> None:
    """Runs everything and prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=Path, default=CASES)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--floor", type=int, default=60, help="cases for sympy; 0 leaves it out")
    chosen = options.parse_args()
    cases = [json.loads(line) for line in chosen.cases.read_text().splitlines()]
    fresh, stored, verdicts = timed_checks(cases, chosen.repeat)
    print(
        f"{len(cases)} cases as typed: "
        + ", ".join(f"{name} {count}" for name, count in verdicts.most_common())
    )
    report("both strings parsed", list(fresh.values()))
    report("stored variant", list(stored.values()))
    print(f"import of grader in a new process: {cold_start():.0f} ms; peak memory {peak():.0f} MiB")
    if chosen.floor:
        compare_with_sympy(cases[:: max(1, len(cases) // chosen.floor)], fresh)


def part_of(case: dict[str, Any]) -> Part:
    """The case as a part."""
    domain = {name: Interval(str(low), str(high)) for name, (low, high) in case["domain"].items()}
    return Part("a", "expression", case["answer_as_typed"], tuple(case["variables"]), domain=domain)


def timed_checks(
    cases: list[dict[str, Any]], repeat: int
) -> tuple[dict[str, float], dict[str, float], Counter[str]]:
    """Microseconds of each case, read and decided anew and against a prepared reference; right and wrong verdicts."""
    fresh: dict[str, float] = {}
    stored: dict[str, float] = {}
    verdicts: Counter[str] = Counter()
    for case in cases:
        part, typed = part_of(case), {"": case["response_as_typed"]}
        prepared = prepare_part(part, 0)

        def check(part: Part = part, typed: dict[str, str] = typed) -> str:
            return str(grade_part(prepare_part(part, 0), typed, QUIET)[0].verdict)

        def against(prepared: Any = prepared, typed: dict[str, str] = typed) -> str:
            return str(grade_part(prepared, typed, QUIET)[0].verdict)

        fresh[case["id"]], verdict = best(check, repeat)
        stored[case["id"]], again = best(against, repeat)
        right = verdict == again == case["expected"]
        verdicts["right" if right else f"{case['id']} {verdict}"] += 1
    return fresh, stored, verdicts


def best(call: Callable[[], str], repeat: int) -> tuple[float, str]:
    """The least CPU time of several calls, in microseconds, and what the last returned."""
    least, said = float("inf"), ""
    for _ in range(repeat):
        start = time.process_time_ns()
        said = call()
        least = min(least, (time.process_time_ns() - start) / 1000)
    return least, said


def report(what: str, times: list[float]) -> None:
    """One line of figures."""
    times = sorted(times)
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    rate = 1e6 * len(times) / sum(times)
    print(f"{what}: p50 {p50:.0f} us, p95 {p95:.0f} us, p99 {p99:.0f} us, {rate:,.0f} checks/s on one core")


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


def compare_with_sympy(cases: list[dict[str, Any]], fresh: dict[str, float]) -> None:
    """The same cases by simplification."""
    import sympy  # noqa: PLC0415  # only for the floor: its import must not count above

    from grader.symbolic import to_sympy  # noqa: PLC0415  # imports sympy too

    times, right, ours = [], 0, []
    for case in cases:
        names = names_of(tuple(case["variables"]), (), ())
        left, other = (to_sympy(parse(case[f"{side}_as_typed"], names)) for side in ("answer", "response"))
        start = time.process_time_ns()
        same = sympy.simplify(left - other) == 0
        times.append((time.process_time_ns() - start) / 1000)
        ours.append(fresh[case["id"]])
        right += same == (case["expected"] == "correct")
    report(f"sympy.simplify on {len(cases)} of them ({right} right)", times)
    ratio = sorted(times)[len(times) // 2] / sorted(ours)[len(ours) // 2]
    print(f"at the median sympy.simplify takes {ratio:.0f} times as long as a check with both strings parsed")


if __name__ == "__main__":
    main()
