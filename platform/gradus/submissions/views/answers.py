"""Answering: the echo under a field, the submission, and waiting for its verdict."""

from __future__ import annotations

import threading
import time
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gradus.accounts.models import User
from gradus.accounts.signed_in import person
from gradus.submissions import actions
from gradus.submissions.models import Attempt, State, Submission
from gradus.submissions.problem_page import problem_page
from gradus.submissions.reading import Readings, faulty, read_as, read_typed
from gradus.submissions.refusals import Refusal, StillGrading
from gradus.submissions.typed import Typed, answered, complaint, nothing_in, typed_from_form
from gradus.submissions.views.attempts import WITH_ALL, own_attempt, show, status_of
from gradus.submissions.views.doors import posted, sign_in_first

LONGEST_WAIT = 1.0
"""Seconds a request may wait for a verdict."""
PAUSE = 0.04
_WAITERS = threading.BoundedSemaphore(2)
"""Requests of this process that may wait at once; the others answer at once and the page asks again."""


@sign_in_first
@posted
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the typed text is read. Writes nothing. With `use.<field>` a suggestion takes the field's place."""
    user = person(request)
    found = own_attempt(user, public_id)
    typed = typed_from_form(found.variant.presentation, request.POST)
    used = {name: request.POST.get(f"use.{name}", "") for name in typed}
    typed |= answered(used)
    wrong = complaint(typed)
    readings: Readings = {} if wrong else read_typed(found.variant, answered(typed))
    page = problem_page(attempt=found, viewer=user, now=timezone.now(), typed=typed, readings=readings)
    if not request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return show(request, page, complaint=wrong or "", status=400 if wrong else 200)
    fields = [field for question in page.questions for field in question.fields]
    field = next((each for each in fields if each.identifier == request.POST.get("field")), None)
    context = {"page": page, "field": field, "complaint": wrong, "replace": bool(answered(used))}
    context["judged"] = field is not None and field.value == _last_sent(found).get(field.name)
    return render(request, "submissions/_preview.html", context, status=400 if wrong else 200)


@sign_in_first
@posted
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes an answer: unreadable or impossible ones are answered at once and count nothing."""
    user = person(request)
    found = own_attempt(user, public_id)
    typed = typed_from_form(found.variant.presentation, request.POST)
    key = _uuid(request.POST.get("client_key", ""))
    wrong = (
        complaint(typed)
        or ("bad_key" if key is None else None)
        or nothing_in(found.variant.presentation, typed)
    )
    if wrong or key is None:
        return _refuse(request, user, found, typed, complaint=wrong or "bad_key", status=400)
    readings = read_typed(found.variant, answered(typed))
    if faulty(readings):
        return _refuse(request, user, found, typed, readings=readings, complaint="unreadable", status=400)
    try:
        sent = actions.submit(
            attempt=found, responses=answered(typed), by=user, client_key=key, read_as=read_as(readings)
        )
    except StillGrading as refusal:
        # The same text sent twice is one answer that waits; other text is kept in its field and sent later.
        waiting = found.submissions.filter(state=State.WAITING).first()
        if waiting is None or waiting.typed["responses"] != answered(typed):
            return _refuse(request, user, found, typed, refused=refusal, status=409)
        sent = waiting
    except Refusal as refusal:
        return _refuse(request, user, found, typed, refused=refusal, status=status_of(refusal))
    if request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return _outcome(request, user, found, sent, fresh=True)
    return redirect("submission", sent.public_id)


@login_required
@require_safe
def submission(request: HttpRequest, public_id: str) -> HttpResponse:
    """The verdict of a submission, or that it is being checked. Waits a moment when few others do."""
    user = person(request)
    visible = Submission.objects.visible_to(user)
    sent = get_object_or_404(visible.select_related("attempt"), public_id=public_id)
    found = Attempt.objects.select_related(*WITH_ALL).get(pk=sent.attempt_id)
    if sent.state == State.WAITING:
        wait_for_outcome(sent)
    if request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return _outcome(request, user, found, sent)
    return show(request, problem_page(attempt=found, viewer=user, now=timezone.now(), submission=sent))


def _last_sent(attempt: Attempt) -> Typed:
    """What was sent last: a reading of the same text must not wipe out its verdict, which may have come first."""
    last = attempt.submissions.order_by("received_at", "pk").last()
    sent: Typed = last.typed.get("responses", {}) if last else {}
    return sent


def wait_for_outcome(sent: Submission) -> None:
    """Until the submission has an outcome, at most LONGEST_WAIT; not at all when enough requests wait already."""
    if not _WAITERS.acquire(blocking=False):
        return
    try:
        until = time.monotonic() + LONGEST_WAIT
        while sent.state == State.WAITING and time.monotonic() < until:
            time.sleep(PAUSE)
            sent.refresh_from_db(fields=["state"])
    finally:
        _WAITERS.release()


def _outcome(
    request: HttpRequest, user: User, attempt: Attempt, sent: Submission, *, fresh: bool = False
) -> HttpResponse:
    page = problem_page(attempt=attempt, viewer=user, now=timezone.now(), submission=sent)
    return render(request, "submissions/_outcome.html", {"page": page, "fresh": fresh, "oob": True})


def _refuse(
    request: HttpRequest,
    user: User,
    attempt: Attempt,
    typed: Typed,
    *,
    readings: Readings | None = None,
    refused: Refusal | None = None,
    complaint: str = "",
    status: int,
) -> HttpResponse:
    page = problem_page(attempt=attempt, viewer=user, now=timezone.now(), typed=typed, readings=readings)
    if not request.htmx:  # type: ignore[attr-defined]  # put there by django-htmx's middleware
        return show(request, page, refused=refused, complaint=complaint, status=status)
    context = {"page": page, "refused": refused, "complaint": complaint, "oob": True}
    return render(request, "submissions/_outcome.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
