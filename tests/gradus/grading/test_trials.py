"""The queue of drafts: each is tried once in effect, whatever breaks on the way, and a hostile one is bounded."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gradus.grading import trial_run, trials
from gradus.grading.sweep import Sweeper
from gradus.library.models import ProblemDraft
from gradus.library.trial_report import text_hash
from gradus.submissions import doorbell
from gradus.submissions.clock import database_now
from tests.gradus.authoring.texts import GOOD


def waiting_draft(world: Any, source: str = GOOD, **fields: Any) -> ProblemDraft:
    """A draft of the teacher's that waits."""
    given = {"asked_at": timezone.now(), **fields}
    return ProblemDraft.objects.create(owner=world.cast.teacher, source=source, **given)


def report_on(world: Any, source: str) -> Any:
    """What the trial of a text finds."""
    draft = waiting_draft(world, source)
    assert trials.try_next()
    draft.refresh_from_db()
    return draft.report


def test_a_good_draft_gets_five_different_variants_and_its_tests_run(world: Any) -> None:
    draft = waiting_draft(world)
    assert trials.try_next() is True
    assert trials.try_next() is False
    draft.refresh_from_db()
    report = draft.report
    assert (report["outcome"], report["step"], report["faults"]) == ("done", "", [])
    assert len({tuple(each["reveal"]["params"].items()) for each in report["variants"]}) == 5
    assert [(each["number"], each["line"], each["messages"]) for each in report["tests"]] == [
        (1, 20, []),
        (2, 25, []),
    ]
    assert draft.tried_hash == text_hash(GOOD)
    assert (draft.asked_at, draft.claim, draft.lease_until, draft.starts) == (None, None, None, 0)


def test_a_failing_test_says_what_was_expected_and_what_came(world: Any) -> None:
    report = report_on(world, GOOD.replace('"5x^2" }\nexpect = "incorrect"', '"5x^2" }\nexpect = "correct"'))
    assert report["tests"][1] == {
        "number": 2,
        "line": 25,
        "expected": {"df": "correct"},
        "got": {"df": "incorrect", "": "pow_nocoef"},
        "messages": ["`df` is judged incorrect, not correct."],
    }


def test_few_variants_are_counted(world: Any) -> None:
    report = report_on(world, GOOD.replace("[3, 9]", "[3, 4]").replace("a = 5, n = 3", "a = 4, n = 3"))
    assert (report["space"], len(report["variants"])) == (2, 2)


def test_a_problem_without_parameters_has_one_variant(world: Any) -> None:
    source = GOOD.replace('\nwhere = ["a != n"]', "").replace('"a*x**n"', '"5*x^3"')
    for line in ("a = { int = [3, 9] }\n", "n = { int = [3, 9] }", "params = { a = 5, n = 3 }\n"):
        source = source.replace(line, "")
    report = report_on(world, source)
    assert (len(report["variants"]), report["space"], report["faults"]) == (1, 1, [])


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"a != n"', '"a > 100"', 10, "no variant can be drawn: `a > 100` does not hold"),
        ('"diff(f, x)"', '"diff(f, x)/(a - a)"', 18, "no variant can be drawn"),
    ],
)
def test_what_cannot_be_drawn_is_a_fault_at_its_line(
    world: Any, old: str, new: str, line: int, message: str
) -> None:
    report = report_on(world, GOOD.replace(old, new))
    assert (report["variants"], len(report["faults"])) == ([], 1)
    assert report["faults"][0]["line"] == line
    assert message in report["faults"][0]["message"]


