"""Making, changing, publishing, withdrawing and releasing a problem set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.audit.models import AuditEntry
from gradus.courses.models import ProblemSet
from gradus.grading.batch import grade_batch
from gradus.submissions import actions

SETTINGS = {
    "title": "Chain rule",
    "introduction": "",
    "feedback": "practice",
    "counting": "best",
    "tries_allowed": "",
}
DATES = {"opens_at": "2027-03-01T08:00", "due_at": "2027-03-08T18:00", "closes_at": "2027-03-09T18:00"}


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


@pytest.fixture
def edit(world: Any) -> str:
    return reverse("set_edit", args=[world.problem_set.public_id])


def answer(world: Any, who: str = "student", text: str = "x") -> None:
    user = getattr(world.cast, who)
    attempt = actions.start_attempt(user=user, item=world.item)
    actions.submit(attempt=attempt, responses={"df": text}, by=user, client_key=uuid4())
    grade_batch("answer")


def post(client: Client, name: str, world: Any, **body: str) -> Any:
    return client.post(reverse(name, args=[world.problem_set.public_id]), body, follow=True)


def words(reply: Any) -> str:
    """The page's text, with the entities of its quotation marks and apostrophes read."""
    return str(reply.content.decode().replace("&#x27;", "'"))


def logged() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_set_is_a_draft_at_the_end_of_the_course(teacher: Client, world: Any) -> None:
    reply = teacher.post(reverse("set_new", args=[world.course.public_id]), SETTINGS | DATES)
    made = ProblemSet.objects.get(title="Chain rule")
    assert reply["Location"] == reverse("set_items", args=[made.public_id])
    assert (made.published_at, made.position, made.tries_allowed) == (None, 1, None)
    assert made.due_at == datetime(2027, 3, 8, 18, tzinfo=UTC)
    assert logged() == ["set_made"]
    entry = AuditEntry.objects.get()
    assert (entry.course, entry.target) == (world.course.public_id, made.public_id)


def test_summer_time_is_the_course_s_own(teacher: Client, world: Any) -> None:
    dates = {"opens_at": "2027-06-01T08:00", "due_at": "", "closes_at": ""}
    teacher.post(reverse("set_new", args=[world.course.public_id]), SETTINGS | dates)
    assert ProblemSet.objects.get(title="Chain rule").opens_at == datetime(2027, 6, 1, 7, tzinfo=UTC)


FAULTY = {
    "opens after due": ({"opens_at": "2027-03-08T19:00"}, "A set must open before it is due"),
    "opens when due": ({"opens_at": "2027-03-08T18:00"}, "A set must open before it is due"),
    "due after closing": ({"closes_at": "2027-03-08T17:00"}, "A set must be due before it closes"),
    "opens after closing": (
        {"due_at": "", "opens_at": "2027-03-10T08:00"},
        "A set must open before it closes",
    ),
    "left out by the clocks": (
        {"opens_at": "2027-03-01T08:00", "due_at": "2027-03-28T01:30", "closes_at": ""},
        (
            "01:30 on 28 March 2027 does not exist in Europe/London: the clocks go forward past it. "
            "Choose another time, such as 02:30."
        ),
    ),
    "no date": ({"due_at": "tomorrow"}, "This is not a date with a time"),
    "a zone in the date": ({"due_at": "2027-03-08T18:00+02:00"}, "This is not a date with a time"),
    "a year far off": ({"closes_at": "9999-12-31T23:59"}, "This is not a date with a time"),
    "no title": ({"title": " "}, "This field is required"),
    "title too long": ({"title": "x" * 201}, "at most 200 characters"),
    "NUL in the title": ({"title": "a\0b"}, "Null characters are not allowed"),
    "NUL in the introduction": ({"introduction": "a\0b"}, "Null characters are not allowed"),
    "NUL in a date": ({"due_at": "2027\0"}, "Null characters are not allowed"),
    "introduction too long": ({"introduction": "x" * 5001}, "at most 5000 characters"),
    "no tries at all": ({"tries_allowed": "0"}, "greater than or equal to 1"),
    "tries beyond measure": ({"tries_allowed": "101"}, "less than or equal to 100"),
    "tries in words": ({"tries_allowed": "two"}, "Enter a whole number"),
    "unknown kind": ({"feedback": "exam"}, "not one of the available choices"),
    "unknown counting": ({"counting": "sum"}, "not one of the available choices"),
}


