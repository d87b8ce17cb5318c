"""The fixed cast of every test of the site, and one small course they act in.

student and classmate are enrolled; outsider has an account only; teacher and other_teacher may make courses; suspended was enrolled and may no longer sign in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.courses.models import Course, Enrolment, JoinCode, ProblemSet, ProblemSetItem, Role
from gradus.library.models import Problem, ProblemVersion, Skill, Variant

PASSWORD = "a long enough password"


def person(name: str, **fields: object) -> User:
    """A user called `name`, at example.org."""
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.capitalize(), **fields)


@dataclass
class Cast:
    """Who may see what is told by who they are."""

    student: User
    classmate: User
    outsider: User
    suspended: User
    assistant: User
    teacher: User
    other_teacher: User
    admin: User


@dataclass
class World:
    """A course with one open practice set of one item, and its people."""

    organisation: Organisation
    course: Course
    other_course: Course
    code: JoinCode
    problem_set: ProblemSet
    item: ProblemSetItem
    version: ProblemVersion
    skill: Skill
    cast: Cast


def question_json(answer: str, seed: int) -> dict[str, object]:
    """A question of one expression part called `df` in the variable x."""
    part = {"name": "df", "kind": "expression", "answer": answer, "variables": ["x"]}
    return {"schema": 1, "seed": seed, "parts": [part]}


def make_version(slug: str, skill: Skill, *, variants: int = 4) -> ProblemVersion:
    """A problem `Differentiate x^n` with a pool of variants n = 3, 4, ..."""
    problem = Problem.objects.create(slug=slug, unit="rules")
    version = ProblemVersion.objects.create(
        problem=problem,
        number=1,
        content_hash=slug.ljust(64, "0"),
        source="",
        title="One power",
        difficulty=1,
    )
    version.skills.add(skill)
    problem.current = version
    problem.save()
    for n in range(3, 3 + variants):
        Variant.objects.create(
            version=version,
            seed=n,
            engine_version="test",
            question=question_json(f"{n}x^{n - 1}", n),
            presentation={
                "title": "One power",
                "prompt": f"Differentiate $f(x)=x^{{{n}}}$.",
                "parts": [{"name": "df", "kind": "expression", "label": "$f'(x)=$", "points": 1}],
                "hints": ["Which rule?", "What happens to the exponent?"],
                "layout": None,
            },
            reveal={"answers": {"df": f"{n}x^{{{n - 1}}}"}, "params": {"n": str(n)}},
        )
    return version


@pytest.fixture
def world(db: None) -> World:
    """The cast on stage."""
    organisation = Organisation.default()
    now = timezone.now()
    course = Course.objects.create(
        organisation=organisation, title="Calculus for ML", time_zone="Europe/London"
    )
    other = Course.objects.create(organisation=organisation, title="Another course")
    skill = Skill.objects.create(slug="power-rule", code="S10", title="Power rule", unit="Rules", position=10)
    version = make_version("diff.power.single", skill)
    problem_set = ProblemSet.objects.create(
        course=course,
        title="Derivatives",
        published_at=now,
        opens_at=now - timedelta(days=1),
        due_at=now + timedelta(days=2),
        closes_at=now + timedelta(days=3),
    )
    item = ProblemSetItem.objects.create(problem_set=problem_set, version=version, position=1, points=2)
    cast = Cast(
        student=person("student"),
        classmate=person("classmate"),
        outsider=person("outsider"),
        suspended=person("suspended", is_active=False),
        assistant=person("assistant"),
        teacher=person("teacher", may_teach=True),
        other_teacher=person("other-teacher", may_teach=True),
        admin=person("admin", is_staff=True),
    )
    for user, role in (
        (cast.student, Role.STUDENT),
        (cast.classmate, Role.STUDENT),
        (cast.suspended, Role.STUDENT),
        (cast.assistant, Role.ASSISTANT),
        (cast.teacher, Role.TEACHER),
    ):
        Enrolment.objects.create(user=user, course=course, role=role)
    Enrolment.objects.create(user=cast.other_teacher, course=other, role=Role.TEACHER)
    code = JoinCode.objects.create(course=course, limit=30)
    return World(organisation, course, other, code, problem_set, item, version, skill, cast)
