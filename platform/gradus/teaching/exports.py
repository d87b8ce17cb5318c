"""What a class has done as tables: grades, the log of submissions, skills. The first row names the columns.

Instants stand in the course's time zone with their offset. A row that cannot be made says so in its last column
and stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from gradus.courses.models import Course, Enrolment, ProblemSet, ProblemSetItem, Role
from gradus.submissions.models import FULL_SCORE, Attempt, Grade, PartGrade, Submission
from gradus.submissions.standing import Standing, class_standings
from gradus.submissions.typed import part_of
from gradus.teaching.files import Value, as_json, instant
from gradus.teaching.roll import Student, items_of, students
from gradus.teaching.skill_table import SkillCell, skill_cells, skills_asked, stored_mastery

logger = structlog.get_logger(__name__)

Thing = TypeVar("Thing")
Rows = Iterator[Sequence[Value]]

PERSON = ("student_id", "student", "email")
LOG = (
    *PERSON, "course", "problem_set", "position", "problem", "version", "seed", "attempt", "submission", "part",
    "responses", "read_as", "wrong_class", "verdict", "certificate", "score", "points", "diagnosis", "hints",
    "milliseconds", "received_at", "late", "state", "source", "graded_at", "grader_version", "fault_of_row",
)  # fmt: skip
SKILLS = (*PERSON, "unit", "skill", "title", "level", "score", "variants", "problems", "last_evidence_at")


class Kind(StrEnum):
    """What can be exported."""

    GRADES = "grades"
    SUBMISSIONS = "submissions"
    SKILLS = "skills"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, made as they are asked for, and how many things (students, submissions, standings) they are about."""

    count: int
    rows: Rows


def table(course: Course, kind: Kind) -> Table:
    """The table of `kind`."""
    return {Kind.GRADES: _grades, Kind.SUBMISSIONS: _submissions, Kind.SKILLS: _skills}[kind](course)


