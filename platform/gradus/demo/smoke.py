"""The main job, once, over HTTP: sign in, open a problem, submit, and wait for the worker's verdicts."""

from __future__ import annotations

import json
import re
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from gradus.demo.people import PASSWORD, STUDENT
from gradus.demo.phases import row, say
from gradus.demo.place import Place
from gradus.demo.web_client import Answer, WebClient

SET_LINK = re.compile(r"/sets/([A-Za-z0-9_-]+)/")
ITEM_LINK = re.compile(r"/items/([A-Za-z0-9_-]+)/")
ATTEMPT_LINK = re.compile(r"/attempts/([A-Za-z0-9_-]+)/")
VERDICT_SECONDS = 20.0
UNREADABLE = "2x +* ("
QUESTION_OF_ATTEMPT = """
    SELECT variant.question FROM submissions_attempt AS attempt
    JOIN library_variant AS variant ON variant.id = attempt.variant_id WHERE attempt.public_id = ?
"""


class SmokeFailure(Exception):
    """The main job does not work; `str()` says where."""


def smoke(place: Place, pause: Callable[[], None]) -> None:
    """Submits an unreadable, a wrong and a right response as the demo's student; prints the verdicts.

    Raises SmokeFailure where one of them is not what it should be.
    """
    say()
    client = WebClient(place.address)
    _sign_in(client)
    attempt, part, answer = _open_problem(client, place)
    _expect_unreadable(client, attempt, part)
    _expect(client, attempt, part, f"({answer}) + 1", "incorrect", pause)
    _expect(client, attempt, part, answer, "correct", pause)


def _sign_in(client: WebClient) -> None:
    form = client.get("accounts/login/")
    after = client.post_form("accounts/login/", form, login=STUDENT.email, password=PASSWORD)
    _demand(after.status == 200 and "/accounts/login/" not in after.address, "the student signs in", after)
    row("signed in", STUDENT.email)


def _open_problem(client: WebClient, place: Place) -> tuple[str, str, str]:
    """Opens problems until one asks for a single expression: (attempt, part, its reference answer)."""
    for item in _items(client):
        page = client.get(f"items/{item}/")
        opened = client.post_form(f"items/{item}/", page)
        found = ATTEMPT_LINK.search(opened.address)
        _demand(opened.status == 200 and found is not None, "a problem opens", opened)
        attempt = found.group(1) if found else ""
        parts = _question(place, attempt)["parts"]
        if len(parts) == 1 and parts[0]["kind"] == "expression":
            row("opened", f"attempt {attempt}")
            return attempt, parts[0]["name"], parts[0]["answer"]
    raise SmokeFailure("Smoke test: no problem of the demo course asks for a single expression.")


def _items(client: WebClient) -> Iterator[str]:
    home = client.get("")
    sets = list(dict.fromkeys(SET_LINK.findall(home.text)))
    _demand(bool(sets), "the dashboard lists problem sets", home)
    for public_id in sets:
        page = client.get(f"sets/{public_id}/")
        _demand(page.status == 200, "a problem set opens", page)
        yield from dict.fromkeys(ITEM_LINK.findall(page.text))


def _question(place: Place, attempt: str) -> dict[str, Any]:
    """The stored question, from the throw-away database: reference answers never leave the server."""
    connection = sqlite3.connect(f"file:{place.data / 'gradus.sqlite3'}?mode=ro", uri=True)
    try:
        (text,) = connection.execute(QUESTION_OF_ATTEMPT, [attempt]).fetchone()
    finally:
        connection.close()
    question: dict[str, Any] = json.loads(text)
    return question


def _expect_unreadable(client: WebClient, attempt: str, part: str) -> None:
    began = time.monotonic()
    refused = _post(client, attempt, part, UNREADABLE)
    _demand(refused.status == 400, "an unreadable response is answered at once with 400", refused)
    body = refused.json()
    _demand("position" in body, "an unreadable response is told where the fault is", refused)
    _verdict(
        "unreadable", UNREADABLE, began, f" at character {body['position'] + 1}: {body.get('sentence', '')}"
    )


def _expect(
    client: WebClient, attempt: str, part: str, typed: str, verdict: str, pause: Callable[[], None]
) -> None:
    began = time.monotonic()
    taken = _post(client, attempt, part, typed)
    _demand(taken.status == 202, f"the response {typed} is taken", taken)
    path = f"api/v1/submissions/{taken.json()['submission']}"
    while time.monotonic() - began < VERDICT_SECONDS:
        state = client.get(path)
        _demand(state.status == 200, "the state of a submission can be read", state)
        if state.json()["final"]:
            found = state.json()["parts"].get(part, {}).get("verdict")
            _demand(found == verdict, f"the verdict on {typed} is {verdict}", state)
            _verdict(verdict, typed, began)
            return
        pause()
    raise SmokeFailure(f"Smoke test: no verdict on {typed} within {VERDICT_SECONDS:.0f} s.")


def _post(client: WebClient, attempt: str, part: str, typed: str) -> Answer:
    body = {"client_key": str(uuid.uuid4()), "responses": {part: typed}}
    return client.post_json(f"api/v1/attempts/{attempt}/submissions", body)


def _verdict(verdict: str, typed: str, began: float, more: str = "") -> None:
    row(verdict, f"{(time.monotonic() - began) * 1000:6.0f} ms from POST to verdict   {typed}{more}")


def _demand(holds: bool, what: str, answer: Answer) -> None:
    if not holds:
        raise SmokeFailure(
            f"Smoke test failed: {what}. {answer.address} answered {answer.status}: {answer.text[:400]}"
        )
