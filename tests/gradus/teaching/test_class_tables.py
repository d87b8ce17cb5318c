"""Students by problems and by skills: what stands in a cell, in which order, at what cost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.courses.models import Counting, Course, Enrolment, Feedback, ProblemSet
from gradus.library.models import Skill
from gradus.progress.models import Mastery
from gradus.submissions.standing import Standing, class_standings, standings
from gradus.teaching.problem_table import ProblemTable, problem_table, set_of_now
from gradus.teaching.skill_table import SkillTable, skill_table
from tests.gradus.conftest import make_version
from tests.gradus.teaching.conftest import Answer, second_item, student


def table(course: Course, wanted: str = "", sort: str = "") -> ProblemTable:
    return problem_table(course=course, wanted=wanted, sort=sort, now=timezone.now())


def names(shown: ProblemTable | SkillTable) -> list[str]:
    rows = shown.rows if isinstance(shown, ProblemTable) else shown.lines
    return [row.student.name for row in rows]


def test_a_cell_says_state_points_and_tries(answer: Answer, world: Any) -> None:
    answer("7x")
    answer()
    answer("7x", by=world.cast.classmate)
    shown = table(world.course)
    (classmate,), (own,) = shown.rows[0].cells, shown.rows[1].cells
    assert names(shown) == ["Classmate", "Student", "Suspended"]
    assert (own.standing.state, own.points, own.standing.tries) == ("correct", 2.0, 2)
    assert (classmate.standing.state, classmate.points, classmate.standing.tries) == ("incorrect", 0.0, 1)
    assert (shown.rows[2].cells[0].standing, shown.rows[2].total.points) == (Standing(), 0.0)
    (head,) = shown.heads
    assert (head.tried, head.share) == (2, 50)
    assert (shown.rows[1].total.share, shown.mean) == (100, 50)


@pytest.mark.parametrize("policy", list(Counting.values))
def test_a_class_stands_as_each_of_its_students_does(answer: Answer, world: Any, policy: str) -> None:
    ProblemSet.objects.update(counting=policy)
    world.item.refresh_from_db()
    world.problem_set.refresh_from_db()
    for text in ("7x", None):
        answer(text)
    answer("7x", by=world.cast.classmate, graded=False)
    second_item(world)
    items = list(world.problem_set.items.select_related("problem_set"))
    people = [world.cast.student, world.cast.classmate]
    together = class_standings(users=[each.pk for each in people], items=items)
    for user in people:
        alone = standings(user=user, problem_set=world.problem_set, items=items, now=timezone.now())
        assert alone == {item.pk: together.get((user.pk, item.pk), Standing()) for item in items}


def test_only_current_students_stand_in_the_table(answer: Answer, world: Any) -> None:
    answer()
    answer(by=world.cast.teacher)
    Enrolment.objects.filter(user=world.cast.student).update(ended_at=timezone.now())
    assert names(table(world.course)) == ["Classmate", "Suspended"]


def test_what_counts_is_marked_late_when_it_came_late(answer: Answer, world: Any) -> None:
    answer("7x")
    now = timezone.now()
    ProblemSet.objects.update(opens_at=now - timedelta(days=2), due_at=now - timedelta(days=1))
    world.item.problem_set.refresh_from_db()
    assert not table(world.course).rows[1].cells[0].standing.late
    answer()
    assert table(world.course).rows[1].cells[0].standing.late


def test_the_table_is_sorted_by_name_by_total_and_by_item(answer: Answer, world: Any) -> None:
    item = second_item(world)
    answer()
    answer(by=world.cast.classmate, item=item)
    key = item.public_id
    assert names(table(world.course)) == ["Classmate", "Student", "Suspended"]
    assert names(table(world.course, sort="-name")) == ["Suspended", "Student", "Classmate"]
    assert names(table(world.course, sort="-total")) == ["Classmate", "Student", "Suspended"]
    assert names(table(world.course, sort="total")) == ["Suspended", "Student", "Classmate"]
    assert names(table(world.course, sort=f"-{world.item.public_id}"))[0] == "Student"
    assert names(table(world.course, sort=f"-{key}"))[0] == "Classmate"
    assert table(world.course, sort=key).heads[1].column.direction == "ascending"
    assert table(world.course, sort=key).heads[1].column.query.endswith(f"sort=-{key}")
    assert names(table(world.course, sort="nonsense")) == ["Classmate", "Student", "Suspended"]


def test_all_sets_stand_side_by_side(answer: Answer, world: Any) -> None:
    other = ProblemSet.objects.create(
        course=world.course, title="Second", position=1, published_at=timezone.now()
    )
    item = second_item(world, problem_set=other)
    answer()
    answer("7x", item=item)
    shown = table(world.course, "all")
    sums = shown.rows[1].sums
    assert [(each.points, each.possible, each.right) for each in sums] == [(2.0, 2, 1), (0.0, 3, 0)]
    assert (shown.rows[1].total.points, shown.possible) == (2.0, 5)
    assert [head.share for head in shown.heads] == [100, 0]


def made(course: Course, title: str, **dates: float | None) -> ProblemSet:
    now = timezone.now()
    given = {key: None if days is None else now + timedelta(days=days) for key, days in dates.items()}
    return ProblemSet(course=course, title=title, **given)


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ([], None),
        ([("a", {})], "a"),
        ([("draft", {}), ("b", {"published_at": -1.0})], "b"),
        ([("a", {"published_at": -1.0, "due_at": 5.0}), ("b", {"published_at": -1.0, "due_at": 2.0})], "b"),
        ([("a", {"published_at": -9.0, "due_at": -5.0}), ("b", {"published_at": -9.0, "due_at": -2.0})], "b"),
        (
            [
                ("past", {"published_at": -9.0, "due_at": -5.0}),
                ("later", {"published_at": -9.0, "opens_at": 2.0, "due_at": 4.0}),
            ],
            "past",
        ),
    ],
)
def test_the_set_that_matters_now(world: Any, sets: list[Any], expected: str | None) -> None:
    found = set_of_now([made(world.course, title, **dates) for title, dates in sets], timezone.now())
    assert (found.title if found else None) == expected


def test_a_test_is_seen_by_the_staff_before_its_release(answer: Answer, world: Any, teacher: Client) -> None:
    answer()
    ProblemSet.objects.update(feedback=Feedback.TEST)
    page = teacher.get(reverse("class_problems", args=[world.course.public_id])).content.decode()
    assert "test, not released yet" in page
    assert "outcome correct" in page


def test_a_set_of_another_course_is_not_there(world: Any, teacher: Client) -> None:
    elsewhere = ProblemSet.objects.create(course=world.other_course, title="Elsewhere")
    address = reverse("class_problems", args=[world.course.public_id])
    assert teacher.get(address, {"set": elsewhere.public_id}).status_code == 404


def level(user: Any, skill: Skill, name: str, score: int) -> None:
    Mastery.objects.create(user=user, skill=skill, level=name, score=score, variants=4, problems=2)


def test_skills_are_lettered_and_sorted(world: Any) -> None:
    other = Skill.objects.create(slug="chain", code="S20", title="Chain rule", unit="Rules", position=20)
    Skill.objects.create(slug="unasked", code="S30", title="Unasked", unit="Rules", position=30)
    second_item(world, make_version("diff.chain", other))
    level(world.cast.student, world.skill, "proficient", 900_000)
    level(world.cast.student, other, "started", 200_000)
    level(world.cast.classmate, other, "familiar", 650_000)
    shown = skill_table(course=world.course, sort="")
    (unit,) = shown.units
    assert [head.skill.code for head in unit.heads] == ["S10", "S20"]
    assert [(head.good, head.share) for head in unit.heads] == [(1, 33), (0, 0)]
    assert [cell.level for cell in shown.lines[1].cells] == ["proficient", "started"]
    by = {sort: names(skill_table(course=world.course, sort=sort)) for sort in ("strength", "-chain")}
    assert by == {
        "strength": ["Suspended", "Classmate", "Student"],
        "-chain": ["Classmate", "Student", "Suspended"],
    }


def test_skill_pages_say_whose_levels_they_are(world: Any, teacher: Client) -> None:
    level(world.cast.student, world.skill, "secure", 950_000)
    page = teacher.get(reverse("class_skills", args=[world.course.public_id])).content.decode()
    assert "A level belongs to the person" in page
    assert re.search(r'class="level secure" aria-hidden="true">S<', page)


def queries(browser: Client, name: str, course: Course, **asked: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(reverse(name, args=[course.public_id]), asked).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("name", "asked"), [("class_problems", {}), ("class_problems", {"set": "all"}), ("class_skills", {})]
)
def test_the_number_of_queries_does_not_grow_with_the_class(
    answer: Answer, world: Any, teacher: Client, name: str, asked: dict[str, str]
) -> None:
    answer()
    few = queries(teacher, name, world.course, **asked)
    for number in range(12):
        who = student(world, f"More-{number}")
        item = second_item(world)
        answer("7x", by=who, item=item)
        answer(by=who)
    assert queries(teacher, name, world.course, **asked) == few
    assert few <= 12


@pytest.mark.parametrize("name", ["class_problems", "class_skills", "reviews"])
def test_an_empty_course_says_what_will_appear(world: Any, name: str) -> None:
    browser = Client()
    browser.force_login(world.cast.other_teacher)
    reply = browser.get(reverse(name, args=[world.other_course.public_id]))
    assert reply.status_code == 200
    assert 'class="empty"' in reply.content.decode()
    ProblemSet.objects.create(course=world.other_course, title="Alone", published_at=timezone.now())
    assert 'class="empty"' in browser.get(reply.request["PATH_INFO"]).content.decode()
