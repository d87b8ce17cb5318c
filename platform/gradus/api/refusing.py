"""Refusals of the actions, as errors."""

from __future__ import annotations

from rest_framework import status

from gradus.api.errors import Fault
from gradus.courses.models import Course
from gradus.pages import dates, sentences
from gradus.submissions.refusals import Refusal, TooManyWaiting


def refused(refusal: Refusal, course: Course) -> Fault:
    """409, or 429 where too much waits; the code is the refusal's class."""
    code = type(refusal).__name__
    busy = isinstance(refusal, TooManyWaiting)
    number = status.HTTP_429_TOO_MANY_REQUESTS if busy else status.HTTP_409_CONFLICT
    return Fault(number, code, refusal_words(refusal, course))


def refusal_words(refusal: Refusal, course: Course) -> str:
    """The sentence of the page, with dates in the course's time zone."""
    when = getattr(refusal, "opens_at", None) or getattr(refusal, "closes_at", None)
    shown = dates.moment(when, course.time_zone) if when else ""
    return sentences.refusal_sentence(type(refusal).__name__, shown)
