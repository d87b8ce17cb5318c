"""A call in a child process with limits: the only way to stop a computation that does not want to stop.

Signals and soft time limits cannot interrupt big-integer or numpy code, and sympy swallows some exceptions;
so the call runs in a fork whose end the kernel and the parent both see to. `os.fork` and not
`multiprocessing`, whose children may not be made by daemonic processes such as Celery's. This is the one
place of the grader with a clock.

The child has no use for what it inherited: every open file but its end of the pipe is closed at once, so that
it cannot speak on a database or broker connection, and it leaves by `os._exit`, so that nothing of the
parent's is flushed, rolled back or cleaned up twice.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")

MEBIBYTE = 1 << 20
MEMORY = 768 * MEBIBYTE
HEADROOM = 256 * MEBIBYTE
"""What a child may take at least, beyond what a large parent had mapped already."""
LARGEST_ANSWER = 4 * MEBIBYTE
GRACE = 0.1
"""Seconds that a child has from closing its pipe to its end."""

_ANSWER, _NO_MEMORY, _RAISED = (
    b"A",
    b"M",
    b"R",
)  # the first byte of what the child says; the last is always b"."


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """The call returned `value`."""

    value: T


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The call used up its wall time or its processor time."""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The call wanted more memory than it was allowed."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """The call raised (`reason` is the class and message) or its process ended by itself or by a signal."""

    reason: str


Outcome = Answer[T] | TimedOut | OutOfMemory | Crashed


def forked(call: Callable[[], T], wall: float = 1.0, cpu: int = 2, memory: int = MEMORY) -> Outcome[T]:
    """What `call` returns when run in a child process, or how it failed.

    `wall` in seconds, `cpu` in whole seconds of processor time, `memory` in bytes of address space (at least
    HEADROOM more than this process has mapped). The value must be picklable and at most LARGEST_ANSWER bytes.
    When this returns or raises, the child is gone and reaped.
    """
    deadline = time.monotonic() + wall
    reading, writing = os.pipe()
    limit = max(memory, _mapped() + HEADROOM)
    try:
        pid = os.fork()
        if pid == 0:
            _child(call, writing, wall, cpu, limit)
    except BaseException:
        os.close(reading)
        os.close(writing)
        raise
    os.close(writing)
    try:
        said = _read(reading, deadline)
        status = _end(pid, patience=0.0 if said is None or said.endswith(b".") else GRACE)
    except BaseException:
        _end(pid, patience=0.0)
        raise
    finally:
        os.close(reading)
    return _outcome(said, status)


def _mapped() -> int:
    """Bytes of address space of this process; 0 where the kernel does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as table:
            return int(table.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _read(source: int, deadline: float) -> bytes | None:
    """Everything up to the end of the pipe; None when the deadline passes or there is too much of it."""
    said = bytearray()
    poller = select.poll()  # not select(): a server may well hold more than 1024 files
    poller.register(source, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0 and len(said) <= LARGEST_ANSWER:
        if poller.poll(left * 1000):
            piece = os.read(source, 1 << 16)
            if not piece:
                return bytes(said)
            said += piece
    return None


def _end(pid: int, patience: float) -> int:
    """Reap the child, after `patience` seconds by force; its exit code, negative for a signal.

    Where somebody else reaps children (an ignored SIGCHLD), it is simply gone: 0.
    """
    until = time.monotonic() + patience
    try:
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() >= until:
                os.kill(pid, signal.SIGKILL)
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            time.sleep(0.001)
    except (ChildProcessError, ProcessLookupError):
        return 0


def _outcome(said: bytes | None, status: int) -> Outcome[Any]:
    """What the child's words, or its silence and its exit code, mean."""
    if said is None or status in (-signal.SIGXCPU, -signal.SIGALRM):
        return TimedOut()
    if not said.endswith(b"."):
        return Crashed(f"signal {-status}" if status < 0 else f"exit {status}")
    if said[:1] == _NO_MEMORY:
        return OutOfMemory()
    if said[:1] == _RAISED:
        return Crashed(said[1:-1].decode("utf-8", "replace"))
    return Answer(pickle.loads(said[1:-1]))


def _child(call: Callable[[], Any], writing: int, wall: float, cpu: int, memory: int) -> NoReturn:
    """The child's whole life."""
    status = 1
    try:
        _cut_off(writing)
        _limit(wall, cpu, memory)
        _say(_work(call))
        status = 0
    finally:
        os._exit(status)


_PIPE = 3


def _cut_off(writing: int) -> None:
    """Keep nothing of the parent's but the pipe, which becomes file 3."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(writing, _PIPE)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(_PIPE + 1, max(nowhere, writing, resource.getrlimit(resource.RLIMIT_NOFILE)[0]) + 1)
    gc.freeze()  # what was inherited is never collected, so no inherited object's finaliser runs


def _limit(wall: float, cpu: int, memory: int) -> None:
    """The limits that hold even if the parent is killed."""
    with suppress(ValueError):
        signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGXCPU, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall + 1.0)
    for what, soft, hard in (
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


def _work(call: Callable[[], Any]) -> bytes:
    try:
        return _ANSWER + pickle.dumps(call()) + b"."
    except MemoryError:
        return _NO_MEMORY + b"."
    except BaseException as error:  # noqa: BLE001  # nothing may leave this process but words
        return _RAISED + f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace") + b"."


def _say(words: bytes) -> None:
    view = memoryview(words)
    while view:
        view = view[os.write(_PIPE, view) :]
