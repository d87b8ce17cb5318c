"""One row of every table of the record, made the way the site makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from gradus.courses.models import ProblemSet, ProblemSetItem
from gradus.grading.batch import grade_batch
from gradus.library.models import ProblemVersion, Skill
from gradus.progress.models import Evidence
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Grade, HintUse, PartGrade, Submission
from tests.gradus.conftest import make_version


@dataclass
class Rows:
    """A right answer with a hint, graded; and a classmate's submission that waits."""

    attempt: Attempt
    submission: Submission
    other: Submission
    grade: Grade
    elsewhere: ProblemSetItem
    """An item of another course, of the same problem."""
    another: ProblemSetItem
    """An item of the same set, of another problem."""

    def row(self, model: type[Model]) -> Any:
        """The row of `model` in the record of the graded submission."""
        known: dict[type[Model], Any] = {
            Attempt: self.attempt,
            Submission: self.submission,
            Grade: self.grade,
        }
        known |= {
            ProblemVersion: self.attempt.variant.version,
            type(self.attempt.variant): self.attempt.variant,
        }
        return (
            known.get(model)
            or {PartGrade: PartGrade, HintUse: HintUse, Evidence: Evidence}[model].objects.get()
        )


def _submit(user: Any, item: ProblemSetItem, hint: bool) -> Submission:
    attempt = actions.start_attempt(user=user, item=item)
    if hint:
        actions.use_hint(attempt=attempt, by=user)
    answer = attempt.variant.question["parts"][0]["answer"]
    return actions.submit(attempt=attempt, responses={"df": answer}, by=user, client_key=uuid4())


@pytest.fixture
def rows(world: Any) -> Rows:
    """What stands in the record when the worker graded the first and not yet the second."""
    submission = _submit(world.cast.student, world.item, hint=True)
    assert grade_batch("answer") is not None
    other = _submit(world.cast.classmate, world.item, hint=False)
    submission.refresh_from_db()
    theirs = ProblemSet.objects.create(course=world.other_course, title="Theirs")
    skill = Skill.objects.create(slug="chain-rule", code="S13", title="Chain rule", unit="Rules", position=13)
    return Rows(
        attempt=submission.attempt,
        submission=submission,
        other=other,
        grade=submission.grades.get(),
        elsewhere=ProblemSetItem.objects.create(problem_set=theirs, version=world.version, position=1),
        another=ProblemSetItem.objects.create(
            problem_set=world.problem_set, version=make_version("diff.chain", skill), position=2
        ),
    )
