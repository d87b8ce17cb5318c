"""The tree stays as it was agreed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "exercises", "grader", "door")
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
LONGEST_TEMPLATE = 150
CATCH_ALL_NAMES = {"utils", "util", "common", "helpers", "helper", "misc"}
FORBIDDEN_CALLS = {"eval", "exec", "sympify", "parse_expr", "parse_latex"}
KNOWS_THE_ENVIRONMENT = {
    "platform/gradus/environment.py",
    "door/environment.py",
    "door/installer.py",
    "door/checks.py",
    "door/testing.py",
}


def python_files(*folders: str) -> list[Path]:
    """Our modules in these folders, migrations left out: Django writes those."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert found, f"no Python files in {folders}"
    return sorted(path for path in found if "migrations" not in path.parts)


def tracked_files() -> list[Path]:
    """What git knows, or everything in a copy without git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def named(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int, int]]:
    """(name, first line, number of lines) of each function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def test_platform_is_a_source_root_and_no_package() -> None:
    assert sorted(path.name for path in (ROOT / "platform").iterdir() if path.name != "__pycache__") == [
        "gradus"
    ]


def test_import_platform_from_the_root_finds_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.python_version())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout.strip()) == ("", ".".join(str(part) for part in sys.version_info[:3]))


def test_functions_keep_to_their_budget() -> None:
    long = [
        f"{named(path)}:{line} {name}: {length} lines"
        for path in python_files(*SOURCES)
        for name, line, length in functions(path)
        if length > LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_keep_to_their_budget() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in python_files(*SOURCES)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_templates_keep_to_their_budget() -> None:
    lengths = {
        named(path): len(path.read_text().splitlines()) for path in (ROOT / "templates").rglob("*.html")
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE} == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [named(path) for path in python_files(*SOURCES) if path.stem in CATCH_ALL_NAMES] == []


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        named(path)
        for path in python_files(*SOURCES)
        if re.search(r"\bos\.(environ|getenv)", path.read_text())
    }
    assert readers <= KNOWS_THE_ENVIRONMENT


def test_nothing_evaluates_text() -> None:
    found = []
    for path in python_files(*SOURCES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                # re.compile(...).sub is no eval; only these very names count, and a method of ours may not have them.
                if name in FORBIDDEN_CALLS:
                    found.append(f"{named(path)}:{node.lineno} {name}")
    assert found == []


def test_tests_are_no_packages() -> None:
    assert [named(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def saving_classes(path: Path) -> Iterator[str]:
    """Classes that override `save`, but forms: theirs is where allauth calls us."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef) and not any(
            ast.unparse(base).endswith("Form") for base in node.bases
        ):
            yield from (
                f"{named(path)}: {node.name}.save"
                for each in node.body
                if isinstance(each, ast.FunctionDef) and each.name == "save"
            )


def test_no_overridden_save_and_no_signals() -> None:
    signals = re.compile(r"django\.dispatch|django\.db\.models\.signals")
    paths = python_files("platform")
    assert [found for path in paths for found in saving_classes(path)] == []
    assert [named(path) for path in paths if signals.search(path.read_text())] == []
