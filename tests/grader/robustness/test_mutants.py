"""Broken texts: read or refused with a place, judged, printed, all within a second. The full number:
`python benchmarks/cases.py --mutants 100000`."""

from __future__ import annotations

from benchmarks.mutants import Tally, mutated_texts, tried


def test_20000_broken_texts_are_read_or_refused_with_a_place() -> None:
    tally = Tally()
    for text in mutated_texts(20260, 20_000):
        tried(text, tally)
    assert tally.faults == []
    assert tally.read > 2000
    assert sum(tally.outcomes.values()) == 20_000
    assert len(tally.outcomes) > 12


def test_the_same_seed_gives_the_same_texts() -> None:
    first, again, other = (list(mutated_texts(seed, 200)) for seed in (1, 1, 2))
    assert first == again != other
    assert any("\\" in text for text in first) and any(not text.isascii() for text in first)
