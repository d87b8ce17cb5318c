"""How many variants the parameters of a problem leave."""

from __future__ import annotations

from exercises.faults import DeriveError
from exercises.format import Problem
from exercises.picking import environment_of, pick
from exercises.program import Program
from exercises.questions import RejectedError
from exercises.reading import program_of

SPACE_EXACT = 3000
"""Up to so many combinations are counted one by one; beyond, the share that `where` allows is estimated."""


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
