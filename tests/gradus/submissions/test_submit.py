"""Submitting: what is stored, what is refused, and that a doubled request is one submission."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from gradus.accounts.models import User
from gradus.courses.models import Enrolment, Extension, Role
from gradus.submissions import actions, doorbell, refusals
from gradus.submissions.admission import MOST_WAITING
from gradus.submissions.models import Attempt, Grade, GradingJob, State, Submission

RIGHT = {"df": "3x^2"}


@pytest.fixture
def attempt(world: Any) -> Attempt:
    return actions.start_attempt(user=world.cast.student, item=world.item)


def send(attempt: Attempt, by: User | None = None, key: UUID | None = None, **more: Any) -> Submission:
    return actions.submit(
        attempt=attempt, responses=RIGHT, by=by or attempt.user, client_key=key or uuid4(), **more
    )


def graded(attempt: Attempt, verdict: str, state: str = State.GRADED) -> Submission:
    """A submission with its outcome, as the worker would leave it."""
    submission = send(attempt)
    submission.jobs.all().delete()
    Grade.objects.create(submission=submission, verdict=verdict, score=0, grader_version="test")
    Submission.objects.filter(pk=submission.pk).update(state=state)
    return submission


def test_it_stores_what_was_typed_and_a_job_beside_it(world: Any, attempt: Attempt) -> None:
    submission = send(attempt, read_as={"df": "3x^{2}"}, milliseconds=1234)
    assert submission.typed == {"responses": RIGHT, "read_as": {"df": "3x^{2}"}}
    assert (submission.state, submission.milliseconds, submission.late) == (State.WAITING, 1234, False)
    assert (submission.due_at, submission.closes_at) == (
        world.problem_set.due_at,
        world.problem_set.closes_at,
    )
    assert submission.policy["points"] == 2
    job = GradingJob.objects.get()
    assert (job.submission, job.lane, job.starts, job.claim) == (submission, "answer", 0, None)
    assert job.received_at == submission.received_at


def test_it_rings_after_the_commit_and_not_before(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        send(attempt)
        assert rung == []
    assert rung == ["answer"]


def test_the_same_key_is_the_same_submission_even_after_the_set_closed(world: Any, attempt: Attempt) -> None:
    first = send(attempt, key=(key := uuid4()))
    world.problem_set.closes_at = world.problem_set.due_at = timezone.now() - timedelta(seconds=1)
    world.problem_set.save()
    assert send(attempt, key=key) == first
    assert (Submission.objects.count(), GradingJob.objects.count()) == (1, 1)


def test_it_refuses_a_second_one_while_the_first_is_being_graded(attempt: Attempt) -> None:
    send(attempt)
    with pytest.raises(refusals.StillGrading):
        send(attempt)


@pytest.mark.parametrize("who", ["classmate", "outsider", "assistant", "teacher", "admin"])
def test_it_refuses_the_attempt_of_another(world: Any, attempt: Attempt, who: str) -> None:
    with pytest.raises(refusals.NotYours):
        send(attempt, by=getattr(world.cast, who))
    assert Submission.objects.count() == 0


def test_it_refuses_one_whose_enrolment_has_ended(world: Any, attempt: Attempt) -> None:
    Enrolment.objects.filter(user=world.cast.student).update(ended_at=timezone.now())
    with pytest.raises(refusals.NotEnrolled):
        send(attempt)


def test_it_refuses_in_an_archived_course(world: Any, attempt: Attempt) -> None:
    world.course.archived_at = timezone.now()
    world.course.save()
    with pytest.raises(refusals.CourseArchived):
        send(attempt)


def test_it_refuses_before_the_opening_and_says_when(world: Any, attempt: Attempt) -> None:
    world.problem_set.opens_at = timezone.now() + timedelta(hours=1)
    world.problem_set.save()
    with pytest.raises(refusals.NotOpenYet) as refused:
        send(attempt)
    assert refused.value.opens_at == world.problem_set.opens_at


def close(world: Any, minutes_ago: int) -> None:
    world.problem_set.closes_at = timezone.now() - timedelta(minutes=minutes_ago)
    world.problem_set.due_at = world.problem_set.closes_at
    world.problem_set.save()


def test_it_refuses_after_the_close_and_says_when(world: Any, attempt: Attempt) -> None:
    close(world, 1)
    with pytest.raises(refusals.Closed) as refused:
        send(attempt)
    assert refused.value.closes_at == world.problem_set.closes_at


def test_an_extension_opens_the_set_for_one_student_only(world: Any, attempt: Attempt) -> None:
    other = actions.start_attempt(user=world.cast.classmate, item=world.item)
    close(world, 1)
    later = timezone.now() + timedelta(hours=2)
    Extension.objects.create(
        problem_set=world.problem_set, user=world.cast.student, due_at=later, granted_by=world.cast.teacher
    )
    submission = send(attempt)
    assert (submission.due_at, submission.closes_at, submission.late) == (later, later, False)
    assert submission.policy["extended"] is True
    with pytest.raises(refusals.Closed):
        send(other)


def test_what_comes_after_the_due_date_is_late(world: Any, attempt: Attempt) -> None:
    world.problem_set.due_at = timezone.now() - timedelta(seconds=1)
    world.problem_set.save()
    assert send(attempt).late is True


def test_staff_may_try_a_set_that_is_not_open(world: Any) -> None:
    close(world, 1)
    mine = actions.start_attempt(user=world.cast.teacher, item=world.item)
    assert send(mine).state == State.WAITING


def test_it_refuses_when_the_tries_of_all_variants_are_used(world: Any, attempt: Attempt) -> None:
    world.problem_set.tries_allowed = 2
    world.problem_set.save()
    graded(attempt, "incorrect")
    second = actions.new_variant(attempt=attempt, by=attempt.user)
    graded(second, "partial")
    with pytest.raises(refusals.NoTriesLeft) as refused:
        send(second)
    assert refused.value.tries_allowed == 2


@pytest.mark.parametrize(
    ("verdict", "state"),
    [("unreadable", State.GRADED), ("undecided", State.NEEDS_REVIEW), ("incorrect", State.FAILED)],
)
def test_what_was_not_judged_costs_no_try(world: Any, attempt: Attempt, verdict: str, state: str) -> None:
    world.problem_set.tries_allowed = 1
    world.problem_set.save()
    graded(attempt, verdict, state)
    assert send(attempt).state == State.WAITING


def test_it_refuses_more_once_the_attempt_is_right(attempt: Attempt) -> None:
    graded(attempt, "correct")
    with pytest.raises(refusals.AlreadyRight):
        send(attempt)


def test_a_test_does_not_tell_by_refusing_that_the_attempt_is_right(world: Any, attempt: Attempt) -> None:
    world.problem_set.feedback = "test"
    world.problem_set.save()
    graded(attempt, "correct")
    assert send(attempt).state == State.WAITING


def test_at_most_five_wait_for_one_student(world: Any, attempt: Attempt) -> None:
    current = attempt
    for _ in range(MOST_WAITING - 2):
        send(current)
        current = actions.new_variant(attempt=current, by=attempt.user)
    for _ in range(2):  # the pool of the course is used up: two more attempts, made by hand
        send(current)
        Attempt.objects.filter(pk=current.pk).update(closed_at=timezone.now())
        current = Attempt.objects.create(
            user=attempt.user,
            item=None,
            course=world.course,
            variant=attempt.variant,
            number=90,
        )
    with pytest.raises(refusals.TooManyWaiting) as refused:
        send(current)
    assert refused.value.waiting == MOST_WAITING


def test_a_closed_attempt_takes_nothing(attempt: Attempt) -> None:
    actions.give_up(attempt=attempt, by=attempt.user)
    with pytest.raises(refusals.AttemptClosed):
        send(attempt)


def test_milliseconds_from_a_browser_are_bounded(attempt: Attempt) -> None:
    assert send(attempt, milliseconds=-5).milliseconds == 0


def test_the_self_study_course_needs_no_enrolment(world: Any) -> None:
    world.course.is_self_study = True
    world.course.save()
    assert actions.start_attempt(user=world.cast.outsider, item=world.item).number == 1


def test_the_role_is_read_at_each_request(world: Any) -> None:
    Enrolment.objects.filter(user=world.cast.teacher).update(role=Role.STUDENT)
    close(world, 1)
    with pytest.raises(refusals.Closed):
        actions.start_attempt(user=world.cast.teacher, item=world.item)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_a_double_click_is_one_submission(
    world: Any, same_key: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight threads at once: with one key all get the same row, with eight keys one wins."""
    monkeypatch.setattr(doorbell, "ring", lambda _lane: True)
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    keys = [uuid4()] * 8 if same_key else [uuid4() for _ in range(8)]
    gate, got, refused = threading.Barrier(8), [], []

    def click(key: UUID) -> None:
        gate.wait()
        try:
            got.append(send(attempt, key=key).pk)
        except refusals.StillGrading:
            refused.append(key)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == (8 if same_key else 1)
    assert len(set(got)) == 1
    assert len(refused) == 8 - len(got)
    assert (Submission.objects.count(), GradingJob.objects.count()) == (1, 1)
