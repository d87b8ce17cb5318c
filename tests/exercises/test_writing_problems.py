"""The examples of docs/writing-problems.md: each file loads, draws, and passes its own tests; the tables are true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from exercises.faults import ProblemFileError
from exercises.format import Problem
from exercises.reading import parse_problem
from exercises.rules import KEYS_OF
from exercises.selfcheck import check_problem
from exercises.variants import draw

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "writing-problems.md").read_text()
FILES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROGRAMS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROBLEMS = [parse_problem(text, "writing-problems.md") for text in FILES]


def test_there_are_examples() -> None:
    assert len(FILES) >= 4
    assert {answer.type for problem in PROBLEMS for answer in problem.answers} >= {
        "expression",
        "choice",
        "graph",
    }


@pytest.mark.parametrize("problem", PROBLEMS, ids=[problem.id for problem in PROBLEMS])
def test_an_example_draws_and_has_no_findings(problem: Problem) -> None:
    assert draw(problem, 1).prompt
    found = check_problem(problem, range(3))
    assert [str(finding) for finding in found if finding.level == "fault"] == []


def test_the_faults_that_the_page_quotes_are_told_like_that() -> None:
    [text] = [text for text in FILES if 'id = "example.derived"' in text]
    quoted = re.findall(
        r"^power\.toml, line \d+: (?:let|without)[^ ]*: (.*?)(?: \.\.\.)?$", PAGE, re.MULTILINE
    )
    told = ""
    for old, new in (("recip_asked", "chain_ad"), ('u = "a*x + b"', 'u = "a*x + floor(2x)"')):
        with pytest.raises(ProblemFileError) as caught:
            parse_problem(text.replace(old, new), "power.toml")
        told += str(caught.value)
    assert len(quoted) == 2
    assert all(sentence in told for sentence in quoted)


def test_the_program_runs_and_finds_nothing() -> None:
    [program] = PROGRAMS
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_table_of_answers_names_keys_that_exist() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*) \|$", PAGE, re.MULTILINE)
    table = {kind: set(re.findall(r"`(\w+)`", keys)) for kind, keys in rows if kind != "type"}
    assert table.keys() == KEYS_OF.keys()
    for kind, keys in table.items():
        assert keys <= KEYS_OF[kind], kind
