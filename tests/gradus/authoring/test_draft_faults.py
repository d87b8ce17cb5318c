"""Each kind of fault of a problem file: a sentence with the line and the way out, at once, and nothing else happens."""

from __future__ import annotations

import html
import json
import re
import time
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from gradus.grading import trials
from gradus.library.models import Problem, ProblemDraft
from tests.gradus.authoring.conftest import Desk
from tests.gradus.authoring.texts import GOOD, with_one_thing_wrong

POINTLESS = 'give = { df = "15x^2" }'

STATIC = {
    "no TOML": ("difficulty = 1", "difficulty = ", 4, "this is not TOML: Invalid value."),
    "an unknown key": ("prompt =", "promt =", 5, 'Did you mean "prompt"?'),
    "a wrong type": ("difficulty = 1", 'difficulty = "easy"', 4, 'a whole number is wanted, not "easy".'),
    "a missing key": ('title = "Differentiate one power"\n', "", None, "this key is required."),
    "an unknown kind": ('type = "expression"', 'type = "expresion"', 17, "is not one of"),
    "an unknown word in a formula": ('"a*x**n"', '"foo(x)"', 13, "foo"),
    "an open bracket": ('"a*x**n"', '"diff(a*x, x"', 13, "`(` is opened here and never closed; `)` is missing."),
    "half a formula": ('"a*x**n"', '"a*x**"', 13, "something is missing after `**`."),
    "an undefined letter": ('"a*x**n"', '"a*x**k"', 13, "`k`"),
    "an undefined name in the prompt": ("{f}", "{g}", 5, "{g} is no parameter and no [let] name."),
    "an empty range": ("a = { int = [3, 9] }", "a = { int = [9, 3] }", 8, "low end of `int` is above the high end"),
    "nothing left to draw": ("a = { int = [3, 9] }", "a = { int = [3, 3], not = [3] }", 8, "no value is left to draw"),
    "too wide a range": ("a = { int = [3, 9] }", "a = { int = [3, 99999] }", 8, "spans more than 10,000 numbers"),
    "a test without a parameter": ("params = { a = 5, n = 3 }", "params = { a = 5 }", 21, "values are missing for n"),
    "a test that cannot be read": (POINTLESS, 'give = { df = "15x^^2" }', 22, "`^` cannot stand here"),
    "a test of an unknown part": (POINTLESS, 'give = { dg = "15x^2" }', 22, "there is no answer `dg`."),
    "an unknown verdict": ('expect = "correct"', 'expect = "right"', 23, '"right" is not one of'),
    "an unknown skill": ('["power-rule"]', '["powr-rule"]', 3, 'Did you mean "power-rule"?'),
    "an id of the bank": ("own.power", "diff.power.single", 1, "`teacher.diff.power.single`, `teacher.diff.power.single-2`"),
    "an escaped NUL": ("Differentiate one", "Diff\\u0000", 2, "there is a NUL (\\u0000) in this text"),
    "brackets": ("difficulty = 1", "difficulty = " + "[" * 10_000, 4, "brackets are nested more than 40 deep"),
    "brackets in a formula": ('"a*x**n"', '"' + "(" * 900 + '"', 13, "cannot be read"),
}  # fmt: skip

DRAWN = {
    "a failing test": (
        'expect = "correct"',
        'expect = "incorrect"',
        20,
        "1 test does not pass.",
    ),
    "no draw possible": ('"a != n"', '"a > 100"', 10, "no variant can be drawn: `a > 100` does not hold"),
    "a mistake that is right": (
        "[[test]]",
        '[[mistake]]\nis = "a*n*x^(n-1)"\nsay = "?"\n\n[[test]]',
        21,
        "the mistake own_1 is judged correct",
    ),
}


def others() -> str:
    """All rows of all tables but drafts and sessions."""
    left_out = ("library.ProblemDraft", "sessions.Session")
    tables = [model for model in apps.get_models() if model._meta.label not in left_out]
    return json.dumps({each._meta.label: sorted(map(repr, each.objects.values_list())) for each in tables})


def told(page: str) -> list[tuple[int | None, str]]:
    """The line and the message of each fault on the page."""
    found = []
    for item in re.findall(r"<li>\s*(?:<a class=\"place\"|<span class=\"place\").*?</li>", page, re.DOTALL):
        line = re.search(r'data-line="(\d+)"', item)
        message = re.search(r"<p>(.*?)</p>", item, re.DOTALL)
        assert message
        said = html.unescape(re.sub(r"</?code>", "`", message[1]))
        found.append((int(line[1]) if line else None, said[:1].lower() + said[1:]))
    return found


@pytest.mark.parametrize("name", STATIC)
def test_a_fault_is_told_at_once_with_its_line_and_the_text_is_kept(desk: Desk, name: str) -> None:
    old, new, line, message = STATIC[name]
    text = with_one_thing_wrong(old, new)
    draft, before = desk.new(), others()
    desk.page(draft)
    started = time.process_time()
    reply = desk.post("draft", draft, source=text)
    page = desk.page(draft)
    assert time.process_time() - started < 1
    assert reply.status_code == 302
    place, said = told(page)[0]
    assert (place, message in said) == (line, True), said
    draft.refresh_from_db()
    assert (draft.source, draft.asked_at) == (text, None)
    assert html.escape(text[-60:]) in page
    refused = desk.post("draft_publish", draft, source=text)
    assert refused.status_code == 409
    assert "Saved, but not published" in refused.content.decode()
    assert others() == before


