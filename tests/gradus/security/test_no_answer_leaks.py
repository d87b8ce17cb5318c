"""No answer leaves the server too early: canaries in everything that must stay."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exercises.reading import parse_problem
from gradus.courses.models import Feedback, ProblemSetItem
from gradus.library.bank import load_problem
from gradus.library.models import Variant
from gradus.library.pool import fill_pool
from gradus.record_guard import lifted
from gradus.submissions.models import Grade, Submission
from tests.gradus.security.conftest import As, whole
from tests.gradus.security.reach import JSON, api_addresses, asked_of_the_api, begun, reachable, send
from tests.gradus.security.routes import expected

CANARIES = {
    "formula": "417623",
    "formula of the solution": "417624",
    "number": "271829",
    "tolerance": "0.0193757",
    "vector": "529631",
    "matrix": "640877",
    "hidden parameter": "880301",
    "author's note": "CANARY-NOTE",
    "hint not asked for": "CANARY-HINT",
    "words on another option": "CANARY-OPTION",
    "words on another mistake": "CANARY-MISTAKE",
    "solution": "CANARY-SOLUTION",
}
PROBLEM = r"""
# CANARY-NOTE: the first option is right, the others are common slips.
id = "leak.canary"
title = "Look, but do not tell"
skills = ["power-rule"]
difficulty = 1
prompt = "Let $f(x)=x$. Answer all parts."
hints = ["An open hint.", "CANARY-HINT: it is $271829$."]
solution = "CANARY-SOLUTION: use $417624$."

[params]
secret = { of = ["880301"] }

[let]
hidden = "secret*x"

[[answer]]
name = "df"
type = "expression"
is = "sin(417623*x) + diff(hidden, x) - 880301"

[[answer]]
name = "n"
type = "number"
is = "271829"
tolerance = { absolute = "0.0193757" }

[[answer]]
name = "v"
type = "vector"
is = "[529631, 2]"

[[answer]]
name = "m"
type = "matrix"
is = "[[640877, 1], [2, 3]]"

[[answer]]
name = "pick"
type = "choice"

[[answer.options]]
text = "The one."
is = true
say = "CANARY-OPTION of the right one"

[[answer.options]]
text = "The wrong one."
say = "Why this one?"

[[answer.options]]
text = "The other wrong one."
say = "CANARY-OPTION of the other"

