"""What the students of each course have earned of what has been asked so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Cast, RowNumber

from gradus.courses.models import Counting, Course, Enrolment, ProblemSetItem, Role
from gradus.submissions.models import FULL_SCORE, Grade
from gradus.submissions.tries import COUNTED_VERDICTS


@dataclass(frozen=True, slots=True)
class Earned:
    """Points earned of points asked, over all students of a course."""

    points: float = 0.0
    of: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing has been asked of anybody."""
        return self.points / self.of if self.of else None

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, rounded down: 100 means all."""
        return None if self.share is None else int(100 * self.share)


def earned_by_course(*, courses: QuerySet[Course], now: datetime) -> dict[int, Earned]:
    """Course -> what its present students earned of the problems of published sets that have opened. Three queries."""
    asked = _asked(now).filter(problem_set__course__in=courses).order_by()
    points = dict(asked.values_list("problem_set__course").annotate(all=Sum("points")))
    present = Enrolment.objects.current().filter(course__in=courses, role=Role.STUDENT).order_by()
    students = dict(present.values_list("course").annotate(all=Count("pk")))
    counting = Grade.objects.filter(pk__in=_counting_grades(courses, asked).values("pk")).order_by()
    worth = Cast("score", BigIntegerField()) * F("submission__attempt__item__points")
    earned = dict(counting.values_list("submission__attempt__course").annotate(all=Sum(worth)))
    return {
        pk: Earned(earned.get(pk, 0) / FULL_SCORE, points[pk] * students[pk])
        for pk in points
        if pk in students
    }


def _asked(now: datetime) -> QuerySet[ProblemSetItem]:
    opened = Q(problem_set__opens_at__isnull=True) | Q(problem_set__opens_at__lte=now)
    return ProblemSetItem.objects.filter(
        opened, removed_at__isnull=True, problem_set__published_at__isnull=False
    )


def _counting_grades(courses: QuerySet[Course], asked: QuerySet[ProblemSetItem]) -> QuerySet[Grade]:
    """One grade for each student and problem: of the best, the last or the first try, as the set says.

    The same choice as submissions.standing makes for one student; here it is made by the database for all.
    """
    attempt = "submission__attempt__"
    policy = f"{attempt}item__problem_set__counting"
    order = Case(
        When(**{policy: Counting.LAST}, then=-F("submission_id")),
        When(**{policy: Counting.FIRST}, then=F("submission_id")),
        default=-F("score"),
        output_field=BigIntegerField(),
    )
    present = Q(
        **{
            f"{attempt}user__enrolments__course": F(f"{attempt}course"),
            f"{attempt}user__enrolments__role": Value(Role.STUDENT.value),
            f"{attempt}user__enrolments__ended_at__isnull": True,
        }
    )
    current = Grade.objects.filter(
        present,
        replaced_at__isnull=True,
        verdict__in=COUNTED_VERDICTS,
        **{f"{attempt}course__in": courses, f"{attempt}item__in": asked},
    )
    partition = [F(f"{attempt}user"), F(f"{attempt}item")]
    tie = F("submission_id").asc()
    ranked = current.annotate(rank=Window(RowNumber(), partition_by=partition, order_by=[order.asc(), tie]))
    return ranked.filter(rank=1)
