"""Generated tests: right answers in every form, wrong answers by their names, and what they say when one fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exercises import selfcheck
from exercises.generated import FORMS, Missed, _forms, rewritten, unnamed
from exercises.reading import load_bank
from exercises.selfcheck import check_problem
from exercises.variants import Variant, draw
from grader.question import Part

BANK = {problem.id: problem for problem in load_bank()}


@pytest.mark.parametrize(
    ("kind", "answer", "forms"),
    [
        (
            "expression",
            "2*(x + 1)^2",
            ("2x^2 + 4x + 2", "2(x + 1)^2", "2*(x + 1)**2", "2 (x+1)^{2}", "2(x + 1)^2"),
        ),
        ("number", "9/4", ("9/4", "9/4", "9/4", "\\frac{9}{4}", "2.25")),
        ("vector", "(1/2, -3)", ("(1/2, -3)",) * 3 + ("(\\frac{1}{2}, -3)", "(0.5, -3)")),
        ("number", "1/3", ("1/3", "1/3", "1/3", "\\frac{1}{3}", "1/3")),
    ],
)
def test_an_answer_is_written_in_five_forms(kind: str, answer: str, forms: tuple[str, ...]) -> None:
    part = Part("r", kind, answer, ("x",))  # type: ignore[arg-type]  # one of the kinds
    assert _forms([part]) == [forms]
    assert len(forms) == len(FORMS)


def test_where_a_form_is_demanded_no_other_is_tried() -> None:
    part = Part("r", "expression", "2*(x + 1)^2", ("x",), form="factored")
    assert _forms([part])[0][:3] == ("", "", "")


def changed(variant: Variant, **values: object) -> Variant:
    """The variant with its first part changed."""
    first, *others = variant.question.parts
    part = replace(first, **values)  # type: ignore[arg-type]  # whatever the test asks for
    return replace(variant, question=replace(variant.question, parts=(part, *others)))


def test_the_bank_s_variants_pass() -> None:
    variants = [draw(BANK[name], 2) for name in ("diff.chain.power-of-line", "jac.2x2", "gd.two-steps")]
    assert list(rewritten(variants)) == []
    assert [missed for variant in variants for missed in unnamed(variant)] == []


def test_a_form_that_is_not_judged_right_is_told() -> None:
    """The expanded form is demanded, and the answer is not expanded."""
    variant = changed(draw(BANK["diff.power.single"], 2), form="expanded", answer="(x + 1)*x")
    [missed, *_] = rewritten([variant])
    assert missed.part == "answer"
    assert missed.message == "the right answer as LaTeX, (x+1) x, is judged incorrect"


def test_a_wrong_answer_that_is_not_recognised_is_told() -> None:
    variant = draw(BANK["diff.power.single"], 2)
    first, second, *others = variant.question.parts[0].catalogue
    swapped = (
        replace(first, code="mine", group=None),
        replace(second, answer=variant.question.parts[0].answer or ""),
    )
    told = [missed.message for missed in unnamed(changed(variant, catalogue=(*swapped, *others)))]
    assert any(f"which {second.code} leads to, is judged correct" in message for message in told)


def test_the_linter_tells_of_them_at_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    missed = Missed("answer", "5x", "5x, which pow_nodec leads to, is taken for nothing")
    monkeypatch.setattr(selfcheck, "unnamed", lambda variant: [missed])
    monkeypatch.setattr(selfcheck, "rewritten", lambda variants: [])
    problem = BANK["diff.power.single"]
    [found] = check_problem(problem, range(1))
    assert (found.code, found.level, found.message) == (
        "rule_not_named",
        "fault",
        f"`answer`: {missed.message}.",
    )
    assert found.line == problem.source.line_of(("answer", 0))