@pytest.mark.parametrize(("typed", "sentence"), FAULTY.values(), ids=FAULTY.keys())
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_done(
    teacher: Client, world: Any, edit: str, typed: dict[str, str], sentence: str
) -> None:
    before = ProblemSet.objects.values().get()
    for address in (edit, reverse("set_new", args=[world.course.public_id])):
        reply = teacher.post(address, SETTINGS | DATES | {"introduction": "Kept."} | typed)
        assert (reply.status_code, sentence in words(reply)) == (400, True)
        assert "introduction" in typed or "Kept." in words(reply)
    assert ProblemSet.objects.values().get() == before
    assert logged() == []


def test_an_hour_that_comes_twice_is_taken_once_and_said(teacher: Client, world: Any, edit: str) -> None:
    twice = "2027-10-31T01:30"
    reply = teacher.post(edit, SETTINGS | {"opens_at": twice, "due_at": "2027-11-01T12:00"}, follow=True)
    assert "01:30 on 31 October 2027 comes twice" in words(
        reply
    ) and "The first one was taken (BST)" in words(reply)
    reply = teacher.post(edit, SETTINGS | {"opens_at": "", "due_at": twice}, follow=True)
    assert "The second one was taken (GMT)" in words(reply)
    world.problem_set.refresh_from_db()
    assert world.problem_set.due_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_saving_what_is_there_changes_nothing_to_the_second(teacher: Client, world: Any, edit: str) -> None:
    before = ProblemSet.objects.values().get()
    form = teacher.get(edit).context["form"]
    teacher.post(edit, {name: form[name].value() or "" for name in form.fields})
    assert ProblemSet.objects.values().get() == before
    assert logged() == []


def test_a_set_without_problems_is_not_published(teacher: Client, world: Any) -> None:
    world.item.removed_at = timezone.now()
    world.item.save()
    ProblemSet.objects.update(published_at=None)
    reply = post(teacher, "set_publish", world)
    assert (reply.status_code, "A set needs at least one problem" in words(reply)) == (409, True)
    assert ProblemSet.objects.get().published_at is None


def test_a_set_waits_for_the_variants_of_its_problems(teacher: Client, world: Any) -> None:
    ProblemSet.objects.update(published_at=None)
    world.version.variants.all().delete()
    reply = post(teacher, "set_publish", world)
    assert (reply.status_code, "The variants of “One power” are still being made" in words(reply)) == (
        409,
        True,
    )


def test_publishing_withdrawing_and_publishing_again(teacher: Client, world: Any) -> None:
    answer(world, "teacher")
    assert "Withdrawn" in words(post(teacher, "set_withdraw", world))
    student = Client()
    student.force_login(world.cast.student)
    page = reverse("problem_set", args=[world.problem_set.public_id])
    assert student.get(page).status_code == 404
    assert "Published" in words(post(teacher, "set_publish", world))
    assert student.get(page).status_code == 200
    assert logged() == ["set_withdrawn", "set_published"]


def test_a_set_with_answers_is_not_withdrawn(teacher: Client, world: Any) -> None:
    answer(world)
    reply = post(teacher, "set_withdraw", world)
    assert (reply.status_code, "1 student has sent answers" in words(reply)) == (409, True)
    assert ProblemSet.objects.get().published_at is not None


def test_release_says_what_students_will_see_and_then_they_see_it(teacher: Client, world: Any) -> None:
    ProblemSet.objects.update(feedback="test")
    answer(world)
    student = Client()
    student.force_login(world.cast.student)
    page = reverse("problem_set", args=[world.problem_set.public_id])
    assert "verdicts show when your teacher releases them" in words(student.get(page))
    asked = words(teacher.get(reverse("set_release", args=[world.problem_set.public_id])))
    assert "1 student has answered" in asked and "The set is still open for some" in asked
    assert ProblemSet.objects.get().released_at is None
    assert "Released" in words(post(teacher, "set_release", world))
    assert "0 of 2 points" in words(student.get(page)).replace("<b>0</b>", "0")
    first = ProblemSet.objects.get().released_at
    post(teacher, "set_release", world)
    assert ProblemSet.objects.get().released_at == first
    assert logged() == ["set_released"]


def test_only_a_published_test_is_released(teacher: Client, world: Any) -> None:
    assert post(teacher, "set_release", world).status_code == 409
    ProblemSet.objects.update(feedback="test", published_at=None)
    reply = post(teacher, "set_release", world)
    assert (reply.status_code, "Publish the set first" in words(reply)) == (409, True)
    assert ProblemSet.objects.get().released_at is None


