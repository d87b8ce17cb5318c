"""What varies in a problem: letters that nobody declared, and derivatives by what cannot be varied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exercises.faults import nearest
from exercises.program import Program
from exercises.toml_source import Place
from grader.language import to_text
from grader.language.functions import AUTHOR_FUNCTIONS
from grader.language.tree import Call, Name, Node, Vector, names_in, walk

_USUAL = re.compile(r"([xyztuvwrs]|theta|phi)(_?[0-9]+)?")
"""Letters that mathematics keeps for what varies. Any other is more often a slip than meant."""
_DERIVATIVES = frozenset({"diff", "grad", "jacobian", "hessian"})

Finding = tuple[Place, str]


def check_varying(program: Program) -> list[Finding]:
    """Each undeclared letter once, and each derivative by a parameter or by what the function does not hold."""
    return [*_undeclared(program), *_by_parameters(program), *_zero(program)]


def formulas_of(program: Program) -> Iterator[tuple[Place, Node]]:
    """Every formula that may hold a letter, with its place, in the order of reading."""
    for name, values in program.values.items():
        yield from ((("params", name), tree) for tree in values.values())
    yield from ((("let", name), tree) for name, tree in program.let.items())
    for index, answer in enumerate(program.problem.answers):
        for key, found in (("is", program.references), ("follow", program.follows)):
            if answer.name in found:
                yield ("answer", index, key), found[answer.name]
        for number, tree in enumerate(program.accepts.get(answer.name, ())):
            yield ("answer", index, "accept", number), tree
    yield from ((("mistake", index, "is"), tree) for index, tree in enumerate(program.mistakes))


def _undeclared(program: Program) -> Iterator[Finding]:
    """With `variables`, every letter is one of them or bound by a derivative; without, a usual one will do."""
    declared, bound = (
        program.problem.variables,
        {name for _, tree in formulas_of(program) for name in _bound(tree)},
    )
    known = [*program.problem.params.drawn, *program.let, *(declared or ())]
    answers = {answer.name for answer in program.problem.answers}
    seen = {*known, *bound, *answers}
    for place, tree in formulas_of(program):
        for name in sorted(names_in(tree) - seen):
            seen.add(name)
            if declared is None and _USUAL.fullmatch(name):
                continue
            listed = ", ".join(f'"{letter}"' for letter in dict.fromkeys((*program.variables, name)))
            yield (
                place,
                (
                    f"`{name}` is neither a parameter nor a [let] name.{nearest(name, known)} "
                    f"If it is a variable, declare it at the top of the file: variables = [{listed}]."
                ),
            )


def _by_parameters(program: Program) -> Iterator[Finding]:
    """`diff(f, a)` by a parameter can have no meaning: a number does not vary."""
    for place, tree in formulas_of(program):
        for name in _bound(tree):
            if name in program.problem.params.drawn:
                yield place, f"`{name}` is a parameter, so nothing can be varied by it."


def _zero(program: Program) -> Iterator[Finding]:
    """A derivative of what does not hold the variable is a slip: who means 0 writes 0."""
    held = _held(program)
    for place, tree in formulas_of(program):
        if place[0] == "params" or place[-1] == "follow":
            continue
        for _, node in walk(tree):
            if not (isinstance(node, Call) and node.function in _DERIVATIVES and len(node.arguments) > 1):
                continue
            names = [name for argument in node.arguments[1:] for name in _names(argument)]
            inside = {other for name in names_in(node.arguments[0]) for other in held.get(name, {name})}
            if names and not (inside | program.problem.params.drawn.keys()) & set(names):
                shown = to_text(node.arguments[0])
                yield (
                    place,
                    (
                        f"`{shown}` does not depend on {' or '.join(names)}, so {node.function} gives 0. "
                        "If 0 is meant, write 0."
                    ),
                )


def _held(program: Program) -> dict[str, set[str]]:
    """For each parameter and [let] name, the letters that it holds in the end."""
    held = {
        name: {letter for tree in values.values() for letter in names_in(tree)}
        for name, values in program.values.items()
    }
    for name, tree in program.let.items():
        held[name] = {letter for used in names_in(tree) for letter in held.get(used, {used})}
    return held


def _bound(tree: Node) -> Iterator[str]:
    for _, node in walk(tree):
        if isinstance(node, Call) and node.function in AUTHOR_FUNCTIONS and len(node.arguments) > 1:
            yield from _names(node.arguments[1])


def _names(node: Node) -> Iterator[str]:
    """`x` or `[x, y]` as names."""
    parts = node.entries if isinstance(node, Vector) else (node,)
    yield from (part.name for part in parts if isinstance(part, Name))
