"""What is derived from the function leaves the server in its time: hints when asked for, marks and pictures after a
wrong answer in practice, steps once it is over. Of a test nothing does before its release."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.reading import parse_problem
from gradus.courses.models import Feedback, ProblemSetItem
from gradus.library.bank import load_problem
from gradus.library.models import Variant
from gradus.library.pool import fill_pool
from gradus.submissions.models import Grade
from tests.gradus.security.conftest import As, whole
from tests.gradus.security.reach import begun, reachable, send

PROBLEM = r"""
id = "leak.slope"
title = "A slope"
skills = ["chain-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$."

[params]
a = { of = ["3"] }

[let]
f = "x^2 + sin(a*x^2)"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"
"""
WRONG = {"df": "x + 6x cos(3x^2)"}
TOLD_AFTER_A_WRONG_ANSWER = {
    "mark": 'class="marked"',
    "picture": 'class="pic tangent"',
    "slope": "the slope there is",
    "question": "Did it get lost?",
    "code": "pow_nocoef",
    "witness": "your formula gives",
    "diagnosis": '"diagnoses":[{',
}


@pytest.fixture
def slope(world: Any) -> ProblemSetItem:
    """The item of the course asks for a slope now; its hints and its solution are derived."""
    file = parse_problem(PROBLEM, "slope.toml")
    version, _new = load_problem(file=file, unit="rules")
    fill_pool(version=version, size=1, file=file)
    world.item.version = version
    world.item.save()
    item: ProblemSetItem = world.item
    return item


def words_of(texts: list[str]) -> set[str]:
    """The longest piece of each text that holds no formula."""
    return {max(text.split("$")[::2], key=len).strip() for text in texts}


def told(browser: Client, item: ProblemSetItem) -> set[str]:
    """What of all this stands in anything reachable: names of the table above, `hint`, `step`."""
    variant = Variant.objects.get(version=item.version)
    secrets = {name: {text} for name, text in TOLD_AFTER_A_WRONG_ANSWER.items()}
    secrets["hint"] = words_of(variant.presentation["hints"])
    secrets["step"] = words_of(variant.reveal["steps"]) - secrets["hint"]
    assert all(len(text) > 8 for text in secrets["hint"] | secrets["step"])
    pages = [whole(reply) for reply in reachable(browser, item, WRONG)]
    return {name for name, texts in secrets.items() if any(text in page for text in texts for page in pages)}


def test_before_an_answer_nothing_is_told(world: Any, slope: ProblemSetItem, as_: As) -> None:
    browser = as_("student")
    assert told(browser, slope) == set()
    begun(world)
    assert told(browser, slope) == set()


def test_a_wrong_answer_in_practice_tells_its_slip_and_no_step(
    world: Any, slope: ProblemSetItem, as_: As
) -> None:
    browser, attempt = as_("student"), begun(world)
    send(browser, attempt, WRONG)
    assert told(browser, slope) == set(TOLD_AFTER_A_WRONG_ANSWER)
    browser.post(reverse("hint", args=[attempt.public_id]))
    assert told(browser, slope) == {*TOLD_AFTER_A_WRONG_ANSWER, "hint"}
    browser.post(reverse("give_up", args=[attempt.public_id]))
    assert told(browser, slope) == {*TOLD_AFTER_A_WRONG_ANSWER, "hint", "step"}


def test_of_a_test_nothing_leaves_before_its_release(world: Any, slope: ProblemSetItem, as_: As) -> None:
    slope.problem_set.feedback = Feedback.TEST
    slope.problem_set.save()
    browser, attempt = as_("student"), begun(world)
    replies = send(browser, attempt, WRONG)
    assert Grade.objects.get().verdict == "incorrect"
    assert told(browser, slope) == set()
    for text in TOLD_AFTER_A_WRONG_ANSWER.values():
        assert not any(text in whole(reply) for reply in replies), text
    slope.problem_set.released_at = timezone.now()
    slope.problem_set.save()
    assert told(browser, slope) == set(TOLD_AFTER_A_WRONG_ANSWER)
