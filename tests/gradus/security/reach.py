"""All that a student can reach, and the ways to get there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gradus.courses.models import ProblemSetItem
from gradus.grading.batch import grade_batch
from gradus.submissions import actions
from gradus.submissions.models import Attempt, Submission

JSON = "application/json"


def api_addresses(item: ProblemSetItem) -> dict[str, list[str]]:
    """Each GET route of the API that answers a student -> the ids to ask for."""
    attempts, sent = Attempt.objects.filter(item=item), Submission.objects.filter(attempt__item=item)
    course, nothing = [item.problem_set.course.public_id], [""]
    return {
        **dict.fromkeys(("api_me", "api_progress", "api_courses", "api_schema"), nothing),
        **dict.fromkeys(("api_course", "api_sets"), course),
        "api_set": [item.problem_set.public_id],
        "api_attempt": [each.public_id for each in attempts],
        "api_submission": [each.public_id for each in sent],
    }


def reachable(browser: Client, item: ProblemSetItem, typed: dict[str, str]) -> Iterator[HttpResponse]:
    """Every page, fragment and JSON a student can ask for without writing, before and after answering."""
    attempts, sent = Attempt.objects.filter(item=item), Submission.objects.filter(attempt__item=item)
    addresses = [reverse(name) for name in ("home", "progress", "profile", "join")]
    addresses += [reverse("problem_set", args=[item.problem_set.public_id])]
    addresses += [reverse("item", args=[item.public_id])]
    addresses += [reverse("attempt", args=[each.public_id]) for each in attempts]
    addresses += [reverse("submission", args=[each.public_id]) for each in sent]
    addresses += [
        reverse(name, args=[public_id] if public_id else [])
        for name, ids in api_addresses(item).items()
        for public_id in ids
    ]
    for headers in ({}, {"HX-Request": "true"}):
        for address in addresses:
            yield browser.get(address, headers=headers)
        for each in attempts:
            body, read = {"responses": typed}, reverse("api_readings", args=[each.public_id])
            yield browser.post(read, body, content_type=JSON, headers=headers)
            for field in (None, "answer-df", "answer-n", "answer-v", "answer-m", "answer-pick"):
                data = typed | ({"field": field} if field else {})
                yield browser.post(reverse("preview", args=[each.public_id]), data, headers=headers)


def send(browser: Client, attempt: Attempt, typed: dict[str, str]) -> list[HttpResponse]:
    """Submits through the page, the fragment and the API (the same key: one submission), then grades."""
    page, key = reverse("submit", args=[attempt.public_id]), str(uuid4())
    form = typed | {"client_key": key}
    replies = [browser.post(page, form), browser.post(page, form, headers={"HX-Request": "true"})]
    api = reverse("api_submissions", args=[attempt.public_id])
    body = {"responses": typed, "client_key": key}
    replies.append(browser.post(api, body, content_type=JSON))
    assert grade_batch("answer") is not None
    return [*replies, browser.post(page, form), browser.post(page, form, headers={"HX-Request": "true"})]


def asked_of_the_api(browser: Client, attempt: Attempt) -> dict[str, HttpResponse]:
    """What a student can post about an attempt besides answers: starting it again, a hint, moving on."""
    start = reverse("api_attempts", args=[attempt.item.public_id if attempt.item else ""])
    replies = {"api_attempts": browser.post(start, {}, content_type=JSON)}
    for name in ("api_hints", "api_another", "api_give_up"):
        address = reverse(name, args=[attempt.public_id])
        replies[name] = browser.post(address, {}, content_type=JSON)
    return replies


def begun(world: Any) -> Attempt:
    """The student's attempt on the item."""
    return actions.start_attempt(user=world.cast.student, item=world.item)
