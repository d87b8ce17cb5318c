"""One problem of the bank as its page shows it, answers and all: for people who teach."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from grader.question import Question
from gradus.accounts.models import User
from gradus.authoring.known_mistakes import KnownMistakes, known_mistakes
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.courses.rights import Right
from gradus.library.models import Problem, ProblemVersion, Variant
from gradus.library.presentation import Presentation
from gradus.library.search import DIFFICULTIES, kinds_in_words
from gradus.submissions.fields import ShownQuestion, shown_questions
from gradus.submissions.revealed import Answer, answers_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One variant of the pool, and its place in it."""

    number: int
    of: int
    variant: Variant
    questions: list[ShownQuestion]
    answers: list[Answer]
    known: list[KnownMistakes]

    @property
    def presentation(self) -> Presentation:
        """What a student is shown."""
        shown: Presentation = self.variant.presentation
        return shown

    @property
    def graphs(self) -> list[ShownQuestion]:
        """The parts that have a drawing."""
        return [each for each in self.questions if each.kind == "graph" and each.part["graph"].get("layout")]

    @property
    def solution(self) -> str:
        """The author's worked solution as Markdown, or empty."""
        return str(self.variant.reveal.get("solution", ""))

    @property
    def steps(self) -> list[str]:
        """The steps of the worked solution, each Markdown."""
        found: list[str] = self.variant.reveal.get("steps", [])
        return found

    @property
    def params(self) -> dict[str, str]:
        """The numbers drawn."""
        drawn: dict[str, str] = self.variant.reveal.get("params", {})
        return drawn

    @property
    def previous(self) -> int | None:
        """The number of the variant before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the variant after this one."""
        return self.number + 1 if self.number < self.of else None


@dataclass(frozen=True, slots=True)
class BankProblem:
    """The page: the problem, a variant of its current version, and where it is used."""

    problem: Problem
    version: ProblemVersion | None
    versions: list[ProblemVersion]
    skills: list[str]
    kinds: tuple[str | Promise, ...]
    difficulty: str | Promise
    shown: Shown | None
    used_in: list[ProblemSet]
    open_sets: list[tuple[Course, list[ProblemSet]]]

    @property
    def title(self) -> str:
        """That of the current version."""
        return self.version.title if self.version else self.problem.slug


def bank_problem_page(problem: Problem, user: User, wanted: str) -> BankProblem:
    """Everything the page of `problem` shows to `user`; `wanted` is the number of the variant, from 1."""
    version = problem.current
    versions = list(problem.versions.order_by("-number").prefetch_related("skills"))
    current = next((each for each in versions if version and each.pk == version.pk), None)
    return BankProblem(
        problem=problem,
        version=version,
        versions=versions,
        skills=[skill.title for skill in current.skills.all()] if current else [],
        kinds=kinds_in_words(problem),
        difficulty=DIFFICULTIES[version.difficulty] if version else "",
        shown=_shown(version, wanted) if version else None,
        used_in=_used_in(problem, user),
        open_sets=_open_sets(problem, user),
    )


def _shown(version: ProblemVersion, wanted: str) -> Shown | None:
    """The variant asked for; the nearest there is for any other number, the first for what is no number."""
    keys = list(version.variants.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return None
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    number = max(1, min(number, len(keys)))
    variant = Variant.objects.get(pk=keys[number - 1])
    return Shown(
        number=number,
        of=len(keys),
        variant=variant,
        questions=shown_questions(variant.presentation, {}, {}, {}),
        answers=answers_of(variant),
        known=known_mistakes(Question.from_json(variant.question), variant.presentation),
    )


def _used_in(problem: Problem, user: User) -> list[ProblemSet]:
    """The sets that use the problem, among those whose work the person sees."""
    items = ProblemSetItem.objects.filter(version__problem=problem, removed_at__isnull=True)
    sets = ProblemSet.objects.where(user, Right.SEE_WORK).filter(pk__in=items.values("problem_set"))
    return list(sets.select_related("course").order_by("course__title", "position")[:50])


def _open_sets(problem: Problem, user: User) -> list[tuple[Course, list[ProblemSet]]]:
    """Sets of the person's courses into which the problem can go, by course."""
    items = ProblemSetItem.objects.filter(version__problem=problem, removed_at__isnull=True)
    sets = ProblemSet.objects.where(user, Right.SET_WORK).filter(course__archived_at__isnull=True)
    by_course: dict[int, tuple[Course, list[ProblemSet]]] = {}
    rows = sets.exclude(pk__in=items.values("problem_set")).select_related("course")
    for row in rows.order_by("course__title", "course", "position")[:200]:
        by_course.setdefault(row.course_id, (row.course, []))[1].append(row)
    return list(by_course.values())
