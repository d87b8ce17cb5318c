"""How right, how quick and how steady is `python -m grader`?

    .venv/bin/python benchmarks/cases.py                        the development cases and the hostile texts
    .venv/bin/python benchmarks/cases.py FILE...                other case files of the two formats
    .venv/bin/python benchmarks/cases.py --steady 1000          20 runs with one seed, 20 seeds: nothing may change
    .venv/bin/python benchmarks/cases.py --stream 100000        memory and flushing over many lines
    .venv/bin/python benchmarks/cases.py --mutants 100000       broken texts: a verdict or a fault with its place

Every line goes through a real process, one at a time. CPU is what the grader says of itself (`micros`), wall the time
from writing the line to having its answer. Exits 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from case_files import (
    NOTED,
    RIGHT,
    SPELLINGS,
    UNDECIDED,
    UNREADABLE,
    WRONG,
    Outcome,
    Row,
    case_outcome,
    case_request,
    hostile_outcome,
    hostile_request,
    is_hostile,
    rows_of,
)
from grader_process import ROOT, Grader, Reply, line_of
from mutants import Tally, mutated_texts, tried
from steadiness import EARLY, cases_changing, stream_figures

DATA = ROOT / "tests" / "grader" / "data"
FILES = (DATA / "cases.jsonl", DATA / "hostile.jsonl")
SLOWEST, MEDIAN = 1.0, 0.001
"""Seconds of wall time that one hostile line, and the middle one, may take."""
GROWTH = 4.0
"""MiB by which memory may grow between line 10,000 and the last."""
FILLING = 12.0
"""The same for a shorter stream, in which what is kept (a bounded number of names, points and words) still fills."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what was asked for; 1 if anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options.add_argument("--steady", type=int, default=0, metavar="CASES")
    options.add_argument("--repeats", type=int, default=20, help="runs, and seeds, of --steady")
    options.add_argument("--stream", type=int, default=0, metavar="LINES")
    options.add_argument("--mutants", type=int, default=0, metavar="TEXTS")
    options.add_argument("--seed", type=int, default=2026, help="of the mutations")
    chosen = options.parse_args(arguments)
    special = chosen.steady or chosen.stream or chosen.mutants
    files = chosen.files or (() if special else FILES)
    wrong = sum(run_file(file) for file in files)
    cases = rows_of(FILES[0])
    if chosen.steady:
        wrong += run_steady(cases, chosen.steady, chosen.repeats)
    if chosen.stream:
        wrong += run_stream(cases, chosen.stream)
    if chosen.mutants:
        wrong += run_mutants(chosen.mutants, chosen.seed)
    return 1 if wrong else 0


def run_file(file: Path) -> int:
    """One file, in each of its spellings; returns how many were wrong."""
    rows = rows_of(file)
    if is_hostile(rows):
        return run_rows(f"{file.name}: input", rows, hostile_request, hostile_outcome, hostile=True)
    wrong = 0
    for spelling in SPELLINGS:
        named = f"{file.name}: response{spelling} vs answer{spelling}"
        told = [row for row in rows if f"answer{spelling}" in row]
        if told:
            wrong += run_rows(named, told, lambda row, how=spelling: case_request(row, how), case_outcome)
    return wrong


def run_rows(
    name: str,
    rows: list[Row],
    request: Callable[[Row], Row],
    outcome: Callable[[Row, Row], Outcome],
    hostile: bool = False,
) -> int:
    """Asks every row, prints the counts, the times and all that is not right; returns how many were wrong."""
    started = time.perf_counter()
    with Grader() as grader:
        replies = [grader.ask(line_of(request(row))) for row in rows]
        left = grader.left_behind()
    elapsed = time.perf_counter() - started
    outcomes = [outcome(row, reply.answer) for row, reply in zip(rows, replies, strict=True)]
    counts = Counter(one.kind for one in outcomes)
    counts[RIGHT] += counts[NOTED]
    shown = ", ".join(f"{counts[kind]} {kind}" for kind in (RIGHT, WRONG, UNDECIDED, UNREADABLE))
    print(f"{name}\n  {shown} of {len(rows)}; {elapsed:.2f} s with the start of the process")
    print_times(replies)
    for row, one in zip(rows, outcomes, strict=True):
        if one.kind != RIGHT:
            print(f"  {one.kind}: {row['id']}: {request(row)['response']!r}: {one.reason}")
    wrong = counts[WRONG]
    return wrong + (hostile_faults(rows, replies, left) if hostile else 0)


