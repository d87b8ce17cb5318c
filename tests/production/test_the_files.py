"""docker-compose.yml and the Dockerfile: right by their own rules, and by ours."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.production.compose import (
    DOCKERFILE,
    FILE,
    LONG_RUNNING,
    OURS,
    ROOT,
    VARIABLE,
    image_environment,
)

BIN = Path(sys.executable).parent
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
SECRETS = re.compile(r"(?i)(?:^|[^a-z])(password|secret|key|token)\s*[:=]\s*(\S+)")


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        ["hadolint", "Dockerfile"],
    ],
    ids=["compose", "dockerfile"],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_process_of_the_site_is_a_service() -> None:
    assert list(SERVICES) == ["postgres", "redis", "migrations", "web", "worker", "proof-worker", "sweeper"]
    assert OURS == ["migrations", "web", "worker", "proof-worker", "sweeper"]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_what_runs_on_has_a_health_check_a_log_that_ends_and_time_to_stop(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert name == "web" or service["healthcheck"]["test"][0] == "CMD"
    assert "HEALTHCHECK" in DOCKERFILE
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    assert service["stop_grace_period"]


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_no_more_than_they_must(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged") and "user" not in service


def test_what_lasts_is_in_named_volumes() -> None:
    used = {place.split(":")[0]: name for name, each in SERVICES.items() for place in each.get("volumes", [])}
    assert set(used) == set(FILE["volumes"]) == {"postgres", "redis", "data"}
    assert f"data:{image_environment()['GRADUS_DATA']}" in SERVICES["web"]["volumes"]


def test_only_the_web_server_has_a_port_and_only_on_this_machine() -> None:
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    assert published == {"web": ["127.0.0.1:${WEB_PORT:-8000}:8000"]}


def test_no_secret_stands_in_a_file_of_the_repository() -> None:
    texts = [(ROOT / name).read_text() for name in ("docker-compose.yml", "Dockerfile", ".env.example")]
    lines = [line for text in texts for line in text.splitlines() if not line.lstrip().startswith("#")]
    given = [VARIABLE.sub("", line) for line in lines]
    found = {match.group(2) for line in given if (match := SECRETS.search(line))}
    assert found == {"only-while-building"}


def test_the_image_runs_as_an_ordinary_user() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users and users[-1] not in ("0", "root")
    assert f"--uid {users[-1]} " in DOCKERFILE


def test_what_the_image_copies_is_let_through_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert next(line for line in lines if not line.startswith("#")) == "*"
    let_through = {line[1:] for line in lines if line.startswith("!")}
    copies = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
    assert let_through == {name for names in copies for name in names}
    assert all((ROOT / name).exists() for name in let_through)


def normal(name: str) -> str:
    """The name of a distribution as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed distribution requires here with these extras; nothing for one this platform leaves out."""
    try:
        listed = map(Requirement, distribution(name).requires or [])
    except PackageNotFoundError:
        return []
    asked = ["", *extras]
    return [
        each
        for each in listed
        if each.marker is None or any(each.marker.evaluate({"extra": x}) for x in asked)
    ]


def distributions_of_the_image() -> set[str]:
    """What `uv pip install -r pyproject.toml` takes: the dependencies, and theirs, without the extra `dev`."""
    seen: dict[str, set[str]] = {}
    waiting = [Requirement("gradus")]
    while waiting:
        wanted = waiting.pop()
        name = normal(wanted.name)
        if name not in seen or not wanted.extras <= seen[name]:
            seen[name] = seen.get(name, set()) | wanted.extras
            waiting += required(name, seen[name])
    return set(seen)


def imported(path: Path) -> set[str]:
    """The packages a module imports that are neither the standard library's nor ours."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found - set(sys.stdlib_module_names) - {"gradus", "exercises", "grader"}


def test_the_site_needs_no_package_that_is_not_in_the_image() -> None:
    owners = packages_distributions()
    there = distributions_of_the_image()
    assert {"django", "psycopg-binary", "redis"} <= there
    assert there.isdisjoint({"pytest", "mypy", "hatchling", "playwright"})
    paths = [path for folder in ("platform", "exercises", "grader") for path in (ROOT / folder).rglob("*.py")]
    missing = {
        f"{path.relative_to(ROOT)}: {top}"
        for path in paths
        for top in imported(path)
        if there.isdisjoint(map(normal, owners.get(top, [])))
    }
    assert missing == set()
