"""The real `python -m grader`, through benchmarks/cases.py in small: right, steady, and as small as it was."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CASES = ROOT / "benchmarks" / "cases.py"
DATA = ROOT / "tests" / "grader" / "data"
HERE = {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CASES), *arguments], capture_output=True, text=True, check=False, env=HERE
    )


def test_every_case_is_right_and_every_hostile_text_is_met() -> None:
    found = run()
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.count("495 right, 0 wrong, 0 undecided, 0 unreadable of 495") == 2
    assert "347 right, 0 wrong, 0 undecided, 0 unreadable of 347" in found.stdout
    assert "files written: none" in found.stdout


def test_a_wrong_verdict_is_listed_and_ends_with_status_1(tmp_path: Path) -> None:
    case = json.loads((DATA / "cases.jsonl").read_text().splitlines()[0])
    hostile = {"id": "h1", "input": "x + y", "must": "reject", "codes": ["syntax"]}
    wrong = {"correct": "incorrect", "incorrect": "correct"}[case["expected"]]
    for name, row in (("cases.jsonl", {**case, "expected": wrong}), ("hostile.jsonl", hostile)):
        (tmp_path / name).write_text(json.dumps(row) + "\n")
        found = run(str(tmp_path / name))
        assert found.returncode == 1
        assert re.search(rf"wrong: {row['id']}: ", found.stdout), found.stdout


def test_neither_order_nor_run_nor_seed_changes_what_is_said() -> None:
    found = run("--steady", "150", "--repeats", "3")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 outputs changed from run to run; 0 verdicts changed with the seed" in found.stdout


def test_a_stream_is_answered_line_by_line_in_bounded_memory() -> None:
    found = run("--stream", "3000")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "60 bad lines answered as such, exit status 1" in found.stdout


def test_each_line_is_answered_before_the_next_is_written() -> None:
    lines = [b'{"id": "1", "kind": "number", "answer": "2", "response": "2"}', b"{bad", b"x" * (3 << 20),
             b'{"id": "2", "kind": "number", "answer": "2", "response": "1"}']  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "grader"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=HERE, cwd=ROOT
    )
    assert process.stdin is not None and process.stdout is not None
    said = []
    for line in lines:
        process.stdin.write(line + b"\n")
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 30)[0], f"no answer to {line[:80]!r}"
        said.append(json.loads(process.stdout.readline()))
    process.stdin.close()
    assert process.stdout.read() == b""
    process.stdout.close()
    assert process.wait(30) == 1
    assert [one.get("verdict") or one["error"]["code"] for one in said] == ["correct", "not_json", "too_long", "incorrect"]  # fmt: skip


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n  \n"])
def test_the_last_line_needs_no_end_and_blank_lines_no_answer(end: bytes) -> None:
    line = b'{"id": "1", "kind": "number", "answer": "2", "response": "2"}'
    found = subprocess.run([sys.executable, "-m", "grader"], input=line + end, capture_output=True, check=False, env=HERE)  # fmt: skip
    assert (found.returncode, found.stdout.count(b"\n")) == (0, 1)