def print_times(replies: list[Reply]) -> None:
    """CPU and wall of the lines."""
    micros = sorted(reply.answer.get("micros", 0) for reply in replies)
    waits = sorted(reply.seconds * 1e6 for reply in replies)
    for what, times in (("CPU", micros), ("wall", waits)):
        p50, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.99))
        print(f"  {what} a line: p50 {p50:.0f}, p99 {p99:.0f}, max {times[-1]:.0f} us")


def hostile_faults(rows: list[Row], replies: list[Reply], left: list[str]) -> int:
    """Prints what the answers as a whole must keep and do not."""
    controls = sum(row["must"] == "grade" for row in rows)
    refusals = sum(row["must"] == "reject" for row in rows)
    slow = [row["id"] for row, reply in zip(rows, replies, strict=True) if reply.seconds > SLOWEST]
    median = statistics.median(reply.seconds for reply in replies)
    print(f"  {controls} controls, {refusals} that must be refused; files written: {left or 'none'}")
    if slow:
        print(f"  wrong: slower than {SLOWEST} s: {', '.join(slow)}")
    if median > MEDIAN:
        print(f"  wrong: median {median * 1e3:.2f} ms")
    return len(slow) + (median > MEDIAN) + len(left)


def run_steady(cases: list[Row], count: int, repeats: int) -> int:
    """Prints each case whose output changes from run to run, or whose verdict changes with the seed."""
    started = time.perf_counter()
    same, seeds = cases_changing(cases, count, repeats)
    print(f"steadiness: {count} cases, {repeats} runs of one seed and {repeats} seeds")
    print(f"  {len(same)} outputs changed from run to run; {len(seeds)} verdicts changed with the seed")
    for told in (*same, *seeds):
        print(f"  wrong: {told}")
    print(f"  {time.perf_counter() - started:.1f} s")
    return len(same) + len(seeds)


def run_stream(cases: list[Row], count: int) -> int:
    """Prints the memory along a stream, and what was not answered."""
    figures = stream_figures(cases, count)
    marks = ", ".join(f"{mib:.1f} MiB after {number:,}" for number, mib in figures.memory.items())
    print(
        f"stream: {count:,} lines in {figures.seconds:.1f} s ({count / figures.seconds:,.0f} /s), one at a time"
    )
    print(f"  memory {marks}; growth {figures.growth:+.1f} MiB")
    print(f"  {figures.errors:,} bad lines answered as such, exit status {figures.status}")
    wrong = (
        (figures.growth > (GROWTH if count > 2 * EARLY else FILLING))
        + (figures.status != 1)
        + len(figures.faults)
    )
    for told in figures.faults[:20]:
        print(f"  wrong: {told}")
    return wrong


def run_mutants(count: int, seed: int) -> int:
    """Prints what broken texts came to."""
    tally = Tally()
    for text in mutated_texts(seed, count):
        tried(text, tally)
    print(f"mutants: {count:,} texts, {tally.read:,} read, {count - tally.read:,} refused, seed {seed}")
    print(f"  {tally.seconds:.1f} s, slowest {tally.slowest * 1e3:.0f} ms: {tally.slowest_text!r}")
    print("  " + ", ".join(f"{code} {times:,}" for code, times in tally.outcomes.most_common()))
    for told in tally.faults[:50]:
        print(f"  wrong: {told}")
    return len(tally.faults)


if __name__ == "__main__":
    sys.exit(main())
