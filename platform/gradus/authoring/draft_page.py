"""The editor's page: the text, what is wrong with it, and what came of its trial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import inf

from django.utils import timezone

from exercises.variants import ENGINE
from gradus.accounts.models import User
from gradus.authoring.checking import check
from gradus.authoring.drafting import is_tried
from gradus.authoring.sentences import too_slow_sentence
from gradus.authoring.trial_page import ShownTest, TriedShown, pieces, shown_test, shown_variants
from gradus.library.models import Problem, ProblemDraft, Skill
from gradus.library.trial_report import TrialReport, text_hash

MOST_FAULTS = 30
"""More are counted and not listed: the first ones explain the others."""
LONGEST_MESSAGE = 500
SLOW = timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One fault; `row` is the line as it stands in the text."""

    line: int | None
    column: int | None
    key: str
    message: str
    row: str = ""

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The message, cut at its backquotes: texts, and whether each is code."""
        return pieces(self.message[:1].upper() + self.message[1:])


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the numbered listing."""

    number: int
    text: str
    faulty: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What the editor shows. `text` is the draft's, or what was typed and refused."""

    draft: ProblemDraft
    text: str
    own: bool
    faults: tuple[ShownFault, ...]
    more_faults: int
    rows: tuple[Row, ...]
    tests: tuple[ShownTest, ...]
    variants: tuple[TriedShown, ...]
    skills: list[tuple[str, str]]
    state: str
    too_slow: str = ""
    space: int | None = None
    notes: tuple[list[tuple[str, bool]], ...] = ()

    @property
    def hash(self) -> str:
        """Says with a save which text it was made from."""
        return text_hash(self.draft.source)

    @property
    def just_saved(self) -> bool:
        """Whether the last save is less than a minute ago."""
        return timezone.now() - self.draft.saved_at < timedelta(minutes=1)

    @property
    def waits(self) -> bool:
        """Whether a trial is to come."""
        return self.state in ("waiting", "slow")

    @property
    def fault_count(self) -> int:
        """All faults, those that are not listed too."""
        return len(self.faults) + self.more_faults

    @property
    def faulty_lines(self) -> str:
        """For the script that numbers the lines: those with a fault."""
        return " ".join(str(row.number) for row in self.rows if row.faulty)

    @property
    def problem(self) -> Problem | None:
        """The published problem."""
        return self.draft.problem

    @property
    def unpublished(self) -> bool:
        """Whether the text differs from what is published."""
        current = self.draft.problem.current if self.draft.problem else None
        return current is None or current.source != self.draft.source

    @property
    def failing(self) -> int:
        """How many tests do not pass."""
        return sum(not test.passed for test in self.tests)

    @property
    def one_sided(self) -> bool:
        """Whether the tests never say that something is right, or never that something is wrong."""
        verdicts = {each.expected for test in self.tests for each in test.compared if each.name}
        return not ("correct" in verdicts and verdicts & {"incorrect", "partial"})


def draft_page(draft: ProblemDraft, viewer: User, typed: str | None = None) -> DraftPage:
    """The page of `draft`; `typed` is a text that could not be kept."""
    checked = check(draft)
    report = _report_on(draft) if checked.sound else None
    faults = [ShownFault(each.line, each.column, each.key, each.message) for each in checked.faults]
    faults += [ShownFault(**each) for each in (report["faults"] if report else ())]
    faults.sort(key=lambda fault: fault.line or inf)  # a slip in a key explains what is missing
    rows = draft.source.split("\n")
    return DraftPage(
        draft=draft,
        text=draft.source if typed is None else typed,
        own=draft.owner_id == viewer.pk,
        faults=tuple(_with_row(fault, rows) for fault in faults[:MOST_FAULTS]),
        more_faults=max(0, len(faults) - MOST_FAULTS),
        rows=_listing(rows, {fault.line for fault in faults}) if faults else (),
        tests=tuple(map(shown_test, report["tests"])) if report else (),
        variants=shown_variants(report) if report else (),
        skills=list(Skill.objects.filter(retired_at=None).values_list("slug", "title")),
        state=_state(draft, report, bool(faults)),
        too_slow=too_slow_sentence(report) if report else "",
        space=report["space"] if report else None,
        notes=tuple(map(pieces, report["notes"])) if report else (),
    )


def _report_on(draft: ProblemDraft) -> TrialReport | None:
    """The report, where it is about this very text."""
    report: TrialReport | None = draft.report
    if report is None or draft.tried_hash != text_hash(draft.source) or report["engine"] != ENGINE:
        return None
    return report


def _state(draft: ProblemDraft, report: TrialReport | None, faulty: bool) -> str:
    """faulty, waiting, slow (waits longer than normal), asleep (nobody asked), too_slow, failed, tests, ready."""
    if draft.asked_at is not None:
        return "slow" if timezone.now() - draft.asked_at > SLOW else "waiting"
    if faulty:
        return "faulty"
    if report is None:
        return "asleep"
    if not is_tried(draft):
        return report["outcome"]
    return "tests" if any(test["messages"] for test in report["tests"]) else "ready"


def _with_row(fault: ShownFault, rows: list[str]) -> ShownFault:
    row = rows[fault.line - 1] if fault.line and fault.line <= len(rows) else ""
    message = (
        fault.message if len(fault.message) <= LONGEST_MESSAGE else f"{fault.message[:LONGEST_MESSAGE]}…"
    )
    return ShownFault(fault.line, fault.column, fault.key[:100], message, row.strip()[:200])


def _listing(rows: list[str], faulty: set[int | None]) -> tuple[Row, ...]:
    return tuple(Row(number, text, number in faulty) for number, text in enumerate(rows, 1))
