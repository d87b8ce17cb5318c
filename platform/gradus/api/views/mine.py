"""Oneself."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from gradus.api.documents import described
from gradus.api.replies import answer, who
from gradus.api.shapes.people import Me, Progress, SkillLevel, SkillUnit
from gradus.courses.places import holds
from gradus.courses.rights import Standing
from gradus.progress.skill_map import SkillRow, skill_map


@described("GET", "api_me", tag="you", summary="Who you are", replies={200: Me})
def me(request: Request) -> Response:
    """The person whose token or session this is, and what they may do outside of any course."""
    user = who(request)
    may = [each.value for each in Standing if holds(user, each)]
    told = {"id": user.public_id, "email": user.email, "name": user.name, "admin": user.is_admin}
    return answer(Me.model_validate(told | {"may": may}))


@described("GET", "api_progress", tag="you", summary="Your progress by skill", replies={200: Progress})
def progress(request: Request) -> Response:
    """Your level in each skill your courses ask for. What a test withholds moves nothing before its release."""
    found = skill_map(user=who(request), now=timezone.now())
    units = [SkillUnit(title=unit.title, skills=[_skill(row) for row in unit.rows]) for unit in found.units]
    return answer(Progress.model_validate({"counts": found.counts, "units": units}))


def _skill(row: SkillRow) -> SkillLevel:
    held = row.mastery
    return SkillLevel.model_validate(
        {
            "id": row.skill.slug,
            "title": row.skill.title,
            "level": row.level,
            "score": row.percent,
            "variants": held.variants if held else 0,
            "problems": held.problems if held else 0,
            "review_due_at": held.review_due_at if held else None,
        }
    )
