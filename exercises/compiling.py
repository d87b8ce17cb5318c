"""The expressions of a problem file, read once: every formula as a tree, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from exercises.conditions import Condition
from exercises.faults import Fault
from exercises.format import Problem
from exercises.program import Program, unreadable
from exercises.toml_source import Place
from grader.errors import Unreadable
from grader.graphs.tape import ARRAY_FUNCTIONS
from grader.language import Names, parse_author, parse_condition
from grader.language.functions import ALIASES, AUTHOR_FUNCTIONS, CONSTANTS, FUNCTIONS, GREEK, INFINITIES
from grader.language.tree import Node, names_in

_RUN = re.compile(r"[A-Za-z]+[0-9]*(?:_[A-Za-z0-9]+)?")
_LETTER = re.compile(r"[A-Za-z][0-9]*(?:_[A-Za-z0-9]+)?")
_KNOWN_WORDS = frozenset().union(FUNCTIONS, AUTHOR_FUNCTIONS, ALIASES, CONSTANTS, INFINITIES)
_LETTER_WORDS = frozenset(GREEK.values()) - _KNOWN_WORDS
_TRUTH = {"true": True, "false": False}
NODE_FUNCTIONS = (*ARRAY_FUNCTIONS, "square")
"""What a node of a graph may call besides the functions of numbers."""


@dataclass
class _Reader:
    problem: Problem
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def letters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(self.problem.variables or ()), *self._letters())))

    def _letters(self) -> Iterator[str]:
        graph = self.problem.graph
        nodes = [name for name, _ in graph.nodes] if graph else []
        answers = [answer.name for answer in self.problem.answers]
        taken = {*self.problem.params.drawn, *self.problem.let, *nodes}
        for text in _formulas(self.problem):
            for run in _RUN.findall(text):
                if run in taken or run in _KNOWN_WORDS:
                    continue
                if run not in answers and (_LETTER.fullmatch(run) or run in _LETTER_WORDS):
                    yield run

    def names(self, *more: str) -> Names:
        """What may occur in a formula; `more` are the answers that a follow-through formula speaks of."""
        known = (*self.problem.params.drawn, *self.problem.let, *more, *self.letters)
        integers = tuple(name for name in known if name in self.problem.integers)
        return Names(variables=tuple(dict.fromkeys(known)), integers=integers)

    def read(self, place: Place, text: str, names: Names | None = None) -> Node | None:
        try:
            return parse_author(text, names or self.names())
        except Unreadable as error:
            self.faults.append(self.problem.source.fault(place, unreadable(error, text)))
            return None

    def condition(self, place: Place, text: str) -> Condition | bool | None:
        if text in _TRUTH:
            return _TRUTH[text]
        try:
            return parse_condition(text, self.names())
        except Unreadable as error:
            self.faults.append(self.problem.source.fault(place, unreadable(error, text)))
            return None


def compile_problem(problem: Problem) -> tuple[Program | None, list[Fault]]:
    """The problem with its formulas read, or None and every formula's fault."""
    reader = _Reader(problem)
    program = Program(
        problem=problem,
        letters=reader.letters,
        variables=reader.letters if problem.variables is None else problem.variables,
        values=_values(reader),
        let=_let(reader),
        conditions=tuple(_conditions(reader)),
        references=dict(_references(reader)),
        follows=dict(_follows(reader)),
        accepts=dict(_accepts(reader)),
        options=dict(_options(reader)),
        mistakes=tuple(_mistakes(reader)),
        nodes=tuple(_nodes(reader)),
    )
    return (None, reader.faults) if reader.faults else (program, [])


def _formulas(problem: Problem) -> Iterator[str]:
    """The texts that decide which letters a problem has: values of `of`, [let], answers and their company."""
    for parameter in problem.params.drawn.values():
        yield from parameter.of or ()
    yield from problem.let.values()
    for answer in problem.answers:
        yield from (text for text in (answer.reference, answer.follow, *answer.accept) if text)


