"""Submissions and their verdicts as the API tells them to students and staff alike: what the page shows too."""

from __future__ import annotations

from typing import Any

from gradus.api.shapes.submissions import Submission
from gradus.pages.diagnosed import Asked, asked_about
from gradus.submissions.judged import Judged, Shown


def submission_told(shown: Shown, attempt: str) -> Submission:
    """A submission of the attempt with the public id `attempt`."""
    sent = shown.submission
    return Submission.model_validate(
        {
            "submission": sent.public_id,
            "attempt": attempt,
            "state": shown.state,
            "final": shown.final,
            "received_at": sent.received_at,
            "late": sent.late,
            "responses": sent.typed.get("responses", {}),
            "reason": shown.reason,
            "parts": {judged.question.name: part_told(judged) for judged in shown.judged},
        }
    )


def part_told(judged: Judged) -> dict[str, Any]:
    """No reference value of a number or vector, no class of the wrong answer, nothing beside a person's verdict."""
    result = {} if judged.by_hand else judged.result
    cells, asked = result.get("cells"), asked_about(judged.question.part, result)
    return {
        "verdict": judged.verdict,
        "score": judged.result.get("score", 0),
        "by_hand": judged.by_hand,
        "entries": result.get("entries"),
        "cells": cells and {name: cell["verdict"] for name, cell in cells.items()},
        "first_fault": result.get("first_fault"),
        "notes": result.get("notes", []),
        "witness": _witness(judged.question.kind, result),
        "questions": list(dict.fromkeys(each.sentence for each in asked)),
        "diagnoses": [told for each in asked for told in _diagnoses(each)],
    }


def _witness(kind: str, result: Any) -> dict[str, Any] | None:
    """Of a number or vector it would be the answer; without a point that of an expression would be, too."""
    witness: dict[str, Any] = result.get("witness") or {}
    if kind != "expression" or not witness.get("at"):
        return None
    return {name: witness[name] for name in ("at", "answer", "response")}


def _diagnoses(asked: Asked) -> list[dict[str, Any]]:
    node = None if asked.node is None else list(asked.node)
    told = {"code": asked.code, "question": asked.sentence, "node": node}
    return [told | {"entry": entry} for entry in asked.entries or (None,)]
