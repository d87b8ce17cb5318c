"""sympy is imported in grader/symbolic alone, and the hot path does without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GRADER = Path(__file__).parents[3] / "grader"


def test_only_the_bridge_imports_sympy() -> None:
    naming = [
        path.relative_to(GRADER).as_posix()
        for path in GRADER.rglob("*.py")
        if any(
            line.strip().startswith(("import sympy", "from sympy"))
            for line in path.read_text("utf-8").splitlines()
        )
    ]
    assert naming
    assert all(path.startswith("symbolic/") for path in naming), naming


@pytest.mark.parametrize("module", ["grader.calculus", "grader.graphs", "grader.checkers.graph"])
def test_the_hot_path_does_not_load_it(module: str) -> None:
    program = f"import sys, {module}; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=GRADER.parent, check=False).returncode == 0


def test_the_bridge_does_load_it() -> None:
    program = "import sys, grader.symbolic; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=GRADER.parent, check=False).returncode == 1
