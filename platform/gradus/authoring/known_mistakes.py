"""The wrong answers that a variant's grader knows, with what is asked after each: the author's own, then the derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from grader.calculus import tidy
from grader.checkers.shape import names_of, reference_tree
from grader.errors import ReferenceFault
from grader.language import to_mathml
from grader.question import Mistake, Part, Question
from gradus.library.diagnosis_words import diagnosis_sentence
from gradus.library.presentation import Presentation, ShownPart

SHOWN = 4
"""Wrong answers that are shown of those after which the same is asked."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer as MathML, or as Markdown where it is an option of a choice."""

    mathml: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Wrong answers after which the same is asked: `sentence`, and the codes of the wrong rules."""

    sentence: str
    codes: tuple[str, ...]
    answers: tuple[WrongAnswer, ...]
    own: bool

    @property
    def shown(self) -> tuple[WrongAnswer, ...]:
        """The first ones."""
        return self.answers[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.answers[SHOWN:])


@dataclass(frozen=True, slots=True)
class KnownMistakes:
    """What is recognised in one part."""

    part: ShownPart
    recognised: tuple[Recognised, ...]

    @property
    def count(self) -> int:
        """How many wrong answers."""
        return sum(len(each.answers) for each in self.recognised)

    @property
    def own(self) -> int:
        """How many of them the author wrote down."""
        return sum(len(each.answers) for each in self.recognised if each.own)


def known_mistakes(question: Question, presentation: Presentation) -> list[KnownMistakes]:
    """For each part of which some wrong answer is known, in the order of the problem."""
    found = [
        KnownMistakes(part, tuple(_recognised(question.part(part["name"])))) for part in presentation["parts"]
    ]
    return [each for each in found if each.recognised]


def _recognised(part: Part) -> Iterator[Recognised]:
    """One for each question, in the order of the catalogue."""
    found: dict[tuple[str, bool], list[tuple[str, WrongAnswer]]] = {}
    for sentence, code, answer, own in chain(_of_catalogue(part), _of_options(part)):
        found.setdefault((sentence, own), []).append((code, answer))
    for (sentence, own), pairs in found.items():
        codes = tuple(dict.fromkeys(code for code, _ in pairs if code))
        yield Recognised(sentence, codes, tuple(answer for _, answer in pairs), own)


_Row = tuple[str, str, WrongAnswer, bool]


def _of_catalogue(part: Part) -> Iterator[_Row]:
    for mistake in part.catalogue:
        values = {"say": mistake.say} if mistake.say else {}
        yield diagnosis_sentence(mistake.code, values), mistake.code, _wrong(part, mistake), bool(mistake.say)


def _of_options(part: Part) -> Iterator[_Row]:
    for option in part.options:
        if option.say and not option.right:
            yield option.say, option.malrule or "", WrongAnswer("", option.text), True


def _wrong(part: Part, mistake: Mistake) -> WrongAnswer:
    names = names_of(part.variables, part.integers, part.functions)
    try:
        return WrongAnswer(to_mathml(tidy(reference_tree(part.name, mistake.answer, names))))
    except ReferenceFault:  # written by an older engine
        return WrongAnswer("", mistake.answer)
