"""From a pasted text to a student's verdict, with a real worker."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gradus.courses.models import ProblemSetItem
from gradus.library.models import Problem, ProblemDraft, Variant
from gradus.submissions import actions
from gradus.submissions.models import Grade
from tests.conftest import wait_until
from tests.gradus.authoring.conftest import Desk, at_desk
from tests.gradus.authoring.texts import GOOD

pytestmark = [pytest.mark.pipeline, pytest.mark.django_db(transaction=True)]

WRONG = GOOD.replace('"15x^2" }\nexpect = "correct"', '"15x^3" }\nexpect = "correct"')


def tried(desk: Desk, draft: ProblemDraft) -> str:
    """What is shown once the worker has tried the draft."""
    address = reverse("draft_report", args=[draft.public_id])

    def ended() -> bool:
        return "hx-get" not in desk.browser.get(address).content.decode()

    wait_until(ended, "the worker has tried the draft")
    return desk.page(draft)


def test_paste_refusal_publish_and_a_student_s_answer(grader_worker: Any, world: Any) -> None:
    desk = at_desk(world.cast.teacher)
    desk.browser.post(reverse("drafts"))
    draft = ProblemDraft.objects.get()

    desk.post("draft", draft, source=WRONG)
    assert "1 test does not pass." in tried(desk, draft)
    assert desk.post("draft_publish", draft, source=WRONG).status_code == 409
    assert not Problem.objects.filter(owner=desk.user).exists()

    desk.post("draft", draft, source=GOOD)
    assert "Ready to publish." in tried(desk, draft)
    assert desk.post("draft_publish", draft, source=GOOD).status_code == 302
    version = Problem.objects.get(owner=desk.user).current
    pool = Variant.objects.filter(version=version)
    wait_until(lambda: pool.count() == 20, "the worker has filled the pool")

    item = ProblemSetItem.objects.create(problem_set=world.problem_set, version=version, position=2)
    student = at_desk(world.cast.student)
    student.browser.post(reverse("item", args=[item.public_id]))
    attempt = world.cast.student.attempts.get(item=item)
    drawn = attempt.variant.reveal["params"]
    page = student.browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert "no_coefficient" not in page
    actions.submit(
        attempt=attempt,
        responses={"df": f"{int(drawn['a']) * int(drawn['n'])}x^{int(drawn['n']) - 1}"},
        by=world.cast.student,
        client_key="6b8f0c1e-0000-4000-8000-00000000000a",
    )
    grades = Grade.objects.filter(submission__attempt=attempt)
    wait_until(grades.exists, "the student's answer is graded")
    assert grades.get().score == 1_000_000
