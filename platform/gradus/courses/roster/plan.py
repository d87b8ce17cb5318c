"""What an import would do: each entry of a class list against who is known and who is in the course."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, EnrolmentQuerySet, Role
from gradus.courses.roster.reading import Entry, Fault, Reading

BATCH = 500

NEW_ACCOUNT, ADDED, ROLE_CHANGED, UNCHANGED = OUTCOMES = (
    "new_account",
    "added",
    "role_changed",
    "already_here",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one person. `user` is empty for a new account, `place` for whoever is not in the course."""

    line: int
    email: str
    name: str
    role: str
    outcome: str
    user: User | None = None
    place: Enrolment | None = None

    @property
    def invited(self) -> bool:
        """Whether a mail goes out: to whoever becomes part of the course and has never signed in."""
        return self.outcome == NEW_ACCOUNT or (
            self.outcome == ADDED and self.user is not None and self.user.last_login is None
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps in the order of the lines. With a fault nothing is done."""

    steps: Sequence[Step]
    faults: Sequence[Fault]

    def having(self, outcome: str) -> list[Step]:
        """The steps with this outcome."""
        return [step for step in self.steps if step.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        """How many people each outcome meets, zeros too."""
        counted = Counter(step.outcome for step in self.steps)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    @property
    def invitations(self) -> int:
        """How many mails go out."""
        return sum(step.invited for step in self.steps)

    @property
    def digest(self) -> str:
        """Changes with anything that would be done: what was looked at is what is imported."""
        lines = [(step.email, step.name, step.role, step.outcome) for step in self.steps]
        return hashlib.sha256(repr(lines).encode()).hexdigest()


def make_plan(course: Course, reading: Reading) -> Plan:
    """What importing these entries into `course` would do now. One query for each 500 people, and two more."""
    known = _known([entry.email for entry in reading.entries])
    here = Enrolment.objects.current().filter(course=course).select_related("user", "course")
    places = {place.user_id: place for place in here} if known else {}
    steps: list[Step] = []
    faults = list(reading.faults)
    for entry in reading.entries:
        user = known.get(entry.email)
        fault = _fault(entry, user, course)
        if fault is None:
            steps.append(_step(entry, user, places.get(user.pk) if user else None))
        else:
            faults.append(fault)
    lost = _last_teachers(course, steps)
    faults += [Fault(step.line, "last_teacher", step.email) for step in lost]
    steps = [step for step in steps if step not in lost]
    return Plan(steps, sorted(faults, key=lambda fault: fault.line))


def _known(emails: Sequence[str]) -> dict[str, User]:
    found: dict[str, User] = {}
    for start in range(0, len(emails), BATCH):
        users = User.objects.annotate(lowered=Lower("email")).filter(
            lowered__in=emails[start : start + BATCH]
        )
        found |= {user.email.lower(): user for user in users}
    return found


def _fault(entry: Entry, user: User | None, course: Course) -> Fault | None:
    if user is None:
        return None if entry.name else Fault(entry.line, "missing_name", entry.email)
    if user.organisation_id != course.organisation_id:
        return Fault(entry.line, "other_organisation", entry.email)
    if not user.is_active:
        return Fault(entry.line, "suspended", entry.email)
    return None


def _step(entry: Entry, user: User | None, place: Enrolment | None) -> Step:
    """A role that the list leaves out is that of a student, or the one the person has."""
    if user is None:
        return Step(entry.line, entry.email, entry.name, entry.role or Role.STUDENT, NEW_ACCOUNT)
    if place is None:
        return Step(entry.line, entry.email, str(user), entry.role or Role.STUDENT, ADDED, user)
    role = entry.role or place.role
    outcome = UNCHANGED if role == place.role else ROLE_CHANGED
    return Step(entry.line, entry.email, str(user), role, outcome, user, place)


def _last_teachers(course: Course, steps: Sequence[Step]) -> list[Step]:
    """The steps that would together take away the last teachers."""
    teachers = set(teachers_of(course).values_list("user", flat=True))
    lost = [step for step in steps if step.outcome == ROLE_CHANGED and step.role != Role.TEACHER]
    lost = [step for step in lost if step.user is not None and step.user.pk in teachers]
    gained = any(step.role == Role.TEACHER and step.outcome != UNCHANGED for step in steps)
    return lost if len(lost) == len(teachers) and not gained else []


def teachers_of(course: Course) -> EnrolmentQuerySet:
    """The places of those who can sign in and manage the course."""
    return Enrolment.objects.current().filter(course=course, role=Role.TEACHER, user__is_active=True)