def test_a_test_with_answers_does_not_become_practice(teacher: Client, world: Any, edit: str) -> None:
    ProblemSet.objects.update(feedback="test")
    answer(world)
    reply = teacher.post(edit, SETTINGS)
    assert (reply.status_code, "1 student has sent answers to this test" in words(reply)) == (400, True)
    assert ProblemSet.objects.get().feedback == "test"


HURTING = {
    "fewer tries": (
        {"tries_allowed": "1"},
        "Whoever has used 1 try on a problem can send nothing more there",
    ),
    "closing earlier": (
        {"closes_at": "2020-01-01T12:00", "opens_at": "", "due_at": ""},
        "closes earlier than it did",
    ),
    "another count": ({"counting": "first"}, "Points are counted the new way at once"),
    "hiding verdicts": ({"feedback": "test"}, "Verdicts are hidden from now on"),
    "another due date": ({"due_at": "2027-03-05T18:00"}, "What was in time or late when it arrived stays so"),
    "opening later": ({"opens_at": "2027-03-02T18:00"}, "Nobody can answer until the set opens"),
}


@pytest.mark.parametrize(("typed", "sentence"), HURTING.values(), ids=HURTING.keys())
def test_a_change_that_touches_people_is_done_and_said(
    teacher: Client, world: Any, edit: str, typed: dict[str, str], sentence: str
) -> None:
    quiet = words(teacher.post(edit, SETTINGS | DATES | typed, follow=True))
    assert "Saved." in quiet and sentence not in quiet
    teacher.post(edit, SETTINGS | DATES)
    ProblemSet.objects.update(opens_at=None)
    answer(world)
    ProblemSet.objects.update(opens_at=datetime(2027, 3, 1, 8, tzinfo=UTC))
    said = words(teacher.post(edit, SETTINGS | DATES | typed, follow=True))
    assert "1 student has answered." in said and sentence in said


def test_the_log_names_what_was_changed(teacher: Client, world: Any, edit: str) -> None:
    teacher.post(edit, SETTINGS | {"opens_at": "", "due_at": "", "closes_at": ""})
    assert AuditEntry.objects.get().detail == {
        "what": "settings",
        "changed": ["closes_at", "due_at", "opens_at", "title"],
    }


@pytest.mark.parametrize("who", ["other_teacher", "assistant", "student", "outsider"])
def test_nobody_else_changes_a_set(client: Client, world: Any, edit: str, who: str) -> None:
    client.force_login(getattr(world.cast, who))
    before = ProblemSet.objects.values().get()
    assert client.post(edit, SETTINGS).status_code == 404
    for name in ("set_publish", "set_withdraw", "set_release"):
        assert post(client, name, world).status_code == 404
    assert (ProblemSet.objects.values().get(), logged()) == (before, [])


def test_an_assistant_sees_the_settings_and_no_way_to_save(client: Client, world: Any, edit: str) -> None:
    client.force_login(world.cast.assistant)
    page = words(client.get(edit))
    assert "Derivatives" in page and "Save" not in page and "Withdraw" not in page


def test_in_an_archived_course_nothing_changes(teacher: Client, world: Any, edit: str) -> None:
    world.course.archived_at = timezone.now()
    world.course.save()
    before = ProblemSet.objects.values().get()
    sentence = "This course is archived, so nothing in it changes"
    for address in (edit, reverse("set_new", args=[world.course.public_id])):
        reply = teacher.post(address, SETTINGS)
        assert (reply.status_code, sentence in words(reply), "Chain rule" in words(reply)) == (
            400,
            True,
            True,
        )
    for name in ("set_publish", "set_withdraw", "set_release"):
        reply = post(teacher, name, world)
        assert (reply.status_code, sentence in words(reply)) == (409, True)
    assert (ProblemSet.objects.values().get(), logged()) == (before, [])


def test_staff_see_the_set_as_a_student_does_under_a_bar(teacher: Client, world: Any) -> None:
    page = reverse("problem_set", args=[world.problem_set.public_id])
    assert "You see this as a student does" in words(teacher.get(page))
    assert reverse("set_edit", args=[world.problem_set.public_id]) in words(teacher.get(page))
    teacher.force_login(world.cast.student)
    assert "You see this as a student does" not in words(teacher.get(page))


def test_publishing_a_set_that_has_closed_is_done_and_said(teacher: Client, world: Any) -> None:
    past = timezone.now() - timedelta(days=1)
    ProblemSet.objects.update(published_at=None, opens_at=None, due_at=None, closes_at=past)
    assert "The set has closed, so nobody can answer" in words(post(teacher, "set_publish", world))
