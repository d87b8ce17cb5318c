"""Publishing: only what was tried to the end as it stands; once; and what students have stays as it was."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from exercises.faults import ProblemFileError
from exercises.reading import BANK, load_bank, parse_problem
from exercises.skills import load_skills as read_skills
from exercises.variants import ENGINE
from gradus.audit.models import AuditEntry
from gradus.authoring import publishing
from gradus.courses.models import ProblemSetItem
from gradus.grading import trials
from gradus.grading.batch import grade_batch
from gradus.grading.pools import refill_pools, short_pools
from gradus.library.bank import load_problem, load_skills, retire_missing
from gradus.library.models import Problem, ProblemDraft, ProblemVersion, Variant
from gradus.submissions import actions, doorbell
from gradus.submissions.models import Grade
from tests.gradus.authoring.conftest import Desk
from tests.gradus.authoring.texts import GOOD


def test_what_was_tried_becomes_a_problem_with_its_variants(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda lane: rung.append(lane) or True)
    draft = desk.new(GOOD)
    assert trials.try_next()
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post("draft_publish", draft, source=GOOD).status_code == 302
    problem = Problem.objects.get(slug="own.power")
    version = problem.current
    assert version is not None
    assert (problem.owner, problem.unit, problem.kinds) == (desk.user, "Rules", ",expression,")
    assert (version.number, version.source, version.author, version.title, version.difficulty) == (
        1,
        GOOD,
        desk.user,
        "Differentiate one power",
        1,
    )
    assert [skill.slug for skill in version.skills.all()] == ["power-rule"]
    draft.refresh_from_db()
    kept = {each["seed"]: each["question"] for each in draft.report["variants"]}
    assert dict(version.variants.values_list("seed", "question")) == kept
    assert rung == ["pool"]
    entry = AuditEntry.objects.get(action="problem_published")
    assert (entry.actor, entry.target, entry.detail) == (desk.user, problem.public_id, {"version": 1})


def test_it_is_refused_until_this_very_text_was_tried(desk: Desk) -> None:
    draft = desk.new(GOOD)
    reply = desk.post("draft_publish", draft, source=GOOD)
    assert (reply.status_code, "has not been checked to the end" in reply.content.decode()) == (409, True)
    assert "data-until-checked" in reply.content.decode()
    assert trials.try_next()
    changed = GOOD.replace("[3, 9]", "[3, 8]")
    assert desk.post("draft_publish", draft, source=changed).status_code == 409
    draft.refresh_from_db()
    assert (draft.source, draft.asked_at is None) == (changed, False)
    assert desk.post("draft_publish", draft, source=GOOD).status_code == 302
    assert ProblemVersion.objects.get(problem__slug="own.power").source == GOOD


def test_a_report_of_an_older_engine_does_not_count(desk: Desk) -> None:
    draft = desk.new(GOOD)
    assert trials.try_next()
    draft.refresh_from_db()
    ProblemDraft.objects.update(report={**draft.report, "engine": "0"})
    assert desk.post("draft_publish", draft).status_code == 409
    draft.refresh_from_db()
    assert desk.post("draft", draft, source=GOOD).status_code == 302
    assert trials.try_next()
    assert desk.post("draft_publish", draft).status_code == 302


def test_it_is_refused_while_a_test_fails(desk: Desk) -> None:
    wrong = GOOD.replace('"15x^2" }\nexpect = "correct"', '"15x^3" }\nexpect = "correct"')
    draft = desk.new(wrong)
    assert trials.try_next()
    reply = desk.post("draft_publish", draft)
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "test 1 (line 20) does not pass" in page
    assert "1 test does not pass." in page
    assert not Problem.objects.filter(owner=desk.user).exists()


def test_the_same_twice_is_one_version(desk: Desk) -> None:
    draft = desk.published(GOOD)
    for _ in range(2):
        assert desk.post("draft_publish", draft, source=GOOD).status_code == 302
    desk.post("draft", draft, source=f"# a note\n{GOOD}")
    assert trials.try_next()
    assert desk.post("draft_publish", draft).status_code == 302
    assert ProblemVersion.objects.filter(problem__owner=desk.user).count() == 1
    assert AuditEntry.objects.filter(action="problem_published").count() == 1


def test_a_change_is_the_next_version_and_sets_keep_theirs(desk: Desk, world: Any) -> None:
    draft = desk.published(GOOD)
    first = draft.problem.current
    item = ProblemSetItem.objects.create(problem_set=world.problem_set, version=first, position=2)
    changed = (
        GOOD.replace("[3, 9]", "[4, 9]").replace("a = 5, n = 3", "a = 5, n = 4").replace("15x^2", "20x^3")
    )
    desk.post("draft", draft, source=changed)
    assert trials.try_next()
    assert desk.post("draft_publish", draft).status_code == 302
    problem = Problem.objects.get(pk=draft.problem.pk)
    assert [version.number for version in problem.versions.order_by("number")] == [1, 2]
    item.refresh_from_db()
    assert problem.current is not None
    assert (problem.current.number, item.version) == (2, first)
    desk.post("draft", draft, source=GOOD)
    assert trials.try_next()
    assert desk.post("draft_publish", draft).status_code == 302
    problem.refresh_from_db()
    assert problem.current == first


def test_a_set_can_use_it_at_once_and_a_student_is_graded(desk: Desk, world: Any) -> None:
    version = desk.published(GOOD).problem.current
    item = ProblemSetItem.objects.create(problem_set=world.problem_set, version=version, position=2)
    attempt = actions.start_attempt(user=world.cast.student, item=item)
    params = attempt.variant.reveal["params"]
    right = f"{params['a']}*{params['n']}*x^({params['n']}-1)"
    actions.submit(
        attempt=attempt,
        responses={"df": right},
        by=world.cast.student,
        client_key="6b8f0c1e-0000-4000-8000-000000000009",
    )
    assert grade_batch("answer") is not None
    assert Grade.objects.get(submission__attempt=attempt).score == 1_000_000


def test_the_worker_fills_the_pool_afterwards(desk: Desk) -> None:
    version = desk.published(GOOD).problem.current
    assert short_pools() == {version.pk: 20}
    while refill_pools().more:
        pass
    assert version.variants.count() == 20
    assert len({str(each) for each in version.variants.values_list("reveal__params", flat=True)}) == 20
    assert set(version.variants.values_list("engine_version", flat=True)) == {ENGINE}
    assert short_pools() == {}


def test_an_id_taken_at_this_very_moment_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.new(GOOD)
    assert trials.try_next()
    real, calls = publishing.check, []

    def overtaken(each: ProblemDraft) -> Any:
        """The first time somebody publishes the same id between the check and the write."""
        found = real(each)
        calls.append(1)
        if len(calls) == 1:
            Problem.objects.create(slug="own.power", unit="Rules")
        return found

    monkeypatch.setattr(publishing, "check", overtaken)
    assert desk.post("draft_publish", draft).status_code == 302
    assert (len(calls), Problem.objects.get(slug="own.power").owner) == (2, desk.user)


def test_the_bank_never_writes_into_a_person_s_problem(desk: Desk, tmp_path: Any) -> None:
    problem = desk.published(GOOD).problem
    with pytest.raises(ProblemFileError, match="somebody published here"):
        load_problem(file=parse_problem(GOOD.replace("one power", "a power")), unit="rules")
    assert retire_missing(slugs=set()) == ["diff.power.single"]
    problem.refresh_from_db()
    assert (problem.retired_at, problem.versions.count()) == (None, 1)
    bank = shutil.copytree(BANK, tmp_path / "bank")
    (bank / "derivatives" / "own.toml").write_text(GOOD)
    before = Variant.objects.count()
    with pytest.raises(CommandError, match="own.power"):
        call_command("load_exercises", bank=bank, pool=1)
    assert Variant.objects.count() == before


@pytest.mark.parametrize("file", load_bank(), ids=lambda file: file.id)
def test_every_problem_of_the_bank_can_be_copied_and_published(desk: Desk, file: Any) -> None:
    load_skills(skills=read_skills())
    text = file.source.text.replace(file.id, f"mine.{file.id}", 1)
    draft = desk.new(text)
    assert trials.try_next()
    draft.refresh_from_db()
    assert (draft.report["outcome"], draft.report["faults"]) == ("done", [])
    assert "Ready to publish." in desk.page(draft)
    assert desk.post("draft_publish", draft).status_code == 302
