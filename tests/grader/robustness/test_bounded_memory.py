"""Nothing that is kept from one line to the next grows with the lines: every cache has a bound."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from functools import _lru_cache_wrapper

import grader
from grader.language import Names, Unreadable, parse
from grader.language.kept import Kept

FOR_CLASSES = {"grader.records._types"}
"""Kept once for each class of the source: a fixed number."""
MOST = 5000


def caches() -> dict[str, int | None]:
    """Every function of the grader that remembers its results, with its bound."""
    for module in pkgutil.walk_packages(grader.__path__, "grader."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {
        f"{one.__module__}.{one.__wrapped__.__qualname__}": one.cache_parameters()["maxsize"]
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper) and one.__module__.startswith("grader.")
    }


def test_every_cache_has_a_bound() -> None:
    found = caches()
    assert len(found) > 5
    assert {name for name, bound in found.items() if bound is None or bound > MOST} <= FOR_CLASSES


def test_a_keeper_forgets_when_it_is_full() -> None:
    keeper = Kept(str, 10)
    for number in range(100):
        assert keeper[number] == str(number)
        assert len(keeper) <= 10


def test_what_students_type_fills_no_keeper_and_no_lexicon_for_good() -> None:
    names = Names(("x", "y"))
    for number in range(12_000):
        try:
            parse(f"x{'xy' * (number % 7)}y{number} + {number}.{number}", names)
        except Unreadable:
            continue
    kept = [len(one) for one in gc.get_objects() if isinstance(one, Kept)]
    assert max(kept, default=0) <= MOST
    assert len(names.lexicon._memory) <= 1000
