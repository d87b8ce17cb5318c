"""The development cases, read as students type them and as programs write them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.protocol import answer_line

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "cases.jsonl").read_text().splitlines()
]


def judged(case: dict[str, Any], suffix: str, seed: int = 0) -> dict[str, Any]:
    request = {
        "id": case["id"], "kind": "expression", "answer": case[f"answer{suffix}"], "seed": seed,
        "response": case[f"response{suffix}"], "variables": case["variables"], "domain": case["domain"],
    }  # fmt: skip
    return answer_line(json.dumps(request))[0]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 400


@pytest.mark.parametrize("suffix", ["", "_as_typed"])
def test_every_case_is_decided_rightly(suffix: str) -> None:
    answers = [(case, judged(case, suffix)) for case in CASES]
    wrong = [(case["id"], answer) for case, answer in answers if answer.get("verdict") != case["expected"]]
    assert wrong == []


def test_no_verdict_depends_on_the_seed() -> None:
    for case in CASES[::5]:
        verdicts = {judged(case, "_as_typed", seed)["verdict"] for seed in range(1, 6)}
        assert verdicts == {case["expected"]}, case["id"]


def test_every_wrong_case_has_a_visible_witness() -> None:
    for case in CASES:
        if case["expected"] == "incorrect":
            witness = judged(case, "_as_typed")["witness"]
            assert witness["answer"] != witness["response"], case["id"]
            assert witness["at"], case["id"]


def test_two_processes_say_the_same_to_the_byte_times_aside() -> None:
    lines = []
    for case in CASES[::8]:
        request = {
            "id": case["id"], "kind": "expression", "answer": case["answer"], "response": case["response"],
            "variables": case["variables"], "seed": 3,
        }  # fmt: skip
        lines.append(json.dumps(request))
    outputs = set()
    for hash_seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-m", "grader"], input="\n".join(lines), capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )  # fmt: skip
        outputs.add(re.sub(r'"micros": \d+', "", run.stdout))
    assert len(outputs) == 1
    assert outputs.pop().count('"verdict"') == len(lines)
