"""How a student goes about a problem: hints, tries until it is right, giving up, another variant."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from grader.question import Part, Question
from grader.results import Result, Verdict
from gradus.demo.classroom import slips, wording, worksheets
from gradus.demo.classroom.people import Classmate
from gradus.library.models import Variant
from gradus.submissions.reading import faulty, read_as, read_typed
from gradus.submissions.typed import Typed, part_of

Judge = Callable[[Variant, Typed], Result]

ASKS_FOR_HINT = 0.4
GIVES_UP = 0.5
"""How often somebody who has had enough asks for the answer; the others leave the problem open."""
AGAIN_AFTER_GIVING_UP = 0.6
AGAIN_FOR_PRACTICE = 0.12
MOST_TRIES = 5
TRIED_OUT = " + 1/e^(e^(e^(e^(x^2+1))))"
"""What the curious add to a right answer: a term that no number shows and no rule removes. It is left to a person."""


@dataclass(slots=True)
class Try:
    """One submission: what was typed, how it was read, and what the grader said."""

    at: datetime
    typed: Typed
    read_as: dict[str, str]
    hints: int
    result: Result


@dataclass(slots=True)
class Work:
    """One attempt."""

    variant: Variant
    started_at: datetime
    tries: list[Try] = field(default_factory=list)
    hints: list[datetime] = field(default_factory=list)
    closed_at: datetime | None = None
    gave_up: bool = False

    @property
    def right(self) -> bool:
        """Whether the last try was."""
        return bool(self.tries) and self.tries[-1].result.verdict is Verdict.CORRECT


@dataclass(slots=True)
class Desk:
    """One student in front of one problem of a set. `clock` is where their time stands; it ends at `until`."""

    mate: Classmate
    rng: random.Random
    judge: Judge
    clock: datetime
    until: datetime
    difficulty: int
    test: bool = False
    tries_allowed: int | None = None
    tries_it_out: bool = False

    def work(self, variants: Sequence[Variant]) -> Iterator[Work]:
        """The attempts of this student, one after the other, on variants they have not had."""
        for number, variant in enumerate(variants, 1):
            done = Work(variant, self._after(20, 90))
            self._try_until_enough(done)
            if done.started_at <= self.until:
                yield done
            if number == len(variants) or not self._wants_another(done):
                return
            done.closed_at = done.closed_at or self._after(20, 60)
            if done.closed_at > self.until:
                done.closed_at = None
                done.gave_up = False
                return

    def _try_until_enough(self, done: Work) -> None:
        most = self.tries_allowed or MOST_TRIES
        for number in range(1, most + 1):
            self._maybe_hint(done, number)
            at = self._after(50, 300)
            if at > self.until:
                return
            done.tries.append(self._try(done, number, at))
            if self._has_enough(done):
                break
        if not self.test and not done.right and self.rng.random() < GIVES_UP:
            at = self._after(15, 60)
            if at <= self.until:
                done.closed_at, done.gave_up = at, True

    def _has_enough(self, done: Work) -> bool:
        """In a test nobody knows how it went; some look over their answer and send it again."""
        if done.tries[-1].result.verdict is Verdict.UNDECIDED:
            return True
        if self.test:
            return self.rng.random() > (1 - self.mate.ability) / 2
        return done.right or self.rng.random() > self.mate.patience * self.mate.ability**0.5

    def _wants_another(self, done: Work) -> bool:
        if self.test or not done.tries or done.tries[-1].result.verdict is Verdict.UNDECIDED:
            return False
        if done.gave_up:
            return self.rng.random() < AGAIN_AFTER_GIVING_UP
        return done.right and self.rng.random() < AGAIN_FOR_PRACTICE

    def _maybe_hint(self, done: Work, number: int) -> None:
        left = len(done.variant.presentation.get("hints", [])) - len(done.hints)
        if (
            self.test
            or not left
            or self.rng.random() > ASKS_FOR_HINT * (number > 1 or self.mate.ability < 0.6)
        ):
            return
        at = self._after(20, 120)
        if at <= self.until:
            done.hints.append(at)

    def _try(self, done: Work, number: int, at: datetime) -> Try:
        question = Question.from_json(done.variant.question)
        right = self.tries_it_out or self.rng.random() < self._chance(number, len(done.hints))
        typed = self._typed(question, right=right)
        readings = read_typed(done.variant, typed)
        if faulty(readings):  # refused at once, nothing kept: this is what was typed instead
            typed = {name: question.part(part_of(name)).answer or text for name, text in typed.items()}
            readings = read_typed(done.variant, typed)
        return Try(at, typed, read_as(readings), len(done.hints), self.judge(done.variant, typed))

    def _chance(self, number: int, hints: int) -> float:
        chance = self.mate.ability - 0.1 * (self.difficulty - 1) + 0.06 * (number - 1) + 0.08 * hints
        return min(max(chance, 0.05), 0.97)

    def _typed(self, question: Question, *, right: bool) -> Typed:
        """Every part answered; where it goes wrong, one of them is."""
        bad = None if right else self.rng.choice(question.parts).name
        found: Typed = {}
        for part in question.parts:
            found |= self._answer(part, right=part.name != bad)
        return found

    def _answer(self, part: Part, *, right: bool) -> Typed:
        if part.kind == "graph" and part.graph is not None:
            cells = worksheets.filled(part.graph, self.rng, faulty=not right)
            return {f"{part.name}.{cell}": text for cell, text in cells.items()}
        if part.kind == "choice":
            keys = [option.key for option in part.options if option.right]
            return {part.name: ",".join(keys) if right else slips.wrong_option(part, self.rng)}
        text = (part.answer or "") if right else slips.wrong(part, self.rng)
        text = wording.typed(part, text, self.mate.style, self.rng)
        return {part.name: text + TRIED_OUT if self.tries_it_out else text}

    def _after(self, least: int, most: int) -> datetime:
        """Some seconds later."""
        self.clock += timedelta(seconds=self.rng.randint(least, most))
        return self.clock
