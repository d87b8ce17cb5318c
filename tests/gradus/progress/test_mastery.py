"""The fold of evidence, against tables computed by hand: m <- m + 0.35 (c - m), from 0.3."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gradus.progress.mastery import FULL, Piece, Standing, fold, review_gap

DAY_0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pieces(*evidence: tuple[float, float, int]) -> list[Piece]:
    """(day, value, problem) -> pieces."""
    return [Piece(round(c * FULL), problem, DAY_0 + timedelta(days=day)) for day, c, problem in evidence]


def folded(*evidence: tuple[float, float, int]) -> Standing:
    return fold(pieces(*evidence))


PROFICIENT = tuple((0, 1, index % 2) for index in range(8))
"""Eight right answers on one day: m = 0.978, so that one wrong answer leaves it above 0.6."""


@pytest.mark.parametrize(
    ("values", "score", "level"),
    [
        ((), 300_000, "none"),
        ((1,), 545_000, "started"),
        ((1, 1), 704_250, "familiar"),
        ((1, 1, 1), 807_763, "familiar"),  # m is enough, n is not
        ((1, 1, 1, 1), 875_046, "proficient"),
        ((0,), 195_000, "started"),
        ((0.5,), 370_000, "started"),
        ((0.5, 1), 590_500, "started"),
        ((1, 0), 354_250, "started"),
        ((1, 1, 0), 457_763, "started"),  # Familiar fell: m < 0.6
        ((1, 1, 0.5), 632_763, "familiar"),
        ((1, 1, 1, 0), 525_046, "started"),
        ((1, 1, 1, 0, 1, 1), 799_332, "familiar"),  # a hair below 0.8
        ((1, 1, 1, 0, 1, 1, 1), 869_566, "proficient"),
        ((1, 1, 1, 1, 0), 568_780, "familiar"),  # Proficient fell to Familiar, not further
        ((1, 1, 1, 1, 0, 0), 369_707, "started"),
        ((1, 1, 1, 1, 0, 1), 719_707, "familiar"),
        ((1, 1, 1, 1, 0.5), 743_780, "proficient"),  # below 0.8 is kept down to 0.6
    ],
)
def test_the_score_and_level_are_those_computed_by_hand(
    values: tuple[float, ...], score: int, level: str
) -> None:
    standing = folded(*((0, value, index % 2) for index, value in enumerate(values)))
    assert (standing.score, standing.level, standing.variants) == (score, level, len(values))


def test_proficient_needs_two_problems() -> None:
    one = folded(*((0, 1, 7) for _ in range(9)))
    assert (one.level, one.problems, one.variants) == ("familiar", 1, 9)


@pytest.mark.parametrize(
    ("later", "level", "gap"),
    [
        ((), "proficient", 3),
        (((2, 1, 1),), "proficient", 3),  # too early: no review
        (((3, 1, 1),), "proficient", 7),
        (((3, 1, 1), (9, 1, 1)), "proficient", 7),  # 6 days after the first review
        (((3, 1, 1), (10, 1, 1)), "secure", 21),
        (((3, 1, 1), (10, 1, 1), (10, 0, 1)), "secure", 3),  # wrong on the same day keeps the level
        (((3, 1, 1), (10, 1, 1), (11, 0, 1)), "proficient", 3),
        (((3, 1, 1), (5, 0, 1), (12, 1, 1)), "proficient", 7),  # a failure begins the ladder again
        (((3, 1, 1), (5, 0, 1), (8, 1, 1), (15, 1, 1)), "secure", 21),
        (((3, 0.5, 1),), "proficient", 3),  # with a hint is no review
        (((3, 1, 1), (10, 1, 1), (31, 1, 1), (91, 1, 1)), "secure", 120),
        (((3, 1, 1), (10, 1, 1), (11, 0, 1), (12, 0, 1)), "familiar", 3),
    ],
)
def test_secure_needs_two_later_days(later: tuple[tuple[int, float, int], ...], level: str, gap: int) -> None:
    standing = folded(*PROFICIENT, *later)
    assert (standing.level, standing.review_days) == (level, gap)


def test_a_review_is_due_after_the_gap_from_the_last_step() -> None:
    assert folded(*PROFICIENT).review_due_at == DAY_0 + timedelta(days=3)
    assert folded(*PROFICIENT, (4, 1, 1)).review_due_at == DAY_0 + timedelta(days=11)
    assert folded(*PROFICIENT, (4, 1, 1), (6, 0, 1)).review_due_at == DAY_0 + timedelta(days=9)


def test_no_review_is_due_below_proficient() -> None:
    fallen = folded(*PROFICIENT, (1, 0, 1), (1, 0, 1))
    assert (fallen.level, fallen.review_due_at, fallen.proficient_at) == ("familiar", None, None)


def test_days_are_calendar_days() -> None:
    late_evening = [Piece(FULL, i % 2, DAY_0.replace(hour=23, minute=59)) for i in range(4)]
    early = Piece(FULL, 0, (DAY_0 + timedelta(days=3)).replace(hour=0, minute=1))
    assert fold([*late_evening, early]).review_days == 7


def test_the_ladder_doubles_after_sixty_days() -> None:
    assert [review_gap(step) for step in range(7)] == [3, 7, 21, 60, 120, 240, 480]
    assert review_gap(50) == 3840
