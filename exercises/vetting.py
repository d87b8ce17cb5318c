"""Whether one variant's answers can be graded, and whether its known mistakes are wrong and told apart."""

from __future__ import annotations

from exercises.faults import at_place
from exercises.format import Problem
from exercises.graph_vetting import vet_graph
from exercises.questions import RejectedError
from exercises.toml_source import Place
from grader import Prepared, grade, prepare
from grader.errors import ReferenceFault
from grader.question import Mistake, Part, Question
from grader.results import Verdict


def vet(question: Question, problem: Problem) -> None:
    """Raises RejectedError, with its place, where the grader cannot use a reference, and where a known mistake is
    right, or is taken for another one, for these numbers; or where a graph's cells cannot be told right from wrong."""
    prepared = _prepared(question, problem)
    for index, part in enumerate(question.parts):
        if part.graph is not None:
            with at_place("answer", index, "name"):
                vet_graph(prepared.parts[part.name].target)
        for mistake in part.catalogue:
            with at_place(*_place_of(mistake, part, problem)):
                _demand_wrong(prepared, part, mistake)


def _prepared(question: Question, problem: Problem) -> Prepared:
    try:
        return prepare(question)
    except ReferenceFault as fault:
        index = [answer.name for answer in problem.answers].index(fault.part)
        key = "name" if problem.answers[index].reference is None else "is"
        with at_place("answer", index, key):
            raise RejectedError(f"the answer to `{fault.part}` cannot be graded: {fault.reason}") from fault


def _demand_wrong(prepared: Prepared, part: Part, mistake: Mistake) -> None:
    result = grade(prepared, {part.name: mistake.answer}, echo=False).parts[part.name]
    if result.verdict != Verdict.INCORRECT:
        raise RejectedError(f"the mistake {mistake.code} is judged {result.verdict}")
    if mistake.code not in (found.code for found in result.diagnosis):
        named = ", ".join(found.code for found in result.diagnosis) or "nothing"
        raise RejectedError(f"the mistake {mistake.code} is taken for {named}")


def _place_of(mistake: Mistake, part: Part, problem: Problem) -> Place:
    for index, table in enumerate(problem.mistakes):
        if table.answer in (part.name, None) and (table.code or f"own_{index + 1}") == mistake.code:
            return ("mistake", index, "is")
    return ("mistake",)