GOODS = "*".join(f"(x+{n})^9" for n in range(1, 40))
HOSTILE = {
    "roots": GOOD.replace('"diff(f, x)"', '"at(f, x, roots(x^9 + a*x^7 + x^5 + 3*x + n, x))"'),
    "a thousand conditions": GOOD.replace('"a != n"', ",".join(['"a^99*n^99 > a^98"'] * 2000)),
    "a chain of products": GOOD.replace(
        'f = "a*x**n"',
        'b0 = "a*x^n"\n' + "\n".join(f'b{n} = "b{n - 1}*b{n - 1}"' for n in range(1, 50)) + '\nf = "b49"',
    ),
    "derivatives of derivatives": GOOD.replace(
        'f = "a*x**n"',
        f'b0 = "a*{GOODS}"\n'
        + "\n".join(f'b{n} = "diff(b{n - 1}*sin(b{n - 1}), x)"' for n in range(1, 9))
        + '\nf = "b8"',
    ),
    "twenty answers": GOOD
    + "".join(
        f'\n[[answer]]\nname = "g{n}"\ntype = "expression"\nis = "diff({GOODS}*f^{n + 2}, x, 3)"'
        for n in range(19)
    ).replace("[[answer]]", "[[answer]]"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_a_few_seconds_and_no_process(world: Any, name: str) -> None:
    started = time.monotonic()
    report = report_on(world, HOSTILE[name])
    assert time.monotonic() - started < trial_run.CHILD_SECONDS + 2
    assert report["outcome"] == "too_slow" or report["faults"] or report["variants"]


def test_what_takes_too_long_names_the_step(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial_run, "TRIAL_SECONDS", 1.5)
    monkeypatch.setattr(trial_run, "tested", lambda *_: time.sleep(2))
    report = report_on(world, GOOD)
    assert (report["outcome"], report["step"], report["number"]) == ("too_slow", "tests", 1)
    assert len(report["variants"]) == 5


def test_counting_variants_is_left_out_when_time_is_up(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial_run, "TRIAL_SECONDS", 1.0)
    monkeypatch.setattr(trial_run, "few_variants", lambda _: time.sleep(3))
    report = report_on(world, GOOD)
    assert (report["outcome"], report["space"], len(report["tests"])) == ("done", None, 2)


def test_a_child_that_breaks_down_is_started_three_times_and_then_it_is_our_fault(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "run_trial", lambda _: None)
    draft = waiting_draft(world)
    starts = []
    for _ in range(3):
        assert trials.try_next()
        draft.refresh_from_db()
        starts.append((draft.starts, draft.asked_at is None))
    assert starts == [(1, False), (2, False), (0, True)]
    assert draft.report["outcome"] == "failed"
    assert trials.try_next() is False


def test_a_draft_changed_during_its_trial_waits_again(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = waiting_draft(world)

    def change(_source: str) -> Any:
        ProblemDraft.objects.filter(pk=draft.pk).update(
            source="else", asked_at=timezone.now(), claim=None, lease_until=None, starts=0
        )
        return trial_run.failed_report()

    monkeypatch.setattr(trials, "run_trial", change)
    trials.try_next()
    draft.refresh_from_db()
    assert (draft.report, draft.source, draft.asked_at is None) == (None, "else", False)


def test_a_process_that_died_loses_its_claim_and_its_start(world: Any) -> None:
    past = database_now() - timedelta(seconds=1)
    draft = waiting_draft(world, claim=uuid4(), lease_until=past, starts=1)
    assert trials.try_next() is False
    assert trials.free_expired() is True
    draft.refresh_from_db()
    assert (draft.claim, draft.starts) == (None, 1)
    ProblemDraft.objects.update(claim=uuid4(), lease_until=past, starts=3)
    assert trials.free_expired() is False
    draft.refresh_from_db()
    assert (draft.report["outcome"], draft.asked_at, draft.tried_hash) == ("failed", None, text_hash(GOOD))


def test_the_sweeper_tries_drafts_itself_while_redis_is_away(world: Any) -> None:
    draft = waiting_draft(world)
    assert Sweeper().tick() is False
    draft.refresh_from_db()
    assert draft.report["outcome"] == "done"


def test_the_sweeper_rings_for_a_draft_that_waits_too_long(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda lane: rung.append(lane) or True)
    monkeypatch.setattr(doorbell, "server_run", lambda: "one run")
    sweeper = Sweeper()
    sweeper.tick()
    draft = waiting_draft(world)
    sweeper.tick()
    assert rung == []
    ProblemDraft.objects.filter(pk=draft.pk).update(asked_at=timezone.now() - timedelta(seconds=6))
    sweeper.tick()
    sweeper.tick()
    assert rung == [doorbell.TRIAL]
