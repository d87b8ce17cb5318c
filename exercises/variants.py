"""A problem and a seed make a Variant: what is shown, what is asked, and what grading needs.

The same problem and seed give the same variant on every machine. Numbers that make a poor variant (a condition
of `where` broken, an answer undefined, a known mistake that happens to be right) are rejected and others drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from exercises.cataloguing import Coincidence, catalogued
from exercises.coincidences import SAMPLE, Sample
from exercises.dice import Dice
from exercises.faults import DrawError, ExerciseError
from exercises.figures.cells import cells_latex, right_cells
from exercises.figures.layered import draw_graph
from exercises.format import Problem
from exercises.graph_cells import used_by
from exercises.picking import BrokenConditionError, Shape, environment_of, pick, shape_of
from exercises.placeholders import fill
from exercises.program import Program
from exercises.questions import Builder
from exercises.reading import Keyed, program_of
from exercises.rules import shown_names
from exercises.solution import Solution, solution_of
from exercises.toml_source import Place
from exercises.vetting import vet
from grader.language import to_latex
from grader.question import Part, Question

SCHEMA = 1
"""The number of this JSON form."""
ENGINE = "3"
"""Raised when the same problem and seed would give another variant, or one that knows more."""
MAX_TRIES = 400
"""Draws before a problem is said to have no variant for a seed."""
PATIENCE = MAX_TRIES
"""How many of them may fail after `where` has let them pass: those take a hundred times as long."""
MOST_COINCIDENCES = 12
"""Draws in which wrong rules coincide before the first of them is taken as it is."""
SAMPLE_SEED = -2
"""No variant has it."""


@dataclass(frozen=True)
class Variant:
    """A problem made concrete by a seed.

    `prompt`, `labels` (part -> text before its field), `hints` and `solution` are Markdown with `$maths$`, as are
    `steps`, the lines of a worked solution, derived where the author wrote none. Where the hints are derived,
    `strengths` says what each of them gives (exercises.solution.hints).
    `answers` holds each part's right answer for when it is revealed: LaTeX, or the texts of right options.
    `cells` are the right values of a graph's cells. `layout` is the drawing of a graph in plain numbers
    (figures.layered), or None. `params` are texts. `order` says for each choice which letter each option of the
    file has got, so that answers can be counted across variants.
    """

    problem_id: str
    content_hash: str
    seed: int
    params: dict[str, str]
    prompt: str
    question: Question
    labels: dict[str, str]
    answers: dict[str, str]
    hints: tuple[str, ...] = ()
    solution: str | None = None
    steps: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
    layout: dict[str, Any] | None = None
    order: dict[str, list[str]] = field(default_factory=dict)
    engine: str = ENGINE
    schema: int = field(default=SCHEMA)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types; `from_json` reads it back."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {
            **plain,
            **{name: list(getattr(self, name)) for name in ("hints", *_LATER)},
            "question": self.question.to_json(),
            "schema": self.schema,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Variant:
        """The variant in `data`. Raises ValueError for a schema number that is not known."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"a variant of schema {data.get('schema')!r} cannot be read; {SCHEMA} is known")
        plain = {name: data[name] for name in _PLAIN}
        later: dict[str, Any] = {name: tuple(data.get(name, ())) for name in _LATER}
        question = Question.from_json(data["question"])
        return cls(**plain, **later, hints=tuple(data["hints"]), question=question)


_PLAIN = (
    "problem_id", "content_hash", "seed", "params", "prompt", "labels", "answers", "solution", "cells", "layout",
    "order", "engine",
)  # fmt: skip
_LATER = ("steps", "strengths")
"""Lists that variants stored earlier do not have."""


@dataclass(frozen=True)
class Drawn:
    """A variant, with what its author should know: the coincidences that hold whatever is drawn, and the parts whose
    catalogue was cut. `hard` says that each of many draws had some coincidence, and this one was taken as it is."""

    variant: Variant
    coincidences: frozenset[Coincidence] = frozenset()
    cut: tuple[str, ...] = ()
    hard: bool = False


def draw(problem: Problem, seed: int, patience: int = PATIENCE) -> Variant:
    """The variant of `problem` that belongs to `seed`; raises like `draw_noted`."""
    return draw_noted(problem, seed, patience).variant


def draw_noted(problem: Problem, seed: int, patience: int = PATIENCE) -> Drawn:
    """The variant that belongs to `seed`, with notes for the author.

    Raises DrawError (with the reasons, and the place of the most frequent one) when MAX_TRIES draws in a row had
    to be rejected, or `patience` of them for something else than `where` and coincidences.
    """
    program = program_of(problem)
    refusals = _Refusals()
    spare: list[_Attempt] = []
    for attempt in range(MAX_TRIES):
        params = pick(program, seed, attempt)
        try:
            made = _Attempt(problem, params, seed)
        except ExerciseError as error:
            refusals.note(error)
            patience -= not isinstance(error, BrokenConditionError)
        else:
            always = _sample(Keyed(problem), shape_of(program, params)).always(made.found.coincidences)
            if always == made.found.coincidences:
                return Drawn(made.variant(), always, made.found.cut)
            spare.append(made)
        if patience <= 0 or not params or len(spare) >= MOST_COINCIDENCES:
            break
    if spare and patience > 0:
        return Drawn(spare[0].variant(), spare[0].found.coincidences, spare[0].found.cut, hard=True)
    raise refusals.failure(problem, seed)


