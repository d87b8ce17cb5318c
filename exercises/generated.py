"""Tests that every problem gets without its author.

For a variant: the right answer is judged right however it is written (`rewritten`), and each wrong answer of the
catalogue is judged wrong and called by its name (`unnamed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from exercises.variants import Variant
from grader import Prepared, grade, prepare
from grader.calculus.substitution import with_children
from grader.calculus.tidy import number, numeric
from grader.checkers.shape import names_of, reference_tree
from grader.grading import ANY_FORM
from grader.language import to_latex, to_text
from grader.language.tree import Matrix, Node, Quotient, Vector
from grader.question import Mistake, Part
from grader.results import Verdict

SECONDS = 20.0
"""What sympy may take to rewrite the answers of one problem."""
FORMS = ("expanded", "factored", "as sympy prints it", "as LaTeX", "with decimals")


@dataclass(frozen=True, slots=True)
class Missed:
    """A generated test that did not pass: the part, what was given, and what is wrong about the judgement."""

    part: str
    given: str
    message: str


def rewritten(variants: Iterable[Variant]) -> Iterator[Missed]:
    """The forms of right answers that are not judged right. Forms that sympy cannot make are left out."""
    asked = [
        (prepared, part)
        for prepared in (prepare(variant.question) for variant in variants)
        for part in prepared.question.parts
        if part.answer
    ]
    for (prepared, part), texts in zip(asked, _forms([part for _, part in asked]), strict=True):
        for form, text in zip(FORMS, texts, strict=True):
            verdict = _judged(prepared, part.name, text) if text else Verdict.CORRECT
            if verdict != Verdict.CORRECT:
                yield Missed(part.name, text, f"the right answer {form}, {text}, is judged {verdict}")


def unnamed(variant: Variant) -> Iterator[Missed]:
    """The wrong answers of the catalogues that are not judged wrong, or not called by their names."""
    prepared = prepare(variant.question)
    for part in variant.question.parts:
        for mistake in part.catalogue:
            message = _unnamed(prepared, part, mistake)
            if message:
                yield Missed(part.name, mistake.answer, message)


def _judged(prepared: Prepared, part: str, text: str) -> Verdict:
    return grade(prepared, {part: text}, echo=False).parts[part].verdict


def _unnamed(prepared: Prepared, part: Part, mistake: Mistake) -> str:
    result = grade(prepared, {part.name: mistake.answer}, echo=False).parts[part.name]
    given = f"{mistake.answer}, which {mistake.code} leads to,"
    if result.verdict not in (Verdict.INCORRECT, Verdict.PARTIAL):
        return f"{given} is judged {result.verdict}"
    found = [diagnosis.code for diagnosis in result.diagnosis]
    if not {mistake.code, mistake.group} & {*found}:
        return f"{given} is taken for {', '.join(found) or 'nothing'}"
    return ""


def _forms(parts: list[Part]) -> list[tuple[str, ...]]:
    """For each part the texts of FORMS; empty where there is none, or where a form is demanded."""
    trees = [_tree(part) for part in parts]
    free = [tree if part.form in ANY_FORM else None for part, tree in zip(parts, trees, strict=True)]
    return [
        (*symbolic, to_latex(tree), to_text(_in_decimals(tree)))
        for tree, symbolic in zip(trees, _symbolic(free), strict=True)
    ]


def _tree(part: Part) -> Node:
    names = names_of(part.variables, part.integers, part.functions)
    return reference_tree(part.name, part.answer or "", names)


def _symbolic(trees: list[Node | None]) -> list[list[str]]:
    """Expanded, factored and as sympy prints, in one child: sympy takes its time, and sometimes too much of it."""
    if not any(trees):
        return [[""] * 3 for _ in trees]
    symbolic = import_module("grader.symbolic")
    none = [""] * 3

    def work() -> list[list[str]]:
        return [none if tree is None else _rewritten(symbolic, tree) for tree in trees]

    outcome = symbolic.forked(work, wall=SECONDS, cpu=int(SECONDS))
    return list(outcome.value) if isinstance(outcome, symbolic.Answer) else [none] * len(trees)


def _rewritten(symbolic: Any, tree: Node) -> list[str]:
    """A vector or matrix is rewritten entry by entry: that is how it is typed."""
    if isinstance(tree, Vector):
        return [f"({', '.join(texts)})" for texts in _columns(symbolic, tree.entries)]
    if isinstance(tree, Matrix):
        rows = [[f"[{', '.join(texts)}]" for texts in _columns(symbolic, row)] for row in tree.rows]
        return [f"[{', '.join(texts)}]" for texts in zip(*rows, strict=True)]
    expression = symbolic.to_sympy(tree)
    forms = (expression.expand(), expression.factor())
    return [*(to_text(symbolic.from_sympy(form)) for form in forms), str(expression)]


def _columns(symbolic: Any, entries: tuple[Node, ...]) -> list[tuple[str, ...]]:
    return list(zip(*(_rewritten(symbolic, entry) for entry in entries), strict=True))


def _in_decimals(tree: Node) -> Node:
    """Fractions of two numbers that end are written with a point: 9/4 as 2.25."""
    if isinstance(tree, Quotient):
        value = numeric(tree)
        if value is not None:
            return number(value, decimal=True)
    return with_children(tree, _in_decimals)
