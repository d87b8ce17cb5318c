"""Why a submission was not taken: it costs nothing, and what was typed stays in the form."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Promise] = {
    "NotOpenYet": _("This set opens on %(when)s. Until then nothing can be submitted."),
    "Closed": _(
        "This set closed on %(when)s. Nothing more can be submitted; what you typed is kept on this page."
    ),
    "NotEnrolled": _("Your place in this course has ended, so nothing more can be submitted."),
    "CourseArchived": _("This course is over, so nothing more can be submitted."),
    "ItemRemoved": _("Your teacher took this problem out of the set. What you submitted is kept."),
    "AttemptClosed": _("This variant is finished. A new variant asks the same with other numbers."),
    "AlreadyRight": _("This one is right already; there is nothing more to submit."),
    "NoTriesLeft": _("All tries of this problem are used."),
    "StillGrading": _("Your last answer is still being checked. Wait for its verdict, then try again."),
    "TooManyWaiting": _(
        "Several of your answers are still being checked. Wait for one of them, then try again."
    ),
    "NoVariantLeft": _(
        "You have had every variant there is. New ones are being made: try again in a minute."
    ),
    "NoHintLeft": _("There is no further hint."),
    "NotInATest": _("This belongs to practice; in a test it is not available before release."),
}
"""By the class of the refusal (submissions.refusals)."""

UNPUBLISHED = _("This set is not open yet.")

COMPLAINTS: dict[str, Promise] = {
    "empty": _("Type an answer first."),
    "nothing_chosen": _("Choose one first."),
    "too_long": _("This is far longer than an answer can be, so it was not taken. A shorter form will do."),
    "not_text": _("Part of this is not text that can be read, so it was not taken. Type the answer afresh."),
    "bad_key": _("This form has gone stale. Reload the page and send it again."),
    "unknown_part": _("The problem has no part of this name."),
    "wrong_type": _("Each response is a text; for a graph, one text for each cell."),
}
"""What is wrong with a form as a whole, before any part of it is read."""


def refusal_sentence(name: str, when: str = "") -> str:
    """Why nothing was taken, and what to do. `when` is the date concerned, in the course's time zone."""
    pattern = REFUSALS.get(name)
    if pattern is None:
        return _now("This could not be taken. Reload the page and send it again.")
    if "%(when)s" in str(pattern) and not when:
        return str(UNPUBLISHED)
    return str(pattern) % {"when": when}


def complaint_sentence(code: str) -> str:
    """What is wrong with the form."""
    return str(COMPLAINTS[code])
