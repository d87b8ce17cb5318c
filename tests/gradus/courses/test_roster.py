"""Importing a class list: checked line by line without writing, then written whole or not at all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import Organisation, User
from gradus.audit.models import AuditEntry
from gradus.courses.models import Course, Enrolment, Invitation, Role
from tests.gradus.security.test_routes import everything

LIST = """email,name,role
nora@example.org,Nora New,
outsider@example.org,,assistant
student@example.org,Ignored,
classmate@example.org,,assistant
=cmd@example.org,=cmd|' /C calc'!A0
"""


@pytest.fixture
def teacher(client: Client, world: Any) -> Client:
    client.force_login(world.cast.teacher)
    return client


def address(world: Any) -> str:
    return reverse("roster", args=[world.course.public_id])


def digest_in(page: Any) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page.content.decode())
    return found[1] if found else ""


def check(client: Client, world: Any, text: str) -> Any:
    return client.post(address(world), {"text": text})


def import_(client: Client, world: Any, text: str, digest: str) -> Any:
    return client.post(address(world), {"text": text, "import": "1", "digest": digest})


def roles(world: Any) -> dict[str, str]:
    places = Enrolment.objects.current().filter(course=world.course)
    return dict(places.values_list("user__email", "role"))


def test_a_check_says_what_would_happen_and_writes_nothing(teacher: Client, world: Any) -> None:
    teacher.get("/")
    before = everything()
    page = check(teacher, world, LIST)
    words = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert everything() == before
    for row in (
        '<th scope="row" class="num">2</th><td>nora@example.org</td><td>Nora New</td><td>student</td><td>new account, is invited by mail</td>',
        '<th scope="row" class="num">3</th><td>outsider@example.org</td><td>Outsider</td><td>assistant</td><td>known, is added, is invited by mail</td>',
        '<th scope="row" class="num">4</th><td>student@example.org</td><td>Student</td><td>student</td><td>here already, nothing changes</td>',
        '<th scope="row" class="num">5</th><td>classmate@example.org</td><td>Classmate</td><td>student → assistant</td><td>here already, role changes</td>',
    ):
        assert row in words
    assert "Import 5 people" in words


def test_what_was_checked_is_imported_and_logged(
    teacher: Client, world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    digest = digest_in(check(teacher, world, LIST))
    answer = import_(teacher, world, LIST, digest)
    assert answer.url == reverse("people", args=[world.course.public_id])
    found = roles(world)
    assert {
        email: found[email] for email in ("nora@example.org", "outsider@example.org", "=cmd@example.org")
    } == {
        "nora@example.org": "student",
        "outsider@example.org": "assistant",
        "=cmd@example.org": "student",
    }
    assert (found["classmate@example.org"], found["student@example.org"]) == ("assistant", "student")
    assert User.objects.get(email="=cmd@example.org").name == "=cmd|' /C calc'!A0"
    assert User.objects.get(email="student@example.org").name == "Student"
    entries = AuditEntry.objects.order_by("pk").values_list("action", "person__email")
    assert sorted(entries, key=str) == sorted(
        [
            ("enrolled", "nora@example.org"),
            ("enrolled", "outsider@example.org"),
            ("enrolled", "=cmd@example.org"),
            ("role_changed", "classmate@example.org"),
            ("roster_imported", None),
        ],
        key=str,
    )
    told = AuditEntry.objects.get(action="roster_imported").detail
    assert told == {"new_account": 2, "added": 1, "role_changed": 1, "already_here": 1, "invitations": 3}
    assert Invitation.objects.count() == 3


def test_the_same_list_twice_changes_nothing_the_second_time(teacher: Client, world: Any) -> None:
    import_(teacher, world, LIST, digest_in(check(teacher, world, LIST)))
    page = check(teacher, world, LIST)
    assert "new account" not in page.content.decode().replace("new accounts", "")
    before = roles(world), Invitation.objects.count()
    assert import_(teacher, world, LIST, digest_in(page)).status_code == 302
    assert (roles(world), Invitation.objects.count()) == before


BAD = """nora@example.org,Nora New
suspended@example.org,
stranger@example.net,Strange
lea@example.org
student@example.org,,boss
nora@example.org,Again
"""


def test_with_one_faulty_line_nothing_is_imported(teacher: Client, world: Any) -> None:
    elsewhere = Organisation.objects.create(slug="e", name="Elsewhere")
    User.objects.create_user("stranger@example.net", None, organisation=elsewhere)
    teacher.get("/")
    before = everything()
    checked = check(teacher, world, BAD)
    assert (checked.status_code, digest_in(checked)) == (400, "")
    page = import_(teacher, world, BAD, "")
    assert page.status_code == 400
    assert everything() == before
    words = page.content.decode()
    for line, sentence in {
        2: "The account of suspended@example.org is suspended.",
        3: "stranger@example.net belongs to another organisation.",
        4: "lea@example.org has no account yet, so a name is needed.",
        5: "“boss” is not a role.",
        6: "The same address stands in line 1.",
    }.items():
        assert f'<tr><th scope="row" class="num">{line}</th><td>{sentence}' in words
    assert "lea@example.org\nstudent@example.org,,boss" in words


def test_the_teachers_of_a_course_cannot_all_be_listed_as_students(teacher: Client, world: Any) -> None:
    page = check(teacher, world, "teacher@example.org,,student")
    assert page.status_code == 400
    assert "the course would have none" in page.content.decode()
    page = check(teacher, world, "teacher@example.org,,student\nassistant@example.org,,teacher")
    assert page.status_code == 200


def test_an_import_does_only_what_was_looked_at(teacher: Client, world: Any) -> None:
    """Between the check and the import somebody signs up with an address of the list; or the text is changed."""
    text = "nora@example.org,Nora New\n"
    digest = digest_in(check(teacher, world, text))
    User.objects.create_user("nora@example.org", "x", name="Nora")
    for sent in (text, "eve@example.org,Eve\n"):
        page = import_(teacher, world, sent, digest)
        assert page.status_code == 400
        assert "Not what was checked last" in page.content.decode()
    assert roles(world) == {
        f"{who}@example.org": role
        for who, role in {"student": "student", "classmate": "student", "suspended": "student"}.items()
    } | {"assistant@example.org": "assistant", "teacher@example.org": "teacher"}
    page = import_(teacher, world, text, digest_in(check(teacher, world, text)))
    assert page.status_code == 302


def test_a_sign_up_at_the_very_moment_of_the_import_undoes_it_whole(
    teacher: Client, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "nora@example.org,Nora New\noutsider@example.org\n"
    digest = digest_in(check(teacher, world, text))

    def collide(**_given: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("gradus.courses.actions.people.record_each", collide)
    page = import_(teacher, world, text, digest)
    assert page.status_code == 400
    assert not User.objects.filter(email="nora@example.org").exists()
    assert (AuditEntry.objects.count(), Invitation.objects.count()) == (0, 0)


def test_a_course_archived_meanwhile_takes_no_list_and_keeps_the_text(teacher: Client, world: Any) -> None:
    digest = digest_in(check(teacher, world, LIST))
    Course.objects.filter(pk=world.course.pk).update(archived_at=timezone.now())
    page = import_(teacher, world, LIST, digest)
    assert page.status_code == 409
    assert "Reopen it in its settings first" in page.content.decode()
    assert "outsider@example.org,,assistant" in page.content.decode()
    assert (len(roles(world)), AuditEntry.objects.count()) == (5, 0)


def upload(client: Client, world: Any, data: bytes, **more: str) -> Any:
    return client.post(address(world), {"file": SimpleUploadedFile("list.csv", data), **more})


def test_a_file_takes_the_place_of_the_text_and_can_be_mended_there(teacher: Client, world: Any) -> None:
    page = upload(teacher, world, "zoe@example.org;Zoë\r\n".encode("utf-8-sig"), text="x@example.org,X")
    assert page.status_code == 200
    assert "\nzoe@example.org;Zoë" in page.content.decode()
    assert "x@example.org" not in page.content.decode()


def test_a_file_is_always_checked_first(teacher: Client, world: Any) -> None:
    page = upload(teacher, world, b"zoe@example.org;Zoe", **{"import": "1", "digest": "x"})
    assert "Import 1 person" in page.content.decode()
    assert len(roles(world)) == 5


BAD_FILES = {
    "Latin-1": ("a@example.org,Ann\nb@example.org,Bøb\n".encode("latin-1"), "Line 2 is not UTF-8"),
    "UTF-16": ("a@example.org,Ann".encode("utf-16"), "saved as UTF-16"),
    "a spreadsheet": (b"PK\x03\x04rest", "a spreadsheet, not a CSV file"),
    "a little too large": (b"a@example.org,Ann\n" * 60_000, "larger than 1 MB"),
    "NUL": (b"a@example.org,A\0nn\n", "a character in it that is no text"),
    "5,001 people": (b"".join(b"p%d@example.org,P\n" % n for n in range(5001)), "more than 5000 people"),
}


@pytest.mark.parametrize(("data", "sentence"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_cannot_be_read_says_why(teacher: Client, world: Any, data: bytes, sentence: str) -> None:
    teacher.get("/")
    before = everything()
    page = upload(teacher, world, data, text="kept@example.org,Kept" if b"P" in data[:2] else "")
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert everything() == before


def test_a_list_of_thousands_is_imported_in_few_statements(
    teacher: Client, world: Any, django_assert_max_num_queries: Any
) -> None:
    text = "".join(f"p{number}@example.org,Person {number}\n" for number in range(3000))
    with django_assert_max_num_queries(40):
        digest = digest_in(check(teacher, world, text))
    with django_assert_max_num_queries(200):
        assert import_(teacher, world, text, digest).status_code == 302
    assert Enrolment.objects.filter(course=world.course, role=Role.STUDENT).count() == 3003
    assert AuditEntry.objects.filter(action="enrolled").count() == Invitation.objects.count() == 3000


def test_whoever_gives_up_the_course_by_the_list_is_led_home(teacher: Client, world: Any) -> None:
    text = "assistant@example.org,,teacher\nteacher@example.org,,student\n"
    reply = import_(teacher, world, text, digest_in(check(teacher, world, text)))
    assert (reply.status_code, reply.headers["Location"]) == (302, reverse("home"))
    assert roles(world)["teacher@example.org"] == Role.STUDENT
