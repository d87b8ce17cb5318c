"""What is said about drafts: why one was not saved or published, and how its trial stands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.toml_source import MAX_BYTES
from gradus.authoring import refusals
from gradus.library.trial_report import TrialReport


def refusal_sentence(refusal: refusals.DraftRefusal) -> str:
    """Why, what was kept, and what to do."""
    match refusal:
        case refusals.NotStorable(line=None):
            return _(
                "Nothing was saved: a problem may hold %(most)d kB of text, and this is more. "
                "Shorten it, or make two problems of it; your text is still below."
            ) % {"most": MAX_BYTES // 1000}
        case refusals.NotStorable(line=line):
            return _(
                "Nothing was saved: line %(line)d holds a NUL, a sign that is no text. "
                "Type that line anew; your text is still below."
            ) % {"line": line}
        case refusals.ChangedElsewhere():
            return _(
                "Nothing was saved: this draft was changed in another window after you opened it here. "
                "Your text is still below. Save again to put it in the other's place."
            )
        case refusals.Faulty():
            return _faulty(refusal)
        case refusals.TestsFail(numbers=numbers, line=line):
            return _tests_fail(numbers, line)
        case refusals.TrialBroken(outcome="too_slow"):
            return _("Saved, but not published: checking took too long. What to make simpler is said below.")
        case refusals.TrialBroken():
            return _("Saved, but not published: checking failed on our side. Check once more.")
        case _:
            return _(
                "Saved, but not published yet: this text has not been checked to the end. "
                "That takes a few seconds; then publish again."
            )


def _faulty(refusal: refusals.Faulty) -> str:
    said = ngettext(
        "Saved, but not published: there is %(count)d fault to mend.",
        "Saved, but not published: there are %(count)d faults to mend.",
        refusal.count,
    ) % {"count": refusal.count}
    if refusal.line is None:
        return said
    return f"{said} {_('The first is on line %(line)d.') % {'line': refusal.line}}"


def _tests_fail(numbers: list[int], line: int | None) -> str:
    listed = ", ".join(map(str, numbers))
    return ngettext(
        "Saved, but not published: test %(listed)s (line %(line)s) does not pass. "
        "Change the test or the answer, whichever is wrong.",
        "Saved, but not published: tests %(listed)s do not pass, the first on line %(line)s. "
        "Change the tests or the answers, whichever are wrong.",
        len(numbers),
    ) % {"listed": listed, "line": line}


def too_slow_sentence(report: TrialReport) -> str:
    """What took too long, and what to make simpler."""
    simpler = _(
        "What costs time: roots and argmin, high powers of sums, derivatives of derivatives, long chains in [let], "
        "many answers and mistakes. Make the slowest of these simpler, or the ranges in [params] smaller."
    )
    if report["step"] == "variants":
        said = _("Variant %(number)d could not be drawn in time.") % {"number": report["number"]}
    elif report["step"] == "tests":
        said = _("Test %(number)d could not be run in time.") % {"number": report["number"]}
    else:
        said = _("The problem could not be drawn in time.")
    return f"{said} {simpler}"
