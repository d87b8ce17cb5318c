"""What depends on an answer or a verdict: nothing that is shown before its time. Pages are compared byte by byte."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import Feedback, ProblemSet, ProblemSetItem
from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.progress.models import Evidence
from gradus.progress.shown import shown_mastery
from gradus.record_guard import lifted
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Grade, GradingJob, Submission
from tests.gradus.security.conftest import As, unvarying, whole
from tests.gradus.security.reach import begun, reachable


def seen_by(browser: Client, item: ProblemSetItem, typed: dict[str, str]) -> list[str]:
    """All that is reachable, without what differs from one request to the next."""
    ids = [each.public_id for each in (*Attempt.objects.all(), *Submission.objects.all())]
    return [unvarying(whole(reply), *ids) for reply in reachable(browser, item, typed)]


def twisted(variant: Variant, answer: str) -> None:
    """Another right answer, another seed, other tolerances: the same problem to look at."""
    for part in variant.question["parts"]:
        part |= {
            "answer": answer,
            "tolerance": {"relative": "0.5"},
            "catalogue": [{"code": "own", "answer": "7"}],
        }
    variant.question["seed"] = variant.seed = variant.seed + 1000
    variant.reveal = {"answers": {"df": answer}, "solution": answer, "params": {"n": answer}}
    with lifted():
        variant.save()


def test_pages_before_an_answer_do_not_depend_on_the_answer(world: Any, as_: As) -> None:
    browser, attempt = as_("student"), begun(world)
    before = seen_by(browser, world.item, {"df": "x^2"})
    twisted(attempt.variant, "x^2")
    assert seen_by(browser, world.item, {"df": "x^2"}) == before


@pytest.mark.parametrize("released", [None, timedelta(hours=1)], ids=["unreleased", "released later"])
def test_in_a_test_nothing_at_all_depends_on_the_verdict_before_release(
    world: Any, as_: As, released: timedelta | None
) -> None:
    """Two classmates send the same text for the same variant; it is right for one and wrong for the other."""
    world.problem_set.feedback, world.problem_set.tries_allowed = Feedback.TEST, 3
    world.problem_set.released_at = timezone.now() + released if released else None
    world.problem_set.save()
    seen, verdicts = [], []
    Variant.objects.exclude(pk=Variant.objects.first().pk).delete()
    for who, answer in (("student", "x^2"), ("classmate", "x^9")):
        variant = Variant.objects.get()
        twisted(variant, answer)
        user = getattr(world.cast, who)
        user.name = "Same"
        user.save()
        attempt = actions.start_attempt(user=user, item=world.item)
        actions.submit(attempt=attempt, responses={"df": "x^2"}, by=user, client_key=uuid4())
        assert grade_batch("answer") is not None
        verdicts.append(Grade.objects.latest("pk").verdict)
        seen.append(seen_by_one(as_(who), world.item, attempt))
    assert verdicts == ["correct", "incorrect"]
    for right, wrong in zip(*seen, strict=True):
        assert right == wrong


def test_progress_moves_with_a_test_once_it_is_released(world: Any, as_: As) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.save()
    attempt = begun(world)
    right = attempt.variant.question["parts"][0]["answer"]
    actions.submit(attempt=attempt, responses={"df": right}, by=attempt.user, client_key=uuid4())
    assert grade_batch("answer") is not None
    progress = reverse("progress")
    assert "<meter" not in as_("student").get(progress).content.decode()
    world.problem_set.released_at = timezone.now()
    world.problem_set.save()
    assert 'value="54"' in as_("student").get(progress).content.decode()


def test_practice_still_counts_beside_an_unreleased_test(world: Any, as_: As) -> None:
    first = begun(world)
    second = actions.new_variant(attempt=first, by=first.user)
    test = ProblemSet.objects.create(course=world.course, title="Test", feedback=Feedback.TEST)
    item = ProblemSetItem.objects.create(problem_set=test, version=world.version, position=1)
    # Free practice has no set; what has no set is not withheld.
    Attempt.objects.filter(pk=first.pk).update(item=None)
    Attempt.objects.filter(pk=second.pk).update(item=item, closed_at=None)
    for attempt in Attempt.objects.order_by("pk"):
        Attempt.objects.filter(pk=attempt.pk).update(closed_at=None)
        submission = Submission.objects.create(
            attempt=attempt,
            by=attempt.user,
            client_key=uuid4(),
            typed={"responses": {"df": "x"}, "read_as": {}},
        )
        GradingJob.objects.create(submission=submission, received_at=timezone.now())
    assert grade_batch("answer") is not None
    assert Evidence.objects.count() == 2
    shown = shown_mastery(user=first.user, now=timezone.now())
    assert [(each.variants, each.score) for each in shown.values()] == [(1, 195_000)]


def seen_by_one(browser: Client, item: ProblemSetItem, attempt: Attempt) -> list[str]:
    """As `seen_by`, of one student's own rows."""
    own = {
        attempt.user.email,
        attempt.user.public_id,
        attempt.public_id,
        *(each.public_id for each in attempt.submissions.all()),
    }
    replies = [whole(reply) for reply in reachable(browser, item, {"df": "x^2"})]
    mine = [reply for reply in replies if not reply.startswith("404")]
    assert any("Received" in reply for reply in mine)
    return [unvarying(reply, *own) for reply in mine]