class _Refusals:
    """Why draws were given up, and where."""

    def __init__(self) -> None:
        self._reasons: Counter[str] = Counter()
        self._places: dict[str, Place] = {}

    def note(self, error: ExerciseError) -> None:
        self._reasons[str(error)] += 1
        self._places[str(error)] = error.place

    def failure(self, problem: Problem, seed: int) -> DrawError:
        failure = DrawError(problem.id, seed, dict(self._reasons.most_common(4)))
        failure.place = self._places[self._reasons.most_common(1)[0][0]]
        return failure


@lru_cache(maxsize=512)
def _sample(keyed: Keyed, shape: Shape) -> Sample:
    """Draws of one shape, the same for every seed."""
    problem = keyed.problem
    program = program_of(problem)

    def draws() -> Iterator[frozenset[Coincidence]]:
        left = SAMPLE
        for attempt in range(MAX_TRIES):
            params = pick(program, SAMPLE_SEED, attempt) | dict(shape)
            with suppress(ExerciseError):
                yield _Attempt(problem, params, SAMPLE_SEED).found.coincidences
                left -= 1
            if left == 0 or not params:
                return

    return Sample(draws())


def make(problem: Problem, params: dict[str, str], seed: int = 0) -> Variant:
    """The variant with exactly these parameters (texts in the expression language).

    Raises RejectedError or DeriveError where they make no good variant, and KeyError for a missing one.
    """
    return _Attempt(problem, params, seed).variant()


class _Attempt:
    """One set of numbers tried: what is asked and what is known of it. Words are put together for what is kept."""

    def __init__(self, problem: Problem, params: dict[str, str], seed: int) -> None:
        program = program_of(problem)
        environment = environment_of(program, params)
        known = shown_names(problem)

        def filled(text: str) -> str:
            return fill(text, lambda name: to_latex(environment[name]), known)

        self._params = params
        self._builder = Builder(program, environment, filled, Dice(problem.id, seed, "options"))
        question = self._builder.question(seed)
        vet(question, problem)
        self.found = catalogued(question)

    def variant(self) -> Variant:
        """The variant with these numbers."""
        return _variant(self._builder, self.found.question, self._params)


def _variant(builder: Builder, question: Question, params: dict[str, str]) -> Variant:
    problem, filled = builder.program.problem, builder.fill
    cells = {part.name: right_cells(part.graph) for part in question.parts if part.graph is not None}
    derived = _derived(builder)
    return Variant(
        problem_id=problem.id,
        content_hash=problem.content_hash,
        seed=question.seed,
        params=dict(params),
        prompt=filled(problem.prompt),
        question=question,
        labels={
            answer.name: filled(answer.label or _label(answer.name, answer.type))
            for answer in problem.answers
        },
        answers={part.name: _reveal(part, builder, cells.get(part.name, {})) for part in question.parts},
        hints=tuple(map(filled, problem.hints)) or tuple(hint.text for hint in derived.hints),
        solution=filled(problem.solution) if problem.solution else None,
        steps=() if problem.solution else derived.steps,
        strengths=() if problem.hints else tuple(hint.strength for hint in derived.hints),
        cells={name: text for own in cells.values() for name, text in own.items()},
        layout=_layout(builder.program),
        order={name: list(letters) for name, letters in builder.order.items()},
    )


def _derived(builder: Builder) -> Solution:
    """Worked steps and hints, unless the author wrote both."""
    problem = builder.program.problem
    if problem.hints and problem.solution:
        return Solution()
    answers = {name: builder.reference(name) for name in builder.program.references}
    return solution_of(builder.program, builder.environment, answers)


def _label(name: str, kind: str) -> str:
    return "" if kind in ("choice", "graph") else f"${name}=$"


def _reveal(part: Part, builder: Builder, cells: dict[str, str]) -> str:
    if part.graph is not None:
        return cells_latex(cells, part.graph.loss)
    if part.kind == "choice":
        return "; ".join(option.text for option in part.options if option.right)
    return to_latex(builder.reference(part.name))


def _layout(program: Program) -> dict[str, Any] | None:
    graph = program.problem.graph
    if graph is None:
        return None
    names = {*graph.inputs, *(name for name, _ in graph.nodes)}
    parents = {name: [start for start in used_by(tree) if start in names] for name, tree in program.nodes}
    return draw_graph(graph.inputs, parents).to_json()
