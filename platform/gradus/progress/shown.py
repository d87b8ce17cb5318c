"""Mastery as its owner may see it now: without what tests have shown whose verdicts are still withheld."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q, QuerySet

from gradus.accounts.models import User
from gradus.courses.models import Feedback
from gradus.progress.mastery import Piece, fold
from gradus.progress.models import Evidence, Mastery


def shown_mastery(*, user: User, now: datetime) -> dict[int, Mastery]:
    """Skill -> mastery. A level that moved with an unreleased test would tell its verdict.

    Skills without withheld evidence come as they are stored; the others are folded afresh, unsaved.
    """
    evidence = Evidence.objects.filter(user=user, replaced_at__isnull=True)
    hidden = set(evidence.filter(_withheld(now)).values_list("skill_id", flat=True))
    stored = Mastery.objects.filter(user=user).exclude(skill__in=hidden)
    return {each.skill_id: each for each in stored} | _folded(user, evidence.filter(skill__in=hidden), now)


def _withheld(now: datetime) -> Q:
    """The counterpart of ProblemSet.shows_verdicts, for evidence."""
    within = "submission__attempt__item__problem_set__"
    unreleased = Q(**{f"{within}released_at__isnull": True}) | Q(**{f"{within}released_at__gt": now})
    return Q(**{f"{within}feedback": Feedback.TEST}) & unreleased


def _folded(user: User, evidence: QuerySet[Evidence], now: datetime) -> dict[int, Mastery]:
    pieces: dict[int, list[Piece]] = defaultdict(list)
    rows = evidence.exclude(_withheld(now)).order_by("received_at", "submission_id")
    for skill, value, problem, at in rows.values_list("skill_id", "value", "problem_id", "received_at"):
        pieces[skill].append(Piece(value, problem, at))
    return {skill: Mastery(user=user, skill_id=skill, **asdict(fold(each))) for skill, each in pieces.items()}
