"""What authors and teachers see of the mistakes that are worked out: the question asked, the wrong answers, the codes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exercises.reading import load_bank, parse_problem
from exercises.variants import draw
from gradus.authoring.known_mistakes import SHOWN, KnownMistakes, known_mistakes
from gradus.grading import trials
from gradus.library.models import ProblemDraft
from gradus.library.presenting import presentation_of
from tests.gradus.authoring.texts import GOOD

OWN = '\n[[mistake]]\ncode = "twice_n"\nis = "2*n*x^(n-1)"\nsay = "Where does the $2$ come from?"\n'
BANK = {problem.id: problem for problem in load_bank()}


def known(text: str) -> list[KnownMistakes]:
    variant = draw(parse_problem(text), 3)
    return known_mistakes(variant.question, presentation_of(variant, "A title"))


def test_the_author_s_own_stand_first_and_are_counted() -> None:
    [part] = known(GOOD + OWN)
    first, *others = part.recognised
    assert (first.own, first.codes, first.sentence) == (True, ("twice_n",), "Where does the $2$ come from?")
    assert part.own == 1 < part.count
    assert not any(each.own for each in others)
    assert all(each.sentence and each.codes and each.answers[0].mathml.startswith("<math") for each in others)


def test_what_is_asked_alike_stands_together() -> None:
    """Both terms of a gradient may lose their exponent: one question, several wrong answers."""
    variant = draw(BANK["gd.two-steps"], 3)
    parts = known_mistakes(variant.question, presentation_of(variant, "A title"))
    for part in parts:
        sentences = [each.sentence for each in part.recognised]
        assert len(set(sentences)) == len(sentences)
        assert part.count == len(variant.question.part(part.part["name"]).catalogue)
    crowded = max((each for part in parts for each in part.recognised), key=lambda each: len(each.answers))
    assert len(crowded.shown) == SHOWN
    assert crowded.more == len(crowded.answers) - SHOWN > 0


def test_a_wrong_option_stands_there_with_its_words() -> None:
    variant = draw(BANK["diff.limit.which"], 3)
    [part] = known_mistakes(variant.question, presentation_of(variant, "A title"))
    assert part.count == part.own == 3
    assert all("lim" in each.answers[0].text for each in part.recognised)


@pytest.fixture
def tried(world: Any, client: Client) -> str:
    """The page of a draft that was tried: the numbers leave nothing to be desired."""
    source = (GOOD + OWN).replace("n = { int = [3, 9] }", "n = { int = [-3, 9], not = [-1, 0, 1] }")
    draft = ProblemDraft.objects.create(owner=world.cast.teacher, source=source, asked_at="2026-01-01T00:00Z")
    assert trials.try_next()
    client.force_login(world.cast.teacher)
    return client.get(reverse("draft", args=[draft.public_id])).content.decode()


def test_a_draft_s_variants_show_them_with_the_worked_steps(tried: str) -> None:
    assert tried.count('<details class="known">') == 5
    assert "1 of them from the file" in tried and "Where does the <math" in tried
    assert "<code>pow_nodec</code>" in tried and "Compare the degree" in tried
    assert "Worked solution" in tried


def test_notes_about_rules_that_cannot_be_told_apart_are_no_faults(world: Any, client: Client) -> None:
    source = GOOD.replace('f = "a*x**n"', 'f = "(x + a)**n"')
    source = source[: source.index("[[test]]")]
    draft = ProblemDraft.objects.create(owner=world.cast.teacher, source=source, asked_at="2026-01-01T00:00Z")
    assert trials.try_next()
    draft.refresh_from_db()
    assert draft.report["faults"] == []
    assert any("`chain_drop` is no wrong rule here" in note for note in draft.report["notes"])
    client.force_login(world.cast.teacher)
    page = client.get(reverse("draft", args=[draft.public_id])).content.decode()
    assert "<code>chain_drop</code> is no wrong rule here" in page
    assert "Ready to publish." in page
