"""The problems of a set: adding, ordering, weighing, removing, newer versions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.audit.models import AuditEntry
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.courses.sets import items as item_actions
from gradus.library.models import ProblemVersion, Variant
from gradus.submissions import actions
from tests.gradus.conftest import make_version


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


@pytest.fixture
def three(world: Any) -> list[ProblemSetItem]:
    """The set with three problems: a, b, c."""
    rows = [world.item]
    for place in (2, 3):
        version = make_version(f"diff.more.{place}", world.skill)
        rows.append(
            ProblemSetItem.objects.create(problem_set=world.problem_set, version=version, position=place)
        )
    return rows


def do(client: Client, name: str, row: Any, **body: str) -> Any:
    return client.post(reverse(name, args=[row.public_id]), body)


def order(world: Any) -> list[tuple[int, int]]:
    """(position, key) of what is in the set."""
    rows = ProblemSetItem.objects.filter(problem_set=world.problem_set, removed_at=None).order_by("position")
    return list(rows.values_list("position", "pk"))


def keys(world: Any) -> list[int]:
    places = order(world)
    assert [place for place, _key in places] == list(range(1, len(places) + 1))
    return [key for _place, key in places]


def test_a_problem_is_added_at_the_end_and_one_stays_where_one_was(teacher: Client, world: Any) -> None:
    version = make_version("diff.more", world.skill)
    reply = do(
        teacher, "set_add", world.problem_set, problem=version.problem.public_id, find="text=power&evil=1"
    )
    items = reverse("set_items", args=[world.problem_set.public_id])
    assert reply["Location"] == f"{items}?text=power#found-{version.problem.public_id}"
    row = ProblemSetItem.objects.get(version=version)
    assert (row.position, row.points) == (2, 1)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail) == (
        "set_changed",
        {"what": "item_added", "item": row.public_id, "place": 2},
    )
    assert f"in the set, {row.position}" in teacher.get(items).content.decode()


def test_a_problem_stands_in_a_set_once(teacher: Client, world: Any) -> None:
    reply = do(teacher, "set_add", world.problem_set, problem=world.version.problem.public_id)
    assert (reply.status_code, "in the set already" in reply.content.decode()) == (409, True)
    assert ProblemSetItem.objects.count() == 1


@pytest.mark.parametrize("problem", ["", "0" * 16, "\0", "x" * 5000])
def test_a_problem_that_is_not_there_is_not_added(teacher: Client, world: Any, problem: str) -> None:
    assert do(teacher, "set_add", world.problem_set, problem=problem).status_code == 404
    assert ProblemSetItem.objects.count() == 1


def test_another_teacher_s_own_problem_and_a_retired_one_are_not_added(teacher: Client, world: Any) -> None:
    for change in ({"owner": world.cast.other_teacher}, {"retired_at": timezone.now()}):
        problem = make_version(f"diff.{next(iter(change))}", world.skill).problem
        type(problem).objects.filter(pk=problem.pk).update(**change)
        assert do(teacher, "set_add", world.problem_set, problem=problem.public_id).status_code == 404
    assert ProblemSetItem.objects.count() == 1


def test_a_published_set_takes_no_problem_without_variants_and_a_draft_does(
    teacher: Client, world: Any
) -> None:
    problem = make_version("diff.more", world.skill, variants=0).problem
    reply = do(teacher, "set_add", world.problem_set, problem=problem.public_id)
    assert (reply.status_code, "are still being made" in reply.content.decode()) == (409, True)
    ProblemSet.objects.update(published_at=None)
    assert do(teacher, "set_add", world.problem_set, problem=problem.public_id).status_code == 302
    page = teacher.get(reverse("set_items", args=[world.problem_set.public_id])).content.decode()
    assert "variants are being made" in page


@pytest.mark.usefixtures("world")
def test_a_set_has_room_for_so_many(teacher: Client, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_actions, "MOST_PROBLEMS", 1)
    problem = make_version("diff.more", world.skill).problem
    reply = do(teacher, "set_add", world.problem_set, problem=problem.public_id)
    assert (reply.status_code, "at most 100 problems" in reply.content.decode()) == (409, True)


MOVES = {"first up": (0, "up", [0, 1, 2]), "second up": (1, "up", [1, 0, 2]), "first down": (0, "down", [1, 0, 2]),
         "last down": (2, "down", [0, 1, 2]), "last up": (2, "up", [0, 2, 1])}  # fmt: skip


@pytest.mark.parametrize(("which", "to", "wanted"), MOVES.values(), ids=MOVES.keys())
def test_moving_by_one_place(
    teacher: Client, world: Any, three: list[ProblemSetItem], which: int, to: str, wanted: list[int]
) -> None:
    reply = do(teacher, "item_move", three[which], to=to)
    assert reply["Location"].endswith(f"#item-{three[which].public_id}")
    assert keys(world) == [three[each].pk for each in wanted]


def test_the_order_is_exact_whatever_is_done_from_an_old_page(
    teacher: Client, world: Any, three: list[ProblemSetItem]
) -> None:
    """The rows as an old tab holds them: what counts is the order in the database."""
    by = world.cast.teacher
    old = [ProblemSetItem.objects.get(pk=row.pk) for row in three]
    item_actions.move_item(item=three[0], to="down", by=by)
    item_actions.remove_item(item=three[1], by=by)
    item_actions.move_item(item=old[1], to="up", by=by)
    item_actions.move_item(item=old[2], to="up", by=by)
    assert keys(world) == [three[2].pk, three[0].pk]
    item_actions.remove_item(item=old[1], by=by)
    item_actions.restore_item(item=old[1], by=by)
    item_actions.restore_item(item=old[1], by=by)
    assert keys(world) == [three[2].pk, three[0].pk, three[1].pk]


def test_points_are_weighed(teacher: Client, world: Any) -> None:
    assert do(teacher, "item_points", world.item, points="100").status_code == 302
    world.item.refresh_from_db()
    assert world.item.points == 100
    assert AuditEntry.objects.get().detail == {
        "what": "item_weighed", "item": world.item.public_id, "points": 100, "before": 2,
    }  # fmt: skip


@pytest.mark.parametrize("points", ["0", "-1", "1000", "1.5", "many", "", "\0", "9" * 400])
def test_points_that_are_none_are_refused_at_the_problem(teacher: Client, world: Any, points: str) -> None:
    reply = do(teacher, "item_points", world.item, points=points)
    page = reply.content.decode()
    assert (reply.status_code, "a whole number of points, from 1 to 100" in page) == (400, True)
    assert f'value="{points}"' in page or len(points) > 20 or points in ("", "\0")
    world.item.refresh_from_db()
    assert (world.item.points, AuditEntry.objects.count()) == (2, 0)


def test_a_removed_problem_keeps_its_answers_and_comes_back(
    teacher: Client, world: Any, three: list[ProblemSetItem]
) -> None:
    student = world.cast.student
    attempt = actions.start_attempt(user=student, item=world.item)
    actions.submit(attempt=attempt, responses={"df": "x"}, by=student, client_key=uuid4())
    do(teacher, "item_remove", world.item)
    assert keys(world) == [three[1].pk, three[2].pk]
    page = teacher.get(reverse("set_items", args=[world.problem_set.public_id])).content.decode()
    assert "The answers of 1 student are kept" in page
    do(teacher, "item_restore", world.item)
    assert keys(world) == [three[1].pk, three[2].pk, three[0].pk]
    assert world.item.attempts.get() == attempt
    do(teacher, "item_remove", world.item)
    do(teacher, "set_add", world.problem_set, problem=world.version.problem.public_id)
    assert keys(world)[-1] == world.item.pk, "adding it anew brings the same item back, with its answers"


def test_a_published_set_keeps_its_last_problem_and_a_draft_does_not(teacher: Client, world: Any) -> None:
    reply = do(teacher, "item_remove", world.item)
    assert (reply.status_code, "A set needs at least one problem" in reply.content.decode()) == (409, True)
    ProblemSet.objects.update(published_at=None)
    assert do(teacher, "item_remove", world.item).status_code == 302
    assert keys(world) == []


def newer(world: Any, variants: int) -> ProblemVersion:
    version = ProblemVersion.objects.create(
        problem=world.version.problem, number=2, content_hash="2" * 64, source="", title="Two", difficulty=2
    )
    version.problem.current = version
    version.problem.save()
    for seed in range(variants):
        Variant.objects.create(
            version=version, seed=seed, engine_version="test", question={}, presentation={}, reveal={}
        )
    return version


def test_a_newer_version_is_offered_and_taken(teacher: Client, world: Any) -> None:
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    version = newer(world, 2)
    page = teacher.get(reverse("set_items", args=[world.problem_set.public_id])).content.decode()
    assert "This set uses version 1; the bank has version 2." in page
    do(teacher, "item_version", world.item)
    world.item.refresh_from_db()
    attempt.refresh_from_db()
    assert (world.item.version, attempt.variant.version) == (version, world.version)
    do(teacher, "item_version", world.item)
    assert [each.detail["what"] for each in AuditEntry.objects.all()] == ["item_updated"]


def test_a_newer_version_without_variants_has_to_wait(teacher: Client, world: Any) -> None:
    newer(world, 0)
    reply = do(teacher, "item_version", world.item)
    assert (reply.status_code, "are still being made" in reply.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["other_teacher", "assistant", "student", "outsider"])
@pytest.mark.parametrize("name", ["item_points", "item_move", "item_remove", "item_restore", "item_version"])
def test_an_item_of_another_course_s_set_is_not_there(
    client: Client, world: Any, who: str, name: str
) -> None:
    client.force_login(getattr(world.cast, who))
    before = ProblemSetItem.objects.values().get()
    assert do(client, name, world.item, points="7", to="up").status_code == 404
    assert (ProblemSetItem.objects.values().get(), AuditEntry.objects.count()) == (before, 0)


def test_an_assistant_sees_the_problems_and_no_way_to_change_them(client: Client, world: Any) -> None:
    client.force_login(world.cast.assistant)
    page = client.get(reverse("set_items", args=[world.problem_set.public_id])).content.decode()
    assert "One power" in page and "Remove" not in page and "The bank" not in page


def test_an_archived_course_refuses_each_with_a_sentence(teacher: Client, world: Any) -> None:
    Course.objects.update(archived_at=timezone.now())
    before = ProblemSetItem.objects.values().get()
    newer(world, 1)
    for name in ("item_points", "item_move", "item_remove", "item_restore", "item_version"):
        reply = do(teacher, name, world.item, points="7", to="up")
        assert (reply.status_code, "This course is archived" in reply.content.decode()) == (409, True), name
    assert ProblemSetItem.objects.values().get() == before


def test_the_page_asks_the_same_few_questions_for_any_number_of_problems(
    teacher: Client, world: Any, three: list[ProblemSetItem], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(22):
        teacher.get(reverse("set_items", args=[world.problem_set.public_id]))
