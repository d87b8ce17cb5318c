"""The class of a wrong answer is in the record: equal wrong answers to one variant share it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.submissions import actions
from gradus.submissions.models import Attempt, PartGrade


def stored_classes(world: Any, *texts: str) -> list[str]:
    """The stored class of each text, all sent by one student to one variant, in order."""
    variant = Variant.objects.filter(version=world.version).earliest("pk")
    attempt = Attempt.objects.create(
        user=world.cast.student, variant=variant, course=world.course, item=world.item, number=50
    )
    for text in texts:
        actions.submit(attempt=attempt, responses={"df": text}, by=attempt.user, client_key=uuid4())
        grade_batch("answer")
    rows = PartGrade.objects.order_by("grade__submission_id")
    return list(rows.values_list("wrong_class", flat=True))


def test_equal_wrong_answers_share_a_class(world: Any) -> None:
    first, same, other = stored_classes(world, "x^4+1", "1+x x^3", "x^4+2")
    assert first
    assert first == same != other


@pytest.mark.parametrize("text", ["3x^2", "3 x x"])
def test_a_right_answer_has_none(world: Any, text: str) -> None:
    assert stored_classes(world, text) == [""]
