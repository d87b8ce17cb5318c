"""The bridge to `grader/`: from rows to a Result, within the time one submission may take.

The parsed form of a question is kept per process, because a class answers few variants many times.
"""

from __future__ import annotations

import importlib
import signal
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import Any

from django.conf import settings

import grader
from grader.equivalence import Prover
from grader.question import Question
from grader.results import Result
from gradus.library.models import Variant
from gradus.submissions.models import Lane

KEPT = 512
"""How many prepared questions a process keeps."""

_Key = tuple[int, int, datetime]
_prepared: OrderedDict[_Key, grader.Prepared] = OrderedDict()


class TooSlow(BaseException):
    """One submission took longer than it may. A BaseException, so that no `except Exception` in between eats it."""


def prepared(variant: Variant) -> grader.Prepared:
    """The question of `variant`, parsed. Raises ReferenceFault for a question that contradicts itself."""
    # Variants never change, but a database may be restored under a running worker and number its rows anew.
    key = (variant.pk, variant.seed, variant.created_at)
    known = _prepared.get(key)
    if known is None:
        known = grader.prepare(Question.from_json(variant.question))
        _prepared[key] = known
        if len(_prepared) > KEPT:
            _prepared.popitem(last=False)
    else:
        _prepared.move_to_end(key)
    return known


def judge(variant: Variant, responses: dict[str, Any], lane: str) -> Result:
    """The judgement on `responses`. Only the proof lane may ask the symbolic prover.

    Raises GraderError where the fault is ours or the author's, TooSlow after GRADING_SUBMISSION_SECONDS.
    """
    with at_most(settings.GRADING_SUBMISSION_SECONDS):
        question = prepared(variant)
        prover = _prover() if lane == Lane.PROOF else None
        return grader.grade(question, responses, prover=prover, echo=False)


def _prover() -> Prover:
    """sympy. Imported on first use: it takes a second, and the sweeper and the answer lane do without it."""
    prover: Prover = importlib.import_module("grader.symbolic").prove_equal
    return prover


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlow inside the block after `seconds`. Only a main thread can be interrupted.

    It cannot stop big-integer or C code; against that stand Celery's hard limit and the lease.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
