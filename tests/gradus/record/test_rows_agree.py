"""Rows of the record agree with each other, and hold only what the code can mean by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from grader.results import Certificate, Verdict
from gradus.courses.models import Course, Enrolment, JoinCode, ProblemSetItem, check_time_zone
from gradus.library.models import ProblemVersion, Variant
from gradus.progress.models import Evidence
from gradus.submissions.models import (
    CERTIFICATES,
    MOST_STARTS,
    VERDICTS,
    Attempt,
    Grade,
    GradingJob,
    HintUse,
    PartGrade,
    Submission,
)
from tests.gradus.record.conftest import Rows

Act = Callable[[Rows, Any], object]


def attempt(rows: Rows, **fields: Any) -> Attempt:
    """An attempt like the graded one, on a variant nobody had yet, closed."""
    values = {
        "user": rows.attempt.user,
        "variant": rows.attempt.variant.version.variants.filter(attempts=None).latest("pk"),
        "course": rows.attempt.course,
        "item": rows.attempt.item,
        "number": 50,
        "closed_at": timezone.now(),
    }
    return Attempt.objects.create(**values | fields)


def submission(rows: Rows, **fields: Any) -> Submission:
    values = {"attempt": rows.attempt, "by": rows.attempt.user, "client_key": uuid4(), "typed": {}}
    return Submission.objects.create(**values | fields)


def grade(rows: Rows, **fields: Any) -> Grade:
    values = {"submission": rows.other, "verdict": "correct", "score": 0, "grader_version": "test"}
    return Grade.objects.create(**values | fields)


def part(rows: Rows, **fields: Any) -> PartGrade:
    values = {"grade": rows.grade, "part": "more", "position": 9, "verdict": "correct", "score": 0}
    return PartGrade.objects.create(**values | {"result": {}} | fields)


def evidence(rows: Rows, value: int) -> Evidence:
    row = Evidence.objects.get()
    row.pk, row.value, row.variant = None, value, Variant.objects.exclude(pk=row.variant_id).latest("pk")
    row._state.adding = True
    row.save()
    return row


def jobs(**values: Any) -> Act:
    return lambda _rows, _world: GradingJob.objects.update(**values)


def ended(days: int) -> Act:
    return lambda _rows, _world: Enrolment.objects.update(ended_at=timezone.now() + timedelta(days=days))


REFUSED: dict[str, Act] = {
    "attempt_given_up_is_closed": lambda rows, _: Attempt.objects.filter(pk=rows.attempt.pk).update(
        gave_up_at=timezone.now(), closed_at=None
    ),
    "attempt_in_its_course": lambda rows, world: attempt(rows, course=world.other_course),
    "attempt_on_its_problem": lambda rows, _: attempt(rows, item=rows.another),
    "attempt_moved_in_its_course": lambda rows, _: Attempt.objects.filter(pk=rows.attempt.pk).update(
        item=rows.elsewhere
    ),
    "attempt_moved_on_its_problem": lambda rows, _: Attempt.objects.filter(pk=rows.attempt.pk).update(
        item=rows.another
    ),
    "submission_is_ones_own": lambda rows, world: submission(rows, by=world.cast.teacher),
    "grade_replaces_its_own": lambda rows, _: grade(rows, replaces=rows.grade),
    "grade_manual_names_its_author": lambda rows, _: grade(rows, source="manual"),
    "job_purpose_known": jobs(purpose="other"),
    "job_starts_bounded": jobs(starts=MOST_STARTS + 1),
    "part_certificate_known": lambda rows, _: part(rows, certificate="likely"),
    "evidence_value_known": lambda rows, _: evidence(rows, 250_000),
    "hint_number_from_1": lambda rows, _: HintUse.objects.create(attempt=rows.attempt, number=0),
    "enrolment_ends_after_start": ended(-1),
    "join_code_limit_positive": lambda _rows, _world: JoinCode.objects.update(limit=0),
    "item_position_positive": lambda rows, _: ProblemSetItem.objects.filter(pk=rows.another.pk).update(
        position=0
    ),
    "points": lambda rows, _: ProblemSetItem.objects.filter(pk=rows.another.pk).update(points=-1),
}

ALLOWED: dict[str, Act] = {
    "giving up": lambda rows, _: Attempt.objects.filter(pk=rows.attempt.pk).update(
        gave_up_at=timezone.now(), closed_at=timezone.now()
    ),
    "an attempt like any other": lambda rows, _: attempt(rows),
    "free practice": lambda rows, world: attempt(rows, item=None, course=world.other_course),
    "an item of another course in that course": lambda rows, world: attempt(
        rows, item=rows.elsewhere, course=world.other_course
    ),
    "a submission of one's own": lambda rows, _: submission(rows),
    "a first grade": lambda rows, _: grade(rows),
    "a teacher's grade": lambda rows, world: grade(rows, source="manual", by=world.cast.teacher),
    "a grade that replaces": lambda rows, _: (
        Grade.objects.filter(pk=rows.grade.pk).update(replaced_at=timezone.now()),
        grade(rows, submission=rows.submission, replaces=rows.grade),
    ),
    "a regrade that was started three times": jobs(purpose="regrade", starts=MOST_STARTS),
    "a part nothing certified": lambda rows, _: part(rows),
    "a part that was proved": lambda rows, _: part(rows, certificate="proved"),
    "evidence of nothing": lambda rows, _: evidence(rows, 0),
    "evidence of all": lambda rows, _: evidence(rows, 1_000_000),
    "a hint": lambda rows, _: HintUse.objects.create(attempt=rows.attempt, number=2),
    "an enrolment that ends": ended(1),
    "a code for one": lambda _rows, _world: JoinCode.objects.update(limit=1),
    "an item without weight": lambda rows, _: ProblemSetItem.objects.filter(pk=rows.another.pk).update(
        position=1001, points=0
    ),
}


@pytest.mark.parametrize(("rule", "act"), REFUSED.items(), ids=REFUSED.keys())
def test_the_database_refuses_it_by_name(rows: Rows, world: Any, rule: str, act: Act) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act(rows, world)


@pytest.mark.parametrize("act", ALLOWED.values(), ids=ALLOWED.keys())
def test_the_rules_let_through_what_the_site_does(rows: Rows, world: Any, act: Act) -> None:
    assert act(rows, world)


def test_attempts_stay_on_their_version_when_the_item_moves_to_a_newer_one(rows: Rows, world: Any) -> None:
    old = world.version
    newer = ProblemVersion.objects.create(
        problem=old.problem, number=2, content_hash="b" * 64, source="", title="Newer", difficulty=1
    )
    ProblemSetItem.objects.filter(pk=world.item.pk).update(version=newer)
    assert attempt(rows).variant.version_id == old.pk
    Attempt.objects.get(pk=rows.attempt.pk).save()


def test_the_constraints_name_what_the_grader_and_the_worker_know() -> None:
    assert set(CERTIFICATES) == {each.value for each in Certificate}
    assert set(VERDICTS) == {each.value for each in Verdict}


@pytest.mark.parametrize("name", ["UTC", "Europe/London", "America/Argentina/Buenos_Aires"])
def test_a_course_takes_a_time_zone(name: str) -> None:
    check_time_zone(name)


@pytest.mark.parametrize("name", ["", "Europe", "London", "europe/london/", "../etc/passwd", "UTC+1", "\0"])
def test_a_course_refuses_what_is_no_time_zone(world: Any, name: str) -> None:
    world.course.time_zone = name
    with pytest.raises(ValidationError) as refused:
        world.course.full_clean()
    assert set(refused.value.message_dict) == {"time_zone"}
    assert Course.objects.get(pk=world.course.pk).time_zone == "Europe/London"