@pytest.mark.parametrize("name", DRAWN)
def test_what_shows_when_drawn_is_told_after_the_trial_with_its_line(desk: Desk, name: str) -> None:
    old, new, line, message = DRAWN[name]
    draft, before = desk.new(), others()
    desk.post("draft", draft, source=with_one_thing_wrong(old, new))
    assert trials.try_next()
    page = html.unescape(re.sub("</?code>", "`", desk.page(draft)))
    assert message.lower() in page.lower()
    assert f'data-line="{line}"' in page
    refused = desk.post("draft_publish", draft)
    assert refused.status_code == 409
    assert f"line {line}" in refused.content.decode()
    assert others() == before


def test_a_right_answer_judged_wrong_is_told_at_the_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.new(GOOD)
    monkeypatch.setattr("exercises.trial.right_responses", lambda _: {"df": "x"})
    assert trials.try_next()
    place, said = told(desk.page(draft))[0]
    assert (place, "the right answer itself is judged incorrect" in said) == (18, True)
    assert desk.post("draft_publish", draft).status_code == 409


def test_faults_of_different_kinds_are_told_together(desk: Desk) -> None:
    text = GOOD.replace('"power-rule"', '"powr-rule"').replace("own.power", "diff.power.single")
    text = text.replace("a = { int = [3, 9] }", "a = { int = [9, 3] }").replace('"a*x**n"', '"foo(x)"')
    assert [line for line, _ in told(desk.page(desk.new(text)))] == [1, 3, 8, 13]


def test_an_id_that_is_somebody_else_s_or_one_s_own_says_so(desk: Desk, world: Any) -> None:
    Problem.objects.create(slug="own.power", owner=world.cast.other_teacher, unit="Rules")
    assert "somebody else&#x27;s problem" in desk.page(desk.new(GOOD))
    Problem.objects.update(owner=desk.user)
    assert "use New version there" in desk.page(desk.new(GOOD))


def test_a_next_version_keeps_its_id(desk: Desk) -> None:
    draft = desk.published(GOOD)
    desk.post("draft", draft, source=GOOD.replace("own.power", "own.other"))
    place, said = told(desk.page(draft))[0]
    assert place == 1
    assert "this is the next version of `own.power`, and an id never changes" in said


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_a_file_from_another_system_is_read_as_it_is_meant(desk: Desk, newline: str) -> None:
    draft = desk.new()
    desk.post("draft", draft, source="\ufeff" + GOOD.replace("\n", newline))
    draft.refresh_from_db()
    assert (draft.source, draft.asked_at is None) == (GOOD, False)


def test_a_nul_is_refused_with_its_line_and_the_text_stays_in_the_form(desk: Desk) -> None:
    draft = desk.new(GOOD)
    reply = desk.post("draft", draft, source=GOOD.replace("cubic", "").replace("Differentiate one", "Dif\0f"))
    page = html.unescape(reply.content.decode())
    assert reply.status_code == 400
    assert "Nothing was saved: line 2 holds a NUL" in page
    assert 'title = "Dif\N{SYMBOL FOR NULL}f power"' in page
    draft.refresh_from_db()
    assert draft.source == GOOD


@pytest.mark.parametrize("size", [64_001, 900_000])
def test_too_much_text_is_refused_at_once_and_stays_in_the_form(desk: Desk, size: int) -> None:
    draft = desk.new(GOOD)
    desk.page(draft)
    started = time.process_time()
    reply = desk.post("draft", draft, source="#" * size)
    assert time.process_time() - started < 1
    assert reply.status_code == 400
    page = reply.content.decode()
    assert "Nothing was saved: a problem may hold 64 kB of text" in page
    assert "#" * size in page
    draft.refresh_from_db()
    assert draft.source == GOOD


def test_more_than_the_site_takes_at_all_is_refused_too(desk: Desk) -> None:
    draft = desk.new(GOOD)
    assert desk.post("draft", draft, source="#" * 1_100_000).status_code == 400
    draft.refresh_from_db()
    assert draft.source == GOOD


def test_thousands_of_faults_are_counted_and_the_first_ones_listed(desk: Desk) -> None:
    draft = desk.new("\n".join(f"k{n} = 1" for n in range(5000)))
    page = desk.page(draft)
    assert len(told(page)) == 30
    assert "and 4976 more" in page


def test_a_draft_changed_in_another_window_is_not_overwritten(desk: Desk) -> None:
    draft = desk.new(GOOD)
    seen = re.search(r'name="based_on" value="(\w+)"', desk.page(draft))
    assert seen
    other, mine = GOOD.replace("one power", "a power"), GOOD.replace("one power", "any power")
    assert desk.post("draft", draft, source=other, based_on=seen[1]).status_code == 302
    reply = desk.post("draft", draft, source=mine, based_on=seen[1])
    page = html.unescape(reply.content.decode())
    assert (reply.status_code, "changed in another window" in page, mine in page) == (400, True, True)
    draft.refresh_from_db()
    assert draft.source == other
    again = re.search(r'name="based_on" value="(\w+)"', page)
    assert again
    assert desk.post("draft", draft, source=mine, based_on=again[1]).status_code == 302


def test_what_a_file_says_is_text_on_the_page_never_markup(desk: Desk) -> None:
    text = GOOD.replace("Differentiate one power", "<script>alert(1)</script>").replace(
        "difficulty = 1", 'difficulty = "</textarea><script>"'
    )
    page = desk.page(desk.new(text))
    assert "<script>alert" not in page
    assert "</textarea><script>" not in page


def test_a_page_of_a_draft_starts_nothing_and_writes_nothing(desk: Desk) -> None:
    draft = desk.new(GOOD)
    before = repr(list(ProblemDraft.objects.values_list()))
    desk.page(draft)
    desk.browser.get(reverse("draft_report", args=[draft.public_id]))
    assert repr(list(ProblemDraft.objects.values_list())) == before
