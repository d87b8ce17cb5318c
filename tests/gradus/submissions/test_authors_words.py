"""What an author says to a known mistake reaches the student who made it, and nobody before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exercises.reading import parse_problem
from exercises.selfcheck import right_responses
from exercises.variants import draw
from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.library.presenting import authors_words, presentation_of, reveal_of
from gradus.submissions import actions
from gradus.submissions.authors_words import with_words
from gradus.submissions.models import Attempt, Grade

PROBLEM = """
id = "diff.words"
title = "Words of the author"
skills = ["power-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$, and choose."

[params]
a = { int = [3, 9] }

[let]
f = "a*x**3"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"

[[answer]]
name = "pick"
type = "choice"
options = [
  { text = "it rises", is = true },
  { text = "it falls", is = false, say = "Look at $x^2$ again." },
]

[[mistake]]
is = "a*x**2"
answer = "df"
say = "Where did the exponent $3$ go?"

[[test]]
params = { a = 5 }
give = { df = "15x^2" }
expect = "correct"
"""


@pytest.fixture
def attempt(world: Any) -> Attempt:
    drawn = draw(parse_problem(PROBLEM), 7)
    variant = Variant.objects.create(
        version=world.version,
        seed=7,
        engine_version="words",
        question=drawn.question.to_json(),
        presentation=presentation_of(drawn, "Words of the author"),
        reveal=reveal_of(drawn),
    )
    return Attempt.objects.create(
        user=world.cast.student, variant=variant, course=world.course, item=world.item, number=9
    )


def answer(attempt: Attempt, df: str, right_choice: bool) -> str:
    """Submit, grade, and return the page."""
    options = attempt.variant.question["parts"][1]["options"]
    key = next(option["key"] for option in options if option.get("right", False) is right_choice)
    browser = Client()
    browser.force_login(attempt.user)
    data = {"df": df, "pick": key, "client_key": "7b0a40f4-4d2c-4f2e-b2df-3a1ac0f94b11"}
    assert browser.post(reverse("submit", args=[attempt.public_id]), data).status_code == 302
    grade_batch("answer")
    return browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()


def wrong(attempt: Attempt) -> str:
    return attempt.variant.question["parts"][0]["catalogue"][0]["answer"]


def test_a_known_mistake_and_a_wrong_option_get_the_author_s_words(attempt: Attempt) -> None:
    page = answer(attempt, wrong(attempt), right_choice=False)
    assert "Where did the exponent" in page and "Look at" in page
    assert "$3$" not in page  # maths is set, not shown as typed
    assert Grade.objects.get().verdict == "incorrect"


def test_another_mistake_gets_other_words(attempt: Attempt) -> None:
    page = answer(attempt, "x+1", right_choice=True)
    assert "Where did the exponent" not in page and "Look at" not in page


def test_nothing_is_said_before(attempt: Attempt) -> None:
    browser = Client()
    browser.force_login(attempt.user)
    page = browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert "Where did the exponent" not in page and "Look at" not in page


def test_the_words_are_not_in_the_record(attempt: Attempt) -> None:
    answer(attempt, wrong(attempt), right_choice=False)
    stored = str([part.result for part in Grade.objects.get().parts.all()])
    assert "exponent" not in stored and "Look at" not in stored


def test_words_are_found_by_code_and_by_option() -> None:
    part = draw(parse_problem(PROBLEM), 7).question.parts[1]
    (key,) = authors_words(part)
    result = {"diagnosis": [{"code": "wrong_option", "values": {"option": key.partition(":")[2]}}]}
    assert with_words(result, authors_words(part))["diagnosis"][0]["values"]["say"] == "Look at $x^2$ again."
    assert with_words(result, None) is result


def test_the_right_answers_of_the_problem_are_right(attempt: Attempt) -> None:
    drawn = draw(parse_problem(PROBLEM), 7)
    actions.submit(
        attempt=attempt,
        responses=right_responses(drawn),
        by=attempt.user,
        client_key="7b0a40f4-4d2c-4f2e-b2df-3a1ac0f94b12",  # type: ignore[arg-type]  # Django reads the text
    )
    grade_batch("answer")
    assert Grade.objects.get().verdict == "correct"
