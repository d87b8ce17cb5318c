"""The whole way with a real worker over a real server, and with what can break it: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from gradus.progress.models import Evidence
from gradus.submissions import doorbell
from gradus.submissions.models import Alert, Grade, GradingJob, Heartbeat, State, Submission

pytestmark = [pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

Process = subprocess.Popen[bytes]
Submit = Callable[..., Submission]
StartProcess = Callable[..., AbstractContextManager[Process]]
LONGEST = 40.0


def until(condition: Callable[[], bool], seconds: float = LONGEST) -> None:
    """Wait until `condition` holds; fail after `seconds`."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at, (states(), list(GradingJob.objects.values()))
        time.sleep(0.05)


def states() -> Counter[str]:
    return Counter(Submission.objects.values_list("state", flat=True))


def all_done() -> bool:
    return not Submission.objects.filter(state=State.WAITING).exists()


def graded_once(count: int) -> None:
    """Each of `count` submissions has one grade and one piece of evidence; no job is left."""
    assert states()[State.GRADED] == count
    assert sorted(Counter(Grade.objects.values_list("submission_id", flat=True)).values()) == [1] * count
    assert Evidence.objects.count() == count
    assert GradingJob.objects.count() == 0


def children(worker: Process) -> list[int]:
    text = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text()
    return [int(pid) for pid in text.split()]


def test_a_worker_grades_what_is_submitted_and_soon(submit: Submit, grader_worker: Process) -> None:
    sent = [submit(), submit("x"), submit("2(")]
    until(all_done, 20)
    verdicts = [submission.grades.get().verdict for submission in sent]
    assert verdicts == ["correct", "incorrect", "unreadable"]
    begun = time.monotonic()
    submit()
    until(all_done, 20)
    assert time.monotonic() - begun < 2


def test_a_killed_child_in_mid_batch_loses_and_doubles_nothing(
    submit: Submit, poisoned: None, start_worker: StartProcess, sweeper: Process
) -> None:
    for index in range(12):
        submit("sleep 0.1" if index % 2 else None)
    with start_worker(children=1) as worker:
        until(lambda: GradingJob.objects.filter(claim__isnull=False).exists())
        time.sleep(0.2)
        (child,) = children(worker)
        os.kill(child, signal.SIGKILL)
        until(all_done)
    graded_once(12)


def test_a_killed_worker_loses_and_doubles_nothing(
    submit: Submit, poisoned: None, start_worker: StartProcess, sweeper: Process
) -> None:
    for _ in range(8):
        submit("sleep 0.1")
    with start_worker(children=1) as worker:
        until(lambda: GradingJob.objects.filter(claim__isnull=False).exists())
        for pid in (worker.pid, *children(worker)):
            os.kill(pid, signal.SIGKILL)
    assert not all_done()
    with start_worker(children=1):
        until(all_done)
    graded_once(8)


def test_a_server_that_comes_back_empty_loses_nothing(
    submit: Submit, redis_server: Any, start_worker: StartProcess, start_sweeper: StartProcess
) -> None:
    with start_worker() as worker:
        submit()
        until(all_done)
        redis_server.kill()
        begun = time.monotonic()
        for _ in range(5):
            submit()
        assert (time.monotonic() - begun) / 5 < 0.5
        redis_server.start()
        assert states()[State.WAITING] == 5
        with start_sweeper():  # not before: it would grade by itself while the server is away
            until(all_done)
        assert worker.poll() is None
    graded_once(6)


def test_without_any_server_the_sweeper_grades(submit: Submit, sweeper: Process) -> None:
    before = doorbell.missed.count
    begun = time.monotonic()
    for _ in range(10):
        submit()
    assert (time.monotonic() - begun) / 10 < 0.5
    until(all_done)
    graded_once(10)
    assert doorbell.missed.count > before
    assert Heartbeat.objects.get().name == "sweeper"


def test_the_same_message_ten_times_counts_once(
    submit: Submit, start_worker: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda _lane: True)
    for _ in range(30):
        submit()
    with start_worker(children=2):
        for _ in range(10):
            current_app.send_task(doorbell.GRADE_TASK, args=["answer"], queue="answer")
        until(all_done)
        time.sleep(0.5)  # for the messages that find nothing
    graded_once(30)


def test_a_lease_that_runs_out_during_the_run_counts_once(
    submit: Submit, poisoned: None, start_worker: StartProcess, sweeper: Process, tmp_path: Path
) -> None:
    """The first run takes 3 s, its lease 2 s: another child takes over, and the late outcome is dropped."""
    marker = tmp_path / "marker"
    submit(f"stall once {marker}")
    with start_worker(children=2):
        until(all_done)
        assert marker.with_suffix(".second").exists()
        until(marker.with_suffix(".late").exists)
        time.sleep(0.5)  # for its finish
    graded_once(1)


def test_poisoned_submissions_fail_alone(
    submit: Submit, poisoned: None, start_worker: StartProcess, sweeper: Process
) -> None:
    """One kills whoever grades it, one raises; the six others of their batch are graded."""
    poison = {2: "raise", 5: "kill"}
    sent = [submit(poison.get(index)) for index in range(8)]
    with start_worker(children=1):
        until(all_done)
    bad = [sent[index] for index in poison]
    assert [(each.grades.count(), Submission.objects.get(pk=each.pk).state) for each in bad] == [
        (0, State.FAILED),
        (0, State.FAILED),
    ]
    graded_once(6)
    alerts = {alert.submission_id: alert for alert in Alert.objects.all()}
    assert {alerts[each.pk].kind for each in bad} == {"submission_failed"}
    assert [alerts[each.pk].detail["error"] for each in bad] == ["RuntimeError", "killed"]
    assert [alerts[each.pk].detail["starts"] for each in bad] == [3, 3]


def test_an_answer_waits_for_one_proof_and_not_for_all(
    submit: Submit, poisoned: None, start_worker: StartProcess
) -> None:
    """One process for every lane, as on SQLite: the queues take turns."""
    for _ in range(8):
        submit("sleep 0.7")
    GradingJob.objects.update(lane="proof")
    with start_worker(children=1):
        doorbell.ring("proof")
        until(lambda: GradingJob.objects.filter(lane="proof", claim__isnull=False).exists())
        answer, begun = submit(), time.monotonic()
        until(lambda: answer.grades.exists())
        assert time.monotonic() - begun < 2.5
        assert GradingJob.objects.filter(lane="proof").count() >= 4


def test_the_sweeper_ends_cleanly(start_sweeper: StartProcess) -> None:
    with start_sweeper() as process:
        until(lambda: Heartbeat.objects.exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
