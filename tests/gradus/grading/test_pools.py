"""Pools of variants are refilled for those who nearly had all."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from exercises.faults import DrawError, ProblemFileError
from gradus.grading import pools, tasks
from gradus.grading.pools import RefillReport
from gradus.grading.writing import short_write
from gradus.library import pool
from gradus.library.models import Variant
from gradus.library.pool import POOL_SIZE, PoolReport
from gradus.submissions import actions, doorbell


@pytest.fixture(autouse=True)
def _nothing_searched() -> None:
    pools._searches.clear()


def test_a_pool_is_short_when_someone_has_few_left(world: Any) -> None:
    assert pools.short_pools() == {}
    first = actions.start_attempt(user=world.cast.student, item=world.item)
    assert pools.short_pools() == {world.version.pk: 4 + POOL_SIZE}  # 3 of 4 left
    actions.new_variant(attempt=first, by=world.cast.student)
    assert pools.short_pools() == {world.version.pk: 4 + POOL_SIZE}


def test_it_fills_the_short_ones(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, Any]] = []

    def fill(*, version: Any, size: int, writing: Any, **_more: Any) -> PoolReport:
        asked.append((version.pk, size, writing))
        return PoolReport(made=7, there=size)

    monkeypatch.setattr(pools, "fill_pool", fill)
    assert pools.refill_pools() == RefillReport(0, more=False)
    actions.start_attempt(user=world.cast.student, item=world.item)
    assert pools.refill_pools() == RefillReport(7, more=False)
    assert asked == [(world.version.pk, 4 + POOL_SIZE, short_write)]


def test_a_problem_that_no_longer_reads_does_not_stop_the_others(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.start_attempt(user=world.cast.student, item=world.item)  # its stored source is empty
    with pytest.raises(ProblemFileError):
        pools.fill_pool(version=world.version, size=99)
    assert pools.refill_pools() == RefillReport(0, more=False)


# --- what a search may cost -------------------------------------------------------------------------------------


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock for the refill and the pool; draws move it."""
    now = [100.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr(pools, "time", clock)
    monkeypatch.setattr(pool, "time", clock)
    return now


def draws(
    monkeypatch: pytest.MonkeyPatch, now: list[float], seconds: float, bring: Callable[[int], str | None]
) -> list[int]:
    """Each draw takes `seconds`; the n-th has the parameter `bring(n)`, or is refused. Returns the seeds."""
    drawn: list[int] = []

    def draw(_problem: Any, seed: int) -> Any:
        now[0] += seconds
        drawn.append(seed)
        value = bring(len(drawn))
        if value is None:
            raise DrawError("test.problem", seed, {})
        return SimpleNamespace(params={"n": value}, seed=seed)

    def store(version: Any, variant: Any, writing: Any) -> int:
        with writing():
            Variant.objects.create(
                version=version,
                seed=variant.seed,
                engine_version=pool.ENGINE,
                question={},
                presentation={},
                reveal={"params": variant.params},
            )
        return 1

    monkeypatch.setattr(pool, "draw", draw)
    monkeypatch.setattr(pool, "_store", store)
    monkeypatch.setattr(pool, "parse_problem", lambda *_: None)
    return drawn


def test_a_version_that_refuses_every_draw_is_left_after_three(
    world: Any, monkeypatch: pytest.MonkeyPatch, ticking: list[float]
) -> None:
    drawn = draws(monkeypatch, ticking, 0.3, lambda _n: None)
    actions.start_attempt(user=world.cast.student, item=world.item)
    assert pools.refill_pools() == RefillReport(0, more=False)
    assert len(drawn) == 3
    assert pools.refill_pools() == RefillReport(0, more=False)
    assert len(drawn) == 3  # and not asked again


def test_three_refusals_count_only_in_a_row(
    world: Any, monkeypatch: pytest.MonkeyPatch, ticking: list[float]
) -> None:
    drawn = draws(monkeypatch, ticking, 0.0, lambda n: None if n % 3 else str(n))
    report = pool.fill_pool(version=world.version, size=5)
    assert (report, len(drawn)) == (PoolReport(5, 5), 15)


def test_a_refill_takes_two_seconds_and_goes_on_where_it_stood(
    world: Any, monkeypatch: pytest.MonkeyPatch, ticking: list[float]
) -> None:
    """Every draw but each tenth brings the same: a search that began anew each time would never get on."""
    drawn = draws(monkeypatch, ticking, 0.5, lambda n: str(n) if n % 10 == 0 else "same")
    monkeypatch.setattr(pools, "short_pools", lambda: {world.version.pk: 24})
    made = []
    for _ in range(10):
        begun = ticking[0]
        report = pools.refill_pools()
        assert (report.more, ticking[0] - begun) == (True, 2.0)
        made.append(report.made)
    assert made == [1, 0, 1, 0, 1, 0, 0, 1, 0, 1]
    assert len(set(drawn)) == len(drawn) == 40


def test_a_search_without_anything_new_ends(
    world: Any, monkeypatch: pytest.MonkeyPatch, ticking: list[float]
) -> None:
    drawn = draws(monkeypatch, ticking, 0.5, lambda _n: "same")
    monkeypatch.setattr(pools, "short_pools", lambda: {world.version.pk: 24})
    runs = 0
    while pools.refill_pools().more:
        runs += 1
        assert runs < 50
    assert len(drawn) == 1 + pool.MISSES_ALLOWED


@pytest.mark.parametrize(("more", "rung"), [(True, ["pool"]), (False, [])])
def test_what_a_refill_had_no_time_for_gets_a_turn_of_its_own(
    monkeypatch: pytest.MonkeyPatch, more: bool, rung: list[str]
) -> None:
    bells: list[str] = []
    monkeypatch.setattr(doorbell, "answer", lambda lane: None)
    monkeypatch.setattr(doorbell, "ring", lambda lane: not bells.append(lane))
    monkeypatch.setattr(tasks, "refill_pools", lambda: RefillReport(1, more))
    tasks.refill()
    assert bells == rung
