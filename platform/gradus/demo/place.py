"""Where a demo lives: its folder, its addresses, and the environment its processes get."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gradus import environment
from gradus.demo.failure import CannotStart
from gradus.demo.ports import HOST, any_free

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Place:
    """One installation of the demo. `own_redis_port` is None where REDIS_URL names a server; `with_class`: with the
    simulated students."""

    data: Path
    port: int
    redis_url: str
    own_redis_port: int | None
    on_sqlite: bool
    variables: dict[str, str]
    with_class: bool = True

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{HOST}:{self.port}/"

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs."""
        return self.data / "logs"


def place_of(data: Path, port: int, *, redis_url: str, database_url: str) -> Place:
    """A place on the given servers; an empty address means the embedded server or the SQLite file in `data`."""
    own_redis_port = None if redis_url else any_free()
    redis_url = redis_url or f"redis://{HOST}:{own_redis_port}/0"
    variables = environment.for_child(
        GRADUS_ENVIRONMENT="local",
        GRADUS_DATA=str(data),
        REDIS_URL=redis_url,
        DATABASE_URL=database_url or None,
        DJANGO_SETTINGS_MODULE=None,
        STATIC_ROOT=None,
        ALLOWED_HOSTS=None,
        EMAIL_VERIFICATION=None,
        DEBUG="0",
        HTTPS="0",
        PYTHONUNBUFFERED="1",
    )
    on_sqlite = not database_url or database_url.startswith("sqlite")
    return Place(data, port, redis_url, own_redis_port, on_sqlite, variables)


def usual_place(port: int) -> Place:
    """As the environment says: GRADUS_DATA, REDIS_URL, DATABASE_URL. Raises SettingError."""
    data = environment.writable("GRADUS_DATA", environment.folder("GRADUS_DATA", ROOT / ".data"))
    return place_of(
        data,
        port,
        redis_url=environment.text("REDIS_URL", ""),
        database_url=environment.text("DATABASE_URL", ""),
    )


def throw_away_place(data: Path) -> Place:
    """A place that touches no server and no folder of anybody else, ready as soon as may be."""
    return replace(place_of(data, any_free(), redis_url="", database_url=""), with_class=False)


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """One demo in a folder at a time. Raises CannotStart, naming the process that is there."""
    with (data / "demo.lock").open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            raise CannotStart(
                f"A demo already runs in {data} (process {stream.read().strip() or 'unknown'}). "
                "Stop it, or give this one another folder in GRADUS_DATA."
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield
