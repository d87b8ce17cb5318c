"""Sentences about judging by hand. Codes and classes come from actions and rows; words are chosen here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.teaching.refusals import (
    AlreadyDecided,
    AttemptBusy,
    NotJudged,
    OwnWork,
    PartsLeftOpen,
    StillWaits,
)

REFUSALS: dict[type[NotJudged], Promise] = {
    OwnWork: _("This is your own work: somebody else has to judge it."),
    StillWaits: _(
        "The grader has not finished with this yet. Wait for its verdict, then change it if you must."
    ),
    PartsLeftOpen: _(
        "A part that nobody has judged yet was left out. Say of each such part how much of it is right."
    ),
    AlreadyDecided: _(
        "This was decided in the meantime. Nothing was changed; you can still change the grade."
    ),
    AttemptBusy: _("The student has sent something newer that is being checked. Try again when it is done."),
}

WHY_OPEN: dict[str, Promise] = {
    "undecided": _(
        "Neither equal nor different could be shown: where the two were tried they are too close to tell apart, "
        "which is no proof, or they could not be compared at all."
    ),
    "differs": _("It differs from the answer at a point, and the check was not sure enough to say so."),
    "agrees": _("It agrees with the answer wherever it was tried, which is not a proof."),
    "proved": _("It is equal to the answer, and that was proved."),
}

CERTIFICATES: dict[str, Promise] = {
    "proved": _("proved equal"),
    "agrees": _("agrees at every point tried"),
    "differs": _("differs at a point"),
    "undecided": _("undecided"),
}

SOURCES: dict[str, Promise] = {
    "automatic": _("graded automatically"),
    "regrade": _("graded again"),
    "manual": _("given by hand"),
}

ERRORS: dict[str, Promise] = {
    "killed": _("The grader's process was ended while it worked on this."),
    "TooSlow": _("The check took longer than it may."),
    "SoftTimeLimitExceeded": _("The check took longer than it may."),
    "ReferenceFault": _("The problem's own answer cannot be used: the problem needs mending."),
}


def refusal_sentence(refusal: NotJudged) -> str:
    """Why nothing was changed."""
    return str(REFUSALS[type(refusal)])


def error_sentence(code: str) -> str:
    """What went wrong on our side; for an error without words of its own, a plain one."""
    return str(ERRORS.get(code, _("The grader met an error it did not expect.")))
