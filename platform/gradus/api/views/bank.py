"""The bank, for those who may see problems with their answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gradus.api.documents import PAGED, described
from gradus.api.errors import Fault
from gradus.api.replies import answer, page_of, text_in, who
from gradus.api.shapes import bank as shape
from gradus.api.shapes.base import Page
from gradus.authoring.bank_views import problem_or_404
from gradus.courses.models import Course
from gradus.courses.places import holds
from gradus.courses.rights import Right, Standing
from gradus.library.models import Problem
from gradus.library.search import SearchForm, find, page_data

FILTERS = {
    "text": "Words of the title or the id.",
    "skill": "A skill's id.",
    "unit": "A unit's name.",
    "kind": "An answer kind, such as expression.",
    "difficulty": "1 to 5.",
    "whose": "own: those you own.",
}


@described(
    "GET",
    "api_problems",
    tag="bank",
    summary="Search the bank",
    replies={200: Page[shape.Problem]},
    errors=(400, 404),
    parameters=(
        *(OpenApiParameter(name, str, description=words) for name, words in FILTERS.items()),
        *PAGED,
    ),
)
def problems(request: Request) -> Response:
    """Problems that can be set, from easy to hard. For teachers, assistants and admins."""
    user = who(request)
    if not holds(user, Standing.SEE_BANK):
        raise Http404
    form = SearchForm(page_data({name: text_in(request, name) for name in FILTERS}))
    if not form.is_valid():
        field = next(iter(form.errors))
        raise Fault(status.HTTP_400_BAD_REQUEST, "bad_filter", field=field)
    rows = find(form, user, Course.objects.where(user, Right.SEE_WORK))
    return page_of(
        request,
        rows,
        lambda some: [shape.Problem.model_validate(_told(each)) for each in some],
        Page[shape.Problem],
    )


@described(
    "GET",
    "api_problem",
    tag="bank",
    summary="A problem with its source",
    replies={200: shape.ProblemWithSource},
    errors=(404,),
)
def problem(request: Request, public_id: str) -> Response:
    """A problem's current version with its file. For teachers, assistants and admins."""
    found = problem_or_404(who(request), public_id)
    version = found.current
    if version is None:
        raise Http404
    more = {"source": version.source, "variants": version.variants.count()}
    return answer(shape.ProblemWithSource.model_validate(_told(found) | more))


def _told(found: Problem) -> dict[str, Any]:
    version = found.current
    if version is None:
        raise ValueError(f"{found.slug} has no version that could be shown")
    return {
        "id": found.public_id,
        "slug": found.slug,
        "title": version.title,
        "unit": found.unit,
        "kinds": [kind for kind in found.kinds.split(",") if kind],
        "difficulty": version.difficulty,
        "skills": [{"id": skill.slug, "title": skill.title} for skill in version.skills.all()],
        "version": version.number,
        "retired_at": found.retired_at,
    }
