"""The demo course: made once, and then left to the people in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.courses.actions import join
from gradus.courses.models import Course, Enrolment, JoinCode, ProblemSet, ProblemSetItem, Role
from gradus.demo.course import load_demo_course
from gradus.demo.people import ADMIN, JOIN_CODE, PASSWORD, PEOPLE, STUDENT, TEACHER

pytestmark = pytest.mark.django_db

TABLES: tuple[type[models.Model], ...] = (User, Course, Enrolment, JoinCode, ProblemSet, ProblemSetItem)


@pytest.fixture(autouse=True)
def bank() -> None:
    """The bank in the database, with one variant a problem."""
    call_command("load_exercises", pool=1, verbosity=0)


def rows() -> dict[str, list[Any]]:
    """Every row of the course, as values."""
    return {table.__name__: list(table._default_manager.order_by("pk").values_list()) for table in TABLES}


def test_it_has_three_people_the_bundled_sets_and_a_code() -> None:
    course = load_demo_course()
    roles = {enrolment.user.email: enrolment.role for enrolment in course.enrolments.all()}
    assert roles == {STUDENT.email: Role.STUDENT, TEACHER.email: Role.TEACHER}
    assert course.problem_sets.count() == 5
    assert all(each.due_at and each.due_at > timezone.now() for each in course.problem_sets.all())
    assert sum(each.items.count() for each in course.problem_sets.all()) >= 18
    people = {person.email: User.objects.get(email=person.email) for person in PEOPLE}
    assert all(user.check_password(PASSWORD) for user in people.values())
    assert [email for email, user in people.items() if user.is_admin] == [ADMIN.email]


def test_a_second_run_changes_nothing() -> None:
    load_demo_course()
    before = rows()
    load_demo_course()
    assert rows() == before


def test_what_people_changed_stays() -> None:
    load_demo_course()
    User.objects.filter(email=STUDENT.email).update(name="Another Name")
    Enrolment.objects.filter(user__email=TEACHER.email).update(ended_at=timezone.now())
    load_demo_course()
    assert User.objects.get(email=STUDENT.email).name == "Another Name"
    assert not Enrolment.objects.current().filter(user__email=TEACHER.email).exists()


def test_its_code_lets_a_newcomer_in() -> None:
    course = load_demo_course()
    newcomer = User.objects.create_user("new@example.org", organisation=Organisation.default())
    assert join(user=newcomer, code=JOIN_CODE.lower(), address="192.0.2.1").course == course


def test_it_is_not_for_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo_course")
    assert not User.objects.exists()


def test_the_teacher_may_make_courses_unless_an_admin_took_that_away() -> None:
    load_demo_course()
    teacher, admin = User.objects.get(email=TEACHER.email), User.objects.get(email=ADMIN.email)
    assert teacher.may_teach
    User.objects.update(may_teach=False)  # as in a folder made before there was this right
    load_demo_course()
    assert set(User.objects.filter(may_teach=True)) == {teacher}
    User.objects.update(may_teach=False)
    record(actor=admin, action=Action.TEACHING_WITHDRAWN, person=teacher)
    load_demo_course()
    assert not User.objects.filter(may_teach=True).exists()
