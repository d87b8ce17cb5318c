"""The queue's page: true figures, whatever is broken; failures and alerts that can be dealt with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.administration import machine, queue_state
from gradus.administration.health import Health
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.grading.batch import grade_batch
from gradus.submissions.models import Alert, Grade, GradingJob, Heartbeat, State, Submission
from tests.gradus.administration.conftest import Send

PAGE = reverse("queue")
WORKERS = reverse("queue_workers")
HTMX = {"HX-Request": "true"}


def waits(submission: Submission, age: timedelta = timedelta(), **fields: Any) -> GradingJob:
    """A job for `submission` that was queued `age` ago."""
    at = timezone.now() - age
    return GradingJob.objects.create(submission=submission, received_at=at, enqueued_at=at, **fields)


def failed(send: Send, by: User | None = None, **detail: Any) -> Submission:
    """A submission that could not be graded, with its alert."""
    sent = send(by=by, state=State.FAILED)
    told = {"starts": 3, "lane": "answer", "grader_version": "0.9", "error": "killed"} | detail
    Alert.objects.create(kind="submission_failed", submission=sent, detail=told)
    return sent


@pytest.mark.parametrize(
    ("health", "grading", "sweeping", "well"),
    [
        (Health(None, timedelta(seconds=1), True), "idle", "working", True),
        (Health(timedelta(seconds=60), timedelta(seconds=30), True), "working", "working", True),
        (Health(timedelta(seconds=61), timedelta(seconds=1), True), "stopped", "working", False),
        (Health(None, timedelta(seconds=31), True), "idle", "silent", False),
        (Health(None, None, True), "idle", "never", False),
        (Health(None, timedelta(seconds=1), False), "idle", "working", False),
    ],
)
def test_health_is_judged_by_progress(health: Health, grading: str, sweeping: str, well: bool) -> None:
    assert (health.grading, health.sweeping, health.well) == (grading, sweeping, well)


def test_each_lane_tells_what_waits_and_for_how_long(world: Any, send: Send) -> None:
    now = timezone.now()
    held = {"claim": uuid4(), "lease_until": now + timedelta(seconds=20), "starts": 1}
    lost = {"claim": uuid4(), "lease_until": now - timedelta(seconds=1), "starts": 2}
    waits(send(), timedelta(minutes=3))
    waits(send(by=world.cast.classmate), **held)
    waits(send(by=world.cast.suspended, score=1.0), lane="proof", **lost)
    answer, proof, regrade = queue_state.lane_rows(user=world.cast.admin, now=now)
    assert (answer.waiting, answer.claimed, answer.restarted, answer.expired) == (1, 1, 0, 0)
    assert answer.oldest is not None and timedelta(minutes=2, seconds=59) < answer.oldest < timedelta(
        minutes=4
    )
    assert (proof.waiting, proof.claimed, proof.restarted, proof.expired) == (0, 1, 1, 1)
    assert (regrade.waiting, regrade.claimed, regrade.oldest) == (0, 0, None)


def test_the_page_says_in_words_what_is_wrong(world: Any, admin: Client, send: Send) -> None:
    page = admin.get(PAGE).content.decode()
    assert "nothing waits" in page
    assert "never seen: start it" in page
    assert "nothing is graded until it or the sweeper is back" in page
    waits(send(), timedelta(minutes=3))
    Heartbeat.objects.create(name="sweeper", beat_at=timezone.now() - timedelta(minutes=2))
    page = admin.get(PAGE).content.decode()
    assert "has stopped: the oldest answer has waited 3 minutes" in page
    assert "silent for 2 minutes: start it again" in page
    Heartbeat.objects.update(beat_at=timezone.now())
    assert "is away: the sweeper grades by itself" in admin.get(PAGE).content.decode()


def test_the_last_grade_of_each_source_is_told(world: Any, admin: Client, send: Send) -> None:
    assert "Nothing has been graded yet." in admin.get(PAGE).content.decode()
    sent = send(score=1.0)
    Grade.objects.filter(submission=sent).update(replaced_at=timezone.now())
    Grade.objects.create(
        submission=sent,
        source="manual",
        verdict="correct",
        score=1,
        by=world.cast.teacher,
        grader_version="1",
    )
    assert set(queue_state.last_grades().by_source) == {"automatic", "manual"}
    page = admin.get(PAGE).content.decode()
    assert "by the grader under a second ago" in page or "by the grader 1 second ago" in page


def test_htmx_gets_the_figures_alone(world: Any, admin: Client) -> None:
    fragment = admin.get(PAGE, headers=HTMX).content.decode()
    assert fragment.count("<table") == 1
    assert "<html" not in fragment and 'hx-trigger="every 5s"' in fragment
    whole = admin.get(PAGE).content.decode()
    assert "<html" in whole and fragment.count("<tr>") < whole.count("<tr>") + 1


def test_without_redis_nobody_can_be_asked_and_nothing_breaks(world: Any, admin: Client) -> None:
    for headers in ({}, HTMX):
        reply = admin.get(WORKERS, headers=headers)
        assert (reply.status_code, "Redis is away" in reply.content.decode()) == (200, True)
        assert ("<html" in reply.content.decode()) is (not headers)


@pytest.mark.usefixtures("redis_server")
def test_no_worker_answers_where_none_runs(
    world: Any, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ASK_SECONDS", 0.1)
    assert machine.workers() == []
    assert "No worker answered within a second" in admin.get(WORKERS, headers=HTMX).content.decode()
    assert "<b>Redis</b>\n    \n      answers" in admin.get(PAGE).content.decode()


@pytest.mark.usefixtures("grader_worker")
def test_a_worker_that_runs_is_named_with_its_lanes() -> None:
    (worker,) = machine.workers() or []
    assert "@" in worker.name
    assert "answer" in worker.lanes


def test_a_lane_that_no_worker_takes_is_named(
    world: Any, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = machine.Worker("celery@here", ("answer", "regrade"))
    assert machine.unserved([one]) == ["proof"]
    monkeypatch.setattr("gradus.administration.views.queue.ask_workers", lambda: [one])
    fragment = admin.get(WORKERS, headers=HTMX).content.decode()
    assert "<b>Proofs</b> have no worker" in fragment
    assert fragment.count('class="bad"') == 1


def test_an_alert_says_when_the_answer_was_graded_since(world: Any, admin: Client, send: Send) -> None:
    Alert.objects.create(kind="submission_failed", submission=send(score=1.0))
    assert "has its verdict since" in admin.get(PAGE).content.decode()


def test_a_failure_tells_why_and_is_retried(world: Any, admin: Client, send: Send) -> None:
    sent = failed(send)
    page = admin.get(PAGE).content.decode()
    assert "the worker was killed" in page
    assert '<td class="figure">0.9</td>' in page
    assert "a secret of the student" not in page
    reply = admin.post(reverse("queue_retry", args=[sent.public_id]), follow=True)
    assert "It is in the queue again." in reply.content.decode()
    sent.refresh_from_db()
    assert (sent.state, GradingJob.objects.get().submission, Alert.objects.get().resolved_at is None) == (
        State.WAITING,
        sent,
        False,
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.person) == (
        Action.RETRY_ASKED,
        world.cast.admin,
        world.cast.student,
    )
    assert (entry.course, entry.target) == (world.course.public_id, sent.public_id)


def test_what_was_retried_gets_its_verdict(world: Any, admin: Client, send: Send) -> None:
    sent = failed(send)
    Submission.objects.filter(pk=sent.pk).update(typed={"responses": {"df": "3x^2"}, "read_as": {}})
    admin.post(reverse("queue_retry", args=[sent.public_id]))
    grade_batch("answer")
    sent.refresh_from_db()
    assert (sent.state, Grade.objects.get().verdict) == (State.GRADED, "correct")


def test_a_retry_that_makes_no_sense_is_refused_in_a_sentence(world: Any, admin: Client, send: Send) -> None:
    older = failed(send)
    newer = send()
    graded = send(by=world.cast.classmate, score=1.0)
    for submission, sentence in (
        (older, "The student has sent something newer, which waits."),
        (newer, "Nothing to retry"),
        (graded, "Nothing to retry"),
    ):
        reply = admin.post(reverse("queue_retry", args=[submission.public_id]), follow=True)
        assert sentence in reply.content.decode()
    assert (GradingJob.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_an_alert_is_resolved_once_and_logged(world: Any, admin: Client, send: Send) -> None:
    sent = send(score=1.0)
    Alert.objects.create(kind="regrade_undecided", submission=sent)
    assert "a regrade could not decide; the old grade stands" in admin.get(PAGE).content.decode()
    for _twice in range(2):
        assert admin.post(reverse("queue_resolve", args=[sent.public_id])).status_code == 302
    page = admin.get(PAGE)
    assert (page.context["alerts"].total, page.context["resolved"].total) == (0, 1)
    assert list(AuditEntry.objects.values_list("action", "detail")) == [
        (Action.ALERT_RESOLVED, {"alerts": 1})
    ]


def test_a_failed_answer_is_listed_once(world: Any, admin: Client, send: Send) -> None:
    failed(send)
    page = admin.get(PAGE)
    assert (page.context["failures"].total, page.context["alerts"].total) == (1, 0)


def test_a_long_list_is_cut_and_says_so(
    world: Any, admin: Client, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_state, "SHOWN", 2)
    for _each in range(3):
        failed(send)
    page = admin.get(PAGE)
    assert len(page.context["failures"].rows) == 2
    assert "1 older ones are not shown." in page.content.decode()


def test_open_answers_are_counted_course_by_course(world: Any, admin: Client, send: Send) -> None:
    for user in (world.cast.student, world.cast.classmate):
        send(by=user, state=State.NEEDS_REVIEW)
    (row,) = queue_state.to_decide(world.cast.admin)
    assert (row.course, row.count) == (world.course, 2)
    assert reverse("reviews", args=[world.course.public_id]) in admin.get(PAGE).content.decode()


def test_an_admin_of_another_organisation_sees_and_changes_none_of_it(world: Any, send: Send) -> None:
    waits(send())
    submission = failed(send, by=world.cast.classmate)
    send(by=world.cast.classmate, state=State.NEEDS_REVIEW)
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    browser = Client()
    browser.force_login(
        User.objects.create_user("a@example.net", None, is_staff=True, organisation=elsewhere)
    )
    page = browser.get(PAGE)
    assert [row.waiting + row.claimed for row in page.context["lanes"]] == [0, 0, 0]
    assert (page.context["failures"].total, page.context["to_decide"]) == (0, [])
    for name in ("queue_retry", "queue_resolve"):
        assert browser.post(reverse(name, args=[submission.public_id])).status_code == 404
    assert Alert.objects.get().resolved_at is None


def test_the_page_asks_no_more_for_many_rows(world: Any, admin: Client, send: Send) -> None:
    def asked(number: int) -> int:
        course = Course.objects.create(organisation=world.organisation, title=f"Course {number}")
        problem_set = ProblemSet.objects.create(course=course, title="Set", published_at=timezone.now())
        item = ProblemSetItem.objects.create(problem_set=problem_set, version=world.version, position=1)
        user = User.objects.create_user(f"s{number}@example.org", None)
        send(by=user, item=item, state=State.NEEDS_REVIEW)
        failing = send(by=user, item=item, state=State.FAILED)
        Alert.objects.create(kind="submission_failed", submission=failing, detail={"error": "KeyError"})
        Alert.objects.create(kind="regrade_undecided", submission=failing)
        waits(failing)
        with CaptureQueriesContext(connection) as queries:
            admin.get(PAGE)
        return len(queries)

    counts = {asked(number) for number in range(6)}
    assert len(counts) == 1
