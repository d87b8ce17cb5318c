"""Submitting and reading verdicts as JSON: the same permission queries and actions as the pages."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from gradus.accounts.models import User
from gradus.api.bodies import SubmissionBody, Wrong, fault_json, parse_submission, submission_json
from gradus.pages import dates, sentences
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission
from gradus.submissions.problem_page import problem_page
from gradus.submissions.reading import read_as, read_typed
from gradus.submissions.refusals import Refusal, TooManyWaiting
from gradus.submissions.views.attempts import WITH_ALL


@api_view(["POST"])
def submissions(request: Request, public_id: str) -> Response:
    """Takes `{client_key, responses}`: 202 with where to ask, 400 for what cannot be read (nothing is counted)."""
    user = _person(request)
    own = Attempt.objects.of(user).select_related(*WITH_ALL)
    attempt = get_object_or_404(own, public_id=public_id)
    body = parse_submission(request.data, attempt.variant.presentation)
    if isinstance(body, Wrong):
        return Response(body.json(), status=status.HTTP_400_BAD_REQUEST)
    readings = read_typed(attempt.variant, body.responses)
    for field, reading in readings.items():
        if reading.fault:
            return Response(fault_json(field, reading.fault), status=status.HTTP_400_BAD_REQUEST)
    try:
        sent = _submit(attempt, body, user, read_as(readings))
    except Refusal as refusal:
        return _refused(refusal, attempt)
    where = reverse("api_submission", [sent.public_id], request=request)
    return Response({"submission": sent.public_id, "status": where}, status=status.HTTP_202_ACCEPTED)


@api_view(["GET"])
def submission(request: Request, public_id: str) -> Response:
    """The state of a submission and, as far as they may be shown, the verdicts of its parts."""
    user = _person(request)
    sent = get_object_or_404(Submission.objects.visible_to(user), public_id=public_id)
    attempt = Attempt.objects.select_related(*WITH_ALL).get(pk=sent.attempt_id)
    page = problem_page(attempt=attempt, viewer=user, now=timezone.now(), submission=sent)
    return Response(submission_json(page))


def _person(request: Request) -> User:
    """Whom IsAuthenticated let in."""
    if not isinstance(request.user, User):
        raise TypeError("IsAuthenticated lets in only people")
    return request.user


def _submit(attempt: Attempt, body: SubmissionBody, user: User, echo: dict[str, str]) -> Submission:
    key: UUID = body.client_key
    return actions.submit(attempt=attempt, responses=body.responses, by=user, client_key=key, read_as=echo)


def _refused(refusal: Refusal, attempt: Attempt) -> Response:
    when = getattr(refusal, "opens_at", None) or getattr(refusal, "closes_at", None)
    shown = dates.moment(when, attempt.course.time_zone) if when else ""
    name = type(refusal).__name__
    code = (
        status.HTTP_429_TOO_MANY_REQUESTS if isinstance(refusal, TooManyWaiting) else status.HTTP_409_CONFLICT
    )
    return Response({"code": name, "sentence": sentences.refusal_sentence(name, shown)}, status=code)


@api_view(["GET", "POST"])
def to_come(request: Request, public_id: str = "", rest: str = "") -> Response:
    """An address that is kept for what comes next."""
    return Response({"code": "not_found"}, status=status.HTTP_404_NOT_FOUND)
