"""What an author should know about the wrong answers that the grader works out: no fault, nothing need be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from exercises.cataloguing import Coincidence
from exercises.format import Problem
from exercises.picking import shape_of
from exercises.reading import program_of
from exercises.toml_source import Place
from exercises.variants import Drawn

Code = Literal["rule_left_out", "rules_joined", "rules_meet", "catalogue_cut"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know: `place` is the answer that it is about."""

    code: Code
    message: str
    place: Place


def notes_of(problem: Problem, drawn: Sequence[Drawn]) -> list[Note]:
    """Which wrong rules cannot be told apart whatever is drawn, and what else the draws have shown."""
    names = [answer.name for answer in problem.answers]
    found = [*_coincidences(problem, drawn), *_cut(drawn), *_hard(drawn)]
    return [Note(code, message, ("answer", names.index(part))) for code, message, part in found]


Found = tuple[Code, str, str]


def _coincidences(problem: Problem, drawn: Sequence[Drawn]) -> Iterator[Found]:
    sure = [each for each in drawn if not each.hard]
    for coincidence in sorted({one for each in sure for one in each.coincidences}):
        where = _where(problem, sure, coincidence)
        if len(coincidence.codes) == 1:
            message = f"`{coincidence.codes[0]}` is no wrong rule here: it leads to the right answer {where}. It is left out."
            yield "rule_left_out", message, coincidence.part
        else:
            first, second = coincidence.codes
            message = f"`{first}` and `{second}` lead to the same wrong answer {where}. Students are asked about `{first}`."
            yield "rules_joined", message, coincidence.part


def _where(problem: Problem, drawn: Sequence[Drawn], coincidence: Coincidence) -> str:
    """For which formulas it holds, where a parameter stands for one of several."""
    if all(coincidence in each.coincidences for each in drawn):
        return "whatever is drawn"
    program = program_of(problem)
    held = {shape_of(program, each.variant.params) for each in drawn if coincidence in each.coincidences}
    listed = sorted(" and ".join(f"{name} = {text}" for name, text in shape) for shape in held)
    return f"with {', or '.join(listed)}"


def _cut(drawn: Sequence[Drawn]) -> Iterator[Found]:
    for part in dict.fromkeys(name for each in drawn for name in each.cut):
        yield "catalogue_cut", "there are more wrong answers than can be kept: the commonest are known.", part


def _hard(drawn: Sequence[Drawn]) -> Iterator[Found]:
    """What stands against draws that had to be taken as they are."""
    met = {one for each in drawn if each.hard for one in each.coincidences}
    for part in sorted({one.part for one in met}):
        listed = "; ".join(str(one) for one in sorted(met) if one.part == part)
        message = f"with nearly all numbers some wrong rules cannot be told apart ({listed}). Wider ranges in [params] would help."
        yield "rules_meet", message, part
