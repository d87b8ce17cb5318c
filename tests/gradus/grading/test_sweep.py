"""The sweeper's rounds, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.db.models import F

import grader
from gradus.grading import regrade, sweep
from gradus.grading.management.commands import run_sweeper
from gradus.grading.sweep import Sweeper
from gradus.submissions import doorbell
from gradus.submissions.clock import database_now
from gradus.submissions.models import MOST_STARTS, Alert, GradingJob, Heartbeat, State, Submission

Submit = Callable[..., Submission]


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bells that were rung; the server is there, and always the same run of it."""
    bells: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda lane: not bells.append(lane))
    monkeypatch.setattr(doorbell, "server_run", lambda: "run-1")
    return bells


@pytest.fixture
def sweeper(rung: list[str], db: None) -> Sweeper:
    """One that has seen the server."""
    made = Sweeper()
    made.tick()
    rung.clear()
    return made


def age(seconds: float) -> None:
    GradingJob.objects.update(enqueued_at=F("enqueued_at") - timedelta(seconds=seconds))


def hold(seconds: float, **more: Any) -> None:
    """Every job is claimed by a process whose lease ends in `seconds`."""
    until = database_now() + timedelta(seconds=seconds)
    GradingJob.objects.update(claim=uuid4(), lease_until=until, **more)


def test_it_says_that_it_works(sweeper: Sweeper) -> None:
    first = Heartbeat.objects.get().beat_at
    sweeper.tick()
    assert Heartbeat.objects.get().beat_at > first


@pytest.mark.parametrize(("seconds", "bells"), [(0, []), (29, []), (31, ["answer"])])
def test_it_rings_for_what_waits_longer_than_normal(
    submit: Submit, sweeper: Sweeper, rung: list[str], seconds: float, bells: list[str]
) -> None:
    submit()
    age(seconds)
    sweeper.tick()
    assert rung == bells


def test_it_does_not_ring_for_what_somebody_grades(submit: Submit, sweeper: Sweeper, rung: list[str]) -> None:
    submit()
    age(100)
    hold(20)
    sweeper.tick()
    assert rung == []


