"""Working on a problem: starting, looking at it, hints, another variant, giving up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from gradus.accounts.models import User
from gradus.api.documents import described
from gradus.api.refusing import refused
from gradus.api.replies import answer, body_of, who
from gradus.api.shapes.attempts import Attempt as AttemptReply
from gradus.api.shapes.attempts import Hints, HintWanted, NothingMore
from gradus.api.telling.attempts import attempt_told, hints_told
from gradus.courses.models import ProblemSet, ProblemSetItem
from gradus.submissions import actions
from gradus.submissions.models import Attempt
from gradus.submissions.problem_page import problem_page
from gradus.submissions.refusals import NotEnrolled, Refusal
from gradus.submissions.views.attempts import WITH_ALL, own_attempt


@described(
    "POST",
    "api_attempts",
    tag="answering",
    summary="Start a problem",
    body=NothingMore,
    replies={200: AttemptReply, 201: AttemptReply},
    errors=(404, 409),
)
def start(request: Request, public_id: str) -> Response:
    """Your open attempt (200), or a new one on a variant you have not had (201)."""
    user = who(request)
    body_of(request, NothingMore)
    seen = ProblemSetItem.objects.filter(
        problem_set__in=ProblemSet.objects.visible_to(user), removed_at__isnull=True
    )
    item = get_object_or_404(seen.select_related("problem_set__course"), public_id=public_id)
    before = Attempt.objects.of(user).filter(item=item, closed_at__isnull=True).exists()
    try:
        attempt = actions.start_attempt(user=user, item=item)
    except NotEnrolled as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        raise refused(refusal, item.problem_set.course) from refusal
    return _told(attempt, user, status.HTTP_200_OK if before else status.HTTP_201_CREATED)


@described(
    "GET",
    "api_attempt",
    tag="answering",
    summary="A problem with its numbers",
    replies={200: AttemptReply},
    errors=(404,),
)
def attempt(request: Request, public_id: str) -> Response:
    """What is asked, the hints shown so far, what was sent. Answers are there once it is right or given up."""
    user = who(request)
    return _told(get_object_or_404(Attempt.objects.visible_to(user), public_id=public_id), user)


@described(
    "POST",
    "api_hints",
    tag="answering",
    summary="Ask for a hint",
    body=HintWanted,
    replies={200: Hints},
    errors=(404, 409),
)
def hints(request: Request, public_id: str) -> Response:
    """Shows the next hint. What is right at the first check after a hint counts half for the skill."""
    user = who(request)
    found, wanted = own_attempt(user, public_id), body_of(request, HintWanted)
    try:
        actions.use_hint(attempt=found, by=user, number=wanted.number)
    except Refusal as refusal:
        raise refused(refusal, found.course) from refusal
    page = problem_page(attempt=found, viewer=user, now=timezone.now())
    return answer(hints_told(page))


@described(
    "POST",
    "api_another",
    tag="answering",
    summary="Ask for another variant",
    body=NothingMore,
    replies={201: AttemptReply},
    errors=(404, 409),
)
def another(request: Request, public_id: str) -> Response:
    """Closes the attempt and starts one with other numbers."""
    return _moved_on(request, public_id, actions.new_variant, status.HTTP_201_CREATED)


@described(
    "POST",
    "api_give_up",
    tag="answering",
    summary="Give up and see the answers",
    body=NothingMore,
    replies={200: AttemptReply},
    errors=(404, 409),
)
def give_up(request: Request, public_id: str) -> Response:
    """Closes the attempt; its answers are in the reply. Another variant can be asked for afterwards."""
    return _moved_on(request, public_id, actions.give_up, status.HTTP_200_OK)


def _moved_on(request: Request, public_id: str, act: Callable[..., Attempt], status_code: int) -> Response:
    """Closes the caller's attempt by `act`, and tells the attempt that they are on then."""
    user = who(request)
    found = own_attempt(user, public_id)
    body_of(request, NothingMore)
    try:
        now_on = act(attempt=found, by=user)
    except Refusal as refusal:
        raise refused(refusal, found.course) from refusal
    return _told(now_on, user, status_code)


def _told(found: Attempt, viewer: User, status_code: int = status.HTTP_200_OK) -> Response:
    whole = Attempt.objects.select_related(*WITH_ALL).get(pk=found.pk)
    page = problem_page(attempt=whole, viewer=viewer, now=timezone.now())
    return answer(attempt_told(page), status_code)
