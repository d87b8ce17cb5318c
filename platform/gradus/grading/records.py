"""From a Result to the rows of the record. Nothing a person typed goes into them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import grader
from grader.results import PartResult, Result
from gradus.submissions.models import Grade, GradingJob, Lane, PartGrade, Source

_TYPED = frozenset({"read_as"})
_TYPED_IN_FAULT = frozenset({"text", "suggestion", "detail"})


def grade_row(job: GradingJob, result: Result, now: datetime, replaces: Grade | None) -> Grade:
    """The grade of the job's submission, not saved."""
    return Grade(
        submission_id=job.submission_id,
        replaces=replaces,
        source=Source.REGRADE if job.purpose == Lane.REGRADE else Source.AUTOMATIC,
        verdict=str(result.verdict),
        score=result.score,
        grader_version=grader.VERSION,
        graded_at=now,
    )


def part_rows(grade: Grade, job: GradingJob, result: Result) -> list[PartGrade]:
    """The grades of the parts, in the order of the question, not saved."""
    points = {
        part["name"]: part.get("points", 1) for part in job.submission.attempt.variant.question["parts"]
    }
    return [
        PartGrade(
            grade=grade,
            part=name,
            position=position,
            verdict=str(part.verdict),
            certificate=str(part.certificate or ""),
            score=part.score,
            points=points.get(name, 1),
            diagnosis=[_diagnosis(each) for each in part.to_json().get("diagnosis", ())],
            wrong_class=(part.wrong_class or "")[:64],
            result=stored_result(part),
        )
        for position, (name, part) in enumerate(result.parts.items())
    ]


def stored_result(part: PartResult) -> dict[str, Any]:
    """The part's result as JSON, without what was typed: only `Submission.typed` holds that."""
    kept = {key: value for key, value in part.to_json().items() if key not in _TYPED}
    if "fault" in kept:
        kept["fault"] = _fault(kept["fault"])
    if "cells" in kept:
        kept["cells"] = {
            name: {**cell, "fault": _fault(cell["fault"])} if cell.get("fault") else cell
            for name, cell in kept["cells"].items()
        }
    return kept


def _fault(fault: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fault.items() if key not in _TYPED_IN_FAULT}


def _diagnosis(diagnosis: dict[str, Any]) -> dict[str, Any]:
    return {"code": diagnosis["code"], "node": diagnosis.get("node")}
