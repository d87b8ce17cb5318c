"""Other dates for one student."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.audit.models import AuditEntry
from gradus.courses.dates import dates_for
from gradus.courses.models import Enrolment, Extension, ProblemSet

DUE, CLOSES = datetime(2027, 3, 8, 18, tzinfo=UTC), datetime(2027, 3, 9, 18, tzinfo=UTC)


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    ProblemSet.objects.update(opens_at=None, due_at=DUE, closes_at=CLOSES)
    world.problem_set.refresh_from_db()
    client.force_login(world.cast.teacher)
    return client


def grant(client: Client, world: Any, who: str = "student", **typed: str) -> Any:
    person = getattr(world.cast, who, None)
    body = {"student": person.public_id if person else who, "due_at": "", "closes_at": "", "reason": ""}
    return client.post(
        reverse("set_extensions", args=[world.problem_set.public_id]), body | typed, follow=True
    )


def test_a_student_gets_more_time_and_nobody_else(teacher: Client, world: Any) -> None:
    reply = grant(teacher, world, due_at="2027-03-15T18:00", reason="illness")
    assert "Student has other dates now" in reply.content.decode() and "illness" in reply.content.decode()
    mine = dates_for(world.problem_set, world.cast.student)
    assert (mine.due_at, mine.closes_at, mine.extended) == (DUE + timedelta(7), DUE + timedelta(7), True)
    assert dates_for(world.problem_set, world.cast.classmate).due_at == DUE
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person, entry.target) == (
        "extension_granted", world.cast.student, world.problem_set.public_id,
    )  # fmt: skip
    assert "illness" not in str(entry.detail)


def test_a_second_extension_changes_the_first(teacher: Client, world: Any) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00", reason="illness")
    page = teacher.get(
        reverse("set_extensions", args=[world.problem_set.public_id]),
        {"student": world.cast.student.public_id},
    ).content.decode()
    assert 'value="2027-03-15T18:00"' in page and 'value="illness"' in page
    grant(teacher, world, closes_at="2027-03-20T18:00")
    row = Extension.objects.get()
    assert (row.due_at, row.closes_at, row.reason) == (None, CLOSES + timedelta(11), "")


def test_removing_gives_everybody_s_dates_again(teacher: Client, world: Any) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00")
    address = reverse("extension_remove", args=[Extension.objects.get().public_id])
    assert teacher.get(address).status_code == 302 and Extension.objects.exists()
    assert "apply to Student again" in teacher.post(address, follow=True).content.decode()
    assert not dates_for(world.problem_set, world.cast.student).extended
    assert [each.action for each in AuditEntry.objects.order_by("pk")] == [
        "extension_granted",
        "extension_removed",
    ]
    assert teacher.post(address).status_code == 404


FAULTY = {
    "no date": ("student", {}, "Give a due date, a closing date, or both"),
    "due earlier than everybody": (
        "student",
        {"due_at": "2027-03-07T18:00"},
        "due for everybody on Monday 8 March",
    ),
    "closes earlier than everybody": (
        "student",
        {"closes_at": "2027-03-09T17:00"},
        "closes for everybody on Tuesday",
    ),
    "due after closing": (
        "student",
        {"due_at": "2027-03-15T18:00", "closes_at": "2027-03-14T18:00"},
        "A set must be due before it closes",
    ),
    "left out by the clocks": ("student", {"due_at": "2027-03-28T01:30"}, "does not exist in Europe/London"),
    "nobody": ("", {"due_at": "2027-03-15T18:00"}, "This field is required"),
    "a stranger": ("outsider", {"due_at": "2027-03-15T18:00"}, "Choose a student who is in the course now"),
    "staff": ("assistant", {"due_at": "2027-03-15T18:00"}, "Choose a student who is in the course now"),
    "NUL": ("\0", {"due_at": "2027-03-15T18:00"}, "Choose a student who is in the course now"),
    "a long reason": (
        "student",
        {"due_at": "2027-03-15T18:00", "reason": "x" * 201},
        "at most 200 characters",
    ),
}


@pytest.mark.parametrize(("who", "typed", "sentence"), FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_extension_is_refused_with_a_sentence(
    teacher: Client, world: Any, who: str, typed: dict[str, str], sentence: str
) -> None:
    reply = grant(teacher, world, who, **typed)
    assert (reply.status_code, sentence in reply.content.decode()) == (400, True)
    assert not Extension.objects.exists() and not AuditEntry.objects.exists()


def test_dates_that_the_set_has_not_are_not_extended(teacher: Client, world: Any) -> None:
    ProblemSet.objects.update(due_at=None, closes_at=None)
    assert "The set has no due date" in grant(teacher, world, due_at="2027-03-15T18:00").content.decode()
    assert "The set never closes" in grant(teacher, world, closes_at="2027-03-15T18:00").content.decode()


def test_a_moment_that_has_passed_is_refused_but_the_reason_of_an_old_extension_may_change(
    teacher: Client, world: Any
) -> None:
    past = timezone.now().replace(second=0, microsecond=0) - timedelta(days=2)
    ProblemSet.objects.update(due_at=past - timedelta(days=2), closes_at=None)
    typed = past.strftime("%Y-%m-%dT%H:%M")
    assert "This moment has passed" in grant(teacher, world, due_at=typed).content.decode()
    Extension.objects.create(
        problem_set=world.problem_set, user=world.cast.student, due_at=past, granted_by=world.cast.teacher
    )
    assert grant(teacher, world, due_at=typed, reason="illness").status_code == 200
    assert Extension.objects.get().reason == "illness"


def test_a_student_who_left_keeps_the_row_but_gets_no_other(teacher: Client, world: Any) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00")
    Enrolment.objects.filter(user=world.cast.student).update(ended_at=timezone.now())
    assert (
        "Choose a student who is in the course now"
        in grant(teacher, world, due_at="2027-03-16T18:00").content.decode()
    )
    assert Extension.objects.get().due_at == DUE + timedelta(7)


def test_later_dates_for_everybody_are_said_to_overtake_an_extension(teacher: Client, world: Any) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00")
    settings = {"title": "T", "feedback": "practice", "counting": "best", "due_at": "2027-04-01T18:00"}
    edit = reverse("set_edit", args=[world.problem_set.public_id])
    page = teacher.post(edit, settings, follow=True).content.decode()
    assert "The extension of Student now gives less time" in page and "less time than everybody" in page


@pytest.mark.parametrize("who", ["other_teacher", "assistant", "student"])
def test_nobody_else_extends(teacher: Client, world: Any, who: str) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00")
    teacher.force_login(getattr(world.cast, who))
    assert grant(teacher, world, due_at="2027-03-16T18:00").status_code == 404
    assert (
        teacher.post(reverse("extension_remove", args=[Extension.objects.get().public_id])).status_code == 404
    )
    assert Extension.objects.get().due_at == DUE + timedelta(7)


def test_an_archived_course_refuses(teacher: Client, world: Any) -> None:
    grant(teacher, world, due_at="2027-03-15T18:00")
    world.course.archived_at = timezone.now()
    world.course.save()
    assert "This course is archived" in grant(teacher, world, due_at="2027-03-16T18:00").content.decode()
    reply = teacher.post(reverse("extension_remove", args=[Extension.objects.get().public_id]))
    assert (reply.status_code, "This course is archived" in reply.content.decode()) == (409, True)
    assert Extension.objects.get().due_at == DUE + timedelta(7)
