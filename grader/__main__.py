"""`python -m grader`: JSON lines on standard input, one JSON line for each on standard output, in order.

Exit status 0, or 1 if a line was malformed (its place in the output holds an error object).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

from grader.protocol import answer_line, refuse_long

LONGEST = 1 << 20
"""Bytes of a line; what is longer is not kept in memory."""


def main() -> int:
    """Answers every line; returns the exit status."""
    status = 0
    for line in lines(sys.stdin.buffer):
        if line is not None and not line.strip():
            continue
        answer, in_order = refuse_long(LONGEST) if line is None else answer_line(line)
        status = status if in_order else 1
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return status


def lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Each line as soon as it is there; None in the place of one that is longer than LONGEST."""
    while line := source.readline(LONGEST):
        if len(line) < LONGEST or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(LONGEST)
        yield None


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stderr.close()
        sys.exit(1)
