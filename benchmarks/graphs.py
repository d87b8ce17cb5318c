"""How well are faulty cells found and named? `python benchmarks/graphs.py [--runs 2500] [--seed 0]`

Simulated students (tests/grader/graphs/simulated_students.py) fill computation graphs in working order, on their own
rounded entries, with one mistake. Marking must find exactly the cells at which it was made.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "grader" / "graphs"))

from simulated_students import FAMILIES, Family, Run, filled, quarter, runs, two_two_one

from grader.graphs import mark
from grader.graphs.explaining import explained, in_common
from grader.results import CellVerdict


def main() -> int:
    """Prints a line for each family; 1 where the goals are missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=2500)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    whole: Counter[str] = Counter()
    for family in FAMILIES:
        draw = random.Random(f"{chosen.seed} {family.name}")
        counted = tally(runs(family, draw, chosen.runs // len(FAMILIES) + 1))
        whole += counted
        print(line(family.name, counted))
    print(line("all", whole))
    hurt = sum(
        honest_losses(family, random.Random(f"{chosen.seed} honest {family.name}")) for family in FAMILIES
    )
    print(f"rounded to 3 decimals without a mistake: {hurt} of {HONEST * len(FAMILIES)} sheets lose a mark")
    micros, cells = marking_time(two_two_one("sigmoid", quarter))
    print(
        f"marking a graph of {cells} cells, one of them wrong: {micros / 1000:.2f} ms ({micros / cells * 40 / 1000:.2f} ms for 40)"
    )
    return int(whole["exact"] < 0.995 * whole["runs"] or whole["more"] > 0 or hurt > 0)


def tally(found: object) -> Counter[str]:
    """Counts of runs: exactly the faulty cells, fewer, more; named rightly, by another name, not named."""
    counted: Counter[str] = Counter()
    for run in found:  # type: ignore[attr-defined]  # an iterator of runs
        counted.update(judged(run))
    return counted


HONEST = 100


def judged(run: Run) -> list[str]:
    """What to count of one run."""
    marking = mark(run.key, run.entries)
    wrong = {each.cell.name for each in marking.marks if each.verdict is CellVerdict.WRONG}
    faulty = set(run.faulty)
    found = ["runs", "exact" if wrong == faulty else "fewer" if wrong < faulty else "more"]
    codes = explained(run.key, marking, run.entries)
    assert run.rule is not None
    if codes:
        first = next(iter(codes.values()))
        name = in_common(codes) or (first[0] if first else "")
        found.append("named" if name == run.rule.code else "other" if name else "silent")
        found.append("listed" if all(run.rule.code in each for each in codes.values()) else "unlisted")
    return found


def line(name: str, counted: Counter[str]) -> str:
    """One line of shares."""
    of = counted["runs"]
    return (
        f"{name:<16} {of:5} runs  exactly the faulty cells {counted['exact'] / of:7.2%}  fewer {counted['fewer']:4}"
        f"  more {counted['more']:4}  named {counted['named'] / of:6.1%}  other name {counted['other'] / of:6.1%}"
        f"  no name {counted['silent'] / of:6.1%}"
    )


def honest_losses(family: Family, draw: random.Random) -> int:
    """Of HONEST sheets without a mistake, rounded to 3 decimals: how many lose a mark."""
    lost = 0
    for _ in range(HONEST):
        run = filled(family.drawn(draw), None, draw, 3)
        lost += run is not None and mark(run.key, run.entries).score < 1
    return lost


def marking_time(family: Family) -> tuple[float, int]:
    """The least CPU time in microseconds of marking and explaining one sheet, and its number of cells."""
    run = next(runs(family, random.Random(7), 1))
    least = float("inf")
    for _ in range(20):
        start = time.process_time_ns()
        explained(run.key, mark(run.key, run.entries), run.entries)
        least = min(least, (time.process_time_ns() - start) / 1000)
    return least, len(run.key.cells)


if __name__ == "__main__":
    sys.exit(main())
