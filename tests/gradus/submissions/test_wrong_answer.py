"""What a student gets after a wrong answer, for a hint, and once it is over: questions, pictures, hints, steps."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.reading import parse_problem
from exercises.variants import Variant as DrawnVariant
from exercises.variants import draw
from gradus.courses.models import Feedback
from gradus.grading.batch import grade_batch
from gradus.library.models import Variant
from gradus.library.presenting import presentation_of, reveal_of
from gradus.record_guard import lifted
from gradus.submissions import actions
from gradus.submissions.models import Attempt, PartGrade

HTMX = {"HX-Request": "true"}
CHAIN = """
id = "diff.own.chain"
title = "A chain"
skills = ["chain-rule"]
difficulty = 1
prompt = "Differentiate $f(x)={f}$."

[params]
a = { int = [3, 3] }

[let]
f = "x^2 + sin(a*x^2)"

[[answer]]
name = "df"
type = "expression"
is = "diff(f, x)"
"""
JACOBIAN = """
id = "jac.own"
title = "A Jacobian"
skills = ["jacobian"]
difficulty = 1
prompt = "For $F(x,y)=({u},\\\\ {v})$ write the Jacobian."

[params]
a = { int = [3, 3] }

[let]
u = "x^4 + a*x*y"
v = "a*y^2"

[[answer]]
name = "J"
type = "matrix"
is = "jacobian([u, v], [x, y])"
"""


@cache
def drawn_once(text: str) -> DrawnVariant:
    return draw(parse_problem(text), 7)


def begun(world: Any, text: str, **presented: Any) -> Attempt:
    """The student's attempt at a problem of our own; `presented` changes what is shown of it."""
    drawn = drawn_once(text)
    shown: dict[str, Any] = {**presentation_of(drawn, "Own"), **presented}
    with lifted():
        variant = Variant.objects.create(
            version=world.version,
            seed=701,
            engine_version="own",
            question=drawn.question.to_json(),
            presentation={key: value for key, value in shown.items() if value is not None},
            reveal=reveal_of(drawn),
        )
    return Attempt.objects.create(
        user=world.cast.student, variant=variant, course=world.course, item=world.item, number=9
    )


def answered(attempt: Attempt, **responses: str) -> str:
    """Sends them, grades them, and returns the page."""
    actions.submit(attempt=attempt, responses=responses, by=attempt.user, client_key=uuid4())
    assert grade_batch("answer") is not None
    return page_of(attempt)


def page_of(attempt: Attempt) -> str:
    browser = Client()
    browser.force_login(attempt.user)
    return browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()


def told(attempt: Attempt) -> dict[str, Any]:
    """The last submission's first part, as the API tells it."""
    browser = Client()
    browser.force_login(attempt.user)
    last = attempt.submissions.latest("pk")
    parts = browser.get(reverse("api_submission", args=[last.public_id])).json()["parts"]
    found: dict[str, Any] = next(iter(parts.values()))
    return found


def diagnosed(attempt: Attempt, *diagnoses: dict[str, Any]) -> None:
    """Gives the last grade these diagnoses."""
    with lifted():
        part = PartGrade.objects.latest("pk")
        part.result["diagnosis"] = list(diagnoses)
        part.save()


def test_the_piece_that_the_question_is_about_is_marked_and_spoken(world: Any) -> None:
    attempt = begun(world, CHAIN)
    answered(attempt, df="2x + cos(3x^2)")
    diagnosed(attempt, {"code": "chain_drop", "node": [1]})
    page = page_of(attempt)
    assert "The inside changes too." in page
    assert '<mrow class="marked"><mn>3</mn>' in page
    assert (
        page.index("Look at<span")
        < page.index("<mn>3</mn>", page.index("Look at<span"))
        < page.index('class="marked"')
    )


def test_a_real_slip_is_found_asked_about_and_marked(world: Any) -> None:
    page = answered(begun(world, CHAIN), df="x + 6x cos(3x^2)")
    assert "Did it get lost?" in page
    assert '<msup class="marked"><mi>x</mi><mn>2</mn></msup>' in page


def test_the_witness_speaks_of_slopes_and_has_its_picture(world: Any) -> None:
    page = answered(begun(world, CHAIN), df="x")
    assert "your formula gives" in page and "the slope there is" in page
    assert page.count('<figure class="pic tangent">') == 1
    assert 'aria-label="The curve near x = 1.3 with its tangent there. The line with your slope' in page
    assert "style=" not in page.replace("displaystyle=", "").replace("mathstyle=", "")


def test_a_formula_that_is_no_derivative_has_an_answer_and_no_picture(world: Any) -> None:
    text = CHAIN.replace('"diff(f, x)"', '"2*diff(f, x)"')
    page = answered(begun(world, text), df="x")
    assert "the answer there is" in page and "<figure" not in page


def test_a_right_answer_has_neither(world: Any) -> None:
    page = answered(begun(world, CHAIN), df="2x + 6x cos(3x^2)")
    assert 'class="verdict correct"' in page
    assert "<figure" not in page and 'class="marked"' not in page


def test_the_entry_of_a_matrix_is_named_and_its_piece_marked(world: Any) -> None:
    attempt = begun(world, JACOBIAN)
    answered(attempt, J="[[x^3 + 3y, 3x], [0, 6y]]")
    diagnosed(attempt, {"code": "pow_nocoef", "node": [0, 0], "entry": 0})
    page = page_of(attempt)
    assert '<b class="place">Row 1, column 1:</b>' in page
    assert '<msup class="marked"><mi>x</mi><mn>4</mn></msup>' in page


