"""The list of drafts; copying, the next version, retiring; whose is what."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from exercises.reading import parse_problem
from gradus.audit.models import AuditEntry
from gradus.authoring import drafting
from gradus.authoring.checking import check, free_ids
from gradus.grading import trials
from gradus.library.models import Problem, ProblemDraft, ProblemVersion, Variant
from gradus.submissions import doorbell
from tests.gradus.authoring.conftest import Desk, at_desk
from tests.gradus.authoring.texts import GOOD


def actions() -> list[tuple[str, str]]:
    """What the audit log says of problems."""
    return list(
        AuditEntry.objects.filter(target_kind="problem").order_by("pk").values_list("action", "target")
    )


def test_a_new_problem_begins_with_one_that_works(desk: Desk) -> None:
    reply = desk.browser.post(reverse("drafts"))
    draft = ProblemDraft.objects.get()
    assert (reply.status_code, reply.headers["Location"]) == (302, reverse("draft", args=[draft.public_id]))
    assert (draft.owner, draft.title, check(draft).faults) == (desk.user, "Differentiate a cubic", ())
    assert trials.try_next()
    assert "Ready to publish." in desk.page(draft)
    assert desk.post("draft_publish", draft).status_code == 302
    assert parse_problem(desk.new().source).id != Problem.objects.get(owner=desk.user).slug


def test_saving_keeps_the_text_and_asks_once(desk: Desk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda lane: rung.append(lane) or True)
    draft = desk.new()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("draft", draft, source=GOOD)
    draft.refresh_from_db()
    first = draft.asked_at
    assert (draft.source, draft.title, rung) == (GOOD, "Differentiate one power", ["trial"])
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("draft", draft, source=GOOD)
    draft.refresh_from_db()
    assert (draft.asked_at, rung) == (first, ["trial", "trial"])
    assert trials.try_next()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("draft", draft, source=GOOD)
    draft.refresh_from_db()
    assert (draft.asked_at, rung) == (None, ["trial", "trial"])


def test_the_page_tells_in_words_how_far_the_trial_is(desk: Desk) -> None:
    draft = desk.new(GOOD)
    page = desk.page(draft)
    assert "Drawing variants and running the tests." in page
    again = reverse("draft", args=[draft.public_id])
    assert f'<meta http-equiv="refresh" content="2; url={again}" />' in page
    assert f'hx-get="{reverse("draft_report", args=[draft.public_id])}"' in page
    assert trials.try_next()
    page = desk.page(draft)
    assert "Ready to publish." in page
    assert "hx-get" not in page
    assert "http-equiv" not in page
    assert page.count('<details class="variant"') == 5
    ProblemDraft.objects.update(report={**ProblemDraft.objects.get().report, "outcome": "failed"})
    assert "Checking failed on our side." in desk.page(draft)
    slow = {**ProblemDraft.objects.get().report, "outcome": "too_slow", "step": "tests", "number": 2}
    ProblemDraft.objects.update(report=slow)
    assert "Test 2 could not be run in time. What costs time: roots and argmin" in desk.page(draft)
    refused = desk.post("draft_publish", draft)
    assert (refused.status_code, "checking took too long" in refused.content.decode()) == (409, True)


def test_a_draft_is_its_owner_s_and_an_admin_may_look(desk: Desk, world: Any) -> None:
    draft = desk.new(GOOD)
    for who in ("student", "assistant", "outsider", "other_teacher"):
        other = at_desk(getattr(world.cast, who))
        for name in ("draft", "draft_report"):
            assert other.browser.get(reverse(name, args=[draft.public_id])).status_code == 404, who
        for name in ("draft", "draft_publish", "draft_delete"):
            assert other.post(name, draft, source="x").status_code == 404, who
    admin = at_desk(world.cast.admin)
    page = admin.page(draft)
    assert "A draft of Teacher. Only they can change it." in page
    assert "Save and check" not in page
    assert admin.post("draft", draft, source="x").status_code == 404
    assert ProblemDraft.objects.get().source == GOOD


def test_whoever_may_no_longer_teach_no_longer_writes(desk: Desk) -> None:
    draft = desk.new(GOOD)
    desk.user.may_teach = False
    desk.user.save()
    assert desk.post("draft", draft, source="x").status_code == 404
    assert desk.browser.get(reverse("drafts")).status_code == 404


def test_a_copy_is_one_s_own_under_a_free_id(desk: Desk, world: Any) -> None:
    published = desk.published(GOOD)
    other = at_desk(world.cast.other_teacher)
    assert other.post("problem_copy", published.problem).status_code == 404
    ProblemVersion.objects.filter(problem=published.problem)
    bank = Problem.objects.get(slug="own.power")
    Problem.objects.filter(pk=bank.pk).update(owner=None)
    assert other.post("problem_copy", bank).status_code == 302
    copy = ProblemDraft.objects.get(owner=other.user)
    assert copy.source == GOOD.replace('"own.power"', '"other-teacher.own.power"')
    assert (copy.problem, check(copy).faults) == (None, ())


def test_a_copy_of_one_s_own_is_another_problem(desk: Desk) -> None:
    published = desk.published(GOOD)
    assert desk.post("problem_copy", published.problem).status_code == 302
    assert 'id = "teacher.own.power"' in ProblemDraft.objects.get(problem=None).source


def test_ids_that_are_offered_are_free(desk: Desk) -> None:
    for slug in ("a.b", "teacher.a.b", "teacher.a.b-2", "teacher.a.b-4"):
        Problem.objects.create(slug=slug, unit="Rules")
    assert free_ids("a.b", desk.user) == ["teacher.a.b-3", "teacher.a.b-5"]
    assert all(len(each) <= 80 for each in free_ids("x" * 80, desk.user))
    desk.user.name = "Ünal Ö'Neil"
    assert free_ids("c", desk.user)[0] == "nal-neil.c"
    desk.user.name = ""
    assert free_ids("c", desk.user) == ["c-2", "c-3"]


def test_the_next_version_is_written_in_one_draft(desk: Desk, world: Any) -> None:
    draft = desk.published(GOOD)
    problem = draft.problem
    assert desk.post("problem_revise", problem).headers["Location"] == reverse(
        "draft", args=[draft.public_id]
    )
    desk.post("draft_delete", draft)
    assert desk.post("problem_revise", problem).status_code == 302
    assert desk.post("problem_revise", problem).status_code == 302
    again = ProblemDraft.objects.get(problem=problem)
    assert again.source == GOOD
    assert at_desk(world.cast.other_teacher).post("problem_revise", problem).status_code == 404
    assert desk.post("problem_revise", world.version.problem).status_code == 404


def test_deleting_a_draft_leaves_what_is_published(desk: Desk) -> None:
    draft = desk.published(GOOD)
    assert desk.post("draft_delete", draft).headers["Location"] == reverse("drafts")
    assert (ProblemDraft.objects.count(), Problem.objects.filter(owner=desk.user).count()) == (0, 1)


def test_retired_means_off_the_list_and_back_again(desk: Desk, world: Any) -> None:
    problem = desk.published(GOOD).problem
    bank = reverse("bank") + "?text=own.power"
    assert "Differentiate one power" in desk.browser.get(bank).content.decode()
    for _ in range(2):
        assert desk.post("problem_retire", problem).status_code == 302
    assert "Differentiate one power" not in desk.browser.get(bank).content.decode()
    assert Variant.objects.filter(version__problem=problem).count() == 5
    for _ in range(2):
        assert desk.post("problem_restore", problem).status_code == 302
    assert "Differentiate one power" in desk.browser.get(bank).content.decode()
    target = problem.public_id
    assert actions() == [
        ("problem_published", target),
        ("problem_retired", target),
        ("problem_published", target),
    ]
    for name in ("problem_retire", "problem_restore"):
        assert at_desk(world.cast.other_teacher).post(name, problem).status_code == 404
        assert at_desk(world.cast.admin).post(name, problem).status_code == 404
        assert desk.post(name, world.version.problem).status_code == 404


def test_the_list_shows_drafts_and_problems_with_their_state(desk: Desk) -> None:
    empty = desk.browser.get(reverse("drafts")).content.decode()
    assert "You have not written a problem yet" in empty
    draft = desk.published(GOOD)
    desk.new("title = ")
    page = desk.browser.get(reverse("drafts")).content.decode()
    assert "without a title" in page
    assert "version 1" in page
    assert "changes not published" not in page
    desk.post("draft", draft, source=GOOD.replace("[3, 9]", "[4, 9]"))
    assert "changes not published" in desk.browser.get(reverse("drafts")).content.decode()
    desk.post("problem_retire", draft.problem)
    assert "Put back" in desk.browser.get(reverse("drafts")).content.decode()


def test_a_failure_while_a_draft_is_made_leaves_none(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(drafting, "_ask", broken)
    with pytest.raises(RuntimeError):
        drafting.begin(by=world.cast.teacher)
    assert not ProblemDraft.objects.exists()
