"""Evidence from grades, and mastery from evidence. Called inside the transaction that wrote the grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from gradus.library.models import ProblemVersion
from gradus.progress.mastery import FULL, Piece, fold
from gradus.progress.models import Evidence, Mastery
from gradus.submissions.models import Grade, State
from gradus.submissions.tries import COUNTED_VERDICTS

Checked = tuple[int, int]
"""(user, variant): what one piece of evidence is about."""


@dataclass(frozen=True, slots=True)
class FirstCheck:
    """The first counted submission of one person on one variant."""

    grade: int
    submission: int
    course: int
    version: int
    problem: int
    value: int
    received_at: datetime


@transaction.atomic
def renew_evidence(*, checked: Iterable[Checked], now: datetime) -> None:
    """Bring evidence and mastery in line with the current grades of the (user, variant) pairs in `checked`.

    Safe to run twice: evidence that says the same is left alone. Otherwise the row is replaced, never changed.
    """
    pairs = set(checked)
    if not pairs:
        return
    firsts = _first_checks(pairs)
    skills = _skills({check.version for check in firsts.values()})
    current: dict[Checked, list[Evidence]] = defaultdict(list)
    known = Evidence.objects.filter(replaced_at__isnull=True, **_among(pairs, "user_id", "variant_id"))
    for row in known:
        current[row.user_id, row.variant_id].append(row)
    stale: list[Evidence] = []
    fresh: list[Evidence] = []
    for pair in pairs:
        check = firsts.get(pair)
        rows = current[pair]
        if check and rows and {(r.submission_id, r.value) for r in rows} == {(check.submission, check.value)}:
            continue
        stale += rows
        fresh += [_evidence(pair, check, skill) for skill in skills[check.version]] if check else []
    Evidence.objects.filter(pk__in=[row.pk for row in stale]).update(replaced_at=now)
    Evidence.objects.bulk_create(fresh)
    refold(standings={(row.user_id, row.skill_id) for row in stale + fresh}, now=now)


@transaction.atomic
def refold(*, standings: Iterable[tuple[int, int]], now: datetime) -> None:
    """Fold the evidence of each (user, skill) anew, in order of (received_at, submission), and store it."""
    pairs = set(standings)
    if not pairs:
        return
    pieces: dict[tuple[int, int], list[Piece]] = {pair: [] for pair in pairs}
    rows = Evidence.objects.filter(replaced_at__isnull=True, **_among(pairs, "user_id", "skill_id"))
    columns = ("user_id", "skill_id", "value", "problem_id", "received_at")
    for user, skill, value, problem, at in rows.order_by("received_at", "submission_id").values_list(
        *columns
    ):
        if (user, skill) in pieces:
            pieces[user, skill].append(Piece(value, problem, at))
    folded = {pair: asdict(fold(evidence)) for pair, evidence in pieces.items()}
    if not folded:
        return
    Mastery.objects.bulk_create(
        [Mastery(user_id=u, skill_id=s, updated_at=now, **columns) for (u, s), columns in folded.items()],
        update_conflicts=True,
        unique_fields=["user", "skill"],
        update_fields=[*next(iter(folded.values())), "updated_at"],
    )


def _among(pairs: set[tuple[int, int]], first: str, second: str) -> dict[str, set[int]]:
    """A filter that holds for at least `pairs`: the database compares each column with a list of its own."""
    return {f"{first}__in": {a for a, _ in pairs}, f"{second}__in": {b for _, b in pairs}}


def _first_checks(pairs: set[Checked]) -> dict[Checked, FirstCheck]:
    attempt = "submission__attempt"
    grades = (
        Grade.objects.filter(
            replaced_at__isnull=True,
            verdict__in=COUNTED_VERDICTS,
            submission__state=State.GRADED,
            **_among(pairs, f"{attempt}__user_id", f"{attempt}__variant_id"),
        )
        .order_by("submission__received_at", "submission_id")
        .values_list(
            f"{attempt}__user_id",
            f"{attempt}__variant_id",
            "pk",
            "submission_id",
            f"{attempt}__course_id",
            f"{attempt}__variant__version_id",
            f"{attempt}__variant__version__problem_id",
            "verdict",
            "submission__hints_used",
            "submission__received_at",
        )
    )
    firsts: dict[Checked, FirstCheck] = {}
    for user, variant, grade, submission, course, version, problem, verdict, hints, at in grades:
        if (user, variant) in pairs and (user, variant) not in firsts:
            value = worth(verdict, hints)
            firsts[user, variant] = FirstCheck(grade, submission, course, version, problem, value, at)
    return firsts


def worth(verdict: str, hints: int) -> int:
    """What a first check is worth as evidence: all, half with a hint, or nothing; in millionths."""
    if verdict != "correct":
        return 0
    return FULL // 2 if hints else FULL


def _skills(versions: set[int]) -> dict[int, list[int]]:
    skills: dict[int, list[int]] = defaultdict(list)
    rows = ProblemVersion.skills.through.objects.filter(problemversion_id__in=versions)
    for version, skill in rows.values_list("problemversion_id", "skill_id"):
        skills[version].append(skill)
    return skills


def _evidence(pair: Checked, check: FirstCheck, skill: int) -> Evidence:
    user, variant = pair
    return Evidence(
        user_id=user,
        variant_id=variant,
        skill_id=skill,
        course_id=check.course,
        problem_id=check.problem,
        submission_id=check.submission,
        grade_id=check.grade,
        value=check.value,
        received_at=check.received_at,
    )
