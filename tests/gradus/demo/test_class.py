"""The demo class: every state that a page of a teacher or an admin shows, the same in every installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import Count, F, Min
from django.utils import timezone

import grader
from gradus.accounts.models import User
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course, Enrolment, Extension, Feedback, ProblemSet, Role
from gradus.demo.classroom.calendar import EXTRA_KEYS, WORKED_ON, key_of
from gradus.demo.classroom.load import load_class
from gradus.demo.classroom.people import CLASS, SIZE
from gradus.demo.course import TITLE
from gradus.demo.people import ADMIN, PEOPLE, STUDENT, TEACHER
from gradus.grading.batch import grade_batch
from gradus.grading.regrade import regrade
from gradus.pages.sentences.audit import action_words
from gradus.progress.actions import refold
from gradus.progress.models import Evidence, Level, Mastery
from gradus.submissions import actions
from gradus.submissions.models import (
    Alert,
    Attempt,
    Grade,
    GradingJob,
    HintUse,
    Lane,
    PartGrade,
    Source,
    State,
    Submission,
)

pytestmark = pytest.mark.django_db

POOL = 6
NOW = datetime(2026, 3, 18, 21, 15, tzinfo=timezone.get_default_timezone())
RECORD: tuple[type[models.Model], ...] = (
    User, Course, Enrolment, Extension, ProblemSet, Attempt, HintUse, Submission, Grade, PartGrade, Evidence,
    Mastery, Alert,
)  # fmt: skip


@pytest.fixture(scope="module")
def course(django_db_setup: None, django_db_blocker: Any) -> Iterator[Course]:
    """The demo course with its class: made once for these tests, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_exercises", pool=POOL, verbosity=0)
        load_class(now=NOW)
        yield Course.objects.get(title=TITLE)
        transaction.set_rollback(True)


def students(course: Course) -> set[str]:
    return set(course.enrolments.filter(role=Role.STUDENT).values_list("user__email", flat=True))


def test_it_has_twenty_five_students_beside_the_one_to_sign_in_as(course: Course) -> None:
    assert SIZE == len(CLASS) == 25
    assert students(course) == {mate.email for mate in CLASS} | {STUDENT.email}
    names = User.objects.filter(email__in=students(course)).values_list("name", flat=True)
    assert len(set(names)) == len(names)
    assert all(len(name.split()) >= 2 for name in names)
    started = course.enrolments.filter(user__email__startswith="student0").values_list(
        "started_at", flat=True
    )
    assert len({at.date() for at in started}) > 1


def test_nobody_signs_in_as_one_of_them(course: Course) -> None:
    for user in User.objects.exclude(email__in=[person.email for person in PEOPLE]):
        assert not user.has_usable_password()


def test_the_bundled_sets_can_still_be_answered_and_others_are_closed_a_test_and_a_draft(
    course: Course,
) -> None:
    sets = list(course.problem_sets.order_by("position"))
    assert [each.title for each in sets[:3]] == ["Derivatives", "Gradients", "Backpropagation"]
    assert all(each.published_at < NOW - timedelta(days=20) and each.due_at > NOW for each in sets[:3])
    warm_up, test, draft = sets[-3:]
    assert warm_up.closes_at < NOW
    assert (test.feedback, test.released_at, test.tries_allowed) == (Feedback.TEST, None, 2)
    assert not test.shows_verdicts(NOW)
    assert draft.published_at is None
    assert all(each.items.exists() for each in sets)


def test_most_of_the_class_worked_on_every_set_whose_week_has_come(course: Course) -> None:
    worked = Submission.objects.values("attempt__item__problem_set").annotate(
        people=Count("by", distinct=True)
    )
    found = {row["attempt__item__problem_set"]: row["people"] for row in worked}
    published = course.problem_sets.filter(published_at__isnull=False)
    begun = [each for each in published if key_of(each) in {*WORKED_ON, *EXTRA_KEYS}]
    assert len(begun) == 5
    for each in begun:
        assert found[each.pk] >= 20, each.title


def test_answers_are_right_and_plausibly_wrong_in_many_ways(course: Course) -> None:
    verdicts = Counter(Grade.objects.values_list("verdict", flat=True))
    assert Submission.objects.count() > 700
    assert verdicts["correct"] > verdicts["incorrect"] > 80
    assert verdicts["partial"] > 30
    assert not verdicts["unreadable"]
    codes = {each["code"] for row in PartGrade.objects.exclude(diagnosis=[]) for each in row.diagnosis}
    assert codes >= {"chain_drop", "prod_dd", "grad_swap", "wrong_option"}
    assert len(codes) > 20
    cells = [cell for row in PartGrade.objects.all() for cell in (row.result.get("cells") or {}).values()]
    assert {cell["verdict"] for cell in cells} >= {"right", "wrong", "follow_through", "blank"}