def test_it_does_not_fill_the_queue_of_an_absent_worker(
    submit: Submit, sweeper: Sweeper, rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    submit()
    age(100)
    for _ in range(5):
        sweeper.tick()
    assert rung == ["answer"]
    monkeypatch.setattr(sweep, "RING_EVERY", 0.0)
    sweeper.tick()
    assert rung == ["answer", "answer"]


def test_a_server_that_came_back_is_rung_at_once(
    submit: Submit, sweeper: Sweeper, rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    submit()
    sweeper.tick()
    assert rung == []
    monkeypatch.setattr(doorbell, "server_run", lambda: "run-2")
    sweeper.tick()
    assert rung == ["answer"]
    sweeper.tick()
    assert rung == ["answer"]


def test_an_expired_lease_is_freed_and_the_start_counts(
    submit: Submit, sweeper: Sweeper, rung: list[str]
) -> None:
    submit()
    hold(0.5, starts=1)
    sweeper.tick()
    assert GradingJob.objects.get().claim is not None
    hold(-0.1)
    sweeper.tick()
    job = GradingJob.objects.get()
    assert (job.claim, job.lease_until, job.starts) == (None, None, 1)
    assert rung == ["answer"]


def test_three_starts_without_an_outcome_are_our_fault(submit: Submit, sweeper: Sweeper) -> None:
    bad, good = submit(), submit()
    GradingJob.objects.filter(submission=bad).update(starts=MOST_STARTS)
    sweeper.tick()
    assert [Submission.objects.get(pk=each.pk).state for each in (bad, good)] == [State.FAILED, State.WAITING]
    assert Alert.objects.get().submission == bad
    assert GradingJob.objects.get().submission == good


def test_the_third_start_may_still_end_well(submit: Submit, sweeper: Sweeper) -> None:
    submit()
    hold(20, starts=MOST_STARTS)
    sweeper.tick()
    assert (Submission.objects.get().state, Alert.objects.count()) == (State.WAITING, 0)


def test_it_grades_by_itself_while_the_server_is_away(submit: Submit, db: None) -> None:
    submit()
    assert Sweeper().tick() is False
    assert Submission.objects.get().state == State.GRADED


def test_grading_by_itself_is_bounded(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    submit()
    monkeypatch.setattr(sweep, "GRADE_SECONDS", 0.0)
    assert Sweeper().tick() is True
    assert Submission.objects.get().state == State.WAITING


def test_it_outlives_a_database_that_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, rounds = threading.Event(), 0

    def away(_sweeper: Sweeper) -> bool:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            stop.set()
        raise OperationalError("the database is away")

    monkeypatch.setattr(run_sweeper.threading, "Event", lambda: stop)
    monkeypatch.setattr(run_sweeper.signal, "signal", lambda *_: None)
    monkeypatch.setattr(run_sweeper, "close_old_connections", lambda: None)
    monkeypatch.setattr(Sweeper, "tick", away)
    call_command("run_sweeper", every=0.01)
    assert rounds == 3


# --- publishing fails although the server answers ---------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_server_that_takes_no_messages_does_not_stop_the_grading(submit: Submit, redis_server: Any) -> None:
    """Full, with nothing evicted: it answers INFO, and refuses every write."""
    with redis.Redis.from_url(redis_server.url) as line:
        line.config_set("maxmemory", 1)
    sweeper = Sweeper()
    sweeper.tick()  # nothing waits: nothing is known about publishing
    submit()
    sweeper.tick()
    assert Submission.objects.get().state == State.WAITING  # the normal wait is not over
    age(100)
    assert doorbell.server_run() is not None
    sweeper.tick()
    assert Submission.objects.get().state == State.GRADED
    submit()
    sweeper.tick()  # known by now: the next one does not wait 30 s
    assert Submission.objects.filter(state=State.GRADED).count() == 2


def test_it_stops_grading_by_itself_when_a_ring_gets_through_again(
    submit: Submit, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    works, bells, graded = False, [], []

    def ring(lane: str) -> bool:
        bells.append(lane)
        return works

    monkeypatch.setattr(doorbell, "ring", ring)
    monkeypatch.setattr(sweep, "grade_here", lambda: bool(graded.append(1)))
    submit()
    age(100)
    sweeper.tick()
    sweeper.tick()
    assert (bells, graded) == (["answer"] * 2, [1, 1])  # a ring that failed is tried in each round
    works = True
    sweeper.tick()
    sweeper.tick()
    assert (bells, graded) == (["answer"] * 3, [1, 1])


def test_one_lane_that_is_not_heard_is_enough(
    submit: Submit, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda lane: lane == "regrade")
    sent = [submit(), submit()]
    GradingJob.objects.filter(submission=sent[0]).update(lane="regrade")
    age(100)
    sweeper.tick()
    assert set(Submission.objects.values_list("state", flat=True)) == {State.GRADED}


@pytest.mark.parametrize(("seconds", "bells"), [(29.9, set()), (30.1, {"answer"})])
def test_the_normal_wait_is_thirty_seconds(submit: Submit, seconds: float, bells: set[str]) -> None:
    submit()
    now = database_now()
    GradingJob.objects.update(enqueued_at=now - timedelta(seconds=seconds))
    assert timedelta(seconds=30) == sweep.NORMAL_WAIT
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "database_now", lambda: now)
        assert sweep.overdue_lanes() == bells


# --- what an older version of the grader failed at --------------------------------------------------------------


def fail_all() -> None:
    GradingJob.objects.update(starts=MOST_STARTS)
    sweep.fail_exhausted()
    assert set(Submission.objects.values_list("state", flat=True)) == {State.FAILED}


def test_a_new_version_tries_all_that_failed_a_chunk_a_round_and_once(
    submit: Submit, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        submit()
    fail_all()
    monkeypatch.setattr(regrade, "CHUNK", 2)
    monkeypatch.setattr(sweep, "RETRY_EVERY", 0.0)
    anew = Sweeper()
    anew.tick()
    assert GradingJob.objects.count() == 0  # the same version: not again
    monkeypatch.setattr(grader, "VERSION", "next")
    queued = []
    for _ in range(4):
        anew.tick()
        queued.append(GradingJob.objects.count())
        GradingJob.objects.update(starts=MOST_STARTS)  # it fails at them too; the next round says so
    assert queued == [2, 2, 1, 0]
    assert Submission.objects.filter(state=State.FAILED).count() == 5
    assert Alert.objects.filter(detail__grader_version="next").count() == 5


def test_what_failed_steps_back_while_an_answer_waits(
    submit: Submit, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit()
    fail_all()
    monkeypatch.setattr(grader, "VERSION", "next")
    anew, fresh = Sweeper(), submit()
    anew.tick()
    assert GradingJob.objects.get().submission == fresh
    hold(20)
    anew.tick()
    assert GradingJob.objects.count() == 2


def test_it_looks_for_what_failed_once_a_minute(
    submit: Submit, rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, looks, now = [3, 1, 0, 0], [], [1000.0]

    def retry() -> int:
        looks.append(now[0])
        return found.pop(0)

    monkeypatch.setattr(sweep, "retry_failed", retry)
    monkeypatch.setattr(sweep, "time", SimpleNamespace(monotonic=lambda: now[0]))
    sweeper = Sweeper()
    for _ in range(70):
        sweeper.tick()
        now[0] += 1
    assert looks == [1000, 1001, 1002, 1062]


def test_a_retry_that_cannot_be_written_does_not_stop_the_round(
    submit: Submit, rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def retry() -> int:
        raise IntegrityError("one open submission per attempt")

    monkeypatch.setattr(sweep, "retry_failed", retry)
    submit()
    GradingJob.objects.update(lane="proof")
    Sweeper().tick()
    assert rung == ["proof"]
