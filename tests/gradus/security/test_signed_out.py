"""A session that ends while one types: nothing is sent, and one comes back to the problem, not to a dead address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gradus.submissions.models import Attempt, HintUse, Submission

POSTS = ("submit", "preview", "hint", "another", "give_up")


def post(name: str, attempt: Attempt, **headers: str) -> HttpResponse:
    data = {"df": "3x^2", "client_key": str(uuid4())}
    return Client(headers=headers).post(reverse(name, args=[attempt.public_id]), data)  # type: ignore[return-value]


@pytest.mark.parametrize("name", POSTS)
def test_it_leads_back_to_the_problem(attempt: Attempt, name: str) -> None:
    reply = post(name, attempt)
    assert reply.status_code == 302
    after = parse_qs(urlsplit(reply["Location"]).query)["next"]
    assert after == [reverse("attempt", args=[attempt.public_id])]


@pytest.mark.parametrize("name", POSTS)
def test_a_fragment_says_so_and_the_page_stays(attempt: Attempt, name: str) -> None:
    reply = post(name, attempt, **{"HX-Request": "true"})
    assert reply.status_code == 401
    text = reply.content.decode()
    assert "You have been signed out" in text and "<html" not in text
    assert reverse("attempt", args=[attempt.public_id]) in text.replace("%2F", "/")
    assert not Submission.objects.exists() and not HintUse.objects.exists()


def test_somebody_else_s_problem_is_named_no_differently(world: Any, attempt: Attempt) -> None:
    nowhere = Client().post(reverse("submit", args=["0" * 16]))
    there = post("submit", attempt)
    assert nowhere.status_code == there.status_code == 302
