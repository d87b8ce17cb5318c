"""The list of what somebody writes and has published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from gradus.accounts.models import User
from gradus.authoring.checking import said_id
from gradus.library.models import Problem, ProblemDraft


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """A published problem of one's own; `draft` is its next version where that differs from what is published."""

    problem: Problem
    title: str
    number: int
    draft: ProblemDraft | None


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A draft that was never published; `slug` is the id that its text says, if any."""

    draft: ProblemDraft
    slug: str
    just_saved: bool


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """`drafts` were never published."""

    drafts: list[OwnDraft]
    problems: list[OwnProblem]
    retired: list[OwnProblem]


def drafts_page(user: User) -> DraftsPage:
    """Everything `user` writes, what was saved last first."""
    drafts = list(ProblemDraft.objects.of(user).defer("report"))
    by_problem = {draft.problem_id: draft for draft in drafts if draft.problem_id}
    rows = Problem.objects.filter(owner=user, current__isnull=False).select_related("current")
    problems = [_own(row, by_problem.get(row.pk)) for row in rows]
    return DraftsPage(
        drafts=[_draft(draft) for draft in drafts if draft.problem_id is None],
        problems=[each for each in problems if each.problem.retired_at is None],
        retired=[each for each in problems if each.problem.retired_at is not None],
    )


def _draft(draft: ProblemDraft) -> OwnDraft:
    return OwnDraft(draft, said_id(draft.source), timezone.now() - draft.saved_at < timedelta(minutes=1))


def _own(problem: Problem, draft: ProblemDraft | None) -> OwnProblem:
    version = problem.current
    if version is None:
        raise ValueError(f"{problem.slug} has no version")
    changed = draft if draft is not None and draft.source != version.source else None
    return OwnProblem(problem, version.title, version.number, changed)