def test_people_type_in_their_own_ways(course: Course) -> None:
    texts = " ".join(str(typed["responses"]) for typed in Submission.objects.values_list("typed", flat=True))
    for form in ("**", "²", "\\frac", "·", "."):
        assert form in texts


def test_there_are_hints_tries_new_variants_and_some_who_gave_up_or_stopped(course: Course) -> None:
    assert HintUse.objects.count() > 50
    assert Submission.objects.filter(hints_used__gt=0).count() > 30
    assert Attempt.objects.annotate(tries=Count("submissions")).filter(tries__gte=3).count() > 10
    assert Attempt.objects.filter(number__gte=2).count() > 20
    assert Attempt.objects.filter(gave_up_at__isnull=False).count() > 10
    silent = [mate.email for mate in CLASS if mate.trait == "stopped"]
    assert len(silent) == 2
    late = Submission.objects.filter(received_at__gt=NOW - timedelta(days=8))
    assert not late.filter(by__email__in=silent).exists()


def test_one_is_late_and_one_has_an_extension(course: Course) -> None:
    extension = Extension.objects.select_related("user", "problem_set").earliest("granted_at")
    theirs = Submission.objects.filter(by=extension.user, attempt__item__problem_set=extension.problem_set)
    assert theirs.filter(received_at__gt=extension.problem_set.due_at, late=False).exists()
    assert all(each.policy["extended"] for each in theirs)
    assert Submission.objects.filter(late=True, received_at__gt=F("due_at")).exists()


def test_two_answers_wait_for_a_teacher_and_one_failed(course: Course) -> None:
    undecided = Submission.objects.filter(state=State.NEEDS_REVIEW)
    assert undecided.count() == 2
    assert set(undecided.values_list("grades__verdict", flat=True)) == {"undecided"}
    failed = Submission.objects.get(state=State.FAILED)
    alert = Alert.objects.get(submission=failed, kind="submission_failed", resolved_at=None)
    assert alert.detail["grader_version"] == grader.VERSION
    assert not failed.grades.exists()
    assert not GradingJob.objects.exists()
    assert not Submission.objects.filter(state=State.WAITING).exists()


def test_the_teacher_overrode_a_grade_and_the_log_tells_what_was_done(course: Course) -> None:
    grade = Grade.objects.get(source=Source.MANUAL)
    assert (grade.by.email, grade.verdict, grade.replaces.verdict) == (TEACHER.email, "partial", "incorrect")
    assert grade.reason
    told = Counter(AuditEntry.objects.filter(course=course.public_id).values_list("action", flat=True))
    assert told[Action.ENROLLED] + told[Action.JOINED] == SIZE + 1
    assert told.keys() >= {
        Action.COURSE_MADE, Action.ROSTER_IMPORTED, Action.SET_MADE, Action.SET_PUBLISHED, Action.CODE_MADE,
        Action.EXTENSION_GRANTED, Action.GRADE_OVERRIDDEN,
    }  # fmt: skip
    assert all(action_words(action) for action in told)
    assert min(AuditEntry.objects.values_list("at", flat=True)) < NOW - timedelta(days=20)


def test_an_admin_has_another_course_to_look_at(course: Course) -> None:
    admin = User.objects.get(email=ADMIN.email)
    other = Course.objects.visible_to(admin).get(title="Neural networks from scratch")
    assert Submission.objects.filter(attempt__course=other).count() > 40
    assert other.enrolments.filter(role=Role.TEACHER).exclude(user__email=TEACHER.email).exists()
    assert User.objects.get(email=TEACHER.email).may_teach


def test_skills_are_spread_over_the_levels(course: Course) -> None:
    levels = Counter(Mastery.objects.values_list("level", flat=True))
    assert all(levels[level] > 10 for level in (Level.STARTED, Level.FAMILIAR, Level.PROFICIENT))


