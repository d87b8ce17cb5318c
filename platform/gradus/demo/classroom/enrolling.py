"""How the people of the demo class came: most on a class list, some later by a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Role
from gradus.demo.classroom.calendar import Term
from gradus.demo.classroom.diary import Diary
from gradus.demo.classroom.people import ASSISTANT, CLASS, Classmate
from gradus.demo.people import JOIN_CODE

A_DAY = timedelta(days=1)
Users = Mapping[int, User]
"""The students of the class by number."""


def make_people(course: Course, term: Term) -> dict[int, User]:
    """An account for each student. Nobody signs in as one of them: they have no password."""
    return {mate.number: make_person(course, mate.email, mate.name, _came(mate, term)) for mate in CLASS}


def begin(course: Course, term: Term, teacher: User) -> datetime:
    """Course and teacher were there before the class: returns since when."""
    at = term.at(-3, 15)
    Course.objects.filter(pk=course.pk).update(created_at=at)
    Enrolment.objects.filter(course=course, user=teacher, started_at__gt=at).update(started_at=at)
    return at


def enrol(
    course: Course, users: Users, term: Term, teacher: User, diary: Diary, *, at: datetime | None = None
) -> None:
    """Whoever was there on the first day is on the teacher's list; the others joined by the code of the course.

    With `at` all of them are on a list of that time.
    """
    listed: list[Enrolment] = []
    later: list[Enrolment] = []
    for mate in CLASS:
        if mate.number in users:
            place = _place(course, users[mate.number], Role.STUDENT, at or _came(mate, term))
            (later if mate.joined and at is None else listed).append(place)
    Enrolment.objects.bulk_create([*listed, *later])
    diary.imported(listed, teacher, listed[0].started_at, known=at is not None)
    code = course.join_codes.filter(code=JOIN_CODE).first()
    for place in later:
        if code is None:
            diary.enrolled(place, teacher, place.started_at)
        else:
            diary.joined(place, code.public_id)
    if code is not None:
        code.uses += len(later)
        code.save(update_fields=["uses"])


def add_assistant(course: Course, term: Term, teacher: User, diary: Diary) -> None:
    """Somebody who looks after the class with the teacher."""
    came = term.at(-2, 10)
    place = _place(course, make_person(course, *ASSISTANT, came), Role.ASSISTANT, came)
    place.save()
    note_sign_ins({place.user_id: term.now - A_DAY}, [place.user])
    diary.enrolled(place, teacher, came)


def note_sign_ins(latest: Mapping[int, datetime], users: Sequence[User]) -> None:
    """When each was last there: shortly before their last answer."""
    for user in users:
        user.last_login = latest.get(user.pk)
    User.objects.bulk_update(users, ["last_login"])


def _came(mate: Classmate, term: Term) -> datetime:
    return term.at(mate.joined - 1, 9 + mate.number / 5 if mate.joined else 9)


def _place(course: Course, user: User, role: Role, at: datetime) -> Enrolment:
    return Enrolment(user=user, course=course, role=role, started_at=at)


def make_person(course: Course, email: str, name: str, came: datetime, *, may_teach: bool = False) -> User:
    """Somebody without a password."""
    return User.objects.create_user(
        email,
        None,
        name=name,
        organisation_id=course.organisation_id,
        created_at=came,
        may_teach=may_teach,
    )
