"""The child process with limits: every bad end comes in time, typed, and leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from multiprocessing.queues import Queue

import pytest

from grader.symbolic.child import Answer, Crashed, Outcome, OutOfMemory, TimedOut, forked


@pytest.fixture(autouse=True)
def no_child_remains() -> Iterator[None]:
    """After each test this process has no child, alive or zombie, that it did not have before."""
    before = children_of(os.getpid())
    yield
    assert children_of(os.getpid()) == before


def children_of(pid: int) -> set[int]:
    """The process ids whose parent is `pid`, zombies included."""
    found = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as stat:
                    fields = stat.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.add(int(entry))
    return found


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def loop() -> None:
    while True:
        pass


def big_integer() -> int:
    return 7 ** (7**9)


def fill_memory() -> int:
    blocks = []
    while True:
        blocks.append(bytearray(16 << 20))


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    os._exit(3)


def leave_by_exception() -> None:
    raise SystemExit(4)


def raises() -> None:
    raise ValueError("no such thing")


def close_the_pipe_and_stay() -> None:
    os.close(3)
    time.sleep(30)


def deep() -> int:
    return deep() + 1


def test_it_returns_the_value() -> None:
    assert forked(lambda: {"a": [1, 2]}) == Answer({"a": [1, 2]})


def test_it_returns_a_large_value() -> None:
    assert forked(lambda: "x" * 3_000_000) == Answer("x" * 3_000_000)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (loop, TimedOut()),
        (big_integer, TimedOut()),
        (lambda: time.sleep(30), TimedOut()),
        (kill_itself, Crashed("signal 9")),
        (fault, Crashed("signal 11")),
        (leave, Crashed("exit 3")),
        (leave_by_exception, Crashed("SystemExit: 4")),
        (raises, Crashed("ValueError: no such thing")),
        (close_the_pipe_and_stay, Crashed("signal 9")),
        (lambda: "x" * 20_000_000, TimedOut()),
    ],
    ids=["loop", "big integer", "sleep", "kill", "segfault", "_exit", "SystemExit", "raise", "mute", "flood"],
)
def test_a_bad_end_comes_in_time(call: Callable[[], object], expected: Outcome[object]) -> None:
    start = time.monotonic()
    assert forked(call, wall=0.6) == expected
    assert time.monotonic() - start < 1.6


@pytest.mark.parametrize("call", [fill_memory, lambda: bytearray(4 << 30), lambda: [0] * (1 << 29)])
def test_too_much_memory_has_its_own_end(call: Callable[[], object]) -> None:
    assert forked(call, wall=20, cpu=20) == OutOfMemory()


def test_endless_recursion_is_a_crash() -> None:
    outcome = forked(deep)
    assert isinstance(outcome, Crashed)
    assert outcome.reason.startswith("RecursionError")


def test_processor_time_is_limited_where_the_wall_is_far() -> None:
    start = time.monotonic()
    assert forked(loop, wall=30, cpu=1) == TimedOut()
    assert time.monotonic() - start < 10


def test_what_cannot_be_pickled_is_a_crash() -> None:
    assert isinstance(forked(lambda: lambda: None), Crashed)


def test_the_child_cannot_speak_on_an_inherited_socket() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        number = theirs.fileno()
        assert forked(lambda: os.write(number, b"rollback")) == Crashed(
            "OSError: [Errno 9] Bad file descriptor"
        )
        ours.setblocking(False)
        with pytest.raises(BlockingIOError):
            ours.recv(10)
        theirs.send(b"still open")
        assert ours.recv(20) == b"still open"


def test_the_child_holds_only_its_pipe() -> None:
    outcome = forked(lambda: sorted(os.listdir("/proc/self/fd"), key=int))
    assert isinstance(outcome, Answer)
    assert outcome.value[:4] == ["0", "1", "2", "3"]
    assert len(outcome.value) == 5  # the fifth is the listing itself


def test_the_child_cannot_write_files(tmp_path: object) -> None:
    def write() -> int:
        return os.write(os.open(f"{tmp_path}/file", os.O_CREAT | os.O_WRONLY), b"x")

    assert forked(write) == Crashed("OSError: [Errno 27] File too large")


def test_an_interrupted_parent_leaves_no_child() -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            forked(lambda: time.sleep(30), wall=20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _sleep_in_a_child() -> None:
    forked(lambda: time.sleep(60), wall=0.3, cpu=60)


def test_the_child_of_a_killed_parent_ends_by_itself() -> None:
    parent = multiprocessing.get_context("fork").Process(target=_sleep_in_a_child)
    parent.start()
    assert parent.pid is not None
    deadline = time.monotonic() + 20
    while not (orphans := children_of(parent.pid)) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(parent.pid, signal.SIGKILL)
    parent.join(20)
    assert len(orphans) == 1
    while any(map(is_running, orphans)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, orphans))


def test_files_of_the_parent_do_not_pile_up() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        forked(lambda: 1)
        forked(leave)
    assert len(os.listdir("/proc/self/fd")) == before


def test_it_works_where_children_are_reaped_by_the_kernel() -> None:
    previous = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert forked(lambda: 7) == Answer(7)
        assert forked(loop, wall=0.3) == TimedOut()
    finally:
        signal.signal(signal.SIGCHLD, previous)


def _in_daemon(answers: Queue[object]) -> None:
    answers.put((forked(lambda: 5), forked(loop, wall=0.3), multiprocessing.current_process().daemon))


def test_it_works_in_a_daemonic_process_as_celery_has_them() -> None:
    context = multiprocessing.get_context("fork")
    answers: Queue[object] = context.Queue()
    process = context.Process(target=_in_daemon, args=(answers,), daemon=True)
    process.start()
    assert answers.get(timeout=20) == (Answer(5), TimedOut(), True)
    process.join(20)
    assert process.exitcode == 0
