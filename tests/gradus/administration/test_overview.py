"""All courses with their figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.administration.activity import DAYS, activity
from gradus.administration.course_rows import SORTS, CourseRow, course_rows
from gradus.courses.models import Counting, Course, Enrolment, ProblemSet, ProblemSetItem, Role
from gradus.submissions.models import State
from tests.gradus.administration.conftest import Send

PAGE = reverse("administration")


def row_of(world: Any, course: Course) -> CourseRow:
    """The row of one course, as the admin sees it."""
    (found,) = (row for row in course_rows(user=world.cast.admin, now=timezone.now()) if row.course == course)
    return found


def test_a_course_is_told_in_figures(world: Any, send: Send) -> None:
    now = timezone.now()
    send(score=0.5)
    send(by=world.cast.classmate, state=State.NEEDS_REVIEW)
    send(by=world.cast.classmate, state=State.FAILED)
    last = send(by=world.cast.classmate, at=now - timedelta(days=8), state=State.FAILED)
    newest = send(by=world.cast.suspended, score=1.0)
    Enrolment.objects.filter(user=world.cast.student).update(started_at=now - timedelta(days=30))
    row = row_of(world, world.course)
    assert (row.teachers, row.students, row.new, row.sets) == (["Teacher"], 3, 2, 1)
    assert (row.sent, row.to_decide, row.failed) == (4, 1, 2)
    assert row.last == newest.received_at != last.received_at
    assert (row.earned.points, row.earned.of, row.earned.percent) == (3.0, 6, 50)


@pytest.mark.parametrize(
    ("policy", "points"), [(Counting.BEST, 1.5), (Counting.LAST, 0.5), (Counting.FIRST, 1.0)]
)
def test_the_set_s_rule_says_which_try_earns_points(
    world: Any, send: Send, policy: str, points: float
) -> None:
    ProblemSet.objects.update(counting=policy)
    for score in (0.5, 0.75, 0.25):
        send(score=score)
    send(state=State.FAILED)
    assert row_of(world, world.course).earned.points == points


def test_only_present_students_and_opened_problems_count(world: Any, send: Send) -> None:
    send(score=1.0)
    send(by=world.cast.teacher, score=1.0)
    send(by=world.cast.classmate, score=1.0)
    Enrolment.objects.filter(user=world.cast.classmate).update(ended_at=timezone.now())
    later = ProblemSet.objects.create(
        course=world.course,
        title="Later",
        published_at=timezone.now(),
        opens_at=timezone.now() + timedelta(days=1),
    )
    ProblemSetItem.objects.create(problem_set=later, version=world.version, position=1, points=9)
    draft = ProblemSet.objects.create(course=world.course, title="Draft")
    ProblemSetItem.objects.create(problem_set=draft, version=world.version, position=1, points=9)
    earned = row_of(world, world.course).earned
    assert (earned.points, earned.of) == (2.0, 4)
    assert row_of(world, world.other_course).earned.percent is None


def test_the_page_asks_no_more_for_30_courses_than_for_3(world: Any, admin: Client, send: Send) -> None:
    def more_courses(n: int) -> int:
        for number in range(n):
            course = Course.objects.create(organisation=world.organisation, title=f"Course {number}")
            Enrolment.objects.create(user=world.cast.teacher, course=course, role=Role.TEACHER)
            Enrolment.objects.create(user=world.cast.student, course=course)
            problem_set = ProblemSet.objects.create(course=course, title="Set", published_at=timezone.now())
            send(
                score=1.0,
                item=ProblemSetItem.objects.create(
                    problem_set=problem_set, version=world.version, position=1
                ),
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin.get(PAGE).status_code == 200
        return len(queries)

    assert more_courses(1) == more_courses(27)
    assert Course.objects.count() == 30


def test_every_column_sorts_both_ways(world: Any, admin: Client, send: Send) -> None:
    send(score=0.5)
    first = {}
    for name in SORTS:
        for sort in (name, f"-{name}"):
            page = admin.get(PAGE, {"sort": sort})
            first[sort] = page.context["courses"][0].course
            assert f'aria-sort="{"descending" if sort[0] == "-" else "ascending"}"' in page.content.decode()
    assert (first["title"], first["-title"]) == (world.other_course, world.course)
    assert (first["sent"], first["-sent"]) == (world.other_course, world.course)
    assert (first["points"], first["-points"]) == (world.other_course, world.course)
    assert admin.get(PAGE, {"sort": "nonsense"}).context["courses"][0].course == world.other_course


@pytest.mark.parametrize(
    ("query", "found"),
    [("calculus", 1), ("TEACHER calc", 1), ("autumn", 0), ("course", 1), ("", 2), ("\0%", 0)],
)
def test_search_finds_words_of_title_term_and_teacher(
    world: Any, admin: Client, query: str, found: int
) -> None:
    page = admin.get(PAGE, {"q": query})
    assert len(page.context["courses"]) == found
    assert ("No running course matches" in page.content.decode()) is (found == 0)


def test_archived_courses_are_folded_away(world: Any, admin: Client) -> None:
    Course.objects.filter(pk=world.other_course.pk).update(archived_at=timezone.now())
    page = admin.get(PAGE)
    assert [row.course for row in page.context["courses"]] == [world.course]
    assert [row.course for row in page.context["archived"]] == [world.other_course]
    assert (page.context["counts"]["running"], "1 archived course" in page.content.decode()) == (1, True)


def test_an_admin_of_another_organisation_sees_none_of_it(world: Any, send: Send) -> None:
    send(score=1.0)
    elsewhere = Organisation.objects.create(slug="elsewhere", name="Elsewhere")
    stranger = User.objects.create_user("admin@example.net", None, is_staff=True, organisation=elsewhere)
    browser = Client()
    browser.force_login(stranger)
    page = browser.get(PAGE)
    assert (list(page.context["courses"]), page.context["activity"].total) == ([], 0)
    assert page.context["counts"] == dict.fromkeys(page.context["counts"], 0)
    assert "Calculus for ML" not in page.content.decode()
    assert "No courses yet" in page.content.decode()


def test_days_are_cut_in_utc_and_the_oldest_day_is_whole(world: Any, send: Send) -> None:
    now = datetime(2026, 3, 29, 12, tzinfo=UTC)
    last_day, first_day = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    second = timedelta(seconds=1)
    for at in (last_day, last_day - second, first_day, first_day - second):
        send(at=at, score=1.0)
    send(by=world.cast.classmate, at=last_day, score=1.0)
    found = activity(user=world.cast.admin, now=now)
    assert len(found.days) == DAYS
    assert {day.date.isoformat(): (day.sent, day.people) for day in found.days if day.sent} == {
        "2026-03-02": (1, 1),
        "2026-03-28": (1, 1),
        "2026-03-29": (2, 2),
    }
    assert (found.total, found.week, found.today.sent, found.busiest.height) == (4, 3, 2, 100)
    assert found.days[0].top == 50


def test_the_picture_has_its_figures_in_words_too(world: Any, admin: Client, send: Send) -> None:
    assert "Nothing was sent in the last four weeks" in admin.get(PAGE).content.decode()
    send(score=1.0)
    page = admin.get(PAGE).content.decode()
    assert page.count("<rect") == 1
    assert "1 in all. The most on one day: 1" in page
    assert page.count('<th scope="row">') >= DAYS


def test_the_largest_points_there_are_can_be_added_up(world: Any, send: Send) -> None:
    """In millionths they are more than 32 bits hold."""
    ProblemSetItem.objects.update(points=32_767)
    send(score=1.0)
    send(by=world.cast.classmate, score=1.0)
    assert row_of(world, world.course).earned.points == 2 * 32_767
