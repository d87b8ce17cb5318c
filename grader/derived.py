"""Lines of `python -m grader` about the derivative or gradient of a function: its answer, its steps, its catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from grader.calculus.derivation import Derivation, derive
from grader.calculus.rules import NotDifferentiable
from grader.calculus.tidy import number
from grader.calculus.walking import Step
from grader.checkers.registry import checker_for
from grader.checkers.shape import Context, PreparedPart, Reading, names_of, reference_tree
from grader.diagnosis import Catalogue, catalogue_of
from grader.diagnosis.meant import meant
from grader.errors import ProtocolFault, ReferenceFault
from grader.language.latex import to_latex
from grader.language.text import to_text
from grader.language.tree import Call, Name, Node, Vector, walk
from grader.question import Part
from grader.results import Diagnosis, PartResult, Verdict

DERIVED = frozenset(("derivative", "gradient"))
"""Kinds whose answer is derived from `function`."""
MAX_ORDER = 8
MAX_NODES = 10_000
"""A derivative that has grown larger than this is not differentiated again: each time it may grow tenfold."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What one line asks about: the function, each derivation that its answer takes, the answer, the task."""

    kind: str
    function: Node
    derivations: tuple[tuple[str, Derivation], ...]
    answer: Node
    task: Node

    def part(self, part: Part) -> Part:
        """The part of the line with its answer and task in it."""
        return replace(part, answer=to_text(self.answer), task=to_text(self.task))

    def shown(self) -> dict[str, Any]:
        """The answer with its steps. Paths count from the function; those of a step with an `order` from the derivative
        before."""
        steps: list[dict[str, Any]] = []
        for place, (name, derivation) in enumerate(self.derivations):
            own = {"wrt": name} if self.kind == "gradient" else {"order": place + 1} if place else {}
            steps += [{**own, **_shown_step(step)} for step in derivation.steps]
        return {self.kind: to_text(self.answer), "read_as": to_latex(self.answer), "steps": steps}


def derived(request: dict[str, Any], part: Part) -> Derived:
    """What a line of kind derivative or gradient asks for. Raises ProtocolFault and ReferenceFault."""
    text = request.get("function")
    if not isinstance(text, str):
        raise ProtocolFault("missing_key", "function")
    function = reference_tree("function", text, names_of(part.variables, part.integers, part.functions))
    try:
        if request["kind"] == "gradient":
            return _gradient(function, _wanted(request, part))
        return _derivative(function, request, part)
    except NotDifferentiable as fault:
        fault.part = "function"
        raise


def _wanted(request: dict[str, Any], part: Part) -> list[str]:
    names = request.get("wrt", list(part.variables))
    if not isinstance(names, list) or not names or not set(map(str, names)) <= set(part.variables):
        raise ProtocolFault("bad_value", "wrt: a list of variables is needed")
    return names


def _gradient(function: Node, names: Sequence[str]) -> Derived:
    derivations = tuple((name, derive(function, name)) for name in names)
    answer = Vector(tuple(derivation.result for _, derivation in derivations))
    task = Call("grad", (function, Vector(tuple(map(Name, names)), "[")))
    return Derived("gradient", function, derivations, answer, task)


def _derivative(function: Node, request: dict[str, Any], part: Part) -> Derived:
    name, order = request.get("wrt"), request.get("order", 1)
    if not isinstance(name, str) or name not in part.variables:
        raise ProtocolFault("bad_value", "wrt: one of the variables is needed")
    if isinstance(order, bool) or not isinstance(order, int) or not 1 <= order <= MAX_ORDER:
        raise ProtocolFault("bad_value", f"order: 1 to {MAX_ORDER}")
    node, derivations = function, []
    for _ in range(order):
        if len(list(islice(walk(node), MAX_NODES + 1))) > MAX_NODES:
            raise ReferenceFault("function", f"has a derivative of more than {MAX_NODES} nodes")
        derivations.append((name, derive(node, name)))
        node = derivations[-1][1].result
    times = (number(order),) if order > 1 else ()
    return Derived(
        "derivative", function, tuple(derivations), node, Call("diff", (function, Name(name), *times))
    )


def _shown_step(step: Step) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "rule": step.rule, "node": list(step.node), "of": to_text(step.of), "result": to_text(step.result),
    }  # fmt: skip
    if step.outer is not None:
        shown["outer"] = step.outer
    if step.inner:
        shown["inner"] = [{"node": list(path), "result": to_text(slope)} for path, slope in step.inner]
    return shown


def shown_catalogue(found: Catalogue) -> dict[str, Any]:
    """The wrong answers with their names; `cut` where there would have been more."""
    listed = [
        {
            "code": mistake.code,
            "group": mistake.group,
            "answer": mistake.answer,
            "node": None if mistake.node is None else list(mistake.node),
        }
        for mistake in found.mistakes
    ]
    return {"catalogue": listed, **({"cut": True} if found.cut else {})}


def explained(
    asked: Derived, prepared: PreparedPart, reading: Reading, result: PartResult, context: Context
) -> PartResult:
    """The judgement on a wrong response once more, with the reason if one is known. `node` is the piece meant."""
    if result.verdict not in (Verdict.INCORRECT, Verdict.PARTIAL) or reading.fault is not None:
        return result
    try:
        part = asked.part(prepared.part)
        part = replace(part, catalogue=catalogue_of(part, prepared.seed).mistakes)
    except ReferenceFault:  # too long to be written down: then nothing is known of wrong answers either
        return result
    again = checker_for(part.kind, part.name).judge(
        replace(prepared, part=part, explainer=None), reading, context
    )
    return replace(again, diagnosis=tuple(_pointed(asked.function, again.diagnosis)))


def _pointed(function: Node, found: Sequence[Diagnosis]) -> Iterator[Diagnosis]:
    for one in found:
        yield one if one.node is None else replace(one, node=meant(function, one.node, one.code))
