"""The queue and the machine behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gradus.accounts.signed_in import person
from gradus.administration import alerts, queue_state
from gradus.administration.doors import deed, page
from gradus.administration.health import health
from gradus.administration.machine import machine, unserved
from gradus.administration.machine import workers as ask_workers
from gradus.submissions.clock import database_now
from gradus.submissions.models import Submission
from gradus.teaching.actions import check_again
from gradus.teaching.refusals import AlreadyDecided, AttemptBusy, StillWaits


@never_cache
@page
def queue(request: HttpRequest) -> HttpResponse:
    """Lanes, failures, alerts, what waits for a decision. To htmx, which asks every few seconds, the figures alone."""
    user, now = person(request), database_now()
    context = {
        "health": health(),
        "lanes": queue_state.lane_rows(user=user, now=now),
        "last": queue_state.last_grades(),
        "now": now,
    }
    if getattr(request, "htmx", False):
        return render(request, "administration/_live.html", context)
    context |= {
        "failures": queue_state.failures(user),
        "alerts": queue_state.alerts(user, now=now, resolved=False),
        "resolved": queue_state.alerts(user, now=now, resolved=True),
        "to_decide": queue_state.to_decide(user),
        "machine": machine(),
    }
    return render(request, "administration/queue.html", context)


@never_cache
@page
def workers(request: HttpRequest) -> HttpResponse:
    """Which workers answer: it takes most of a second to know, so the queue's page asks for it afterwards."""
    template = "_workers.html" if getattr(request, "htmx", False) else "workers.html"
    answered = ask_workers()
    context = {"workers": answered, "unserved": unserved(answered or [])}
    return render(request, f"administration/{template}", context)


@deed
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Grades a failed submission again."""
    try:
        check_again(submission=_found(request, public_id), by=person(request))
    except (AlreadyDecided, StillWaits):
        messages.info(request, _("Nothing to retry: it waits already, or has its verdict."))
    except AttemptBusy:
        messages.warning(
            request, _("The student has sent something newer, which waits. Retry once that is graded.")
        )
    else:
        messages.success(request, _("It is in the queue again. If it fails once more, it comes back here."))
    return redirect("queue")


@deed
def resolve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Closes the alerts about a submission."""
    if alerts.resolve(submission=_found(request, public_id), by=person(request)):
        messages.success(request, _("The alert is resolved."))
    return redirect("queue")


def _found(request: HttpRequest, public_id: str) -> Submission:
    mine = Submission.objects.visible_to(person(request)).select_related("attempt__course", "attempt__user")
    return get_object_or_404(mine, public_id=public_id)
