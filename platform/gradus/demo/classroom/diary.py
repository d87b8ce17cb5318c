"""The audit log of what happened in the simulated weeks: the entries that the actions write, at their own time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gradus.accounts.models import User
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course, Enrolment, Extension, ProblemSet


class Diary:
    """Entries of one course, kept until all are known and written in the order of their time."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._entries: list[AuditEntry] = []

    def write(self) -> None:
        """Appends them to the log."""
        AuditEntry.objects.bulk_create(sorted(self._entries, key=lambda entry: entry.at))

    def course_made(self, by: User, at: datetime) -> None:
        """The course, by its first teacher."""
        zone = self._course.time_zone
        self._note(Action.COURSE_MADE, by, at, "course", self._course.public_id, time_zone=zone)

    def imported(self, places: Sequence[Enrolment], by: User, at: datetime, *, known: bool) -> None:
        """A class list, and an entry for each person on it; `known`: they had accounts."""
        for place in places:
            self.enrolled(place, by, at)
        new = 0 if known else len(places)
        self._note(
            Action.ROSTER_IMPORTED,
            by,
            at,
            "course",
            self._course.public_id,
            invitations=new,
            new_account=new,
            added=len(places) - new,
            role_changed=0,
            already_here=0,
        )

    def enrolled(self, place: Enrolment, by: User, at: datetime) -> None:
        """One person, added by a teacher."""
        self._note(
            Action.ENROLLED, by, at, "enrolment", place.public_id, person=place.user, role=str(place.role)
        )

    def joined(self, place: Enrolment, code: str) -> None:
        """One person, by a code."""
        at = place.started_at
        self._note(Action.JOINED, place.user, at, "enrolment", place.public_id, person=place.user, code=code)

    def published(self, problem_set: ProblemSet, by: User, at: datetime) -> None:
        """A set, made and opened."""
        self.made(problem_set, by, problem_set.created_at)
        items = problem_set.items.filter(removed_at=None).count()
        self._note(Action.SET_PUBLISHED, by, at, "problem_set", problem_set.public_id, items=items)

    def made(self, problem_set: ProblemSet, by: User, at: datetime) -> None:
        """A draft."""
        self._note(Action.SET_MADE, by, at, "problem_set", problem_set.public_id)

    def extended(self, extension: Extension) -> None:
        """Other dates for one student."""
        dates = {"due_at": extension.due_at, "closes_at": extension.closes_at}
        said = {name: at and at.isoformat() for name, at in dates.items()}
        self._note(
            Action.EXTENSION_GRANTED,
            extension.granted_by,
            extension.granted_at,
            "problem_set",
            extension.problem_set.public_id,
            person=extension.user,
            extension=extension.public_id,
            **said,
        )

    def _note(
        self,
        action: Action,
        by: User,
        at: datetime,
        kind: str,
        target: str,
        *,
        person: User | None = None,
        **detail: Any,
    ) -> None:
        self._entries.append(
            AuditEntry(
                at=at,
                organisation_id=by.organisation_id,
                actor=by,
                action=action,
                person=person,
                course=self._course.public_id,
                target_kind=kind,
                target=target,
                detail=detail,
            )
        )