def _values(reader: _Reader) -> dict[str, dict[str, Node]]:
    names = Names(variables=reader.letters)
    result: dict[str, dict[str, Node]] = {}
    for name, parameter in reader.problem.params.drawn.items():
        trees = ((text, reader.read(("params", name), text, names)) for text in parameter.values())
        result[name] = {text: tree for text, tree in trees if tree is not None}
    return result


def _let(reader: _Reader) -> dict[str, Node]:
    """[let] in order: each may speak of those before it."""
    result: dict[str, Node] = {}
    later = list(reader.problem.let)
    for name, text in reader.problem.let.items():
        tree = reader.read(("let", name), text)
        if tree is None:
            continue
        early = [used for used in later if used in names_in(tree)]
        if early:
            message = f"`{early[0]}` is only defined {'here' if early[0] == name else 'further down'}."
            reader.faults.append(reader.problem.source.fault(("let", name), message))
        later.remove(name)
        result[name] = tree
    return result


def _conditions(reader: _Reader) -> Iterator[Condition]:
    for index, text in enumerate(reader.problem.params.where):
        condition = reader.condition(("params", "where", index), text)
        if condition is not None and not isinstance(condition, bool):
            yield condition


def _references(reader: _Reader) -> Iterator[tuple[str, Node]]:
    for index, answer in enumerate(reader.problem.answers):
        if answer.reference is not None:
            tree = reader.read(("answer", index, "is"), answer.reference)
            if tree is not None:
                yield answer.name, tree


def _follows(reader: _Reader) -> Iterator[tuple[str, Node]]:
    for index, answer in enumerate(reader.problem.answers):
        if answer.follow is not None:
            tree = reader.read(("answer", index, "follow"), answer.follow, reader.names(*answer.follows))
            if tree is not None:
                yield answer.name, tree


def _accepts(reader: _Reader) -> Iterator[tuple[str, tuple[Node, ...]]]:
    for index, answer in enumerate(reader.problem.answers):
        trees = (reader.read(("answer", index, "accept", i), text) for i, text in enumerate(answer.accept))
        yield answer.name, tuple(tree for tree in trees if tree is not None)


def _options(reader: _Reader) -> Iterator[tuple[str, tuple[Condition | bool, ...]]]:
    for index, answer in enumerate(reader.problem.answers):
        if answer.type == "choice":
            truths = (
                reader.condition(("answer", index, "options", i), option.right)
                for i, option in enumerate(answer.options)
            )
            yield answer.name, tuple(truth for truth in truths if truth is not None)


def _mistakes(reader: _Reader) -> Iterator[Node]:
    for index, mistake in enumerate(reader.problem.mistakes):
        tree = reader.read(("mistake", index, "is"), mistake.wrong)
        if tree is not None:
            yield tree


def _nodes(reader: _Reader) -> Iterator[tuple[str, Node]]:
    """The operations of a graph: each may use inputs, parameters, [let] names and the nodes before it."""
    graph = reader.problem.graph
    if graph is None:
        return
    later = [name for name, _ in graph.nodes]
    given = (*graph.inputs, *reader.problem.params.drawn, *reader.problem.let)
    # Later nodes are let through the reading, so that the fault can be told: not unknown, only too early.
    names = Names(variables=tuple(dict.fromkeys((*later, *given))), functions=NODE_FUNCTIONS)
    for index, (name, text) in enumerate(graph.nodes):
        tree = reader.read(("graph", "nodes", index), text, names)
        early = [used for used in later if tree is not None and used in names_in(tree)]
        later.remove(name)
        if early:
            message = (
                f"`{name}` uses itself: a graph has no cycles."
                if early[0] == name
                else f"`{name}` uses `{early[0]}` before it exists: a cycle, or nodes out of order."
            )
            reader.faults.append(reader.problem.source.fault(("graph", "nodes", index), message))
        elif tree is not None:
            yield name, tree
