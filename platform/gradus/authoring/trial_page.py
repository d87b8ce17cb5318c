"""What came of a trial, as its author sees it: tests side by side with what was expected, variants as students see them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exercises.malrules import recognised_as
from grader.question import Question
from gradus.authoring.known_mistakes import KnownMistakes, known_mistakes
from gradus.library.models import Variant
from gradus.library.presentation import Presentation
from gradus.library.trial_report import TrialReport, TriedTest
from gradus.submissions.fields import ShownQuestion, shown_questions
from gradus.submissions.revealed import Answer, answers_of


def pieces(message: str) -> list[tuple[str, bool]]:
    """A message cut at its backquotes: texts, and whether each is code."""
    cut = message.split("`")
    return (
        [(text, number % 2 == 1) for number, text in enumerate(cut)] if len(cut) % 2 else [(message, False)]
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """What a test expected of one part (no name: the diagnosis), and what came."""

    name: str
    expected: str
    got: str

    @property
    def agrees(self) -> bool:
        """Whether this is as expected; a diagnosis may be one of several."""
        return not self.expected or recognised_as(self.expected, self.got.split(", "))


@dataclass(frozen=True, slots=True)
class ShownTest:
    """One test as a row of the table."""

    number: int
    line: int | None
    compared: tuple[Compared, ...]
    messages: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.messages

    @property
    def unsaid(self) -> list[list[tuple[str, bool]]]:
        """What is not as expected, in words, where the verdicts side by side do not say it."""
        return (
            []
            if any(not each.agrees for each in self.compared if each.got)
            else list(map(pieces, self.messages))
        )


@dataclass(frozen=True, slots=True)
class TriedShown:
    """One variant as a student sees it, with what only its author may see."""

    number: int
    presentation: Presentation
    questions: list[ShownQuestion]
    answers: list[Answer]
    params: dict[str, str]
    solution: str
    steps: list[str]
    known: list[KnownMistakes]

    @property
    def graphs(self) -> list[ShownQuestion]:
        """The parts that have a drawing."""
        return [each for each in self.questions if each.kind == "graph" and each.part["graph"].get("layout")]


def shown_test(test: TriedTest) -> ShownTest:
    """A test as a row."""
    names = dict.fromkeys((*test["expected"], *test["got"]))
    compared = (Compared(name, test["expected"].get(name, ""), test["got"].get(name, "")) for name in names)
    return ShownTest(test["number"], test["line"], tuple(compared), tuple(test["messages"]))


def shown_variants(report: TrialReport) -> tuple[TriedShown, ...]:
    """The variants, in the order of drawing."""
    shown = []
    for number, each in enumerate(report["variants"], 1):
        row = Variant(question=each["question"], presentation=each["presentation"], reveal=each["reveal"])
        shown.append(
            TriedShown(
                number=number,
                presentation=each["presentation"],
                questions=_questions(each["presentation"], number),
                answers=answers_of(row),
                params=each["reveal"]["params"],
                solution=each["reveal"]["solution"],
                steps=each["reveal"].get("steps", []),
                known=known_mistakes(Question.from_json(each["question"]), each["presentation"]),
            )
        )
    return tuple(shown)


def _questions(presentation: Presentation, number: int) -> list[ShownQuestion]:
    """The parts with identifiers of their own: five variants stand on one page."""
    found = shown_questions(presentation, {}, {}, {})
    return [
        replace(each, fields=tuple(replace(f, identifier=f"v{number}-{f.identifier}") for f in each.fields))
        for each in found
    ]
