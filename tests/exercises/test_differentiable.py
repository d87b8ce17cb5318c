"""What no rule of differentiation covers is refused when the file is read, where it is written."""

from __future__ import annotations

import pytest

from exercises.faults import ProblemFileError
from exercises.reading import load_bank, parse_problem

HEAD = 'id = "t.x"\ntitle = "Test"\nskills = ["power-rule"]\ndifficulty = 1\nprompt = "What?"\n'
ANSWER = '[[answer]]\nname = "r"\ntype = "expression"\nis = "{}"\n'


def faults(params: str, let: str, reference: str) -> list[str]:
    text = f"{HEAD}[params]\n{params}\n[let]\n{let}\n{ANSWER.format(reference)}"
    try:
        parse_problem(text, "t.toml")
    except ProblemFileError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("params", "let", "reference", "place", "said"),
    [
        ("", 'f = "floor(2x) + x"', "diff(f, x)", "line 9: let.f: ", "`floor(2x)` stands under a derivative"),
        ("", 'f = "x"', "diff(floor(x), x)", "line 13: answer[1].is: ", "flat between its steps"),
        ("", 'f = "softmax(x, 1)"\ng = "diff(f, x)"', "2*g", "line 9: let.f: ", "no rule of differentiation"),
        ("", 'f = "x*y"', "grad(softmax(f, x), [x, y])", "answer[1].is: ", "Take softmax out"),
        ('v = { of = ["sin(x)", "floor(x)"] }', 'f = "x*v"', "diff(f, x)", "params.v: ", "Take floor out"),
        ('F = { of = ["floor(t)"] }', 'f = "at(F, t, 2x)"', "diff(f, x)", "params.F: ", "`floor(2x)`"),
        ("", 'f = "bend(x)"', "diff(f, x)", "let.f: ", "`bend` is not a function"),
        ("", 'f = "k*x^2"', "diff(f, x)", "let.f: ", "declare it at the top of the file"),
    ],
)
def test_it_is_named_with_its_place_and_the_way_out(
    params: str, let: str, reference: str, place: str, said: str
) -> None:
    [fault] = faults(params, let, reference)
    assert fault.startswith("t.toml, line") and place in fault
    assert said in fault


@pytest.mark.parametrize(
    ("let", "reference"),
    [
        ('f = "floor(7/2)*x^2"', "diff(f, x)"),
        ('f = "floor(y) + x^2"', "diff(f, x)"),
        ('f = "x^2"', "floor(at(diff(f, x), x, 2)/3)"),
        ('f = "abs(x) + max(x, 2) + relu(x) + leaky_relu(x)"', "diff(f, x)"),
    ],
)
def test_what_does_not_vary_may_be_anything(let: str, reference: str) -> None:
    assert faults("", let, reference) == []


def test_the_bank_asks_for_no_such_derivative() -> None:
    assert len(load_bank()) >= 18
