"""Derivatives that no rule leads to: `diff(floor(x), x)` is refused when a file is read, not when a student waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from exercises.program import Program
from exercises.toml_source import Place
from exercises.varying import formulas_of
from grader.calculus.substitution import substitute
from grader.calculus.table import SEVERAL, UNARY
from grader.calculus.task import DERIVATIVES, carried_out
from grader.errors import ReferenceFault
from grader.language import to_text
from grader.language.functions import AUTHOR_FUNCTIONS, FUNCTIONS
from grader.language.limits import AUTHOR
from grader.language.tree import Call, Node, names_in, walk

MAX_NODES = 2000
"""A formula that is longer with its names spelled out is refused by other rules."""
MAX_VALUES = 200
"""So many formulas of one parameter are looked at."""
STEPS = frozenset({"floor"})
"""Functions whose slope is 0 wherever there is one: nobody who asks for it means that."""
WITHOUT_RULE = frozenset({*FUNCTIONS, *AUTHOR_FUNCTIONS}) - {*UNARY, *SEVERAL, "at", *DERIVATIVES}

Finding = tuple[Place, str]


def check_differentiable(program: Program) -> list[Finding]:
    """Each function without a rule that stands under a derivative and varies there, at the formula that holds it."""
    found: dict[str, Finding] = {}
    for place, tree in formulas_of(program):
        if place[0] == "params":
            continue
        for spelled in _spelled(tree, program):
            for call in _without_rule(spelled):
                found.setdefault(call.function, (_home(call, program) or place, _words(call)))
    return list(found.values())


@dataclass
class _Search:
    """Stands for differentiating: notes the calls that vary and have no rule."""

    found: list[Call] = field(default_factory=list)

    def __call__(self, tree: Node, name: str) -> Node:
        for _, node in walk(tree):
            if isinstance(node, Call) and node.function in WITHOUT_RULE and name in names_in(node):
                self.found.append(node)
        return tree


def _without_rule(tree: Node) -> list[Call]:
    search = _Search()
    with suppress(ReferenceFault):  # what else is wrong with it shows with its numbers put in
        carried_out(tree, search)
    return search.found


def _spelled(tree: Node, program: Program) -> Iterator[Node]:
    """The formula with its [let] names spelled out, once for each formula that a parameter may stand for."""
    long = program.let
    while used := names_in(tree) & long.keys():
        tree = substitute(tree, {name: long[name] for name in used})
        if sum(1 for _ in walk(tree)) > MAX_NODES or max(len(path) for path, _ in walk(tree)) > AUTHOR.depth:
            return
    formulas = {
        name: [value for value in list(program.values[name].values())[:MAX_VALUES] if names_in(value)]
        for name in names_in(tree) & program.values.keys()
    }
    yield tree
    for name, values in formulas.items():
        others = {other: own[0] for other, own in formulas.items() if own and other != name}
        for value in values:
            yield substitute(tree, {**others, name: value})


def _home(call: Call, program: Program) -> Place | None:
    """The formula in which the function is written."""
    for place, tree in formulas_of(program):
        if any(isinstance(node, Call) and node.function == call.function for _, node in walk(tree)):
            return place
    return None


def _words(call: Call) -> str:
    why = (
        "it is flat between its steps"
        if call.function in STEPS
        else "no rule of differentiation is known for it"
    )
    return (
        f"`{to_text(call)}` stands under a derivative, and {why}. "
        f"Take {call.function} out of what is differentiated, or ask for something else."
    )
