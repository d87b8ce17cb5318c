"""Chance that is the same on every machine, for ever."""

from __future__ import annotations

from collections import Counter

import pytest

from exercises.dice import Dice


def test_the_rolls_never_change() -> None:
    """These numbers are written down: a change of them changes every variant ever drawn."""
    dice = Dice("diff.power.single", 7, "a")
    assert [dice.below(100) for _ in range(8)] == GOLDEN


def test_the_same_purpose_rolls_the_same_and_another_does_not() -> None:
    rolls = [[dice.below(1000) for _ in range(5)] for dice in (Dice("p", 1), Dice("p", 1), Dice("p", 2))]
    assert rolls[0] == rolls[1] != rolls[2]


def test_purposes_do_not_run_together() -> None:
    assert Dice("ab", "c").below(10**9) != Dice("a", "bc").below(10**9)


def test_each_number_is_about_equally_likely() -> None:
    """Chi-square with 6 degrees of freedom: above 22.5 once in a thousand; the seed is fixed."""
    dice = Dice("fair")
    counts = Counter(dice.below(7) for _ in range(7000))
    assert set(counts) == set(range(7))
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 22.5


def test_shuffling_keeps_everything_and_reaches_every_order() -> None:
    orders = {tuple(Dice("shuffle", seed).shuffled("abc")) for seed in range(100)}
    assert len(orders) == 6
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)


def test_a_bound_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Dice("x").below(0)


GOLDEN = [91, 1, 47, 21, 58, 62, 83, 49]
