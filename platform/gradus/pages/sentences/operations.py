"""The queue and the machine in words, for admins."""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LANES: dict[str, tuple[Promise, Promise]] = {
    "answer": (gettext_lazy("Answers"), gettext_lazy("what students have just sent")),
    "proof": (gettext_lazy("Proofs"), gettext_lazy("answers that the quick check left open")),
    "regrade": (gettext_lazy("Regrades"), gettext_lazy("answers that are judged again")),
}
"""Lane -> its name and what it holds."""

SOURCES: dict[str, Promise] = {
    "automatic": gettext_lazy("by the grader"),
    "regrade": gettext_lazy("by a regrade"),
    "manual": gettext_lazy("by a teacher"),
}

ALERTS: dict[str, Promise] = {
    "submission_failed": gettext_lazy("could not be graded"),
    "regrade_failed": gettext_lazy("could not be graded again; the old grade stands"),
    "regrade_undecided": gettext_lazy("a regrade could not decide; the old grade stands"),
}

ERRORS: dict[str, Promise] = {
    "killed": gettext_lazy("the worker was killed"),
    "TooSlow": gettext_lazy("took too long"),
    "SoftTimeLimitExceeded": gettext_lazy("took too long"),
}

TARGETS: dict[str, Promise] = {
    "problem_set": gettext_lazy("set"),
    "set": gettext_lazy("set"),
    "item": gettext_lazy("problem of a set"),
    "submission": gettext_lazy("submission"),
    "grade": gettext_lazy("grade"),
    "enrolment": gettext_lazy("place"),
    "extension": gettext_lazy("extension"),
    "code": gettext_lazy("join code"),
    "join_code": gettext_lazy("join code"),
    "problem": gettext_lazy("problem"),
    "problem_version": gettext_lazy("problem version"),
    "draft": gettext_lazy("draft"),
    "token": gettext_lazy("token"),
    "course": gettext_lazy("course"),
}
"""What an entry of the audit log is about."""

FILTERS: dict[str, Promise] = {
    "person": gettext_lazy("Person"),
    "course": gettext_lazy("Course"),
    "action": gettext_lazy("What"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("To"),
}
"""The fields of the audit log's filter."""


def target_name(kind: str) -> str:
    """What an entry is about; the code where there are no words."""
    return str(TARGETS.get(kind, kind))


def filter_name(field: str) -> str:
    """A field of the audit log's filter."""
    return str(FILTERS[field])


def lane_name(lane: str) -> str:
    """What a lane is called."""
    return str(LANES[lane][0]) if lane in LANES else lane


def lane_holds(lane: str) -> str:
    """What waits in a lane."""
    return str(LANES[lane][1]) if lane in LANES else ""


def source_words(source: str) -> str:
    """Who gave a grade."""
    return str(SOURCES.get(source, source))


def alert_words(kind: str) -> str:
    """What an alert says about a submission; its kind where there are no words."""
    return str(ALERTS.get(kind, kind))


def error_words(error: str) -> str:
    """Why three starts came to nothing: words, or the name of what was raised."""
    return str(ERRORS.get(error, error))


def age_words(age: timedelta) -> str:
    """`under a second`, `12 seconds`, `3 minutes`, `5 hours`, `2 days`: rounded down, exact enough to act on."""
    seconds = int(age.total_seconds())
    if seconds < 1:
        return _("under a second")
    if seconds < 90:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = seconds // 60
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 36:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
