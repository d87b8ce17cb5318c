"""Publishing a draft, and retiring one's own problems. The bank's cannot be changed, only copied."""

from __future__ import annotations

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from exercises.format import Problem as ProblemFile
from exercises.variants import ENGINE
from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action
from gradus.authoring.checking import check
from gradus.authoring.drafting import is_tried
from gradus.authoring.refusals import Faulty, NotTried, TestsFail, TrialBroken
from gradus.library.bank import kinds_of
from gradus.library.models import Problem, ProblemDraft, ProblemVersion, Skill, Variant
from gradus.library.trial_report import TrialReport, text_hash
from gradus.submissions import doorbell


def publish(*, draft: ProblemDraft, by: User) -> tuple[ProblemVersion, bool]:
    """Make a version of the draft's text, with the variants that its trial drew; returns whether it is a new one.

    Raises DraftRefusal's kinds where something is missing. The same content twice is one version.
    """
    try:
        return _publish(draft, by)
    except IntegrityError:  # somebody took the id, or the pool drew one of the variants, at this very moment
        return _publish(draft, by)


def _publish(draft: ProblemDraft, by: User) -> tuple[ProblemVersion, bool]:
    with transaction.atomic():
        draft = ProblemDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        file, report = _fit(draft)
        problem = draft.problem or Problem(slug=file.id, owner=by)
        problem.unit = Skill.objects.get(slug=file.skills[0]).unit
        problem.kinds = kinds_of(file)
        problem.save()
        version, new = _version(problem, file, by)
        _fill(version, report)
        changed = new or problem.current_id != version.pk
        problem.current, problem.retired_at = version, None
        problem.save(update_fields=["current", "retired_at"])
        draft.problem = problem
        draft.save(update_fields=["problem"])
        if changed:
            record(
                actor=by,
                action=Action.PROBLEM_PUBLISHED,
                target_kind="problem",
                target=problem.public_id,
                version=version.number,
            )
        transaction.on_commit(partial(doorbell.ring, doorbell.POOL))
    return version, new


@transaction.atomic
def retire(*, problem: Problem, by: User) -> None:
    """Take one's own problem off the bank's list; sets that hold it keep it."""
    if Problem.objects.filter(pk=problem.pk, retired_at=None).update(retired_at=timezone.now()):
        _log(problem, by, retired=True)


@transaction.atomic
def restore(*, problem: Problem, by: User) -> None:
    """Put it back."""
    if Problem.objects.filter(pk=problem.pk, retired_at__isnull=False).update(retired_at=None):
        _log(problem, by, retired=False)


def _log(problem: Problem, by: User, *, retired: bool) -> None:
    action = Action.PROBLEM_RETIRED if retired else Action.PROBLEM_PUBLISHED
    record(actor=by, action=action, target_kind="problem", target=problem.public_id)


def _fit(draft: ProblemDraft) -> tuple[ProblemFile, TrialReport]:
    """The file and the report of a draft fit to be published."""
    checked = check(draft)
    if checked.file is None or checked.faults:
        raise Faulty(len(checked.faults), checked.faults[0].line)
    report: TrialReport | None = draft.report
    if report is None or draft.tried_hash != text_hash(draft.source) or report["engine"] != ENGINE:
        raise NotTried
    if not is_tried(draft):
        raise TrialBroken(report["outcome"])
    if report["faults"] or not report["variants"]:
        raise Faulty(len(report["faults"]), report["faults"][0]["line"] if report["faults"] else None)
    failing = [test for test in report["tests"] if test["messages"]]
    if failing:
        raise TestsFail([test["number"] for test in failing], failing[0]["line"])
    return checked.file, report


def _version(problem: Problem, file: ProblemFile, author: User) -> tuple[ProblemVersion, bool]:
    known = problem.versions.filter(content_hash=file.content_hash).first()
    if known is not None:
        return known, False
    last = problem.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = ProblemVersion.objects.create(
        problem=problem,
        number=last + 1,
        content_hash=file.content_hash,
        source=file.source.text,
        title=file.title,
        difficulty=file.difficulty,
        author=author,
    )
    version.skills.set(Skill.objects.filter(slug__in=file.skills))
    return version, True


def _fill(version: ProblemVersion, report: TrialReport) -> None:
    """The trial's variants; those that the pool has already stay as they are."""
    there = set(version.variants.filter(engine_version=ENGINE).values_list("seed", flat=True))
    Variant.objects.bulk_create(
        Variant(version=version, engine_version=report["engine"], **variant)
        for variant in report["variants"]
        if variant["seed"] not in there
    )
