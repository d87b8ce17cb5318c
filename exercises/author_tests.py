"""The author's `[[test]]` tables, before they are run: responses that can be read, names and codes that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exercises.faults import nearest
from exercises.format import Answer, AuthorTest
from exercises.graph_checks import cells_asked
from exercises.malrules import graph_rules, known_rules
from exercises.program import Program, unreadable
from exercises.toml_source import Place
from exercises.toml_text import toml_text
from grader.errors import Unreadable
from grader.language import STUDENT, Names, parse_author
from grader.language.parser import read as read_response
from grader.results import Verdict

OUTCOMES = ("rounded", "swapped", "transposed", "unit_direction", "wrong_option")
"""The diagnoses that the grader finds by itself, without a `[[mistake]]`."""

Finding = tuple[Place, str]


def check_tests(program: Program) -> list[Finding]:
    """Everything in the `[[test]]` tables that could never come true, with its place."""
    return [
        finding
        for index, test in enumerate(program.problem.tests)
        for check in (_params, _responses, _diagnosis)
        for finding in check(program, index, test)
    ]


def known_codes(program: Program) -> list[str]:
    """Every diagnosis that a response to this problem may get."""
    mistakes = (table.code or f"own_{number}" for number, table in enumerate(program.problem.mistakes, 1))
    malrules = (
        option.malrule for answer in program.problem.answers for option in answer.options if option.malrule
    )
    derived = known_rules() if program.references else ()
    graph = graph_rules() if program.problem.graph is not None else ()
    return list(dict.fromkeys((*mistakes, *malrules, *OUTCOMES, *derived, *graph)))


def _params(program: Program, index: int, test: AuthorTest) -> Iterator[Finding]:
    for name, text in test.params.items():
        try:
            parse_author(text, Names(variables=program.letters))
        except Unreadable as error:
            yield ("test", index, "params", name), unreadable(error, text)


def _diagnosis(program: Program, index: int, test: AuthorTest) -> Iterator[Finding]:
    known = known_codes(program)
    if test.diagnosis is not None and test.diagnosis not in known:
        close = nearest(test.diagnosis, known) or f" There are {', '.join(known)}."
        yield ("test", index, "diagnosis"), f"no mistake is called {toml_text(test.diagnosis)}.{close}"


def _responses(program: Program, index: int, test: AuthorTest) -> Iterator[Finding]:
    answers = {answer.name: answer for answer in program.problem.answers}
    for name, given in test.give.items():
        wanted = test.expect.get(name, test.expect.get("*"))
        for key, message in _response(program, answers[name], given, wanted):
            yield ("test", index, "give", name, *key), message


def _response(
    program: Program, answer: Answer, given: Any, wanted: Verdict | None
) -> Iterator[tuple[tuple[str, ...], str]]:
    if (answer.type == "graph") != isinstance(given, dict):
        kind = 'a table of cells, such as { "v:z" = "3" },' if answer.type == "graph" else "text in quotes"
        yield (), f"{kind} is wanted for an answer of type {answer.type}, not {toml_text(given)}."
    elif answer.type == "graph":
        yield from _cells(program, answer, given)
    elif answer.type == "choice":
        yield from _options(answer, str(given))
    elif wanted is not None and wanted != Verdict.UNREADABLE:
        integers = tuple(name for name in program.variables if name in program.problem.integers)
        others = tuple(name for name in program.variables if name not in integers)
        try:
            read_response(str(given), Names(others, integers), STUDENT)
        except Unreadable as error:
            yield (), f'{unreadable(error, str(given))} Expect "unreadable" if that is meant.'


def _cells(program: Program, answer: Answer, given: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    asked = cells_asked(program).get(answer.name, tuple(given))
    for cell, text in given.items():
        if cell not in asked:
            message = f"the cell `{cell}` is not asked.{nearest(cell, asked)} Asked are {', '.join(asked)}."
            yield (cell,), message
        elif not isinstance(text, str | int) or isinstance(text, bool):
            yield (cell,), f"a response in quotes is wanted, not {toml_text(text)}."


def _options(answer: Answer, given: str) -> Iterator[tuple[tuple[str, ...], str]]:
    names = [option.name or str(number) for number, option in enumerate(answer.options, start=1)]
    for word in (word.strip() for word in given.split(",")):
        if word not in names:
            yield (), f"there is no option `{word}`.{nearest(word, names)} There are {', '.join(names)}."
