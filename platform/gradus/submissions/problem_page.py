"""All that the problem page shows, gathered before the template: templates ask the database nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID, uuid4

from gradus.accounts.models import User
from gradus.courses.dates import Dates, dates_for
from gradus.courses.models import Course, ProblemSet, ProblemSetItem
from gradus.library.presentation import Presentation
from gradus.submissions.admission import check_attempt, check_open, check_place
from gradus.submissions.fields import ShownField, ShownQuestion, shown_questions
from gradus.submissions.judged import Judged, Shown, shown_submission
from gradus.submissions.models import Attempt, Submission
from gradus.submissions.reading import Readings
from gradus.submissions.refusals import AlreadyRight, Refusal, StillGrading, TooManyWaiting
from gradus.submissions.revealed import Answer, Sent, answers_of, sent_fields
from gradus.submissions.standing import Outcome, Standing, outcomes_of, standings
from gradus.submissions.tries import tries_used
from gradus.submissions.typed import Typed


@dataclass(frozen=True, slots=True)
class Step:
    """One dot: an item of the set and where the student stands with it."""

    item: ProblemSetItem
    standing: Standing
    current: bool


@dataclass(frozen=True, slots=True)
class Try:
    """One line of what was sent: when, with which outcome, and the fields."""

    submission: Submission
    state: str
    fields: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that was asked for; `strength` is its code, if its problem's hints have strengths."""

    text: str
    strength: str


@dataclass(slots=True)
class ProblemPage:
    """The page of one attempt."""

    attempt: Attempt
    course: Course
    problem_set: ProblemSet | None
    steps: list[Step]
    dates: Dates
    questions: list[ShownQuestion]
    shown: Shown | None
    tries: list[Try]
    hints: list[Hint]
    hints_left: int
    refusal: Refusal | None
    shows_verdicts: bool
    own: bool
    tries_left: int | None
    key: UUID = field(default_factory=uuid4)

    @property
    def presentation(self) -> Presentation:
        """What may be shown of the variant."""
        shown: Presentation = self.attempt.variant.presentation
        return shown

    @property
    def step(self) -> Step | None:
        """The dot one stands on."""
        return next((step for step in self.steps if step.current), None)

    @property
    def next_step(self) -> Step | None:
        """The next dot that is not right yet, after this one; else None."""
        at = next((index for index, step in enumerate(self.steps) if step.current), -1)
        later = self.steps[at + 1 :] + self.steps[: max(at, 0)]
        return next((step for step in later if step.standing.state != "correct"), None)

    @property
    def graphs(self) -> list[ShownQuestion]:
        """The parts that have a drawing."""
        return [each for each in self.questions if each.kind == "graph" and each.part["graph"].get("layout")]

    @property
    def weighted(self) -> bool:
        """Whether some parts count more than others."""
        return len({each.part["points"] for each in self.questions}) > 1

    @property
    def done(self) -> bool:
        """Whether the attempt is right, as far as the student may know."""
        return isinstance(self.refusal, AlreadyRight)

    @property
    def reveal(self) -> Mapping[str, Any] | None:
        """The answers, once right or given up."""
        allowed = self.shows_verdicts and (self.done or self.attempt.gave_up_at is not None)
        return self.attempt.variant.reveal if allowed else None

    @property
    def answers(self) -> list[Answer]:
        """The answer to each part, once right or given up."""
        return answers_of(self.attempt.variant) if self.reveal else []

    @property
    def next_strength(self) -> str:
        """How strong the next hint is, as a code; empty where the hints have no strengths or none is left."""
        strengths = self.presentation.get("strengths", [])
        return strengths[len(self.hints)] if self.hints_left > 0 and strengths else ""

    @property
    def newer(self) -> Attempt | None:
        """The newest attempt at this problem, where this is not it."""
        newest = self.step.standing.attempt if self.step else None
        return newest if newest is not None and newest.pk != self.attempt.pk else None

    @property
    def can_submit(self) -> bool:
        """Whether the Check button is there."""
        return self.own and (self.refusal is None or isinstance(self.refusal, StillGrading | TooManyWaiting))


def problem_page(
    *,
    attempt: Attempt,
    viewer: User,
    now: datetime,
    typed: Typed | None = None,
    readings: Readings | None = None,
    submission: Submission | None = None,
) -> ProblemPage:
    """Gathers the page. `typed` and `readings` fill the fields; else the submission shown does.

    `submission` is the one to show; by default the attempt's last.
    """
    item = attempt.item
    problem_set = item.problem_set if item else None
    shows = problem_set is None or problem_set.shows_verdicts(now) or viewer.pk != attempt.user_id
    outcomes = outcomes_of(attempt.submissions.all())
    last = submission or (outcomes[-1].submission if outcomes else None)
    wanted = last if submission or typed is None else None
    shown = shown_submission(wanted, attempt.variant, shows, now) if wanted else None
    typed = typed if typed is not None else last.typed["responses"] if last else {}
    used = attempt.hint_uses.count()
    hints = _hints(attempt.variant.presentation)
    questions = shown_questions(attempt.variant.presentation, typed, readings or {}, _results(shown))
    return ProblemPage(
        attempt=attempt,
        course=attempt.course,
        problem_set=problem_set,
        steps=_steps(attempt, problem_set, now),
        dates=dates_for(problem_set, attempt.user) if problem_set else Dates(),
        questions=questions,
        shown=shown,
        tries=[_try(each, attempt.variant.presentation) for each in outcomes],
        hints=hints[:used],
        hints_left=len(hints) - used if shows else 0,
        refusal=refusal_for(attempt, now),
        shows_verdicts=shows,
        own=viewer.pk == attempt.user_id,
        tries_left=_tries_left(attempt, problem_set),
    )


def refusal_for(attempt: Attempt, now: datetime) -> Refusal | None:
    """Why the attempt's student could not submit now, if they could not."""
    try:
        role = check_place(attempt.user, attempt.course)
        if attempt.item is not None:
            check_open(attempt.user, attempt.item, role, now)
        check_attempt(attempt, now)
    except Refusal as refusal:
        return refusal
    return None


def _hints(presentation: Presentation) -> list[Hint]:
    hints, strengths = presentation.get("hints", []), presentation.get("strengths", [])
    return [
        Hint(text, strength) for text, strength in zip_longest(hints, strengths[: len(hints)], fillvalue="")
    ]


def _steps(attempt: Attempt, problem_set: ProblemSet | None, now: datetime) -> list[Step]:
    if problem_set is None:
        return []
    items = list(problem_set.items.filter(removed_at__isnull=True).order_by("position"))
    stand = standings(user=attempt.user, problem_set=problem_set, items=items, now=now)
    return [Step(item, stand[item.pk], item.pk == attempt.item_id) for item in items]


def _try(outcome: Outcome, presentation: Presentation) -> Try:
    sent = sent_fields(presentation, outcome.submission.typed.get("responses", {}))
    return Try(outcome.submission, outcome.state, tuple(sent))


def _tries_left(attempt: Attempt, problem_set: ProblemSet | None) -> int | None:
    if attempt.item is None or problem_set is None or problem_set.tries_allowed is None:
        return None
    return max(0, problem_set.tries_allowed - tries_used(attempt.user, attempt.item))


def _results(shown: Shown | None) -> dict[str, Mapping[str, Any]]:
    return {each.question.name: each.result for each in shown.judged} if shown else {}


__all__ = ["Judged", "ProblemPage", "Shown", "ShownField", "Step", "problem_page", "refusal_for"]
