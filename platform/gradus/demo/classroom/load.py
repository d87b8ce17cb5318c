"""Makes the demo class once: people, sets, three weeks of work, and what waits for the teacher."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.courses.models import Course, ProblemSet
from gradus.demo.classroom import enrolling, neighbours, record, today
from gradus.demo.classroom.calendar import Term
from gradus.demo.classroom.diary import Diary
from gradus.demo.classroom.enrolling import Users
from gradus.demo.classroom.evenings import SEED, work_at
from gradus.demo.classroom.people import CLASS, SIZE
from gradus.demo.classroom.sets import make_sets
from gradus.demo.classroom.trouble import fail_one
from gradus.demo.course import load_demo_course
from gradus.demo.people import TEACHER

UNLUCKY = next(mate.number for mate in CLASS if mate.trait == "unlucky")
LATECOMER = max(CLASS, key=lambda mate: mate.joined).number


@transaction.atomic
def load_class(*, now: datetime | None = None) -> str:
    """Makes the class of the demo course and says what came of it; one that was made before is left as it is.

    `now` is where the simulated term ends. In one transaction: either the whole class is there or nothing of it.
    """
    if User.objects.filter(email__in=[mate.email for mate in CLASS]).exists():
        return "unchanged"
    course = load_demo_course()
    term = Term.until(now or timezone.now(), course.time_zone)
    teacher = User.objects.get(email__iexact=TEACHER.email)
    users = enrolling.make_people(course, term)
    count = _lessons(course, users, term, teacher)
    count += work(*neighbours.make_course(course.organisation, users, term), term)
    fail_one(course, users[UNLUCKY], term)
    today.act(course, teacher, users[LATECOMER], timezone.now())
    return f"{SIZE} students, {count + 1} submissions"


def _lessons(course: Course, users: Users, term: Term, teacher: User) -> int:
    """The demo course itself: returns the number of submissions."""
    diary = Diary(course)
    diary.course_made(teacher, enrolling.begin(course, term, teacher))
    enrolling.add_assistant(course, term, teacher, diary)
    enrolling.enrol(course, users, term, teacher, diary)
    sets = make_sets(course, term, users, teacher, diary)
    diary.write()
    return work(sets, users, term)


def work(sets: Sequence[ProblemSet], users: Users, term: Term) -> int:
    """What these students did on these sets, written to the record; returns the number of submissions."""
    worked = [each for problem_set in sets for each in work_at(problem_set, users, term)]
    count = record.write(worked, random.Random(SEED))
    latest: dict[int, datetime] = {}
    for each in worked:
        at = each.works[-1].started_at
        latest[each.user.pk] = max(at, latest.get(each.user.pk, at))
    enrolling.note_sign_ins(latest, list(users.values()))
    return count
