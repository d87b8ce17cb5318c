"""`python -m grader`: JSON lines on standard input, one JSON line for each on standard output, in order.

Exit status 0, or 1 if a line was malformed (its place in the output holds an error object).
"""

from __future__ import annotations

import json
import sys

from grader.protocol import answer_line


def main() -> int:
    """Answers every line; returns the exit status."""
    status = 0
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        answer, in_order = answer_line(line)
        status = status if in_order else 1
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stderr.close()
        sys.exit(1)
