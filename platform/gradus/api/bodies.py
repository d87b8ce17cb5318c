"""Bodies of requests and answers: what is taken, and what is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from grader.results import Fault
from gradus.library.presentation import Presentation
from gradus.pages import sentences
from gradus.submissions.problem_page import Judged, ProblemPage
from gradus.submissions.typed import Typed, answered, complaint, field_name, field_names


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a body is not taken: a code, and the field concerned."""

    code: str
    field: str = ""

    def json(self) -> dict[str, Any]:
        """The code, the field and a sentence; position 0, because no single character is at fault."""
        sentence = sentences.complaint_sentence(self.code)
        return {"code": self.code, "field": clean(self.field), "position": 0, "sentence": sentence}


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
    typed: Typed = {}
    for name, value in _flat(data["responses"]):
        if not isinstance(value, str):
            return Wrong("wrong_type", str(name)[:100])
        if name not in field_names(presentation):
            return Wrong("unknown_part", str(name)[:100])
        if value != clean(value):
            return Wrong("not_text", name)
        typed[name] = value.strip()
    wrong = complaint(typed) or (None if answered(typed) else "empty")
    return Wrong(wrong) if wrong else SubmissionBody(key, answered(typed))


def _flat(responses: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in responses.items():
        if isinstance(value, Mapping):
            pairs += [(field_name(name, cell), text) for cell, text in value.items()]
        else:
            pairs.append((name, value))
    return pairs


def fault_json(field: str, fault: Fault) -> dict[str, Any]:
    """An unreadable response: where, what, and a sentence."""
    return {
        "code": fault.code,
        "field": field,
        "position": fault.position,
        "length": fault.length,
        "text": clean(fault.text),
        "suggestion": fault.suggestion,
        "sentence": clean(sentences.fault_sentence(fault.code, fault.text, fault.detail)),
    }


def submission_json(page: ProblemPage) -> dict[str, Any]:
    """A submission's state and the verdicts that may be shown."""
    shown = page.shown
    if shown is None:
        return {}
    return {
        "submission": shown.submission.public_id,
        "state": shown.state,
        "final": shown.final,
        "received_at": shown.submission.received_at.isoformat(),
        "late": shown.submission.late,
        "parts": {judged.question.name: _part_json(judged) for judged in shown.judged},
    }


def _part_json(judged: Judged) -> dict[str, Any]:
    """What the page shows too: no reference value of a number or vector, no class of the wrong answer."""
    result = judged.result
    shown = {"verdict": judged.verdict, "score": result.get("score", 0)}
    for key in ("entries", "notes", "first_fault"):
        if key in result:
            shown[key] = result[key]
    # Without a point the witness of an expression is the answer itself.
    if judged.question.kind == "expression" and result.get("witness", {}).get("at"):
        shown["witness"] = result["witness"]
    if "cells" in result:
        shown["cells"] = {name: cell["verdict"] for name, cell in result["cells"].items()}
    asked = [
        sentences.diagnosis_sentence(each["code"], each.get("values")) for each in result.get("diagnosis", ())
    ]
    shown["questions"] = [sentence for sentence in asked if sentence]
    return shown
