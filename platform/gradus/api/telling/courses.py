"""Courses, sets and items as the API tells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradus.accounts.models import User
from gradus.api.shapes import courses as shape
from gradus.courses.dates import Dates
from gradus.courses.models import Course, Enrolment
from gradus.courses.rights import Right, rights_of
from gradus.submissions.set_page import SetPage, SetRow


def dates_told(dates: Dates) -> shape.Dates:
    """The dates as they apply to one student."""
    return shape.Dates(
        opens_at=dates.opens_at, due_at=dates.due_at, closes_at=dates.closes_at, extended=dates.extended
    )


def courses_told(user: User, rows: Iterable[Course]) -> list[shape.Course]:
    """Courses the person was found to see, with roles and rights: one query for all."""
    found = list(rows)
    places = Enrolment.objects.current().filter(user=user, course__in=found)
    roles = dict(places.values_list("course_id", "role"))
    return [_course(user, each, roles.get(each.pk, "")) for each in found]


def set_told(page: SetPage) -> shape.ProblemSet:
    """A set with the points of the one who asks."""
    return shape.ProblemSet.model_validate(_set(page))


def set_with_items_told(page: SetPage) -> shape.ProblemSetWithItems:
    """A set with each of its problems."""
    more = {"course": page.course.public_id, "items": [_item(row) for row in page.rows]}
    return shape.ProblemSetWithItems.model_validate(_set(page) | more)


def _course(user: User, row: Course, role: str) -> shape.Course:
    admin = user.is_admin and row.organisation_id == user.organisation_id
    held = rights_of(role, is_admin=admin)
    return shape.Course.model_validate(
        {
            "id": row.public_id,
            "title": row.title,
            "term": row.term,
            "time_zone": row.time_zone,
            "archived_at": row.archived_at,
            "role": role or None,
            "rights": [right.value for right in Right if right in held],
        }
    )


def _set(page: SetPage) -> dict[str, Any]:
    found, shows = page.problem_set, page.shows_verdicts
    return {
        "id": found.public_id,
        "title": found.title,
        "introduction": found.introduction,
        "feedback": found.feedback,
        "counting": found.counting,
        "tries_allowed": found.tries_allowed,
        "published_at": found.published_at,
        "dates": dates_told(page.dates),
        "shows_verdicts": shows,
        "problems": len(page.rows),
        "points": page.points if shows else None,
        "possible": page.possible,
    }


def _item(row: SetRow) -> dict[str, Any]:
    attempt, skills = row.standing.attempt, row.item.version.skills.all()
    return {
        "id": row.item.public_id,
        "number": row.item.position,
        "title": row.item.version.title,
        "skills": [{"id": skill.slug, "title": skill.title} for skill in skills],
        "state": row.standing.state,
        "points": None if row.standing.score is None else row.points,
        "possible": row.item.points,
        "tries": row.standing.tries,
        "attempt": attempt.public_id if attempt else None,
    }
