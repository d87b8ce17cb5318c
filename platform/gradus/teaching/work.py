"""What a student sent, as the staff see it: typed, read, judged, and every grade it ever had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gradus.submissions.fields import ShownField, ShownQuestion, shown_questions
from gradus.submissions.judged import Judged, judged_parts
from gradus.submissions.models import Grade, State, Submission


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field that was filled: what was typed, and the LaTeX in which it was read (empty where it was not)."""

    field: ShownField
    latex: str


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One part: what was sent for it, and its judgement where there is one."""

    question: ShownQuestion
    fields: tuple[ReadField, ...]
    judged: Judged | None

    @property
    def chosen(self) -> list[str]:
        """The texts of the options that were ticked."""
        return [option.text for option in self.question.options if option.ticked]

    @property
    def blank(self) -> bool:
        """Whether nothing was sent for it."""
        return not self.fields and not self.chosen


@dataclass(frozen=True, slots=True)
class Work:
    """One submission. `grade` is the current one, `earlier` those it replaced, newest first."""

    submission: Submission
    parts: tuple[WorkPart, ...]
    grade: Grade | None
    earlier: tuple[Grade, ...]

    @property
    def state(self) -> str:
        """The verdict; where there is none, where the submission stands."""
        if self.submission.state == State.NEEDS_REVIEW:
            return "undecided"
        if self.submission.state == State.GRADED and self.grade is not None:
            return self.grade.verdict
        return str(self.submission.state)

    @property
    def seconds(self) -> int | None:
        """How long it took, where that is known."""
        taken = self.submission.milliseconds
        return None if taken is None else round(taken / 1000)

    @property
    def waits(self) -> bool:
        """Whether the grader has it."""
        return self.submission.state == State.WAITING


def with_work(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """`submissions` with all that `work_of` looks at: three queries in all, however many there are."""
    grades = Grade.objects.select_related("by").prefetch_related("parts").order_by("-pk")
    return submissions.select_related(
        "attempt__variant__version", "attempt__item__problem_set", "attempt__user", "attempt__course"
    ).prefetch_related(Prefetch("grades", queryset=grades))


def work_of(submission: Submission) -> Work:
    """The work of a submission that came through `with_work`."""
    grades = list(submission.grades.all())
    current = next((grade for grade in grades if grade.replaced_at is None), None)
    variant = submission.attempt.variant
    judged = judged_parts(list(current.parts.all()), variant, submission) if current else []
    results = {each.question.name: each.result for each in judged}
    typed = submission.typed.get("responses", {})
    questions = shown_questions(variant.presentation, typed, {}, results)
    by_name = {each.question.name: each for each in judged}
    read_as = submission.typed.get("read_as", {})
    return Work(
        submission,
        tuple(_part(question, read_as, by_name.get(question.name)) for question in questions),
        current,
        tuple(grade for grade in grades if grade is not current),
    )


def works(submissions: Sequence[Submission]) -> list[Work]:
    """The work of each."""
    return [work_of(each) for each in submissions]


def _part(question: ShownQuestion, read_as: dict[str, str], judged: Judged | None) -> WorkPart:
    fields = (ReadField(field, read_as.get(field.name, "")) for field in question.fields if field.value)
    return WorkPart(question, tuple(fields), judged)
