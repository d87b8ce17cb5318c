"""Bodies with responses: their fields are those of the problem, so they are read against it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework import status

import grader.results
from gradus.api.errors import Fault
from gradus.library.presentation import Presentation
from gradus.pages import sentences
from gradus.submissions.typed import Typed, answered, complaint, field_name, field_names


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a body is not taken: a code, and the field concerned."""

    code: str
    field: str = ""

    def fault(self) -> Fault:
        """The error to raise; position 0, because no single character is at fault."""
        sentence = sentences.complaint_sentence(self.code)
        return Fault(status.HTTP_400_BAD_REQUEST, self.code, sentence, field=clean(self.field), position=0)


@dataclass(frozen=True, slots=True)
class SubmissionBody:
    """A submission as sent."""

    client_key: UUID
    responses: Typed


def clean(text: str) -> str:
    """Text that can be encoded: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parse_submission(data: object, presentation: Presentation) -> SubmissionBody | Wrong:
    """`{client_key, responses: {part: text}}`; a graph's cells as `part.cell` or as an object under `part`."""
    if not isinstance(data, Mapping) or not isinstance(data.get("responses"), Mapping):
        return Wrong("wrong_type")
    try:
        key = UUID(data["client_key"]) if isinstance(data.get("client_key"), str) else None
    except ValueError:
        key = None
    if key is None:
        return Wrong("bad_key", "client_key")
    typed = parse_responses(data, presentation)
    if isinstance(typed, Wrong):
        return typed
    return SubmissionBody(key, typed) if typed else Wrong("empty")


def parse_responses(data: object, presentation: Presentation) -> Typed | Wrong:
    """The `responses` of a body that are not blank; unlike an answer, a text to be read may be blank."""
    if not isinstance(data, Mapping) or not isinstance(data.get("responses"), Mapping):
        return Wrong("wrong_type")
    typed: Typed = {}
    for name, value in _flat(data["responses"]):
        if not isinstance(value, str):
            return Wrong("wrong_type", str(name)[:100])
        if name not in field_names(presentation):
            return Wrong("unknown_part", str(name)[:100])
        if value != clean(value):
            return Wrong("not_text", name)
        typed[name] = value.strip()
    wrong = complaint(typed)
    return Wrong(wrong) if wrong else answered(typed)


def _flat(responses: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in responses.items():
        if isinstance(value, Mapping):
            pairs += [(field_name(name, cell), text) for cell, text in value.items()]
        else:
            pairs.append((name, value))
    return pairs


def unread(fault: grader.results.Fault) -> dict[str, Any]:
    """Why a text could not be read: where, what, and a sentence."""
    return {
        "code": fault.code,
        "sentence": clean(sentences.fault_sentence(fault.code, fault.text, fault.detail)),
        "position": fault.position,
        "length": fault.length,
        "text": clean(fault.text),
        "suggestion": fault.suggestion,
    }


def unreadable(field: str, fault: grader.results.Fault) -> Fault:
    """The error for a response that cannot be read; nothing is counted."""
    return Fault(status.HTTP_400_BAD_REQUEST, **unread(fault), field=field)
