"""One student in one course: where they stand, and everything they sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from gradus.accounts.models import User
from gradus.courses.models import Course, Enrolment, Extension, ProblemSet, ProblemSetItem
from gradus.submissions.models import Submission
from gradus.submissions.standing import Standing, class_standings
from gradus.teaching.problem_table import Cell, Sum
from gradus.teaching.roll import items_of, sets_of
from gradus.teaching.skill_table import SkillCell, skill_cells, skills_asked, stored_mastery
from gradus.teaching.work import Work, with_work, works

PER_PAGE = 20
"""Submissions on one page: each is set with its formulas."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set with its items as this student stands with them."""

    problem_set: ProblemSet
    total: Sum
    extension: Extension | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Item by item."""
        return self.total.cells


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`item` is the problem whose work is shown; None: all of it, newest first."""

    enrolment: Enrolment
    sets: tuple[SetLine, ...]
    skills: tuple[SkillCell, ...]
    item: ProblemSetItem | None
    page: Page[Submission]
    works: tuple[Work, ...]

    @property
    def user(self) -> User:
        """The student."""
        return self.enrolment.user

    @property
    def total(self) -> Sum:
        """All published sets together."""
        return Sum(tuple(cell for line in self.sets for cell in line.cells))

    @property
    def good(self) -> int:
        """How many skills are Proficient or better."""
        return sum(cell.good for cell in self.skills)


def person_page(*, enrolment: Enrolment, item: str, page: str) -> PersonPage:
    """A constant number of queries. `item` is a public id or empty. Raises LookupError for one not of the course."""
    course, user = enrolment.course, enrolment.user
    chosen = _item(course, item)
    sent = Submission.objects.filter(attempt__user=user, attempt__course=course)
    if chosen is not None:
        sent = sent.filter(attempt__item=chosen)
    shown = Paginator(with_work(sent.order_by("-received_at", "-pk")), PER_PAGE).get_page(page)
    skills = skills_asked(course)
    known = stored_mastery(users=[user.pk], skills=skills)
    return PersonPage(
        enrolment=enrolment,
        sets=tuple(_set_lines(course, user)),
        skills=skill_cells(user.pk, skills, known),
        item=chosen,
        page=shown,
        works=tuple(works(list(shown.object_list))),
    )


def _item(course: Course, public_id: str) -> ProblemSetItem | None:
    if not public_id:
        return None
    found = ProblemSetItem.objects.select_related("version", "problem_set")
    chosen = found.filter(problem_set__course=course, public_id=public_id).first()
    if chosen is None:
        raise LookupError(public_id)
    return chosen


def _set_lines(course: Course, user: User) -> list[SetLine]:
    sets = [each for each in sets_of(course) if each.published_at is not None]
    items = items_of(sets)
    stand = class_standings(users=[user.pk], items=items)
    cells = [Cell(item, stand.get((user.pk, item.pk), Standing())) for item in items]
    extensions = {
        each.problem_set_id: each for each in Extension.objects.filter(problem_set__in=sets, user=user)
    }
    return [
        SetLine(
            each, Sum(tuple(c for c in cells if c.item.problem_set_id == each.pk)), extensions.get(each.pk)
        )
        for each in sets
    ]
