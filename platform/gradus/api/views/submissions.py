"""Sending responses and reading verdicts: the same permission queries and actions as the pages."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from gradus.api.bodies import Wrong, parse_responses, parse_submission, unread, unreadable
from gradus.api.documents import described
from gradus.api.refusing import refused
from gradus.api.replies import answer, number_in, who
from gradus.api.shapes.submissions import Accepted, NewSubmission, Readings, ReadText, Responses
from gradus.api.shapes.submissions import Submission as SubmissionReply
from gradus.api.telling.submissions import submission_told
from gradus.pages import sentences
from gradus.submissions import actions
from gradus.submissions.judged import shown_submission
from gradus.submissions.models import Attempt, State, Submission
from gradus.submissions.reading import Reading, read_as, read_typed
from gradus.submissions.refusals import Refusal
from gradus.submissions.views.answers import wait_for_outcome
from gradus.submissions.views.attempts import WITH_ALL, own_attempt

WAIT = OpenApiParameter(
    "wait",
    int,
    description="1: while it is being checked, wait up to a second for the verdict (where few others wait).",
)


@described(
    "POST",
    "api_readings",
    tag="answering",
    summary="How a text is read",
    body=Responses,
    replies={200: Readings},
    errors=(404,),
)
def readings(request: Request, public_id: str) -> Response:
    """Reads what is typed and compares it with nothing: nothing is sent and nothing counts."""
    found = own_attempt(who(request), public_id)
    typed = parse_responses(request.data, found.variant.presentation)
    if isinstance(typed, Wrong):
        raise typed.fault()
    read = read_typed(found.variant, typed)
    return answer(Readings(fields={field: _reading(each) for field, each in read.items()}))


@described(
    "POST",
    "api_submissions",
    tag="answering",
    summary="Send an answer",
    body=NewSubmission,
    replies={202: Accepted},
    errors=(404, 409, 429),
)
def submissions(request: Request, public_id: str) -> Response:
    """Keeps the responses and has them checked. What cannot be read is told at once (400), and nothing is counted."""
    user = who(request)
    attempt = own_attempt(user, public_id)
    body = parse_submission(request.data, attempt.variant.presentation)
    if isinstance(body, Wrong):
        raise body.fault()
    read = read_typed(attempt.variant, body.responses)
    for field, reading in read.items():
        if reading.fault:
            raise unreadable(field, reading.fault)
    try:
        sent = actions.submit(
            attempt=attempt,
            responses=body.responses,
            by=user,
            client_key=body.client_key,
            read_as=read_as(read),
        )
    except Refusal as refusal:
        raise refused(refusal, attempt.course) from refusal
    where = reverse("api_submission", [sent.public_id], request=request)
    return answer(Accepted(submission=sent.public_id, status=where), status.HTTP_202_ACCEPTED)


@described(
    "GET",
    "api_submission",
    tag="answering",
    summary="A submission and its verdict",
    replies={200: SubmissionReply},
    errors=(400, 404),
    parameters=(WAIT,),
)
def submission(request: Request, public_id: str) -> Response:
    """The state of a submission and, as far as they may be shown, the verdicts of its parts."""
    user = who(request)
    wait = number_in(request, "wait", 0, least=0, most=1)
    sent = get_object_or_404(Submission.objects.visible_to(user), public_id=public_id)
    attempt = Attempt.objects.select_related(*WITH_ALL).get(pk=sent.attempt_id)
    now, item = timezone.now(), attempt.item
    shows = item is None or item.problem_set.shows_verdicts(now) or attempt.user_id != user.pk
    if wait and shows and sent.state == State.WAITING:
        wait_for_outcome(sent)
    shown = shown_submission(sent, attempt.variant, shows, timezone.now())
    return answer(submission_told(shown, attempt.public_id))


def _reading(read: Reading) -> ReadText:
    return ReadText.model_validate(
        {
            "text": read.text,
            "latex": read.latex,
            "mathml": read.mathml,
            "notes": sentences.reading_notes(read.notes),
            "fault": unread(read.fault) if read.fault else None,
        }
    )
