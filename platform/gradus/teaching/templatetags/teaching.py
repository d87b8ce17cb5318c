"""Words for the codes of the teacher's pages."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gradus.teaching import sentences
from gradus.teaching.refusals import NotJudged

register = template.Library()


@register.filter
def why_open(code: str) -> str:
    """Why a part with this certificate was left open."""
    return str(sentences.WHY_OPEN.get(code, sentences.WHY_OPEN["undecided"]))


@register.filter
def certificate_words(code: str) -> str:
    """How a verdict was reached, in a few words; empty for no certificate."""
    return str(sentences.CERTIFICATES.get(code, ""))


@register.filter
def source_words(code: str) -> str:
    """Where a grade came from."""
    return str(sentences.SOURCES.get(code, code))


@register.filter
def error_words(code: str) -> str:
    """What went wrong on our side."""
    return sentences.error_sentence(code)


@register.filter
def not_judged(refusal: NotJudged) -> str:
    """Why nothing was changed."""
    return sentences.refusal_sentence(refusal)


@register.filter
def percent(score: int) -> str:
    """A score in millionths as percent without needless decimals."""
    return f"{score / 10_000:.1f}".rstrip("0").rstrip(".")


@register.filter
def spent(seconds: int) -> str:
    """A length of time: `40 seconds`, `3 minutes`, `2 hours`."""
    if seconds < 90:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(n)s hours") % {"n": round(minutes / 60)}


@register.simple_tag
def table_states() -> tuple[str, ...]:
    """The states that the key under a class table explains, in order."""
    return ("correct", "partial", "incorrect", "undecided", "waiting", "failed")
