"""The task behind an answer: numbers put in, derivatives still to be taken."""

from __future__ import annotations

import re

import pytest

from exercises.derive import derive
from exercises.faults import DeriveError
from exercises.format import Problem
from exercises.picking import environment_of
from exercises.reading import load_bank, parse_problem, program_of
from exercises.tasks import MAX_NODES, task_of
from exercises.variants import draw
from grader.calculus.task import carried_out
from grader.language import Names, parse_author, to_text
from grader.language.tree import names_in

HEAD = 'id = "t.x"\ntitle = "Test"\nskills = ["power-rule"]\ndifficulty = 1\nprompt = "What?"\n'
ANSWER = '[[answer]]\nname = "r"\ntype = "expression"\nis = "{}"\n'
BANK = load_bank()


def task(let: str, reference: str) -> str | None:
    params = 'a = { int = [3, 3] }\np = { int = [2, 2] }\neta = { of = ["1/10"] }\n'
    problem = parse_problem(f"{HEAD}[params]\n{params}[let]\n{let}\n{ANSWER.format(reference)}")
    program = program_of(problem)
    environment = environment_of(program, {"a": "3", "p": "2", "eta": "1/10"})
    found = task_of(program, "r", environment)
    return None if found is None else to_text(found)


@pytest.mark.parametrize(
    ("let", "reference", "wanted"),
    [
        ('f = "a*x^2"', "diff(f, x)", "diff(3x^2, x)"),
        ('f = "a*x^2"\ndf = "diff(f, x)"', "df", "diff(3x^2, x)"),
        ('f = "x^a"\ndf = "diff(f, x)"\ns = "at(df, x, p)"', "s", "at(diff(x^3, x), x, 2)"),
        ('u = "a*x + 1"\nF = "sin(t)"\nf = "at(F, t, u)"', "diff(f, x)", "diff(sin(3x + 1), x)"),
        (
            'L = "a*w^2"\ng = "at(diff(L, w), w, p)"',
            "p - eta*g",
            "2 - (1/10) at(diff(3w^2, w), w, 2)",
        ),
        (
            'f = "a*x*y"',
            "at(grad(f, [x, y]), [x, y], [p, a])",
            "at(grad(3x y, (x, y)), (x, y), (2, 3))",
        ),
        ('f = "a*x*y"\nfx = "diff(f, x)"', "[fx, diff(f, y)]", "[diff(3x y, x), diff(3x y, y)]"),
        ('f = "a*x^4"', "diff(f, x, p)", "diff(3x^4, x, 2)"),
        ('f = "a*x^2"', "2*a*x", None),
        ('f = "x^2 - a*x"', "roots(diff(f, x), x)", None),
        ('f = "x^2 - a*x"\nm = "argmin(f, x)"', "diff(f, x) - m", None),
    ],
)
def test_a_task_is_the_reference_with_its_numbers(let: str, reference: str, wanted: str | None) -> None:
    assert task(let, reference) == wanted


@pytest.mark.parametrize(
    ("f", "reference", "where"),
    [
        ("abs(x - p)", "at(diff(f, x), x, p)", "x = 2"),
        ("relu(a*x - 6)", "p - eta*at(diff(f, x), x, p)", "x = 2"),
        ("max(x, x^2)", "at(diff(f, x), x, 1)", "x = 1"),
        ("leaky_relu(x, 1/10)", "at(diff(f, x), x, 0)", "x = 0"),
        ("abs(x) + y^2", "at(grad(f, [x, y]), [x, y], [0, p])", "(x, y) = (0, 2)"),
    ],
)
def test_a_slope_at_a_kink_is_refused(f: str, reference: str, where: str) -> None:
    with pytest.raises(DeriveError, match=f"no slope at {re.escape(where)}, where the graph has a kink"):
        task(f'f = "{f}"', reference)


@pytest.mark.parametrize(
    ("f", "reference"),
    [
        ("abs(x - p)", "at(diff(f, x), x, a)"),
        ("(x - p)*abs(x - p)", "at(diff(f, x), x, p)"),
        ("abs(x - p)", "diff(f, x)"),
        ("sign(a - 3)*x", "at(diff(f, x), x, 0)"),
        ("abs(x) + y^2", "at(grad(f, [x, y]), [x, y], [a, 0])"),
    ],
)
def test_a_slope_beside_a_kink_or_with_equal_sides_is_not(f: str, reference: str) -> None:
    assert task(f'f = "{f}"', reference) is not None


def test_a_task_that_grows_with_every_name_is_given_up_in_time() -> None:
    lines = ['u0 = "diff(x^3, x)"', *(f'u{n} = "u{n - 1}*u{n - 1}"' for n in range(1, 9))]
    assert task("\n".join(lines[:4]), "u3") is not None
    assert task("\n".join(lines), "u8") is None
    assert MAX_NODES < 2**8 * 4


@pytest.mark.parametrize("problem", BANK, ids=lambda problem: problem.id)
def test_carrying_a_task_out_gives_the_answer(problem: Problem) -> None:
    program = program_of(problem)
    for seed in range(3):
        environment = environment_of(program, draw(problem, seed).params)
        for name, reference in program.references.items():
            found = task_of(program, name, environment)
            if found is None:
                continue
            letters = Names(variables=(*program.letters, *names_in(found)))
            assert parse_author(to_text(found), letters) == found
            assert derive(carried_out(found), {}) == derive(reference, environment)