def zone(course: Course) -> tzinfo:
    """The course's time zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(course.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _guarded(things: Iterator[Thing], make: Callable[[Thing], Rows], width: int) -> Rows:
    """The rows of each thing; where they cannot be made, one row that says so."""
    for thing in things:
        try:
            rows = list(make(thing))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            logger.exception("row_not_exported", thing=str(thing))
            rows = [("",) * (width - 1) + (f"{type(error).__name__}: {thing}",)]
        yield from rows


def _of(student: Student) -> tuple[Value, ...]:
    return student.user.public_id, student.user.name, student.user.email


def _grades(course: Course) -> Table:
    roll = students(course)
    worked = Attempt.objects.filter(item__problem_set=OuterRef("pk"))
    sets = ProblemSet.objects.filter(Q(published_at__isnull=False) | Exists(worked), course=course)
    items = items_of(list(sets.order_by("position", "pk")))
    stand = class_standings(users=[each.user.pk for each in roll], items=items)
    return Table(len(roll), _grade_rows(roll, items, stand))


def _grade_rows(
    roll: Sequence[Student], items: Sequence[ProblemSetItem], stand: dict[tuple[int, int], Standing]
) -> Rows:
    sets = list(dict.fromkeys(item.problem_set for item in items))
    yield (
        *PERSON,
        *(
            f"{item.problem_set.title} {item.position}: {item.version.title} [{item.points}]"
            for item in items
        ),
        *(f"{each.title}: total [{_possible(items, each)}]" for each in sets),
        f"total [{sum(item.points for item in items)}]",
    )
    for student in roll:
        cells = [(item, stand.get((student.user.pk, item.pk), Standing())) for item in items]
        sums = [sum(at.points(item) for item, at in cells if item.problem_set == each) for each in sets]
        yield (
            *_of(student),
            *(None if at.score is None else round(at.points(item), 6) for item, at in cells),
            *(round(each, 6) for each in sums),
            round(sum(sums), 6),
        )


def _possible(items: Sequence[ProblemSetItem], problem_set: ProblemSet) -> int:
    return sum(item.points for item in items if item.problem_set == problem_set)


def _submissions(course: Course) -> Table:
    found = class_submissions(course)
    return Table(found.count(), _log_rows(course, found))


def class_submissions(course: Course) -> QuerySet[Submission]:
    """What students sent in the course, those who have left among them; trials of the staff left out."""
    enrolled = Enrolment.objects.filter(course=course, role=Role.STUDENT)
    return Submission.objects.filter(
        attempt__course=course, attempt__user__in=enrolled.values("user")
    ).order_by("received_at", "pk")


def _log_rows(course: Course, found: QuerySet[Submission]) -> Rows:
    grades = Grade.objects.filter(replaced_at__isnull=True).prefetch_related("parts")
    variant = "attempt__variant__"
    rows = (
        found.select_related(f"{variant}version__problem", "attempt__item__problem_set", "attempt__user")
        .defer(
            f"{variant}question", f"{variant}presentation", f"{variant}reveal", f"{variant}version__source"
        )
        .prefetch_related(Prefetch("grades", queryset=grades))
    )
    yield LOG
    here = zone(course)
    yield from _guarded(rows.iterator(chunk_size=200), lambda each: _log_of(each, course, here), len(LOG))


def _log_of(submission: Submission, course: Course, here: tzinfo) -> Rows:
    """One row for each graded part; before a grade, one for each part that was answered."""
    grade = next(iter(submission.grades.all()), None)
    typed = submission.typed.get("responses", {})
    judged: list[tuple[str, PartGrade | None]] = (
        [(part.part, part) for part in grade.parts.all()]
        if grade
        else [(name, None) for name in dict.fromkeys(map(part_of, typed)) or [""]]
    )
    for name, part in judged:
        yield (
            *_log_head(submission, course),
            name,
            as_json(_fields_of(name, typed)),
            as_json(_fields_of(name, submission.typed.get("read_as", {}))),
            *_log_judged(part),
            submission.hints_used,
            submission.milliseconds,
            instant(submission.received_at.astimezone(here)),
            submission.late,
            str(submission.state),
            *((grade.source, instant(grade.graded_at.astimezone(here)), grade.grader_version) if grade else ("", "", "")),
            "",
        )  # fmt: skip


def _log_head(submission: Submission, course: Course) -> tuple[Value, ...]:
    attempt = submission.attempt
    item, version, user = attempt.item, attempt.variant.version, attempt.user
    return (
        user.public_id,
        user.name,
        user.email,
        course.title,
        item.problem_set.title if item else "",
        item.position if item else None,
        version.problem.slug,
        version.number,
        attempt.variant.seed,
        attempt.number,
        submission.public_id,
    )


def _log_judged(part: PartGrade | None) -> tuple[Value, ...]:
    if part is None:
        return "", "", "", None, None, ""
    codes = [each["code"] for each in part.diagnosis]
    return (
        part.wrong_class,
        part.verdict,
        part.certificate,
        part.score / FULL_SCORE,
        part.points,
        as_json(codes) if codes else "",
    )


def _fields_of(part: str, fields: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in fields.items() if part_of(name) == part}


def _skills(course: Course) -> Table:
    roll, skills = students(course), skills_asked(course)
    known = stored_mastery(users=[each.user.pk for each in roll], skills=skills)
    cells = [(each, cell) for each in roll for cell in skill_cells(each.user.pk, skills, known)]
    return Table(len(cells), _skill_rows(cells, zone(course)))


def _skill_rows(cells: Sequence[tuple[Student, SkillCell]], here: tzinfo) -> Rows:
    yield SKILLS
    for student, cell in cells:
        mastery = cell.mastery
        seen: datetime | None = mastery.last_evidence_at if mastery else None
        yield (
            *_of(student),
            cell.skill.unit,
            cell.skill.code,
            cell.skill.title,
            cell.level,
            mastery.score / FULL_SCORE if mastery else None,
            mastery.variants if mastery else 0,
            mastery.problems if mastery else 0,
            instant(seen.astimezone(here) if seen else None),
        )
