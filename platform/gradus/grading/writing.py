"""Short write transactions that leave room for web requests.

SQLite has one writer at a time and no queue: a process that writes without a pause locks the others out for
seconds. So each transaction is short, and after it the process sleeps at least as long as it held the lock.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from gradus.accounts.models import User

LEAST_PAUSE = 0.005
LONGEST_HOLD = 0.025
"""Seconds a transaction may hold the lock; `Stride` keeps chunks below it."""


@contextmanager
def short_write() -> Iterator[None]:
    """A transaction; on SQLite followed by a pause of at least the time it held the lock."""
    with transaction.atomic():
        held_from = time.monotonic()
        yield
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(max(time.monotonic() - held_from, LEAST_PAUSE))


def hold_people(users: Collection[int]) -> None:
    """Wait for whatever else is done with these students' work, and keep others out until the transaction ends.

    Two that wrote at once would fold the same mastery from different evidence. The keys' order prevents deadlocks;
    on SQLite every transaction is alone.
    """
    if connection.features.has_select_for_update:
        held = User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk")
        list(held.values_list("pk"))


class Stride:
    """How many rows to write in one transaction, learnt from how long the last one took."""

    def __init__(self, start: int = 16, most: int = 100) -> None:
        self.rows = start
        self._most = most

    def learn(self, rows: int, seconds: float) -> None:
        """Aim at 80 % of the longest hold; grow at most twofold, so that one quick write does not mislead.

        The short chunk at the end of a batch says nothing: its time is the fixed cost of a transaction.
        """
        if rows < self.rows and seconds < LONGEST_HOLD:
            return
        fitting = int(rows * 0.8 * LONGEST_HOLD / max(seconds, 1e-6))
        self.rows = max(1, min(fitting, 2 * self.rows, self._most))
