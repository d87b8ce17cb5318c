"""Adding people to a course, one or thousands, changing a role, and ending a place. The record is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import IntegrityError, transaction
from django.utils import timezone

from gradus.accounts.actions import make_accounts
from gradus.accounts.models import User
from gradus.audit.actions import record_each
from gradus.audit.models import Action
from gradus.courses.actions import invitations
from gradus.courses.actions.locking import locked, log, log_place
from gradus.courses.models import Course, Enrolment, Role
from gradus.courses.refusals import LastTeacher, PlaceEnded, SelfStudyStays
from gradus.courses.roster.plan import ADDED, NEW_ACCOUNT, ROLE_CHANGED, Plan, Step, make_plan, teachers_of
from gradus.courses.roster.reading import Reading


@dataclass
class ListRefused(Exception):
    """Nothing was written: a line is faulty, or what would happen is no longer what was looked at."""

    plan: Plan


def import_roster(*, course: Course, reading: Reading, digest: str, by: User, site: str) -> Plan:
    """Does what the plan with this digest says, all or nothing; returns it. Mails go out afterwards.

    Raises ListRefused, CourseArchived, SelfStudyStays.
    """
    return _carry_out(course, reading, digest, by, site)


def add_person(*, course: Course, reading: Reading, by: User, site: str) -> Step:
    """Adds one person, given as a list of one. Raises ListRefused, CourseArchived, SelfStudyStays."""
    return _carry_out(course, reading, None, by, site).steps[0]


def _carry_out(course: Course, reading: Reading, digest: str | None, by: User, site: str) -> Plan:
    try:
        with transaction.atomic():
            current = locked(course)
            if current.is_self_study:
                raise SelfStudyStays
            plan = make_plan(current, reading)
            if plan.faults or (digest is not None and plan.digest != digest):
                raise ListRefused(plan)
            _write(current, plan, by, site)
            if digest is not None:
                log(current, Action.ROSTER_IMPORTED, by, invitations=plan.invitations, **plan.counts)
    except IntegrityError:  # somebody signed up or joined between the look and the writing: look again
        raise ListRefused(make_plan(course, reading)) from None
    return plan


def _write(course: Course, plan: Plan, by: User, site: str) -> None:
    new = plan.having(NEW_ACCOUNT)
    accounts = make_accounts(
        organisation=course.organisation, people=[(step.email, step.name) for step in new]
    )
    users = {step.email: user for step, user in zip(new, accounts, strict=True)}
    users |= {step.email: step.user for step in plan.having(ADDED) if step.user is not None}
    comers = [step for step in plan.steps if step.outcome in (NEW_ACCOUNT, ADDED)]
    now = timezone.now()
    places = [
        Enrolment(user=users[step.email], course=course, role=step.role, started_at=now) for step in comers
    ]
    Enrolment.objects.bulk_create(places, batch_size=500)
    _log_each(course, Action.ENROLLED, by, ((place, {"role": place.role}) for place in places))
    _change_roles(course, plan.having(ROLE_CHANGED), by)
    invited = [place for place, step in zip(places, comers, strict=True) if step.invited]
    invitations.queue(places=invited, by=by, site=site)


def _change_roles(course: Course, steps: list[Step], by: User) -> None:
    by_role = sorted(((step.role, step.place) for step in steps if step.place), key=lambda pair: pair[0])
    for role, pairs in groupby(by_role, key=lambda pair: pair[0]):
        places = [place for _role, place in pairs]
        for start in range(0, len(places), 500):
            keys = [place.pk for place in places[start : start + 500]]
            Enrolment.objects.filter(pk__in=keys).update(role=role)
        changes = ((place, {"before": place.role, "after": role}) for place in places)
        _log_each(course, Action.ROLE_CHANGED, by, changes)


def _log_each(
    course: Course, action: Action, by: User, rows: Iterable[tuple[Enrolment, dict[str, str]]]
) -> None:
    entries = ((place.user, place.public_id, detail) for place, detail in rows)
    record_each(actor=by, action=action, course=course.public_id, target_kind="enrolment", rows=entries)


@transaction.atomic
def change_role(*, place: Enrolment, role: Role, by: User) -> bool:
    """Gives a person another role; returns whether it is one. Raises CourseArchived, PlaceEnded, LastTeacher."""
    current = _current(place)
    if current.role == role:
        return False
    _keep_a_teacher(current)
    before, current.role = current.role, role
    current.save(update_fields=["role"])
    log_place(current, Action.ROLE_CHANGED, by, before=before, after=role)
    return True


@transaction.atomic
def end_place(*, place: Enrolment, by: User) -> None:
    """Ends a person's place; the record stays. Raises CourseArchived, PlaceEnded, LastTeacher."""
    current = _current(place)
    _keep_a_teacher(current)
    current.ended_at = max(timezone.now(), current.started_at)
    current.save(update_fields=["ended_at"])
    log_place(current, Action.ENROLMENT_ENDED, by, role=current.role)


def _current(place: Enrolment) -> Enrolment:
    locked(place.course)
    current = Enrolment.objects.select_related("user", "course").get(pk=place.pk)
    if current.ended_at is not None:
        raise PlaceEnded
    return current


def _keep_a_teacher(place: Enrolment) -> None:
    """A teacher may go or become something else as long as another one stays."""
    if place.role == Role.TEACHER and not teachers_of(place.course).exclude(pk=place.pk).exists():
        raise LastTeacher
