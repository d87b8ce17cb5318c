"""Does the grader say the same again, and does a long stream leave it as small as it was?"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from case_files import SPELLINGS, VERDICTS, Row, case_request
from grader_process import Grader, all_at_once, line_of

TIMES = re.compile(rb'"micros": \d+')
SEED = 7
EARLY = 10_000
BAD = (
    b"{bad",
    b"[1]",
    b'{"id": 1, "kind": "essay"}',
    b'{"id": 2, "kind": "number", "answer": "1/", "response": "1"}',
)
"""Lines that nobody should send, one in EVERY lines of a stream."""
EVERY = 50


def pairs(cases: list[Row], count: int) -> list[Row]:
    """`count` cases out of all: both spellings, both ways round, with and without their domain, in a fixed order."""
    made = []
    for number, case in enumerate(cases):
        for spelling in SPELLINGS:
            plain = case_request(case, spelling)
            swapped = {**plain, "answer": plain["response"], "response": plain["answer"]}
            for how, request in (("", plain), ("swapped", swapped)):
                made.append({**request, "id": f"{number}{spelling}{how}"})
                made.append({**request, "id": f"{number}{spelling}{how} free", "domain": {}})
    return random.Random(1).sample(made, min(count, len(made)))


def cases_changing(cases: list[Row], count: int, repeats: int) -> tuple[list[str], list[str]]:
    """Cases whose output (times aside) differs between runs of one seed; cases whose verdict depends on the seed.

    Every second run of one seed goes through the cases backwards, so that nothing may hang on what came before,
    and each has another order of sets (PYTHONHASHSEED).
    """
    requests = pairs(cases, count)
    sent = [line_of({**request, "seed": SEED}) for request in requests]
    changed: dict[str, set[bytes]] = {}
    verdicts: dict[str, set[str]] = {}
    for number in range(repeats):
        order = -1 if number % 2 else 1
        said = all_at_once(sent[::order], hash_seed=str(number))[::order]
        for request, line in zip(requests, said, strict=True):
            changed.setdefault(told(request), set()).add(TIMES.sub(b"", line))
        seeded = [line_of({**request, "seed": 1000 + 17 * number}) for request in requests]
        for request, line in zip(requests, all_at_once(seeded), strict=True):
            answer = json.loads(line)
            verdicts.setdefault(told(request), set()).add(answer.get("verdict") or str(answer.get("error")))
    return (
        [f"{name}: {len(said)} different outputs" for name, said in changed.items() if len(said) > 1],
        [f"{name}: {', '.join(sorted(said))}" for name, said in verdicts.items() if len(said) > 1],
    )


def told(request: Row) -> str:
    """A case in one line."""
    return f"{request['id']}: {request['response']!r} for {request['answer']!r} on {request['domain']}"


@dataclass
class Stream:
    """What a stream came to: MiB after so many lines, seconds, bad lines answered, the exit status, faults."""

    memory: dict[int, float] = field(default_factory=dict)
    seconds: float = 0.0
    errors: int = 0
    status: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """MiB from the first mark to the last."""
        first, *_, last = self.memory.values()
        return last - first


def stream_figures(cases: list[Row], count: int, early: int = EARLY) -> Stream:
    """Sends `count` lines, hardly one like another; each is answered before the next is written."""
    found, started = Stream(), time.perf_counter()
    with Grader() as grader:
        for number, (line, identity) in enumerate(varied_lines(cases, count), start=1):
            _check(found, identity, grader.ask(line).answer)
            if number in (min(early, count // 2), count):
                found.memory[number] = grader.memory()
        found.seconds = time.perf_counter() - started
        found.status = grader.close()
    return found


def _check(found: Stream, identity: str | None, answer: dict[str, Any]) -> None:
    if identity is None:
        found.errors += 1
        if "error" not in answer:
            found.faults.append(f"a bad line was answered {answer}")
    elif answer.get("id") != identity or answer.get("verdict") not in VERDICTS:
        found.faults.append(f"line {identity}: {answer}")


def varied_lines(cases: list[Row], count: int) -> Iterator[tuple[bytes, str | None]]:
    """Lines and their ids (None for a bad one). Seeds, names, numbers and domains vary, so that nothing kept for one
    line serves another."""
    source = random.Random(3)
    for number in range(count):
        if number % EVERY == EVERY - 1:
            yield BAD[number // EVERY % len(BAD)], None
            continue
        request = case_request(source.choice(cases), source.choice(SPELLINGS), seed=number)
        request["variables"] = [*request["variables"], f"v{source.randrange(5000)}"]
        request["response"] += f" + {source.randrange(10**6)}*{request['variables'][-1]}"
        if source.random() < 0.5:
            request["domain"] = {request["variables"][0]: ["0.5", f"0.9{source.randrange(10**6)}"]}
        if source.random() < 0.3:
            request["response"] = "".join(source.choices("xyz23+*/^() sincoe", k=source.randint(5, 60)))
        yield line_of({**request, "id": str(number)}), str(number)
