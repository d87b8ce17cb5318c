"""The doorbell, over a real server."""

from __future__ import annotations

import time
from typing import Any

import pytest
from redis import Redis

from gradus.submissions import doorbell

pytestmark = pytest.mark.pipeline


def messages(server: Any, queue: str) -> int:
    length = Redis.from_url(server.url).llen(queue)
    assert isinstance(length, int)
    return length


def test_many_rings_are_one_message_until_it_is_answered(redis_server: Any) -> None:
    assert [doorbell.ring("answer") for _ in range(20)] == [True] * 20
    assert messages(redis_server, "answer") == 1
    doorbell.answer("answer")
    doorbell.ring("answer")
    assert messages(redis_server, "answer") == 2


def test_each_lane_has_its_own_queue_and_the_pool_rings_beside_the_proofs(redis_server: Any) -> None:
    for lane in ("answer", "proof", "regrade", doorbell.POOL):
        doorbell.ring(lane)
    assert [messages(redis_server, lane) for lane in ("answer", "proof", "regrade")] == [1, 2, 1]


def test_a_bell_that_nobody_answers_can_be_rung_again(redis_server: Any) -> None:
    doorbell.ring("answer")
    key = Redis.from_url(redis_server.url).pttl("wake:answer")
    assert isinstance(key, int)
    assert 0 < key <= doorbell.COALESCE_MS


def test_a_message_that_could_not_be_sent_gives_the_key_back(
    redis_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_lane: str) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(doorbell, "_publish", fail)
        assert doorbell.ring("answer") is False
    assert doorbell.ring("answer") is True
    assert messages(redis_server, "answer") == 1


def test_without_a_server_it_is_quick_and_counts() -> None:
    before, begun = doorbell.missed.count, time.monotonic()
    assert [doorbell.ring("answer") for _ in range(10)] == [False] * 10
    assert (time.monotonic() - begun) / 10 < 0.05
    assert doorbell.missed.count == before + 10
    doorbell.answer("answer")
    assert doorbell.server_run() is None


def test_another_run_of_the_server_is_told_apart(redis_server: Any) -> None:
    first = doorbell.server_run()
    assert first
    assert doorbell.server_run() == first
    redis_server.kill()
    assert doorbell.server_run() is None
    redis_server.start()
    assert doorbell.server_run() not in (None, first)
