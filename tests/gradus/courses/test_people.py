"""People of a course: listed, added one by one, given other roles, removed with their records kept."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.audit.models import AuditEntry
from gradus.courses.actions.invitations import send_waiting
from gradus.courses.models import Course, Enrolment, Invitation, Role
from gradus.submissions import actions
from gradus.submissions.models import Submission


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


def place_of(world: Any, who: str) -> Enrolment:
    return Enrolment.objects.get(course=world.course, user=getattr(world.cast, who))


def add(client: Client, world: Any, email: str, name: str = "", role: str = "student") -> Any:
    return client.post(
        reverse("people", args=[world.course.public_id]), {"email": email, "name": name, "role": role}
    )


def test_an_unknown_person_gets_an_account_a_place_and_a_mail(
    teacher: Client, world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert add(teacher, world, " Ada.New@Example.org ", "Ada  New").status_code == 302
    user = User.objects.get(email="ada.new@example.org")
    assert (user.name, user.organisation, user.has_usable_password()) == (
        "Ada New",
        world.organisation,
        False,
    )
    assert Enrolment.objects.get(user=user).role == Role.STUDENT
    send_waiting()
    assert [each.to for each in mail.outbox] == [["ada.new@example.org"]]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person, entry.detail) == ("enrolled", user, {"role": "student"})


def test_a_known_person_is_found_in_any_case_and_keeps_their_name(teacher: Client, world: Any) -> None:
    User.objects.filter(pk=world.cast.outsider.pk).update(last_login=timezone.now())
    add(teacher, world, "OUTSIDER@example.org", "Somebody Else", "assistant")
    world.cast.outsider.refresh_from_db()
    assert world.cast.outsider.name == "Outsider"
    assert place_of(world, "outsider").role == Role.ASSISTANT
    assert Invitation.objects.count() == 0


elsewhere = "stranger@example.net"
FAULTS = {
    "no address": ("", "A", "student", "Type an email address."),
    "bad address": ("a b@c", "A", "student", "is not an email address"),
    "no name": ("new@example.org", "", "student", "so a name is needed. Type it here."),
    "unknown role": ("new@example.org", "A", "owner", "owner is not one of the available choices"),
    "suspended": ("suspended@example.org", "", "student", "is suspended. An admin can restore it.<"),
    "another organisation": (elsewhere, "", "student", "belongs to another organisation"),
    "NUL": ("new@example.org", "A\0", "student", "Null characters are not allowed."),
    "the last teacher": ("teacher@example.org", "", "student", "the course would have none"),
}


@pytest.mark.parametrize(("email", "name", "role", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_and_what_was_typed_stays(
    teacher: Client, world: Any, email: str, name: str, role: str, sentence: str
) -> None:
    User.objects.create_user(
        elsewhere, None, name="S", organisation=Organisation.objects.create(slug="e", name="Elsewhere")
    )
    before = list(Enrolment.objects.values_list()), User.objects.count()
    page = add(teacher, world, email, name, role)
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert f'value="{email}"' in page.content.decode() or not email
    assert (list(Enrolment.objects.values_list()), User.objects.count()) == before
    assert AuditEntry.objects.count() == 0


def test_a_role_is_changed_and_logged(teacher: Client, world: Any) -> None:
    place = place_of(world, "student")
    teacher.post(reverse("enrolment_role", args=[place.public_id]), {"role": "assistant"})
    place.refresh_from_db()
    assert place.role == Role.ASSISTANT
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.person, entry.target) == ("role_changed", world.cast.student, place.public_id)
    assert entry.detail == {"before": "student", "after": "assistant"}


def test_an_unknown_role_is_refused_at_its_field(teacher: Client, world: Any) -> None:
    place = place_of(world, "student")
    page = teacher.post(reverse("enrolment_role", args=[place.public_id]), {"role": "owner"})
    assert page.status_code == 400
    assert "Choose student, assistant or teacher." in page.content.decode()
    place.refresh_from_db()
    assert place.role == Role.STUDENT


@pytest.mark.parametrize(
    ("name", "body"),
    [("enrolment_role", {"role": "assistant"}), ("enrolment_end", {})],
    ids=["demote", "remove"],
)
def test_a_course_keeps_its_last_teacher(
    teacher: Client, world: Any, name: str, body: dict[str, str]
) -> None:
    own = place_of(world, "teacher")
    page = teacher.post(reverse(name, args=[own.public_id]), body)
    assert page.status_code == 409
    assert "the course&#x27;s last teacher" in page.content.decode()
    # A teacher who may not sign in does not count: nobody could let anybody in any more.
    Enrolment.objects.filter(course=world.course, user=world.cast.suspended).update(role=Role.TEACHER)
    assert teacher.post(reverse(name, args=[own.public_id]), body).status_code == 409
    Enrolment.objects.filter(course=world.course, user=world.cast.assistant).update(role=Role.TEACHER)
    answer = teacher.post(reverse(name, args=[own.public_id]), body)
    assert answer.status_code == 302
    assert teacher.get(answer.url).status_code == 200


def test_whoever_is_removed_keeps_their_record_and_can_be_added_again(teacher: Client, world: Any) -> None:
    student = world.cast.student
    attempt = actions.start_attempt(user=student, item=world.item)
    actions.submit(attempt=attempt, responses={"df": "x"}, by=student, client_key=uuid4())
    place = place_of(world, "student")
    page = teacher.post(reverse("enrolment_end", args=[place.public_id]), follow=True).content.decode()
    place.refresh_from_db()
    assert place.ended_at is not None and Submission.objects.count() == 1
    assert "All their work is kept" in page and "1 person who left" in page
    assert teacher.post(reverse("enrolment_end", args=[place.public_id])).status_code == 404
    add(teacher, world, student.email)
    page = teacher.get(reverse("people", args=[world.course.public_id])).content.decode()
    assert Enrolment.objects.filter(user=student, course=world.course).count() == 2
    assert "who left" not in page
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "enrolment_ended",
        "enrolled",
    ]


def test_nobody_else_s_course_is_touched(teacher: Client, world: Any) -> None:
    Enrolment.objects.create(user=world.cast.student, course=world.other_course)
    teacher.post(reverse("enrolment_end", args=[place_of(world, "student").public_id]))
    other = Enrolment.objects.get(user=world.cast.student, course=world.other_course)
    assert other.ended_at is None


@pytest.mark.parametrize("who", ["other_teacher", "assistant", "student", "outsider"])
def test_who_does_not_manage_the_course_changes_nothing(client: Client, world: Any, who: str) -> None:
    client.force_login(getattr(world.cast, who))
    place, course = place_of(world, "classmate"), [world.course.public_id]
    before = list(Enrolment.objects.values_list()), list(Course.objects.values_list()), User.objects.count()
    for name, arguments, body in (
        ("enrolment_role", [place.public_id], {"role": "teacher"}),
        ("enrolment_end", [place.public_id], {}),
        ("enrolment_invite", [place.public_id], {}),
        ("people", course, {"email": "new@example.org", "name": "New", "role": "teacher"}),
        ("roster", course, {"text": "new@example.org,New", "import": "1"}),
        ("course_archive", course, {}),
    ):
        assert client.post(reverse(name, args=arguments), body).status_code == 404, name
    after = list(Enrolment.objects.values_list()), list(Course.objects.values_list()), User.objects.count()
    assert (after, AuditEntry.objects.count(), Invitation.objects.count()) == (before, 0, 0)


def names_in_order(page: str) -> list[str]:
    names = ("Assistant", "Classmate", "Student", "Suspended", "Teacher")
    found = {name: page.index(f">{name}</a></th>") for name in names}
    return sorted(found, key=found.__getitem__)


SORTS = {
    "": ["Assistant", "Classmate", "Student", "Suspended", "Teacher"],
    "-name": ["Teacher", "Suspended", "Student", "Classmate", "Assistant"],
    "role": ["Classmate", "Student", "Suspended", "Teacher", "Assistant"],
    "-last": ["Student", "Assistant", "Classmate", "Suspended", "Teacher"],
    "no-such": ["Assistant", "Classmate", "Student", "Suspended", "Teacher"],
}


@pytest.mark.parametrize(("sort", "order"), SORTS.items(), ids=SORTS.keys())
def test_the_list_is_sorted_by_its_columns(teacher: Client, world: Any, sort: str, order: list[str]) -> None:
    attempt = actions.start_attempt(user=world.cast.student, item=world.item)
    actions.submit(attempt=attempt, responses={"df": "x"}, by=attempt.user, client_key=uuid4())
    page = teacher.get(reverse("people", args=[world.course.public_id]), {"sort": sort}).content.decode()
    assert names_in_order(page) == order


def test_an_assistant_sees_the_list_without_its_buttons(client: Client, world: Any) -> None:
    client.force_login(world.cast.assistant)
    page = client.get(reverse("people", args=[world.course.public_id])).content.decode()
    assert "classmate@example.org" in page
    assert "Change" not in page and "Add one person" not in page
