"""Who may do what: the one place that says it.

In a course a right comes from a person's current enrolment there, or from being an admin of its organisation. It is
read from the database on each request, and it is part of the query that fetches the course (`Course.objects.where`):
what a person may not touch is not found. Rights outside of courses belong to the person (`Standing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A place in a course."""

    STUDENT = "student", _("student")
    TEACHER = "teacher", _("teacher")
    ASSISTANT = "assistant", _("assistant")

    @classmethod
    def staff(cls) -> tuple[Role, ...]:
        """Roles that see the work of others."""
        return roles_with(Right.SEE_WORK)


class Right(StrEnum):
    """What can be done in a course."""

    SEE = "see"
    """See the course and its published sets."""
    ANSWER = "answer"
    """Work on its problems."""
    SEE_WORK = "see_work"
    """See the work of others, drafts of sets, and problems with their answers."""
    JUDGE = "judge"
    """Override a grade, decide what the grader could not."""
    SET_WORK = "set_work"
    """Make and change problem sets, publish and release them, grant extensions."""
    MANAGE = "manage"
    """Change the course, its people, roles and join codes; archive it."""
    EXPORT = "export"
    """Take the class's grades away as a file."""


IN_COURSE: Mapping[Right, tuple[Role, ...]] = {
    Right.SEE: (Role.STUDENT, Role.ASSISTANT, Role.TEACHER),
    Right.ANSWER: (Role.STUDENT, Role.ASSISTANT, Role.TEACHER),
    Right.SEE_WORK: (Role.ASSISTANT, Role.TEACHER),
    Right.JUDGE: (Role.ASSISTANT, Role.TEACHER),
    Right.SET_WORK: (Role.TEACHER,),
    Right.MANAGE: (Role.TEACHER,),
    Right.EXPORT: (Role.TEACHER,),
}
"""The roles that hold each right."""

OF_ADMINS: frozenset[Right] = frozenset(Right) - {Right.ANSWER}
"""What an admin may do in every course of the organisation: all but answer."""


class Standing(StrEnum):
    """What can be done outside of any course."""

    MAKE_COURSES = "make_courses"
    """Make a course, and be its first teacher."""
    MAKE_PROBLEMS = "make_problems"
    """Write and publish problems of one's own."""
    SEE_BANK = "see_bank"
    """Search all problems, and see them with their answers."""
    REVIEW = "review"
    """See all courses of the organisation, the queue, the audit log; use Django's admin."""


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that hold `right`."""
    return IN_COURSE[right]


def rights_of(role: str, *, is_admin: bool) -> frozenset[Right]:
    """All rights of somebody with `role` in a course (empty: no place in it)."""
    held = frozenset(right for right, roles in IN_COURSE.items() if role in roles)
    return held | OF_ADMINS if is_admin else held
