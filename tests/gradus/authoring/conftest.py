"""A teacher at the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gradus.accounts.models import User
from gradus.authoring import drafting
from gradus.grading import trials
from gradus.library.models import ProblemDraft


@dataclass
class Desk:
    """One author's browser."""

    user: User
    browser: Client

    def new(self, text: str | None = None) -> ProblemDraft:
        """A draft, with `text` saved in it."""
        draft = drafting.begin(by=self.user)
        return draft if text is None else drafting.save(draft=draft, text=text)

    def post(self, name: str, draft: ProblemDraft, **data: Any) -> Any:
        """What the page answers."""
        return self.browser.post(reverse(name, args=[draft.public_id]), data)

    def page(self, draft: ProblemDraft) -> str:
        """The editor's HTML."""
        return self.browser.get(reverse("draft", args=[draft.public_id])).content.decode()

    def published(self, text: str) -> ProblemDraft:
        """A draft of that text, tried and published."""
        draft = self.new(text)
        assert trials.try_next()
        assert self.post("draft_publish", draft).status_code == 302
        draft.refresh_from_db()
        return draft


@pytest.fixture
def desk(world: Any) -> Desk:
    """The teacher's."""
    return at_desk(world.cast.teacher)


def at_desk(user: User) -> Desk:
    """Somebody signed in."""
    browser = Client()
    browser.force_login(user)
    return Desk(user, browser)
