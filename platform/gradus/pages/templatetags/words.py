"""Template tags that choose words for codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from gradus.courses.models import Course
from gradus.library.presentation import ShownCell
from gradus.pages import dates, diagnosed, sentences, tangents
from gradus.pages.graphs import columns_of
from gradus.submissions.fields import ShownField, ShownQuestion
from gradus.submissions.judged import Judged
from gradus.submissions.refusals import Refusal

register = template.Library()


@register.filter
def word(code: str) -> sentences.Word:
    """The Word of a verdict or a state; `open` for an empty code."""
    return sentences.verdict_word(code or "open")


@register.filter
def cell_word(code: str) -> sentences.Word:
    """The Word of a cell verdict."""
    return sentences.cell_word(code or "blank")


@register.filter
def questions(result: Mapping[str, Any]) -> list[str]:
    """What to ask about a wrong answer: a sentence for each diagnosis that has one, at most two."""
    found = [
        sentences.diagnosis_sentence(each["code"], each.get("values")) for each in result.get("diagnosis", ())
    ]
    return [sentence for sentence in dict.fromkeys(found) if sentence][:2]


@register.filter
def asked(judged: Judged) -> list[diagnosed.Asked]:
    """What to ask about a judged part, with the piece of the function that is meant; a graph asks at its first fault."""
    return (
        [] if judged.question.kind == "graph" else diagnosed.asked_about(judged.question.part, judged.result)
    )


@register.filter
def derivative_kind(question: ShownQuestion) -> str:
    """`slope` or `partial` where the answer is the derivative of the function shown; else nothing."""
    return tangents.derivative_kind(question.part)


@register.filter
def strength(code: str) -> str:
    """How strong a hint is."""
    return sentences.hint_strength(code)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a vector or matrix: where it stands, and its verdict in words."""

    place: str
    code: str
    sign: str
    name: Any


@register.filter
def entry_words(entries: Sequence[Any]) -> list[Entry]:
    """Entry by entry: a vector's are numbered, a matrix's by row and column."""
    rows = [[entry] if isinstance(entry, str) else list(entry) for entry in entries]
    width = None if all(isinstance(entry, str) for entry in entries) else len(rows[0])
    found = [sentences.verdict_word(code) for row in rows for code in row]
    return [
        Entry(diagnosed.entry_place(number, width), word.code, word.sign, word.name)
        for number, word in enumerate(found)
    ]


@register.filter
def cell_tally(result: Mapping[str, Any]) -> list[tuple[sentences.Word, int]]:
    """How many cells of a graph have each verdict, in the order of the words; none left out but zeros."""
    counts = Counter(cell["verdict"] for cell in result.get("cells", {}).values())
    return [(found, counts[code]) for code, found in sentences.CELL_WORDS.items() if counts[code]]


@register.filter
def cell_label(cell: ShownCell) -> str:
    """What a cell of a graph asks for, in words."""
    return sentences.cell_label(cell["block"], cell["node"], cell.get("other", ""))


@register.filter
def entry_grid(field: ShownField) -> list[list[sentences.Word]]:
    """The verdicts on the entries of a graph's array as it was typed: a row for each of its rows."""
    entries: Sequence[str] = (field.result or {}).get("entries") or ()
    width = columns_of(field.value) or max(len(entries), 1)
    found = [sentences.cell_word(code) for code in entries]
    return [found[start : start + width] for start in range(0, len(found), width)]


@register.filter
def certified(result: Mapping[str, Any], kind: str) -> str:
    """How a right answer to a part of this kind was found right."""
    return sentences.certificate_sentence(result.get("certificate", ""), kind)


@register.filter
def notes(result: Mapping[str, Any]) -> list[str]:
    """What may be said beside a right answer."""
    codes = [*result.get("notes", ()), *(["followed"] if result.get("followed") else [])]
    return [sentence for sentence in map(sentences.note_sentence, codes) if sentence]


@register.filter
def reading_notes(codes: Sequence[str]) -> list[str]:
    """What to say beside the echo of a text that may have been meant otherwise."""
    return sentences.reading_notes(codes)


@register.filter
def fault_sentence(fault: Any) -> str:
    """Why a text could not be read; from a grader Fault or its JSON."""
    if isinstance(fault, Mapping):
        return sentences.fault_sentence(fault["code"], fault.get("text", ""), fault.get("detail"))
    return sentences.fault_sentence(fault.code, fault.text, fault.detail)


AROUND = 24
"""Letters of a long answer that are shown before, at, and behind the place where reading stopped."""


@register.filter
def ending(text: str) -> str:
    """The last letters of a long text."""
    return text if len(text) <= AROUND else f"…{text[-AROUND:]}"


@register.filter
def beginning(text: str) -> str:
    """The first letters of a long text."""
    return text if len(text) <= AROUND else f"{text[:AROUND]}…"


@register.simple_tag
def refusal_sentence(refusal: Refusal, course: Course) -> str:
    """Why something was not done; a date stands in the course's time zone."""
    when = getattr(refusal, "opens_at", None) or getattr(refusal, "closes_at", None)
    shown = dates.moment(when, course.time_zone) if isinstance(when, datetime) else ""
    return sentences.refusal_sentence(type(refusal).__name__, shown)


@register.filter
def complaint_sentence(code: str) -> str:
    """What is wrong with a form as a whole."""
    return sentences.complaint_sentence(code)


@register.simple_tag
def due(applied: Any, course: Course) -> dates.Due:
    """The dates of a set in words (submissions' Dates, the course for its time zone)."""
    return dates.due(applied, course.time_zone)


@register.filter
def moment(instant: datetime, course: Course) -> str:
    """An instant in the course's time zone."""
    return dates.moment(instant, course.time_zone)


@register.filter
def day(instant: datetime, course: Course) -> str:
    """A day in the course's time zone."""
    return dates.day(instant, course.time_zone)


@register.filter
def points(value: float) -> str:
    """Points without needless decimals: 2, 1.5, 0.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key)
