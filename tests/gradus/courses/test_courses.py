"""A teacher makes a course, changes it, archives it and reopens it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.audit.models import AuditEntry
from gradus.courses.bundled import self_study_course
from gradus.courses.models import Course, Enrolment, JoinCode, ProblemSet, Role

GOOD = {"title": "Calculus 2", "term": "Autumn 2026", "time_zone": "Europe/Vienna"}


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_whoever_makes_a_course_is_its_first_teacher(teacher: Client, world: Any) -> None:
    answer = teacher.post(reverse("course_new"), GOOD)
    course = Course.objects.get(title="Calculus 2")
    assert answer.url == reverse("course", args=[course.public_id])
    assert (course.term, course.time_zone, course.organisation) == (
        "Autumn 2026",
        "Europe/Vienna",
        world.organisation,
    )
    place = Enrolment.objects.get(course=course)
    assert (place.user, place.role) == (world.cast.teacher, Role.TEACHER)
    assert actions() == ["course_made", "enrolled"]
    page = teacher.get(answer.url).content.decode()
    assert "No problem sets yet" in page and "No join code is open" in page


FAULTS = {
    "no title": ({"title": ""}, "Give the course a title."),
    "only spaces": ({"title": "  "}, "Give the course a title."),
    "no zone": ({"time_zone": ""}, "Choose a time zone, such as Europe/London."),
    "unknown zone": ({"time_zone": "Europe/Atlantis"}, "“Europe/Atlantis” is not a time zone."),
    "a file of the system": ({"time_zone": "../../etc/passwd"}, "is not a time zone."),
    "NUL": ({"title": "a\0b"}, "Null characters are not allowed."),
    "too long": ({"title": "x" * 201}, "at most 200 characters"),
}


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("name", ["course_new", "course_settings"])
def test_faulty_settings_are_told_at_their_field_and_kept(
    teacher: Client, world: Any, name: str, change: dict[str, str], sentence: str
) -> None:
    before = list(Course.objects.values_list())
    address = reverse(name, args=[world.course.public_id] if name == "course_settings" else [])
    page = teacher.post(address, {**GOOD, **change})
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert 'value="Autumn 2026"' in page.content.decode()
    assert (list(Course.objects.values_list()), actions()) == (before, [])


def test_settings_are_changed_and_logged_once(teacher: Client, world: Any) -> None:
    address = reverse("course_settings", args=[world.course.public_id])
    for _ in range(2):
        assert teacher.post(address, GOOD).status_code == 302
    world.course.refresh_from_db()
    assert (world.course.title, world.course.term, world.course.time_zone) == tuple(GOOD.values())
    assert actions() == ["course_changed"]
    assert AuditEntry.objects.get().detail["fields"] == ["title", "term", "time_zone"]


def test_an_archived_course_changes_in_nothing_until_it_is_reopened(teacher: Client, world: Any) -> None:
    ids = [world.course.public_id]
    teacher.post(reverse("course_archive", args=ids))
    teacher.post(reverse("course_archive", args=ids))
    place = Enrolment.objects.get(user=world.cast.student, course=world.course)
    tries = {
        "course_settings": (ids, GOOD, 409),
        "join_codes": (ids, {}, 409),
        "people": (ids, {"email": "new@example.org", "name": "New", "role": "student"}, 409),
        "enrolment_role": ([place.public_id], {"role": "assistant"}, 409),
        "enrolment_end": ([place.public_id], {}, 409),
    }
    for name, (arguments, body, status) in tries.items():
        page = teacher.post(reverse(name, args=arguments), body)
        assert (name, page.status_code) == (name, status)
        assert "Reopen it in its settings first" in page.content.decode(), name
    world.course.refresh_from_db()
    assert (world.course.title, actions()) == ("Calculus for ML", ["course_archived"])
    assert (Enrolment.objects.filter(course=world.course).count(), JoinCode.objects.count()) == (5, 1)
    teacher.post(reverse("course_reopen", args=ids))
    teacher.post(reverse("course_reopen", args=ids))
    world.course.refresh_from_db()
    assert (world.course.archived_at, actions()) == (None, ["course_archived", "course_reopened"])


def test_the_course_for_free_practice_cannot_be_archived_or_filled(client: Client, world: Any) -> None:
    course = self_study_course(world.organisation)
    client.force_login(world.cast.admin)
    page = client.post(reverse("course_archive", args=[course.public_id]), follow=True)
    assert "cannot be archived" in page.content.decode()
    page = client.post(reverse("join_codes", args=[course.public_id]), {})
    assert page.status_code == 409
    person = {"email": "student@example.org", "name": "", "role": "student"}
    assert client.post(reverse("people", args=[course.public_id]), person).status_code == 409
    course.refresh_from_db()
    assert (course.archived_at, course.join_codes.count(), course.enrolments.count()) == (None, 0, 0)


def test_home_shows_what_one_teaches_above_what_one_takes(teacher: Client, world: Any) -> None:
    Enrolment.objects.create(user=world.cast.teacher, course=world.other_course, role=Role.STUDENT)
    ProblemSet.objects.create(course=world.course, title="Secret plans", position=2)
    page = teacher.get("/").content.decode()
    taught, _heading, taken = page.partition("Courses you take")
    assert "Courses you teach" in taught and "Calculus for ML" in taught and "New course" in taught
    assert "3 students" in taught and "Secret plans" in taught and "draft" in taught and "published" in taught
    assert "Another course" in taken and "Calculus for ML" not in taken


def test_home_of_a_student_does_not_speak_of_teaching(client: Client, world: Any) -> None:
    client.force_login(world.cast.student)
    page = client.get("/").content.decode()
    assert "Your courses" in page and "teach" not in page.replace("teacher", "")


def test_home_of_a_teacher_without_courses_says_what_to_do(client: Client, world: Any) -> None:
    Enrolment.objects.filter(user=world.cast.teacher).update(ended_at=timezone.now())
    client.force_login(world.cast.teacher)
    page = client.get("/").content.decode()
    assert "You teach no course at the moment" in page and reverse("course_new") in page


def test_home_folds_archived_courses_away(teacher: Client, world: Any) -> None:
    Course.objects.filter(pk=world.course.pk).update(archived_at=timezone.now())
    page = teacher.get("/").content.decode()
    assert "1 archived course" in page and "Derivatives" not in page


def add_courses(world: Any, role: Role, count: int) -> None:
    for number in range(count):
        course = Course.objects.create(organisation=world.organisation, title=f"Course {number}")
        Enrolment.objects.create(user=world.cast.teacher, course=course, role=role)
        ProblemSet.objects.create(course=course, title="A", published_at=timezone.now())
        ProblemSet.objects.create(course=course, title="B", position=2, published_at=timezone.now())


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT])
def test_home_asks_as_many_questions_for_one_course_as_for_ten(
    teacher: Client, world: Any, role: Role
) -> None:
    add_courses(world, role, 1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        teacher.get("/")
    add_courses(world, role, 9)
    with CaptureQueriesContext(connection) as many:
        page = teacher.get("/").content.decode()
    assert "Course 8" in page
    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["course", "people"])
def test_pages_of_a_course_ask_as_many_questions_for_a_large_class(
    teacher: Client, world: Any, name: str
) -> None:
    address = reverse(name, args=[world.course.public_id])
    with CaptureQueriesContext(connection) as few:
        teacher.get(address)
    Enrolment.objects.create(user=world.cast.outsider, course=world.course)
    Enrolment.objects.create(user=world.cast.other_teacher, course=world.course)
    ProblemSet.objects.create(course=world.course, title="More", position=2)
    with CaptureQueriesContext(connection) as many:
        teacher.get(address)
    assert len(many) == len(few)


def test_a_student_s_page_of_the_course_holds_its_open_sets_and_nothing_of_the_staff(
    client: Client, world: Any
) -> None:
    ProblemSet.objects.create(course=world.course, title="Secret plans", position=2)
    Course.objects.filter(pk=world.course.pk).update(archived_at=timezone.now())
    client.force_login(world.cast.student)
    page = client.get(reverse("course", args=[world.course.public_id])).content.decode()
    assert "Derivatives" in page and "This course ended" in page
    for hidden in ("Secret plans", world.code.code, "Settings", "To decide", "teacher@example.org"):
        assert hidden not in page
    assert reverse("course", args=[world.course.public_id]) in client.get("/").content.decode()


def test_an_assistant_sees_the_overview_without_codes_and_settings(client: Client, world: Any) -> None:
    client.force_login(world.cast.assistant)
    page = client.get(reverse("course", args=[world.course.public_id])).content.decode()
    assert "See as a student" in page
    assert world.code.code[:5] not in page and "Import a class list" not in page
