"""How an answer is judged: reading, equality, checkers, computation graphs. Pure: no Django, no clock, no sentences.

    prepared = prepare(question)                 once a variant; raises ReferenceFault
    read(prepared, {"df": "2x cos(x^2)"})        {part: Reading}: the echo, or the fault with its place
    grade(prepared, {"df": "2x cos(x^2)"})       Result: a verdict with its certificate for each part

`read` and `grade` also take a Question. They never raise for what a student typed.
"""

from __future__ import annotations

from grader.checkers.shape import Reading
from grader.errors import GraderError, InternalFault, ReferenceFault, Unreadable
from grader.grading import Prepared, grade, prepare, read, whole
from grader.question import Question
from grader.results import Result

VERSION = "1"
"""The version of the grader's judgement, stored with each grade; raised when a verdict could change."""

__all__ = [
    "VERSION", "GraderError", "InternalFault", "Prepared", "Question", "Reading", "ReferenceFault", "Result",
    "Unreadable", "grade", "prepare", "read", "whole",
]  # fmt: skip
