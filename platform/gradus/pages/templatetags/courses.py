"""Template tags of courses: the state of a join code and of an invitation in words."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gradus.courses.models import Invitation, InvitationState, JoinCode, Role
from gradus.courses.roster.plan import Step
from gradus.courses.roster.reading import Fault
from gradus.courses.roster.sentences import fault_sentence as roster_sentence
from gradus.pages.dates import moment

register = template.Library()


@dataclass(frozen=True, slots=True)
class CodeState:
    """Whether a code opens its course now, in one word, and the rest of what there is to know."""

    open: bool
    name: str
    text: str


@register.simple_tag
def code_state(code: JoinCode) -> CodeState:
    """`open` · used 3 of 30, works until Friday 18:00."""
    now, zone = timezone.now(), code.course.time_zone
    used = (
        _("used %(n)s of %(limit)s") % {"n": code.uses, "limit": code.limit}
        if code.limit is not None
        else _("used %(n)s times") % {"n": code.uses}
    )
    if code.revoked_at is not None:
        return CodeState(False, _("revoked"), f"{moment(code.revoked_at, zone, now)} · {used}")
    if code.expires_at is not None and code.expires_at <= now:
        return CodeState(False, _("expired"), f"{moment(code.expires_at, zone, now)} · {used}")
    if code.limit is not None and code.uses >= code.limit:
        return CodeState(False, _("used up"), used)
    if code.course.archived_at is not None:
        return CodeState(False, _("course archived"), used)
    if code.expires_at is None:
        return CodeState(True, _("open"), _("%(used)s · never expires") % {"used": used})
    when = moment(code.expires_at, zone, now)
    return CodeState(True, _("open"), _("%(used)s · expires %(when)s") % {"used": used, "when": when})


@register.filter
def in_groups(code: str) -> str:
    """`ABCDE-FGHJK`: two groups of five are read aloud more easily; the hyphen does not matter."""
    return f"{code[:5]}-{code[5:]}" if len(code) == 10 else code


INVITATIONS: dict[str, Promise] = {
    InvitationState.WAITING: gettext_lazy("invitation on its way"),
    InvitationState.RETRYING: gettext_lazy("invitation not sent yet, is tried again"),
    InvitationState.FAILED: gettext_lazy("invitation could not be sent"),
    InvitationState.SENT: gettext_lazy("invitation sent"),
}


@register.filter
def invitation_words(invitation: Invitation) -> str:
    """Where the mail stands."""
    return str(INVITATIONS[invitation.state])


OUTCOMES: dict[str, Promise] = {
    "new_account": gettext_lazy("new account"),
    "added": gettext_lazy("known, is added"),
    "role_changed": gettext_lazy("here already, role changes"),
    "already_here": gettext_lazy("here already, nothing changes"),
}


@register.filter
def outcome_words(step: Step) -> str:
    """What happens to one person of a class list."""
    words = str(OUTCOMES[step.outcome])
    return _("%(words)s, is invited by mail") % {"words": words} if step.invited else words


@register.filter
def role_words(role: str) -> str:
    """A role in words."""
    return str(Role(role).label)


@register.filter
def roster_fault(fault: Fault) -> str:
    """What is wrong at a line of a class list, and the mend."""
    return roster_sentence(fault)
