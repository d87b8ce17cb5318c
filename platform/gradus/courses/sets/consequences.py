"""What a change to a set does to the students who have answered: allowed, and said."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gradus.courses.models import Extension, Feedback, ProblemSet
from gradus.courses.sets.actions import Settings
from gradus.courses.sets.people import students_who_answered


def consequences(before: Settings, problem_set: ProblemSet, now: datetime) -> list[str]:
    """A sentence for each thing that the change from `before` to the set as it is now does."""
    after = Settings.of(problem_set)
    said = _of_extensions(problem_set, before, after)
    students = students_who_answered(problem_set)
    if problem_set.published_at is None or not students:
        return said
    done = [*_of_dates(before, after, now), *_of_policy(before, after)]
    if done:
        who = ngettext("%(n)s student has answered.", "%(n)s students have answered.", students)
        said.append(who % {"n": students} + " " + " ".join(done))
    return said


def _of_dates(before: Settings, after: Settings, now: datetime) -> list[str]:
    said = []
    if after.due_at != before.due_at:
        said.append(
            _("What was in time or late when it arrived stays so; the new due date is for what comes now.")
        )
    if after.closes_at is not None and (before.closes_at is None or after.closes_at < before.closes_at):
        said.append(_("The set closes earlier than it did. What was sent before is kept and counts."))
    if after.opens_at is not None and after.opens_at > now and after.opens_at != before.opens_at:
        said.append(_("Nobody can answer until the set opens. What was sent before is kept and counts."))
    return said


def _of_policy(before: Settings, after: Settings) -> list[str]:
    said = []
    fewer = after.tries_allowed is not None and (
        before.tries_allowed is None or after.tries_allowed < before.tries_allowed
    )
    if fewer:
        said.append(
            ngettext(
                "Whoever has used %(n)s try on a problem can send nothing more there. What they sent counts.",
                "Whoever has used %(n)s tries on a problem can send nothing more there. What they sent counts.",
                after.tries_allowed or 0,
            )
            % {"n": after.tries_allowed}
        )
    if after.counting != before.counting:
        said.append(_("Points are counted the new way at once, also for what was sent before."))
    if before.feedback == Feedback.PRACTICE != after.feedback:
        said.append(_("Verdicts are hidden from now on until you release them, those already seen as well."))
    return said


def _of_extensions(problem_set: ProblemSet, before: Settings, after: Settings) -> list[str]:
    """Extensions that no longer give more time than everybody has."""
    if (before.due_at, before.closes_at) == (after.due_at, after.closes_at):
        return []
    rows = Extension.objects.filter(problem_set=problem_set).select_related("user").order_by("user__name")
    names = [str(row.user) for row in rows if overtaken(row, problem_set)]
    if not names:
        return []
    sentence = ngettext(
        "The extension of %(names)s now gives less time than the set gives everybody. Change or remove it.",
        "The extensions of %(names)s now give less time than the set gives everybody. Change or remove them.",
        len(names),
    )
    return [sentence % {"names": ", ".join(names)}]


def overtaken(extension: Extension, problem_set: ProblemSet) -> bool:
    """Whether an extension gives less time than the set itself."""
    pairs = (
        (extension.due_at, problem_set.due_at),
        (extension.closes_at, problem_set.closes_at),
    )
    return any(given is not None and (own is None or given < own) for given, own in pairs)
