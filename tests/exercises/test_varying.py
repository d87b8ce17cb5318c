"""Which letters an author must declare, and which derivatives are slips."""

from __future__ import annotations

import pytest

from exercises.faults import ProblemFileError
from exercises.reading import parse_problem

FILE = """\
id = "test.letters"
title = "Letters"
skills = ["power-rule"]
difficulty = 1
prompt = "Find it."
{top}
[params]
a = {{ int = [3, 9] }}
g = {{ of = ["t^2", "3"] }}
[let]
f = "{f}"
[[answer]]
name = "q"
type = "expression"
is = "{answer}"
"""


def said(f: str, answer: str, top: str = "") -> list[str]:
    """The keys and first words of the faults; none where the file is fine."""
    try:
        parse_problem(FILE.format(f=f, answer=answer, top=top))
    except ProblemFileError as error:
        return [f"{fault.key}: {fault.message}" for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("f", "answer", "top"),
    [
        ("a*x^3", "diff(f, x)", ""),
        ("a*x^3*y", "diff(f, y)", ""),
        ("a*theta", "diff(f, theta)", ""),
        ("a*x1^2", "diff(f, x1)", ""),
        ("a*k^2", "diff(f, k)", ""),  # what a derivative is taken by needs no declaring
        ("a*x^k", "diff(f, x)", 'variables = ["x", "k", "t"]'),
        ("at(g, t, x)", "diff(f, x)", 'variables = ["x"]'),  # bound letters are no variables
        ("at(g, t, a*x)", "diff(f, x)", ""),
        ("g", "diff(f, t)", ""),  # one of the values holds t
        ("a", "0", ""),
        ("x^2", "grad(f, [x, y])", ""),  # one entry that is 0 may be meant
        ("x*y", "hessian(f, [x, y])", ""),
        ("x*y", "diff(f, x, y)", ""),
    ],
)
def test_these_letters_may_stand(f: str, answer: str, top: str) -> None:
    assert said(f, answer, top) == []


@pytest.mark.parametrize(
    ("f", "answer", "top", "starts"),
    [
        ("a*x^k", "diff(f, x)", "", "let.f: `k` is neither a parameter nor a [let] name."),
        ("a*x", "f + c", "", "answer[1].is: `c` is neither"),
        ("a*x*y", "diff(f, x)", 'variables = ["x", "t"]', "let.f: `y` is neither"),
        ("a*x", "diff(f, a)", "", "answer[1].is: `a` is a parameter"),
        ("a*x", "diff(f, y)", "", "answer[1].is: `f` does not depend on y, so diff gives 0."),
        ("at(g, t, x)", "diff(a, x)", "", "answer[1].is: `a` does not depend on x"),
        ("diff(a, x)", "f", "", "let.f: `a` does not depend on x"),
        ("a*x", "grad(f, [y, z])", "", "answer[1].is: `f` does not depend on y or z, so grad gives 0."),
        ("a*x", "jacobian([f, f], [y, z])", "", "answer[1].is: "),
    ],
)
def test_these_letters_are_slips(f: str, answer: str, top: str, starts: str) -> None:
    faults = said(f, answer, top)
    assert len(faults) == 1 and faults[0].startswith(starts), faults


def test_the_way_out_is_named() -> None:
    [fault] = said("a*x^k", "diff(f, x)")
    assert 'variables = ["t", "x", "k"]' in fault
