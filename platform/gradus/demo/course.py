"""The demo course: three people, the bundled problem sets with due dates, a code to join by. Safe to run twice."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from exercises.reading import BANK, load_bank
from exercises.sets import load_sets as read_sets
from gradus.accounts.models import Organisation, User
from gradus.audit.models import Action, AuditEntry
from gradus.courses.bundled import load_sets
from gradus.courses.models import Course, Enrolment, JoinCode, Role
from gradus.demo.people import ADMIN, JOIN_CODE, PASSWORD, PEOPLE, STUDENT, TEACHER, Person

TITLE = "Calculus for machine learning"
TERM = "Demo"
TIME_ZONE = "Europe/London"
DUE_HOUR = 18
FIRST_DUE_DAYS = 7
DAYS_BETWEEN_SETS = 7


@transaction.atomic
def load_demo_course() -> Course:
    """Makes what is missing; changes nothing that people have done since."""
    organisation = Organisation.default()
    course, _created = Course.objects.get_or_create(
        organisation=organisation,
        title=TITLE,
        term=TERM,
        is_self_study=False,
        defaults={"time_zone": TIME_ZONE},
    )
    people = {person.role: _user(organisation, person) for person in PEOPLE}
    _enrol(people[STUDENT.role], course, Role.STUDENT)
    _enrol(people[TEACHER.role], course, Role.TEACHER)
    JoinCode.objects.get_or_create(code=JOIN_CODE, defaults={"course": course})
    _load_sets(course)
    return course


def _user(organisation: Organisation, person: Person) -> User:
    found = User.objects.filter(email__iexact=person.email).first()
    if found is not None:
        _let_teach(found, person)
        return found
    is_admin = person == ADMIN
    return User.objects.create_user(
        person.email,
        PASSWORD,
        name=person.name,
        organisation=organisation,
        is_staff=is_admin,
        is_superuser=is_admin,
        may_teach=person == TEACHER,
    )


def _let_teach(found: User, person: Person) -> None:
    """A teacher made before there was this right gets it; one from whom an admin took it does not get it back."""
    taken = AuditEntry.objects.filter(person=found, action=Action.TEACHING_WITHDRAWN)
    if person == TEACHER and not found.may_teach and not taken.exists():
        found.may_teach = True
        found.save(update_fields=["may_teach"])


def _enrol(user: User, course: Course, role: Role) -> None:
    """Enrols once: a place that somebody ended since stays ended."""
    if not Enrolment.objects.filter(user=user, course=course).exists():
        Enrolment.objects.create(user=user, course=course, role=role)


def _load_sets(course: Course) -> None:
    """The bundled sets; those that are new fall due a week after each other, at six in the evening there."""
    sets = read_sets(BANK, {file.id for file in load_bank()})
    here = timezone.now().astimezone(ZoneInfo(course.time_zone))
    evening = here.replace(hour=DUE_HOUR, minute=0, second=0, microsecond=0)
    due = [
        evening + timedelta(days=FIRST_DUE_DAYS + DAYS_BETWEEN_SETS * number) for number in range(len(sets))
    ]
    load_sets(course=course, sets=sets, due=due)
