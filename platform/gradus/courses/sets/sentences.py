"""The words of this part of the site: refusals, faults of dates, what a change does to people."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gradus.courses.dates import OutOfOrder
from gradus.courses.sets import refusals
from gradus.courses.sets.wall_time import LeftOutError, WallTimeError


def instant_words(instant: datetime, zone: ZoneInfo) -> str:
    """`Friday 27 November 2026, 18:00`."""
    local = instant.astimezone(zone)
    return f"{date_format(local, 'l j F Y', use_l10n=False)}, {local:%H:%M}"


def order_sentence(fault: OutOfOrder) -> str:
    """Which date must be before which."""
    return {
        ("opens_at", "due_at"): _(
            "A set must open before it is due. Choose a later due date, or open it earlier."
        ),
        ("due_at", "closes_at"): _(
            "A set must be due before it closes, or at the same time. Close it later."
        ),
        ("opens_at", "closes_at"): _("A set must open before it closes. Close it later, or open it earlier."),
    }[fault.earlier, fault.later]


def wall_time_sentence(error: WallTimeError, zone_name: str) -> str:
    """Why a text is no moment."""
    if isinstance(error, LeftOutError):
        return _(
            "%(time)s on %(day)s does not exist in %(zone)s: the clocks go forward past it. "
            "Choose another time, such as %(instead)s."
        ) % {
            "time": f"{error.asked:%H:%M}",
            "day": date_format(error.asked, "j F Y", use_l10n=False),
            "zone": zone_name,
            "instead": f"{error.instead:%H:%M}",
        }
    return _("This is not a date with a time. Write it as 2026-11-27 18:00, or leave it empty.")


def twice_sentence(at: datetime, zone: ZoneInfo, *, second: bool) -> str:
    """That a time stands twice on the wall, and which of the two was taken."""
    local = at.astimezone(zone)
    taken = _("the second") if second else _("the first")
    return _(
        "%(time)s on %(day)s comes twice, because the clocks go back that night. %(taken)s one was taken (%(name)s)."
    ) % {
        "time": f"{local:%H:%M}",
        "day": date_format(local, "j F Y", use_l10n=False),
        "taken": taken[:1].upper() + taken[1:],
        "name": local.tzname(),
    }


def refusal_sentence(refusal: refusals.SetRefusal, zone: ZoneInfo) -> str:
    """Why something was not done, and the way out."""
    if isinstance(refusal, refusals.NoVariants):
        return _with_titles(refusal.titles)
    if isinstance(refusal, refusals.Answered | refusals.TestAnswered):
        return _with_students(refusal)
    if isinstance(refusal, refusals.WrongDates):
        return " ".join(order_sentence(fault) for fault in refusal.faults)
    if isinstance(refusal, refusals.NotLater):
        return _not_later(refusal, zone)
    return {
        refusals.Archived: _(
            "This course is archived, so nothing in it changes. Reopen it in its settings first."
        ),
        refusals.NoProblems: _(
            "A set needs at least one problem before students see it, and while they do. Add one first."
        ),
        refusals.NotPublished: _("Publish the set first: nobody has seen it yet."),
        refusals.NotATest: _(
            "This is a practice set. It shows its verdicts at once, so there is nothing to release."
        ),
        refusals.AlreadyThere: _("This problem is in the set already."),
        refusals.TooMany: _("A set holds at most 100 problems. Remove one first, or begin another set."),
        refusals.NotAStudent: _("Choose a student who is in the course now."),
        refusals.NoDates: _("Give a due date, a closing date, or both."),
        refusals.Past: _("This moment has passed. Choose one that is still to come."),
    }[type(refusal)]


def _with_titles(titles: tuple[str, ...]) -> str:
    sentence = ngettext(
        "The variants of %(titles)s are still being made. Try again in a minute, or remove the problem.",
        "The variants of %(titles)s are still being made. Try again in a minute, or remove these problems.",
        len(titles),
    )
    return sentence % {"titles": ", ".join(f"“{title}”" for title in titles)}


def _with_students(refusal: refusals.Answered | refusals.TestAnswered) -> str:
    n = refusal.students
    who = ngettext("%(n)s student has", "%(n)s students have", n) % {"n": n}
    if isinstance(refusal, refusals.TestAnswered):
        return _(
            "%(who)s sent answers to this test. As practice it would show every verdict at once; "
            "release the verdicts instead when it is time."
        ) % {"who": who}
    return _(
        "%(who)s sent answers, so the set cannot be withdrawn. To stop more from coming, let it close now."
    ) % {"who": who}


def _not_later(refusal: refusals.NotLater, zone: ZoneInfo) -> str:
    if refusal.own is None and refusal.name == "due_at":
        return _("The set has no due date, so nobody is late. Leave this empty.")
    if refusal.own is None:
        return _("The set never closes. Leave this empty.")
    when = instant_words(refusal.own, zone)
    if refusal.name == "due_at":
        return _("An extension gives more time: the set is due for everybody on %(when)s.") % {"when": when}
    return _("An extension gives more time: the set closes for everybody on %(when)s.") % {"when": when}
