"""Which processes the demo starts on which database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradus.demo import parts
from gradus.demo.children import Child
from gradus.demo.place import place_of


def lanes_and_children(child: Child) -> tuple[str, int]:
    """What a worker's command says after -Q and --concurrency."""
    words = child.command
    return words[words.index("-Q") + 1], int(words[words.index("--concurrency") + 1])


@pytest.mark.parametrize(
    ("database_url", "worker", "rest"),
    [
        ("", ("answer,proof,regrade", 1), []),
        ("sqlite:////tmp/elsewhere.sqlite3", ("answer,proof,regrade", 1), []),
        ("postgres://u:p@elsewhere/db", ("answer,regrade", os.cpu_count()), [("proof", 1)]),
    ],
)
def test_on_sqlite_one_process_grades_and_every_lane_has_a_worker(
    tmp_path: Path, database_url: str, worker: tuple[str, int], rest: list[tuple[str, int]]
) -> None:
    place = place_of(tmp_path, 8000, redis_url="redis://elsewhere:1/2", database_url=database_url)
    others = parts.the_rest(place)
    assert lanes_and_children(parts.worker(place)) == worker
    assert [lanes_and_children(child) for child in others if "-Q" in child.command] == rest
    assert [child.name for child in others][-1] == "sweeper"
