"""Picking numbers for a problem: what a seed draws, and what `where` allows."""

from __future__ import annotations

from exercises.conditions import Condition, holds
from exercises.derive import derive
from exercises.dice import Dice
from exercises.faults import at_place
from exercises.program import Program
from exercises.questions import Environment, RejectedError
from grader.language.tree import names_in

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


def pick(program: Program, seed: int, attempt: int) -> dict[str, str]:
    """The values that a seed draws at one attempt."""
    problem = program.problem.id
    return {
        name: Dice(problem, seed, attempt, name).pick(tuple(values))
        for name, values in program.values.items()
    }


def shape_of(program: Program, params: dict[str, str]) -> Shape:
    """The values of those parameters that stand for formulas with letters in them."""
    return tuple((name, text) for name, text in params.items() if names_in(program.value(name, text)))
