"""Who may come in to drafts and problems of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.courses.models import Course
from gradus.courses.places import holds
from gradus.courses.rights import Right, Standing
from gradus.library.models import Problem, ProblemDraft
from gradus.library.search import visible_problems

AuthorView = Callable[..., HttpResponse]


def for_authors(view: AuthorView) -> AuthorView:
    """For people who may make problems; for everybody else the page is not there. Stands behind `login_required`."""

    @wraps(view)
    def door(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not holds(person(request), Standing.MAKE_PROBLEMS):
            raise Http404
        return view(request, *args, **kwargs)

    return door


def own_draft(user: User, public_id: str) -> ProblemDraft:
    """A draft that this person may change; 404 for anybody else's."""
    drafts = ProblemDraft.objects.of(user).select_related("problem__current", "owner")
    return get_object_or_404(drafts, public_id=public_id)


def visible_draft(user: User, public_id: str) -> ProblemDraft:
    """A draft that this person may look at."""
    drafts = ProblemDraft.objects.visible_to(user).select_related("problem__current", "owner")
    return get_object_or_404(drafts, public_id=public_id)


def own_problem(user: User, public_id: str) -> Problem:
    """A published problem of this person's own."""
    return get_object_or_404(Problem.objects.select_related("current"), owner=user, public_id=public_id)


def visible_problem(user: User, public_id: str) -> Problem:
    """A problem that this person may see with its answers."""
    rows = visible_problems(user, Course.objects.where(user, Right.SEE_WORK)).select_related("current")
    return get_object_or_404(rows.distinct(), public_id=public_id)
