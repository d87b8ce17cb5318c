"""The words of courses, people and join codes: refusals, states of codes and of invitations."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.courses import refusals

REFUSALS: dict[type[refusals.CourseRefusal], Promise] = {
    refusals.CourseArchived: _(
        "This course is archived, so nothing in it changes. Reopen it in its settings first."
    ),
    refusals.SelfStudyStays: _(
        "This is the built-in course for free practice: everybody takes part, and it cannot be archived."
    ),
    refusals.LastTeacher: _(
        "This is the course's last teacher. Make somebody else a teacher first; then this place can be changed."
    ),
    refusals.PlaceEnded: _("This person is no longer in the course. Add them again if they should be."),
    refusals.HasSignedIn: _("This person has signed in already, so no invitation is needed."),
    refusals.JustInvited: _(
        "An invitation was sent a moment ago, or is on its way. Wait five minutes before you send another."
    ),
    refusals.TooManyCodes: _(
        "This course has 50 open codes. Revoke those that nobody needs, then make a new one."
    ),
}


def refusal_sentence(refusal: refusals.CourseRefusal) -> str:
    """Why nothing was changed, and the way out."""
    return str(REFUSALS[type(refusal)])
