"""How long a transaction may hold the lock."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from gradus.grading.writing import LEAST_PAUSE, LONGEST_HOLD, Stride, short_write
from gradus.submissions.models import Heartbeat


@pytest.mark.parametrize(
    ("rows", "seconds", "after"),
    [
        (16, LONGEST_HOLD * 0.8, 16),
        (16, LONGEST_HOLD * 1.6, 8),
        (16, 10.0, 1),
        (16, 0.0001, 32),  # at most twofold
        (3, 0.010, 16),  # the end of a batch
        (3, 0.050, 1),  # even the end of a batch was too slow
    ],
)
def test_the_stride_follows_the_time_a_write_took(rows: int, seconds: float, after: int) -> None:
    stride = Stride(start=16)
    stride.learn(rows, seconds)
    assert stride.rows == after


def test_the_stride_never_exceeds_a_batch() -> None:
    stride = Stride(start=80, most=100)
    stride.learn(80, 0.0001)
    assert stride.rows == 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hold", [0.0, 0.03])
def test_on_sqlite_it_pauses_at_least_as_long_as_it_held_the_lock(hold: float) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    with short_write():
        Heartbeat.objects.create(name="test")
        time.sleep(hold)
        leaving = time.monotonic()
    assert time.monotonic() - leaving >= max(hold, LEAST_PAUSE)
