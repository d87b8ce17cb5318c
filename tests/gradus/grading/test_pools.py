"""Pools of variants are refilled for those who nearly had all."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.faults import ProblemFileError
from gradus.grading import pools
from gradus.library.pool import POOL_SIZE, PoolReport
from gradus.submissions import actions


def test_a_pool_is_short_when_someone_has_few_left(world: Any) -> None:
    assert pools.short_pools() == {}
    first = actions.start_attempt(user=world.cast.student, item=world.item)
    assert pools.short_pools() == {world.version.pk: 4 + POOL_SIZE}  # 3 of 4 left
    actions.new_variant(attempt=first, by=world.cast.student)
    assert pools.short_pools() == {world.version.pk: 4 + POOL_SIZE}


def test_it_fills_the_short_ones(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def fill(*, version: Any, size: int) -> PoolReport:
        asked.append((version.pk, size))
        return PoolReport(made=7, there=size)

    monkeypatch.setattr(pools, "fill_pool", fill)
    assert pools.refill_pools() == 0
    actions.start_attempt(user=world.cast.student, item=world.item)
    assert pools.refill_pools() == 7
    assert asked == [(world.version.pk, 4 + POOL_SIZE)]


def test_a_problem_that_no_longer_reads_does_not_stop_the_others(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.start_attempt(user=world.cast.student, item=world.item)  # its stored source is empty
    with pytest.raises(ProblemFileError):
        pools.fill_pool(version=world.version, size=99)
    assert pools.refill_pools() == 0
