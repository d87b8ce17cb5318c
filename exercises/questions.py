"""From drawn numbers to a Question: the reference answers, options, graph and catalogue of one variant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from exercises.conditions import holds
from exercises.derive import derive
from exercises.dice import Dice
from exercises.faults import ExerciseError, at_place
from exercises.format import Answer, OptionTable
from exercises.graph_cells import asked_cells
from exercises.graph_drawing import bare_spec
from exercises.program import Program
from exercises.tasks import task_of
from grader.graphs import GraphFault, build
from grader.language import to_text
from grader.language.tree import Call, Matrix, Name, Node, Number, Vector, names_in, walk
from grader.question import GraphSpec, Interval, Mistake, Option, Part, Question, Tolerance

MAX_TEXT = 240
"""Characters of a reference answer: longer ones are no answer that one would type."""
MAX_DIGITS = 7
"""Digits of a whole number in an exact answer."""
_LETTERS = "abcdefghijkl"

Environment = dict[str, Node]


class RejectedError(ExerciseError):
    """These numbers make no good variant; the reason is one that repeats from draw to draw."""


@dataclass(frozen=True)
class Builder:
    """Makes the parts of one variant. `fill` puts the drawn values into a text; `dice` shuffles options.

    `order` notes, for each choice, which letter each option of the file has got.
    """

    program: Program
    environment: Environment
    fill: Callable[[str], str]
    dice: Dice
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def question(self, seed: int) -> Question:
        """The whole Question. Raises RejectedError and DeriveError."""
        return Question(parts=tuple(self._parts()), seed=seed)

    def _parts(self) -> Iterator[Part]:
        for index, answer in enumerate(self.program.problem.answers):
            with at_place("answer", index, "is" if answer.reference is not None else "name"):
                yield self._part(answer)

    def reference(self, name: str) -> Node:
        """The right answer to the part `name`, with every number in it worked out."""
        return derive(self.program.references[name], self.environment)

    def _part(self, answer: Answer) -> Part:
        if answer.type == "choice":
            options = tuple(self._options(answer))
            return Part(answer.name, "choice", options=options, several=answer.several, points=answer.points)
        if answer.type == "graph":
            return Part(answer.name, "graph", graph=self._graph(answer), points=answer.points)
        return self._typed(answer)

    def _typed(self, answer: Answer) -> Part:
        tree = self.reference(answer.name)
        _check_size(answer, tree)
        letters = self.program.variables if answer.type == "expression" or names_in(tree) else ()
        integers = tuple(name for name in letters if name in self.program.problem.integers)
        return Part(
            name=answer.name,
            kind=answer.type,
            answer=to_text(tree),
            variables=tuple(name for name in letters if name not in integers),
            integers=integers,
            domain={name: Interval(*ends) for name, ends in answer.domain.items()},
            tolerance=_tolerance(answer),
            form=answer.form,
            shape=answer.shape or _shape(tree),
            layout=answer.layout,
            accept=tuple(self._text(tree) for tree in self.program.accepts.get(answer.name, ())),
            points=answer.points,
            follows=answer.follows,
            follow=self._follow(answer),
            asked=self._asked(answer.name),
            task=self._task(answer.name),
            without=self.program.problem.without,
            catalogue=tuple(self._catalogue(answer)),
        )

    def _text(self, tree: Node) -> str:
        return to_text(derive(tree, self.environment))

    def _follow(self, answer: Answer) -> str | None:
        """The formula of a follow-through, in which the names of earlier answers stay open."""
        tree = self.program.follows.get(answer.name)
        if tree is None:
            return None
        known = {name: value for name, value in self.environment.items() if name not in answer.follows}
        return to_text(derive(tree, known, frozenset(answer.follows)))

    def _asked(self, name: str) -> str | None:
        """The function under a derivative: where it is defined decides where the answer must be."""
        tree = self.program.references[name]
        if isinstance(tree, Name):
            tree = self.program.let.get(tree.name, tree)
        if not (isinstance(tree, Call) and tree.function == "diff"):
            return None
        return self._text(tree.arguments[0])

    def _task(self, name: str) -> str | None:
        task = task_of(self.program, name, self.environment)
        return None if task is None else to_text(task)

    def _catalogue(self, answer: Answer) -> Iterator[Mistake]:
        for index, mistake in enumerate(self.program.problem.mistakes):
            if mistake.answer in (answer.name, None):
                with at_place("mistake", index, "is"):
                    text = self._text(self.program.mistakes[index])
                yield Mistake(mistake.code or f"own_{index + 1}", text, say=self.fill(mistake.say))

    def _options(self, answer: Answer) -> Iterator[Option]:
        truths = self.program.options[answer.name]
        shown = [
            (
                self.fill(option.text),
                truth if isinstance(truth, bool) else holds(truth, self.environment),
                option,
            )
            for option, truth in zip(answer.options, truths, strict=True)
        ]
        right = sum(truth for _, truth, _ in shown)
        if right == 0 or (right > 1 and not answer.several):
            raise RejectedError(f"{right} options of `{answer.name}` are right")
        if len({text for text, _, _ in shown}) < len(shown):
            raise RejectedError(f"two options of `{answer.name}` read alike")
        places = self.dice.shuffled(range(len(shown)))
        self.order[answer.name] = tuple(_LETTERS[places.index(number)] for number in range(len(shown)))
        for letter, place in zip(_LETTERS, places, strict=False):
            text, truth, option = shown[place]
            yield Option(letter, text, truth, self._say(option), option.malrule)

    def _say(self, option: OptionTable) -> str | None:
        return self.fill(option.say) if option.say else None

    def _graph(self, answer: Answer) -> GraphSpec:
        table = self.program.problem.graph
        if table is None:
            raise RejectedError("there is no [graph]")
        bare = bare_spec(self.program, table, self.environment)
        try:
            asked = asked_cells(answer.ask, build(bare))
        except GraphFault as fault:
            raise RejectedError(f"the graph cannot be worked out: {fault}") from fault
        idle = None if answer.ask and answer.ask.shape else {"shape"}
        marks = answer.marks.model_dump(exclude=idle)
        return replace(bare, ask=asked, marks=marks, decimals=answer.decimals)


def _tolerance(answer: Answer) -> Tolerance:
    table = answer.tolerance
    return Tolerance(table.absolute, table.relative, table.decimals, table.figures) if table else Tolerance()


def _shape(tree: Node) -> tuple[int, ...] | None:
    if isinstance(tree, Matrix):
        return tree.shape
    return (len(tree.entries),) if isinstance(tree, Vector) else None


def _check_size(answer: Answer, tree: Node) -> None:
    """Refuses what no student would type, and an author's function that has been left over."""
    if len(to_text(tree)) > MAX_TEXT:
        raise RejectedError(f"the answer to `{answer.name}` is longer than {MAX_TEXT} characters")
    wanted = {"vector": Vector, "matrix": Matrix}.get(answer.type)
    if (wanted and not isinstance(tree, wanted)) or (not wanted and isinstance(tree, Vector | Matrix)):
        raise RejectedError(f"the answer to `{answer.name}` is no {answer.type}")
    if answer.type == "number" and names_in(tree):
        left = ", ".join(sorted(names_in(tree)))
        raise RejectedError(f"the answer to `{answer.name}` still holds {left}")
    numbers = [node.value for _, node in walk(tree) if isinstance(node, Number)]
    if not answer.tolerance and any(len(str(value.numerator)) > MAX_DIGITS for value in numbers):
        raise RejectedError(f"the answer to `{answer.name}` has a number of more than {MAX_DIGITS} digits")
    if any(isinstance(node, Call) and node.function in ("diff", "at") for _, node in walk(tree)):
        raise RejectedError(f"the answer to `{answer.name}` is not worked out")
