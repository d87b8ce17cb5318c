"""Worked solutions and hints, from the tasks of a problem's answers; the words are in exercises/sentences.

Nothing is derived for a choice, a graph, or a part that asks for zeros: there the author's own words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.program import Program
from exercises.solution.asked import kind_of, pushed
from exercises.solution.hints import Hint, hints_of
from exercises.solution.working import Working
from exercises.tasks import task_of
from grader.language.tree import Node

MAX_HINTS = 6


@dataclass(frozen=True, slots=True)
class Solution:
    """Lines of a worked solution, and hints from weak to strong; Markdown with maths, empty where nothing is derived."""

    steps: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()


def solution_of(program: Program, environment: Mapping[str, Node], answers: Mapping[str, Node]) -> Solution:
    """The solution of one variant; `answers` are the right answers by part.

    Raises DeriveError where a task has no value.
    """
    working = Working(program, environment)
    steps: list[str] = []
    hints: list[Hint] = []
    kinds: set[str] = set()
    for name, answer in answers.items():
        task = task_of(program, name, environment)
        if task is None:
            continue
        task = pushed(task)
        steps += working.told(task, answer)
        fresh = hints_of(task, answer, working.naming)
        hints += fresh if not kinds else fresh[:1] if kind_of(task) not in kinds else ()
        kinds.add(kind_of(task))
    return Solution(tuple(steps), tuple(dict.fromkeys(hints))[:MAX_HINTS])