[[mistake]]
answer = "n"
is = "271830"
say = "CANARY-MISTAKE: one too many."
"""
RIGHT = {
    "df": "sin(417623x)",
    "n": "271829",
    "v": "(529631, 2)",
    "m": "[[640877, 1], [2, 3]]",
}
WRONG = {"df": "x^2", "n": "3", "v": "(1, 2)", "m": "[[1, 1], [2, 3]]"}


@pytest.fixture
def canary(world: Any) -> ProblemSetItem:
    """The item of the course is the canary problem now, loaded as the bank is."""
    file = parse_problem(PROBLEM, "canary.toml")
    version, _new = load_problem(file=file, unit="rules")
    fill_pool(version=version, size=1, file=file)
    world.item.version = version
    world.item.save()
    assert "CANARY-NOTE" in version.source and version.variants.count() == 1
    item: ProblemSetItem = world.item
    return item


def option(variant: Variant, text: str) -> str:
    """The key of the option that reads `text`."""
    options = next(part for part in variant.presentation["parts"] if part["name"] == "pick")["options"]
    return str(next(each["key"] for each in options if each["text"] == text))


def found(
    browser: Client, item: ProblemSetItem, *replies: HttpResponse, but: frozenset[str] = frozenset()
) -> list[str]:
    """Which canaries stand in anything reachable or in `replies`. Seeds and hashes are canaries too."""
    variants = Variant.objects.filter(version=item.version)
    secret = {f"seed of {each.pk}": str(each.seed) for each in variants} | CANARIES
    secret["content hash"] = item.version.content_hash
    pages = [whole(reply) for reply in (*replies, *reachable(browser, item, WRONG))]
    assert all(page[:3] in ("200", "202", "302", "400", "409") for page in pages)
    return [name for name, text in secret.items() if name not in but and any(text in page for page in pages)]


def test_nothing_is_told_before_an_answer(world: Any, canary: ProblemSetItem, as_: As) -> None:
    browser = as_("student")
    assert found(browser, canary) == []
    attempt = begun(world)
    hint = browser.post(reverse("hint", args=[attempt.public_id]), headers={"HX-Request": "true"})
    assert "An open hint." in hint.content.decode()
    start = browser.post(reverse("api_attempts", args=[canary.public_id]), {}, content_type=JSON)
    same = {"number": 1}
    told = browser.post(reverse("api_hints", args=[attempt.public_id]), same, content_type=JSON)
    assert start.json()["hints"] == told.json() == {"shown": ["An open hint."], "left": 1, "next": None}
    assert found(browser, canary, hint, start, told) == []


def test_every_get_of_the_api_that_answers_a_student_is_searched(canary: ProblemSetItem) -> None:
    answers = {
        name for (name, method), got in expected().items() if method == "GET" and got["student"] == 200
    }
    assert {name for name in answers if name.startswith("api_")} == set(api_addresses(canary))


def test_a_wrong_answer_tells_only_values_at_a_point(world: Any, canary: ProblemSetItem, as_: As) -> None:
    browser, attempt = as_("student"), begun(world)
    wrong = WRONG | {"pick": option(attempt.variant, "The wrong one.")}
    replies = send(browser, attempt, wrong)
    assert Grade.objects.get().verdict in ("partial", "incorrect")
    shown = browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    assert "your formula gives" in shown
    assert found(browser, canary, *replies) == []


def test_no_wrong_constant_is_answered_with_the_right_one(world: Any, as_: As) -> None:
    """An expression without letters has no point at which to differ: its witness would be the answer."""
    browser, attempt = as_("student"), begun(world)
    attempt.variant.question["parts"][0] |= {"answer": "7*sqrt(3)", "variables": []}
    with lifted():
        attempt.variant.save()
    send(browser, attempt, {"df": "12"})
    pages = [whole(reply) for reply in reachable(browser, world.item, {"df": "12"})]
    assert "12.1" in Grade.objects.get().parts.get().result["witness"]["answer"]
    assert not any("12.1" in page for page in pages)


def test_an_undecided_or_unread_answer_tells_nothing(world: Any, canary: ProblemSetItem, as_: As) -> None:
    browser, attempt = as_("student"), begun(world)
    replies = []
    for typed in ({"df": "2x+"}, {"n": "(1,2)"}, {"v": "3"}, {"m": "(1,2)"}, {"pick": "z"}):
        form = typed | {"client_key": str(uuid4())}
        for headers in ({}, {"HX-Request": "true"}):
            replies.append(browser.post(reverse("submit", args=[attempt.public_id]), form, headers=headers))
    assert {reply.status_code for reply in replies} == {400}
    assert found(browser, canary, *replies) == []


@pytest.mark.parametrize("way", ["right", "given up"])
def test_the_answer_is_shown_once_it_is_right_or_given_up(
    world: Any, canary: ProblemSetItem, as_: As, way: str
) -> None:
    """The searches above can fail: here the canaries are found."""
    browser, attempt = as_("student"), begun(world)
    if way == "right":
        send(browser, attempt, RIGHT | {"pick": option(attempt.variant, "The one.")})
        assert Grade.objects.get().verdict == "correct"
    else:
        browser.post(reverse("give_up", args=[attempt.public_id]))
    told = found(browser, canary)
    assert {"formula", "number", "vector", "matrix", "solution"} <= set(told)
    never = {"author's note", "tolerance", "hidden parameter", "content hash", "words on another mistake"}
    assert not {*told} & never and not any(name.startswith("seed") for name in told)


def test_in_a_test_a_wrong_answer_is_only_received(world: Any, canary: ProblemSetItem, as_: As) -> None:
    canary.problem_set.feedback = Feedback.TEST
    canary.problem_set.save()
    browser, attempt = as_("student"), begun(world)
    replies = send(browser, attempt, WRONG | {"pick": option(attempt.variant, "The wrong one.")})
    assert Grade.objects.get().verdict in ("partial", "incorrect")
    assert found(browser, canary, *replies) == []
    for name in ("hint", "give_up", "another"):
        refused = browser.post(reverse(name, args=[attempt.public_id]))
        assert (refused.status_code, found(browser, canary, refused)) == (409, []), name
    asked = asked_of_the_api(browser, attempt)
    assert [each.status_code for each in asked.values()] == [200, 409, 409, 409]
    assert found(browser, canary, *asked.values()) == []
    api = browser.get(reverse("api_submission", args=[Submission.objects.get().public_id])).json()
    assert (api["state"], api["parts"]) == ("received", {})
    shown = browser.get(reverse("attempt", args=[attempt.public_id])).content.decode()
    for words in ("your formula gives", "Why this one?", "Partly right", "Not yet", "The answer", "Hint"):
        assert words not in shown, words
