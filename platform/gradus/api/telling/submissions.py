"""Submissions and their verdicts as the API tells them to students and staff alike: what the page shows too."""

from __future__ import annotations

from typing import Any

from gradus.api.shapes.submissions import Submission
from gradus.pages import sentences
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
    cells = result.get("cells")
    return {
        "verdict": judged.verdict,
        "score": judged.result.get("score", 0),
        "by_hand": judged.by_hand,
        "entries": result.get("entries"),
        "cells": cells and {name: cell["verdict"] for name, cell in cells.items()},
        "first_fault": result.get("first_fault"),
        "notes": result.get("notes", []),
        "witness": _witness(judged.question.kind, result),
        "questions": _questions(result),
    }


def _witness(kind: str, result: Any) -> dict[str, Any] | None:
    """Of a number or vector it would be the answer; without a point that of an expression would be, too."""
    witness: dict[str, Any] = result.get("witness") or {}
    if kind != "expression" or not witness.get("at"):
        return None
    return {name: witness[name] for name in ("at", "answer", "response")}


def _questions(result: Any) -> list[str]:
    asked = (
        sentences.diagnosis_sentence(each["code"], each.get("values")) for each in result.get("diagnosis", ())
    )
    return [sentence for sentence in dict.fromkeys(asked) if sentence]
