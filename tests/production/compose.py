"""docker-compose.yml and the Dockerfile as docker reads them: each service's command, environment and health check."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
JOINED = DOCKERFILE.replace("\\\n", " ")
VARIABLE = re.compile(r"\$\{([A-Z_]+)(:[-?])?([^}]*)\}")
FILE: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text())
OURS = [name for name, service in FILE["services"].items() if service["image"] == "gradus"]
"""Services made of our image, in the order in which they stand."""
LONG_RUNNING = [name for name in FILE["services"] if name != "migrations"]


def image_word(name: str) -> list[str]:
    """The last list after `name` (CMD, HEALTHCHECK) in the Dockerfile."""
    marked = re.findall(rf"^{name}\b[^\[\n]*(\[.*\])$", JOINED, re.MULTILINE)
    words: list[str] = json.loads(marked[-1])
    return words


def image_environment() -> dict[str, str]:
    """Every ENV of the last stage."""
    last = JOINED[JOINED.rindex("\nFROM ") :]
    pairs = " ".join(re.findall(r"^ENV (.*)$", last, re.MULTILINE)).split()
    return dict(pair.split("=", 1) for pair in pairs)


def built_with() -> str:
    """The shell line of the image's last RUN, from which collected files come."""
    return re.findall(r"^RUN (.*)$", JOINED, re.MULTILINE)[-1].strip()


def filled_in(text: str, dotenv: dict[str, str]) -> str:
    """`text` with ${NAME:-default} and ${NAME:?needed} replaced, as compose does; empty counts as not set."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if dotenv.get(name):
            return dotenv[name]
        assert kind == ":-", f"{name} is needed: {rest}"
        return str(rest)

    return VARIABLE.sub(value, text)


@dataclass(frozen=True)
class Service:
    """One service of ours: what docker would run, in which environment, how it asks for its health, how it ends."""

    name: str
    command: list[str]
    environment: dict[str, str]
    health: list[str] | None
    grace_seconds: float


def service(name: str, dotenv: dict[str, str]) -> Service:
    """The service `name` with an .env file of these lines."""
    said = FILE["services"][name]
    check = said.get("healthcheck", {})
    health = None if check.get("disable") else check.get("test", ["CMD", *image_word("HEALTHCHECK .* CMD")])
    given = {key: filled_in(str(value), dotenv) for key, value in said["environment"].items()}
    return Service(
        name=name,
        command=said.get("command") or image_word("CMD"),
        environment={**image_environment(), **dotenv, **given},
        health=health and health[1:],
        grace_seconds=float(str(said.get("stop_grace_period", "10s")).removesuffix("s")),
    )
