"""Makes the demo class once: people, sets, three weeks of work, and what waits for the teacher."""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Role
from gradus.demo.classroom import record
from gradus.demo.classroom.calendar import Term
from gradus.demo.classroom.evenings import SEED, work_at
from gradus.demo.classroom.people import ASSISTANT, CLASS, SIZE
from gradus.demo.classroom.sets import make_sets
from gradus.demo.classroom.trouble import fail_one
from gradus.demo.course import load_demo_course

UNLUCKY = next(mate.number for mate in CLASS if mate.trait == "unlucky")


@transaction.atomic
def load_class(*, now: datetime | None = None) -> str:
    """Makes the class of the demo course and says what came of it; one that was made before is left as it is.

    `now` is where the simulated term ends. In one transaction: either the whole class is there or nothing of it.
    """
    if User.objects.filter(email__in=[mate.email for mate in CLASS]).exists():
        return "unchanged"
    course = load_demo_course()
    term = Term.until(now or timezone.now(), course.time_zone)
    users = _people(course, term)
    sets = make_sets(course, term, users)
    worked = [each for problem_set in sets for each in work_at(problem_set, users, term)]
    count = record.write(worked, random.Random(SEED))
    fail_one(course, users[UNLUCKY], term)
    return f"{SIZE} students, {count + 1} submissions"


def _people(course: Course, term: Term) -> dict[int, User]:
    """The students by number, enrolled on the days they came; an assistant too. Nobody signs in as one of them."""
    users = {}
    for mate in CLASS:
        joined = term.at(mate.joined - 1, 9 + mate.number / 5)
        users[mate.number] = _person(course, mate.email, mate.name, joined)
    enrolments = [
        Enrolment(user=user, course=course, role=Role.STUDENT, started_at=user.created_at)
        for user in users.values()
    ]
    assistant = _person(course, *ASSISTANT, term.at(-2, 10))
    enrolments.append(
        Enrolment(user=assistant, course=course, role=Role.ASSISTANT, started_at=assistant.created_at)
    )
    Enrolment.objects.bulk_create(enrolments)
    return users


def _person(course: Course, email: str, name: str, came: datetime) -> User:
    return User.objects.create_user(
        email, None, name=name, organisation_id=course.organisation_id, created_at=came
    )
