"""A class as the API tells it to its staff, from the same rows as the class table and the pages of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gradus.api.shapes import classes as shape
from gradus.api.shapes.people import Person
from gradus.api.telling.attempts import answer_told
from gradus.api.telling.submissions import part_told
from gradus.courses.models import Enrolment, ProblemSetItem
from gradus.submissions.judged import Judged
from gradus.submissions.models import Grade
from gradus.submissions.standing import Standing
from gradus.teaching.review_page import Review
from gradus.teaching.roll import Student
from gradus.teaching.work import Work


def person_told(row: Enrolment) -> Person:
    """One enrolment."""
    return Person.model_validate(
        {
            "id": row.public_id,
            "name": row.user.name,
            "email": row.user.email,
            "role": row.role,
            "started_at": row.started_at,
        }
    )


def column_told(item: ProblemSetItem) -> shape.GradeColumn:
    """One item as a column."""
    return shape.GradeColumn(
        id=item.public_id,
        set=item.problem_set.public_id,
        number=item.position,
        title=item.version.title,
        possible=item.points,
    )


def row_told(
    student: Student, items: Sequence[ProblemSetItem], stand: Mapping[tuple[int, int], Standing]
) -> shape.GradeRow:
    """One student's line."""
    cells = [(item, stand.get((student.user.pk, item.pk), Standing())) for item in items]
    return shape.GradeRow(
        enrolment=student.enrolment.public_id,
        name=student.user.name,
        email=student.user.email,
        points=sum(standing.points(item) for item, standing in cells),
        cells=[_cell(item, standing) for item, standing in cells],
    )


def work_told(work: Work) -> shape.Work:
    """A submission for the staff."""
    return shape.Work.model_validate(_work(work))


def review_told(review: Review) -> shape.Review:
    """A submission that waits for a person, with all one needs to decide it."""
    more = {
        "enrolment": review.enrolment,
        "name": review.submission.attempt.user.name,
        "failed": review.failed,
        "queued": review.queued,
        "own": review.own,
        "open_parts": [part.question.name for part in review.open_parts],
        "answers": [answer_told(each) for each in review.answers],
    }
    return shape.Review.model_validate(_work(review.work) | more)


def _cell(item: ProblemSetItem, standing: Standing) -> shape.GradeCell:
    return shape.GradeCell(
        item=item.public_id,
        state=standing.state,
        points=None if standing.score is None else standing.points(item),
        tries=standing.tries,
        late=standing.late,
        attempt=standing.attempt.public_id if standing.attempt else None,
    )


def _work(work: Work) -> dict[str, Any]:
    sent = work.submission
    attempt, item = sent.attempt, sent.attempt.item
    return {
        "submission": sent.public_id,
        "attempt": attempt.public_id,
        "set": item.problem_set.public_id if item else None,
        "item": item.public_id if item else None,
        "title": attempt.variant.version.title,
        "received_at": sent.received_at,
        "late": sent.late,
        "hints_used": sent.hints_used,
        "state": work.state,
        "responses": sent.typed.get("responses", {}),
        "read_as": sent.typed.get("read_as", {}),
        "grade": _grade(work.grade) if work.grade else None,
        "parts": {each.question.name: _part(each.judged) for each in work.parts if each.judged},
    }


def _grade(grade: Grade) -> dict[str, Any]:
    return {
        "verdict": grade.verdict,
        "score": grade.score,
        "source": grade.source,
        "reason": grade.reason,
        "graded_at": grade.graded_at,
    }


def _part(judged: Judged) -> dict[str, Any]:
    codes = [each["code"] for each in judged.result.get("diagnosis", ())]
    return part_told(judged) | {"certificate": judged.result.get("certificate", ""), "diagnosis": codes}