def test_nothing_happens_before_joining_or_after_now(course: Course) -> None:
    assert not Submission.objects.filter(received_at__gte=NOW).exists()
    assert not Submission.objects.filter(received_at__lt=F("attempt__started_at")).exists()
    joined = dict(Enrolment.objects.filter(course=course).values_list("user", "started_at"))
    for row in Attempt.objects.filter(course=course).values("user").annotate(first=Min("started_at")):
        assert joined[row["user"]] < row["first"]
    assert not Submission.objects.filter(attempt__item__problem_set__opens_at__gt=F("received_at")).exists()
    days = {at.date() for at in Submission.objects.values_list("received_at", flat=True)}
    assert len(days) > 15


def test_each_row_is_what_the_pipeline_would_have_written(course: Course) -> None:
    """Every grade again by the worker's own code: the same verdicts and scores, and evidence and mastery stay."""
    current = Grade.objects.filter(replaced_at=None)
    before = {grade.submission_id: (grade.verdict, grade.score) for grade in current}
    parts = {
        (row.grade.submission_id, row.part): (
            row.verdict,
            row.score,
            row.certificate,
            row.diagnosis,
            row.wrong_class,
        )
        for row in PartGrade.objects.filter(grade__in=current).select_related("grade")
    }
    evidence, mastery = rows(Evidence), rows(Mastery)
    automatic = Submission.objects.filter(state=State.GRADED).exclude(grades__source=Source.MANUAL)
    chosen = automatic.order_by("pk")[::5]
    assert regrade(submissions=chosen) == len(chosen) > 100
    while grade_batch(Lane.REGRADE):
        pass
    after = Grade.objects.filter(submission__in=[each.pk for each in chosen], replaced_at=None)
    assert {grade.submission_id: (grade.verdict, grade.score) for grade in after} == {
        each.pk: before[each.pk] for each in chosen
    }
    for row in PartGrade.objects.filter(grade__in=after).select_related("grade"):
        again = (row.verdict, row.score, row.certificate, row.diagnosis, row.wrong_class)
        assert again == parts[row.grade.submission_id, row.part]
    assert rows(Evidence) == evidence
    refold(standings=Evidence.objects.values_list("user_id", "skill_id"), now=NOW)
    assert [row[:-1] for row in rows(Mastery)] == [row[:-1] for row in mastery]


def test_what_a_submission_keeps_is_what_the_action_keeps(course: Course) -> None:
    """The same answer again by somebody else, through the real actions."""
    item = course.problem_sets.get(slug="derivatives").items.earliest("position")
    simulated = Submission.objects.filter(attempt__item=item).earliest("pk")
    newcomer = User.objects.get(email=STUDENT.email)
    attempt = actions.start_attempt(user=newcomer, item=item)
    real = actions.submit(
        attempt=attempt, responses=simulated.typed["responses"], by=newcomer, client_key=simulated.client_key
    )
    assert real.policy == simulated.policy
    assert set(real.typed) == set(simulated.typed)
    assert (real.due_at, real.closes_at) == (simulated.due_at, simulated.closes_at)


def test_a_second_start_changes_nothing(course: Course) -> None:
    before = {table: rows(table) for table in RECORD}
    assert load_class() == "unchanged"
    assert {table: rows(table) for table in RECORD} == before


def test_what_people_did_since_stays(course: Course) -> None:
    User.objects.filter(email=CLASS[0].email).update(name="Someone Else", email="gone@example.org")
    course.problem_sets.filter(slug="derivatives").update(title="Renamed")
    Enrolment.objects.filter(user__email=CLASS[1].email).update(ended_at=timezone.now())
    before = {table: rows(table) for table in RECORD}
    assert load_class() == "unchanged"
    assert {table: rows(table) for table in RECORD} == before


def test_two_installations_get_the_same_class() -> None:
    stories = []
    for _ in range(2):
        with transaction.atomic():
            call_command("load_exercises", pool=2, verbosity=0)
            load_class(now=NOW)
            stories.append(story())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]
    assert len(stories[0]) > 500


def story() -> list[tuple[Any, ...]]:
    """Who typed what and when, and what it was given."""
    sent = Submission.objects.order_by("received_at", "by__email").values_list(
        "by__email",
        "attempt__variant__version__problem__slug",
        "attempt__variant__seed",
        "attempt__number",
        "typed",
        "received_at",
        "hints_used",
        "state",
        "grades__verdict",
        "grades__score",
        "grades__graded_at",
    )
    return list(sent)


def rows(table: type[models.Model]) -> list[Any]:
    """Every row, as values."""
    return list(table._default_manager.order_by("pk").values_list())