def test_an_older_variant_has_the_question_alone(world: Any) -> None:
    drawn = presentation_of(drawn_once(CHAIN), "Own")
    del drawn["parts"][0]["function"]
    attempt = begun(world, CHAIN, parts=drawn["parts"])
    answered(attempt, df="2x + cos(3x^2)")
    diagnosed(attempt, {"code": "chain_drop", "node": [1]})
    page = page_of(attempt)
    assert "The inside changes too." in page and "the answer there is" in page
    assert 'class="marked"' not in page and "<figure" not in page


@pytest.mark.parametrize("released", [False, True])
def test_of_a_test_nothing_of_it_is_seen_before_its_release(world: Any, released: bool) -> None:
    world.problem_set.feedback = Feedback.TEST
    world.problem_set.released_at = timezone.now() if released else None
    world.problem_set.save()
    attempt = begun(world, CHAIN)
    page = answered(attempt, df="x + 6x cos(3x^2)")
    for piece in ('class="marked"', "<figure", "the slope there is", "Did it get lost?"):
        assert (piece in page) is released, piece


def test_what_a_person_decided_has_no_picture(world: Any) -> None:
    attempt = begun(world, CHAIN)
    answered(attempt, df="x")
    with lifted():
        part = PartGrade.objects.latest("pk")
        part.result["decided"] = "manual"
        part.save()
    assert "<figure" not in page_of(attempt)


def test_questions_and_pictures_cost_no_query(world: Any) -> None:
    attempt = begun(world, CHAIN)
    answered(attempt, df="x + 6x cos(3x^2)")
    counts = []
    for drawn in (True, False):
        if not drawn:
            with lifted():
                del attempt.variant.presentation["parts"][0]["function"]
                attempt.variant.save()
                PartGrade.objects.update(result={"verdict": "incorrect", "score": 0})
        with CaptureQueriesContext(connection) as queries:
            page = page_of(attempt)
        assert ("<figure" in page) is drawn
        counts.append(len(queries))
    assert counts[0] == counts[1]


HINTS = {"hints": ["A chain.", "With $u$ inside.", "First $u'$."], "strengths": ["rule", "parts", "first"]}


def test_the_button_says_how_strong_the_next_hint_is(world: Any) -> None:
    attempt = begun(world, CHAIN, **HINTS)
    browser = Client()
    browser.force_login(attempt.user)
    page = page_of(attempt)
    for name, heading in (
        ("Hint 1 of 3:</span> which rule", "Which rule"),
        ("Hint 2 of 3:</span> the parts", "The parts"),
        ("Hint 3 of 3:</span> the first step", "The first step"),
    ):
        assert name.replace("</span>", "") in " ".join(page.split())
        shown = browser.post(reverse("hint", args=[attempt.public_id]), {"df": ""}, headers=HTMX)
        page = shown.content.decode()
        assert f'<span class="strength">{heading}</span>' in page
    assert 'id="next-hint"' not in page


def test_an_author_s_own_hints_are_only_numbered(world: Any) -> None:
    page = " ".join(page_of(begun(world, CHAIN, hints=["One.", "Two."], strengths=None)).split())
    assert "Hint <small>1 of 2</small>" in page


def test_a_drawn_problem_has_hints_of_three_strengths_and_steps_without_its_author(world: Any) -> None:
    attempt = begun(world, CHAIN)
    shown = attempt.variant.presentation
    assert shown["strengths"][0] == "rule" and len(shown["strengths"]) == len(shown["hints"])
    actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())
    grade_batch("answer")
    assert 'class="worked"' not in page_of(attempt)
    actions.give_up(attempt=attempt, by=attempt.user)
    page = page_of(attempt)
    steps = page[page.index('class="worked"') : page.index("</details>", page.index('class="worked"'))]
    assert steps.count("<li>") == len(attempt.variant.reveal["steps"]) >= 2
    assert "open" in steps[:60], "without script all of it can be read"


def test_an_author_s_solution_stands_and_older_variants_have_no_steps(world: Any) -> None:
    attempt = begun(world, CHAIN, hints=[])
    with lifted():
        attempt.variant.reveal = {**attempt.variant.reveal, "solution": "My own words."}
        del attempt.variant.reveal["steps"]
        attempt.variant.save()
    answered(attempt, df="2x + 6x cos(3x^2)")
    page = page_of(attempt)
    assert "My own words." in page and 'class="worked"' not in page


def test_the_api_tells_the_same(world: Any) -> None:
    attempt = begun(world, CHAIN)
    answered(attempt, df="x + 6x cos(3x^2)")
    part = told(attempt)
    (one,) = part["diagnoses"]
    assert (one["code"], one["entry"]) == ("pow_nocoef", None) and one["node"][0] == 0
    assert [one["question"]] == part["questions"]
    browser = Client()
    browser.force_login(attempt.user)
    whole = browser.get(reverse("api_attempt", args=[attempt.public_id])).json()
    assert whole["parts"][0]["function"] == {"text": "x^2 + sin(3x^2)", "variables": ["x"], "slope_by": "x"}
    assert (whole["hints"]["next"], whole["revealed"]) == ("rule", None)
    actions.give_up(attempt=attempt, by=attempt.user)
    whole = browser.get(reverse("api_attempt", args=[attempt.public_id])).json()
    assert whole["revealed"]["steps"] == attempt.variant.reveal["steps"] != []


def test_the_api_tells_the_entry_of_each_diagnosis(world: Any) -> None:
    attempt = begun(world, JACOBIAN)
    answered(attempt, J="[[x^3 + 3y, 3x], [0, 3y]]")
    diagnosed(attempt, *({"code": "pow_nocoef", "node": [0, 0], "entry": entry} for entry in (0, 3)))
    part = told(attempt)
    assert [(each["code"], each["entry"]) for each in part["diagnoses"]] == [
        ("pow_nocoef", 0),
        ("pow_nocoef", 3),
    ]
    assert len(part["questions"]) == 1
