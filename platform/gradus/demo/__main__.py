"""`manage.py demo [--port N] [--smoke]`: the whole site on one machine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from gradus.demo.failure import CannotStart
from gradus.demo.people import JOIN_CODE, PASSWORD, PEOPLE
from gradus.demo.phases import row, say
from gradus.demo.place import Place, alone, throw_away_place, usual_place
from gradus.demo.ports import LAST_PORT, claim
from gradus.demo.smoke import SmokeFailure, smoke
from gradus.demo.supervisor import Asked, Supervisor
from gradus.environment import SettingError

DEFAULT_PORT = 8000
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Runs the demo until it is told to stop. 0 after a stop that was asked for or a smoke test that passed."""
    options = _parser().parse_args(arguments)
    try:
        return _smoke_test() if options.smoke else _site(options.port)
    except (CannotStart, SettingError, SmokeFailure) as fault:
        print(fault, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="The whole site on this machine.")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="default: %(default)s")
    parser.add_argument(
        "--smoke", action="store_true", help="try the main job once in a throw-away folder, and stop"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return int(text)


def _site(port: int) -> int:
    return _run(usual_place(claim(port)), _serve, if_stopped=0)


def _smoke_test() -> int:
    with tempfile.TemporaryDirectory(prefix="gradus-smoke-", ignore_cleanup_errors=True) as folder:
        return _run(throw_away_place(Path(folder)), _try_once, if_stopped=INTERRUPTED)


def _run(place: Place, work: Callable[[Supervisor], int], if_stopped: int) -> int:
    row("environment", f"ready; data in {place.data}")
    supervisor = Supervisor(place)
    with alone(place.data):
        try:
            with supervisor.running():
                return work(supervisor)
        except Asked:
            say("Stopped.")
            return if_stopped


def _serve(supervisor: Supervisor) -> int:
    say(f"\nGradus is at {supervisor.place.address}\n")
    for person in PEOPLE:
        say(f"  {person.role:<8} {person.email:<22} {PASSWORD}")
    say(f"\n  Whoever signs up may join the demo course with the code {JOIN_CODE}.")
    say("\nCtrl-C stops everything.\n")
    supervisor.start_the_rest()
    supervisor.watch()
    return 0


def _try_once(supervisor: Supervisor) -> int:
    supervisor.start_the_rest()
    smoke(supervisor.place, supervisor.pause)
    say("The main job works.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
