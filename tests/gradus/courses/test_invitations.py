"""Invitations: mailed after the commit, sent once, tried again, and good for choosing a password."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gradus.accounts.models import User
from gradus.celery import app
from gradus.courses.actions import invitations
from gradus.courses.actions.invitations import PAUSES, invite_again, overdue, send_waiting
from gradus.courses.actions.people import add_person
from gradus.courses.models import Course, Enrolment, Invitation
from gradus.courses.refusals import HasSignedIn, JustInvited, PlaceEnded
from gradus.courses.roster.reading import read_one
from tests.conftest import free_port

SITE = "https://gradus.example.org"
NEW = "nora@example.org"


def add(world: Any, email: str = NEW, name: str = "Nora New") -> Enrolment:
    reading = read_one(email, name, "student")
    add_person(course=world.course, reading=reading, by=world.cast.teacher, site=SITE)
    return Enrolment.objects.get(user__email=email)


def state() -> tuple[str, int]:
    invitation = Invitation.objects.get()
    return invitation.state, invitation.starts


def link_in(message: Any) -> str:
    found = re.search(rf"{SITE}(/accounts/password/reset/key/\S+)", message.body)
    assert found is not None
    return found[1]


def test_the_mail_names_the_course_and_who_added_them(world: Any) -> None:
    add(world)
    assert send_waiting() is False
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([NEW], "Your place in Calculus for ML")
    assert "Hello Nora New" in message.body and "Teacher has added you" in message.body
    assert "“Calculus for ML”" in message.body and f"{SITE}/accounts/login/" in message.body
    assert state() == ("sent", 1)
    send_waiting()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("verification", ["none", "mandatory"])
def test_the_link_lets_them_choose_a_password_and_sign_in(
    world: Any, settings: Any, verification: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    add(world)
    assert EmailAddress.objects.get(email=NEW).verified is False
    send_waiting()
    browser, password = Client(), "a password of her own"
    page = browser.get(link_in(mail.outbox[0]), follow=True)
    assert "Choose a new password" in page.content.decode()
    answer = browser.post(
        page.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True
    )
    assert answer.status_code == 200
    assert EmailAddress.objects.get(email=NEW).verified is True
    answer = browser.post(reverse("account_login"), {"login": NEW, "password": password}, follow=True)
    assert "Calculus for ML" in answer.content.decode() and "Derivatives" in answer.content.decode()
    assert "This link no longer works" in Client().get(link_in(mail.outbox[0]), follow=True).content.decode()


def test_an_ordinary_reset_works_for_whoever_lost_the_mail(world: Any) -> None:
    add(world)
    Client().post(reverse("account_reset_password"), {"email": NEW})
    (message,) = mail.outbox
    assert message.to == [NEW] and "/accounts/password/reset/key/" in message.body


def test_nobody_signs_in_without_a_password(world: Any) -> None:
    add(world)
    page = Client().post(reverse("account_login"), {"login": NEW, "password": ""})
    assert page.status_code in (200, 400) and "sessionid" not in page.cookies


def test_a_mail_is_asked_for_only_when_everything_is_written(
    world: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_options: rung.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        add(world)
        assert rung == []
    assert rung == [invitations.TASK]


def test_a_redis_that_is_away_harms_nothing(world: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add(world)
    assert state() == ("waiting", 0)
    assert overdue() is False
    Invitation.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    assert overdue() is True
    send_waiting()
    assert overdue() is False


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def send_messages(_self: object, _messages: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)


REFUSED = smtplib.SMTPRecipientsRefused({NEW: (550, b"no such user")})


def test_a_refused_mail_is_tried_again_and_then_told_on_the_page(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world)
    with monkeypatch.context() as patch:
        failing(REFUSED, patch)
        for start in range(1, len(PAUSES) + 2):
            send_waiting()
            assert state() == ("retrying" if start <= len(PAUSES) else "failed", start)
            send_waiting()
            assert state()[1] == start
            Invitation.objects.update(next_at=timezone.now())
        send_waiting()
    assert state() == ("failed", len(PAUSES) + 1)
    browser = Client()
    browser.force_login(world.cast.teacher)
    page = browser.get(reverse("people", args=[world.course.public_id])).content.decode()
    assert "1 invitation could not be sent" in page and "invitation could not be sent</small>" in page
    browser.post(reverse("invitations_retry", args=[world.course.public_id]))
    send_waiting()
    assert (state(), len(mail.outbox)) == (("sent", 1), 1)


def test_one_bad_address_does_not_hold_up_the_others(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        add(world, f"p{number}@example.org")
    real = mail.EmailMessage.send

    def send(self: Any) -> int:
        if self.to == ["p0@example.org"]:
            raise REFUSED
        return real(self)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    send_waiting()
    assert [each.to[0] for each in mail.outbox] == ["p1@example.org", "p2@example.org"]


def test_a_server_that_is_away_costs_one_mail_a_try(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        add(world, f"p{number}@example.org")
    failing(ConnectionRefusedError(), monkeypatch)
    assert send_waiting() is False
    assert sorted(Invitation.objects.values_list("starts", flat=True)) == [0, 0, 1]


def test_a_process_that_dies_while_it_sends_does_not_lose_the_mail(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world)
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", lambda _self: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            send_waiting()
    send_waiting()
    assert mail.outbox == []
    Invitation.objects.update(next_at=timezone.now())
    send_waiting()
    assert len(mail.outbox) == 1


def test_a_mail_that_kills_its_sender_is_given_up(world: Any) -> None:
    add(world)
    Invitation.objects.update(starts=len(PAUSES) + 1)
    send_waiting()
    assert (state()[0], mail.outbox) == ("failed", [])


def test_a_title_with_a_line_break_makes_no_second_header(world: Any) -> None:
    Course.objects.update(title="Calculus\nBcc: all@example.org")
    add(world)
    send_waiting()
    assert mail.outbox[0].subject == "Your place in Calculus Bcc: all@example.org"
    assert mail.outbox[0].recipients() == [NEW]


def test_another_mail_goes_only_to_whoever_needs_it(world: Any) -> None:
    place = add(world)
    teacher = world.cast.teacher
    for _ in range(2):
        with pytest.raises(JustInvited):
            invite_again(place=place, by=teacher, site=SITE)
        send_waiting()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=6))
    invite_again(place=place, by=teacher, site=SITE)
    send_waiting()
    assert len(mail.outbox) == 2
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=6))
    User.objects.filter(email=NEW).update(last_login=timezone.now())
    with pytest.raises(HasSignedIn):
        invite_again(place=place, by=teacher, site=SITE)
    Enrolment.objects.filter(pk=place.pk).update(ended_at=timezone.now())
    with pytest.raises(PlaceEnded):
        invite_again(place=place, by=teacher, site=SITE)


def test_whoever_was_removed_meanwhile_gets_no_mail(world: Any) -> None:
    place = add(world)
    Enrolment.objects.filter(pk=place.pk).update(ended_at=timezone.now())
    send_waiting()
    assert mail.outbox == []


class Box:
    """A mail server that keeps what it is given, and refuses one address."""

    def __init__(self) -> None:
        self.to: list[str] = []
        self.peers: set[Any] = set()

    async def handle_RCPT(
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Says no to one."""
        self.peers.add(session.peer)
        if address == "p1@example.org":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keeps the address."""
        self.to += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    server.stop()


def test_a_real_mail_server_gets_each_mail_over_one_connection(
    world: Any, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine is slow, and that is not the question.
    monkeypatch.setattr(invitations, "BATCH_SECONDS", 60.0)
    monkeypatch.setattr(invitations, "SERVER_SECONDS", 20)
    for number in range(4):
        add(world, f"p{number}@example.org")
    assert send_waiting() is False
    assert len(box.peers) == 1
    assert box.to == ["p0@example.org", "p2@example.org", "p3@example.org"]
    states = Invitation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["sent", "retrying", "sent", "sent"]
