"""The audit log in words: what each action says about its actor."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.audit.models import Action

ACTIONS: dict[str, Promise] = {
    Action.COURSE_MADE: _("made the course"),
    Action.COURSE_CHANGED: _("changed the course's settings"),
    Action.COURSE_ARCHIVED: _("archived the course"),
    Action.COURSE_REOPENED: _("reopened the course"),
    Action.CODE_MADE: _("made a join code"),
    Action.CODE_REVOKED: _("revoked a join code"),
    Action.JOINED: _("joined by a code"),
    Action.ENROLLED: _("added a person"),
    Action.ROLE_CHANGED: _("changed a role"),
    Action.ENROLMENT_ENDED: _("removed a person; the record is kept"),
    Action.ROSTER_IMPORTED: _("imported a class list"),
    Action.SET_MADE: _("made a problem set"),
    Action.SET_CHANGED: _("changed a problem set"),
    Action.SET_PUBLISHED: _("published a problem set"),
    Action.SET_WITHDRAWN: _("withdrew a problem set"),
    Action.SET_RELEASED: _("released a test's verdicts"),
    Action.EXTENSION_GRANTED: _("granted an extension"),
    Action.EXTENSION_REMOVED: _("removed an extension"),
    Action.GRADE_OVERRIDDEN: _("overrode a grade"),
    Action.REVIEW_DECIDED: _("decided an open answer"),
    Action.REGRADE_ASKED: _("asked for answers to be graded again"),
    Action.RETRY_ASKED: _("asked for a failed answer to be graded again"),
    Action.EXPORTED: _("exported grades"),
    Action.PROBLEM_PUBLISHED: _("published a problem"),
    Action.PROBLEM_RETIRED: _("retired a problem"),
    Action.TOKEN_MADE: _("made an API token"),
    Action.TOKEN_REVOKED: _("revoked an API token"),
    Action.TEACHING_GRANTED: _("allowed a person to teach"),
    Action.TEACHING_WITHDRAWN: _("no longer allows a person to teach"),
    Action.PERSON_SUSPENDED: _("suspended a person"),
    Action.PERSON_RESTORED: _("restored a person"),
    Action.PERSON_ADDED: _("made an account"),
    Action.PERSON_CHANGED: _("changed an account"),
    Action.PASSWORD_SET: _("set a person's password"),
    Action.ADMIN_GRANTED: _("made a person an admin"),
    Action.ADMIN_WITHDRAWN: _("took an admin's rights away"),
    Action.ALERT_RESOLVED: _("resolved an alert"),
}


def action_words(action: str) -> str:
    """What the actor did. Raises KeyError for an unknown action."""
    return str(ACTIONS[action])
