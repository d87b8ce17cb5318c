"""Bodies that are too large, or do not say how large they are, are refused before anything of them is read."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from gradus.limits import BodyLimit
from tests.conftest import child_environment, free_port, process, wait_until

FIFTY_MEGABYTES = 50_000_000


class Unread:
    """A body that must not be touched."""

    def read(self, *_size: int) -> bytes:
        """Fails the test."""
        raise AssertionError("the body was read")


def ask(path: str, **headers: str) -> Any:
    request = RequestFactory().post(path, data=b"", content_type="text/plain")
    request.META.update({"wsgi.input": Unread(), **headers})
    return BodyLimit(lambda _request: pytest.fail("the request went on"))(request)


def goes_on(path: str, **headers: str) -> bool:
    request = RequestFactory().post(path, data=b"", content_type="text/plain")
    request.META.update(headers)
    passed: list[object] = []
    BodyLimit(lambda given: passed.append(given))(request)  # type: ignore[arg-type, return-value]  # a stand-in
    return passed == [request]


@pytest.mark.parametrize("length", [str(settings.MOST_BODY_BYTES + 1), str(FIFTY_MEGABYTES), "9" * 400])
def test_a_body_that_is_too_large_is_refused_unread(length: str) -> None:
    page = ask("/join/", CONTENT_LENGTH=length)
    assert page.status_code == 413
    assert "larger than 2.5 MB" in page.content.decode()
    reply = ask("/api/v1/courses", CONTENT_LENGTH=length)
    assert (reply.status_code, reply.headers["Content-Type"]) == (413, "application/json")
    assert b'"code": "too_large"' in reply.content


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "²"},
    ],
    ids=["chunked", "negative", "no digits"],
)
def test_a_body_without_a_length_is_refused_with_a_sentence(headers: dict[str, str]) -> None:
    page = ask("/join/", **headers)
    assert page.status_code == 411
    assert "does not say how long it is" in page.content.decode()
    assert b'"code": "no_length"' in ask("/api/v1/courses", **headers).content


@pytest.mark.parametrize("length", ["", "0", "12", str(settings.MOST_BODY_BYTES)])
def test_other_bodies_are_none_of_its_business(length: str) -> None:
    assert goes_on("/join/", CONTENT_LENGTH=length)


def test_the_refusal_stands_before_csrf_and_carries_the_policy(world: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(
        reverse("join"), data=b"x" * (settings.MOST_BODY_BYTES + 1), content_type="text/plain"
    )
    assert page.status_code == 413
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("route", ["join", "roster", "account_login", "api_courses"])
def test_it_holds_for_every_route(world: Any, route: str) -> None:
    arguments = [world.course.public_id] if route == "roster" else []
    reply = Client().post(reverse(route, args=arguments), CONTENT_LENGTH=str(FIFTY_MEGABYTES))
    assert reply.status_code == 413


def said_to(port: int, head: str, body: bytes) -> tuple[str, float, int]:
    """The status line, the seconds until it came, and how much of the body could be sent before it."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"POST /join/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{head}\r\n\r\n".encode())
        began = time.monotonic()
        line.setblocking(False)
        while True:
            try:
                return line.recv(200).split(b"\r\n")[0].decode(), time.monotonic() - began, sent
            except BlockingIOError:
                pass
            try:
                sent += line.send(body[sent : sent + 65536]) if sent < len(body) else 0
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                time.sleep(0.002)


def test_a_real_server_answers_within_a_second_without_reading_it_all(
    transactional_db: None, tmp_path: Path
) -> None:
    port = free_port()
    command = [
        "gunicorn",
        "gradus.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "2",
    ]
    environment = child_environment("redis://127.0.0.1:1/0") | {"DEBUG": "1"}
    with process([*command, "--no-control-socket"], environment, tmp_path / "web.log"):
        wait_until(lambda: listens(port), "gunicorn listens")
        said_to(port, "Content-Length: 0", b"")
        body = b"x" * FIFTY_MEGABYTES
        status, seconds, sent = said_to(port, f"Content-Length: {FIFTY_MEGABYTES}", body)
        assert status.split()[1] == "413"
        assert seconds < 1
        assert sent < FIFTY_MEGABYTES / 2
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        status, seconds, sent = said_to(port, "Transfer-Encoding: chunked", chunk * 700)
        assert (status.split()[1], seconds < 1, sent < FIFTY_MEGABYTES / 2) == ("411", True, True)


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
