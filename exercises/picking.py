"""Picking numbers for a problem: what a seed draws, what `where` allows, and how many variants that leaves."""

from __future__ import annotations

from exercises.conditions import Condition, holds
from exercises.derive import derive
from exercises.dice import Dice
from exercises.faults import DeriveError, at_place
from exercises.format import Problem
from exercises.program import Program
from exercises.questions import Environment, RejectedError
from exercises.reading import program_of
from grader.language.tree import names_in

SPACE_EXACT = 3000
"""Up to so many combinations are counted one by one; beyond, the share that `where` allows is estimated."""

Shape = tuple[tuple[str, str], ...]
"""Parameters that stand for formulas, with their values: they decide how a problem looks, not only its numbers."""


class BrokenConditionError(RejectedError):
    """A condition of `where` does not hold for these numbers."""


def environment_of(program: Program, params: dict[str, str]) -> Environment:
    """What every parameter and [let] name stands for. Raises RejectedError where `where` does not hold."""
    environment = {name: program.value(name, params[name]) for name in program.problem.params.drawn}
    _demand(program, program.early, environment)
    for name, tree in program.let.items():
        with at_place("let", name):
            environment[name] = derive(tree, environment)
    _demand(program, program.late, environment)
    return environment


def _demand(
    program: Program, conditions: tuple[tuple[str, Condition], ...], environment: Environment
) -> None:
    for text, condition in conditions:
        with at_place("params", "where", program.problem.params.where.index(text)):
            if not holds(condition, environment):
                raise BrokenConditionError(f"`{text}` does not hold")


def variant_space(problem: Problem) -> int:
    """How many different variants the parameters allow: counted, or estimated from SPACE_EXACT / 6 draws."""
    program = program_of(problem)
    total = 1
    for values in program.values.values():
        total *= len(values)
    if total <= SPACE_EXACT:
        return sum(_allowed(program, _nth(program, number)) for number in range(total))
    tries = SPACE_EXACT // 6
    kept = sum(_allowed(program, pick(program, -1, attempt)) for attempt in range(tries))
    return total * kept // tries


def pick(program: Program, seed: int, attempt: int) -> dict[str, str]:
    problem = program.problem.id
    return {
        name: Dice(problem, seed, attempt, name).pick(tuple(values))
        for name, values in program.values.items()
    }


def _nth(program: Program, number: int) -> dict[str, str]:
    params = {}
    for name, values in program.values.items():
        number, index = divmod(number, len(values))
        params[name] = tuple(values)[index]
    return params


def _allowed(program: Program, params: dict[str, str]) -> bool:
    try:
        environment_of(program, params)
    except (RejectedError, DeriveError):
        return False
    return True


def shape_of(program: Program, params: dict[str, str]) -> Shape:
    """The values of those parameters that stand for formulas with letters in them."""
    return tuple((name, text) for name, text in params.items() if names_in(program.value(name, text)))
