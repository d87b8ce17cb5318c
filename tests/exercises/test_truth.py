"""The bank's answers against another authority: formulas written again here, and central differences in numpy.

Nothing of the platform's calculus, graph engine or derivation is used on the right-hand side: only the drawn
parameters and plain floating-point functions. The answers' texts are evaluated by the grader's evaluator.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from exercises.format import Problem
from exercises.reading import load_bank
from exercises.variants import Variant, draw
from grader.graphs.values import evaluate, to_float
from grader.language import AUTHOR, Names, parse
from grader.language.tree import Matrix, Node, Vector

SEEDS = (11, 12, 13, 14)
BANK = {problem.id: problem for problem in load_bank()}
STEP = 1e-6

Numbers = dict[str, float]
Function = Callable[..., float]

OUTER: dict[str, Function] = {
    "sin(x)": np.sin, "cos(x)": np.cos, "e^x": np.exp, "ln(x)": np.log,
    "sin(t)": np.sin, "cos(t)": np.cos, "sqrt(t)": np.sqrt, "ln(t)": np.log,
}  # fmt: skip


def slope(function: Function, at: tuple[float, ...], by: int = 0) -> float:
    """The central difference of `function` by its argument number `by`."""
    h = STEP * max(1.0, abs(at[by]))
    up, down = list(at), list(at)
    up[by] += h
    down[by] -= h
    return (function(*up) - function(*down)) / (2 * h)


ONE_VARIABLE: dict[str, Callable[[Numbers, dict[str, str]], Function]] = {
    "diff.power.single": lambda p, _: lambda x: p["a"] * x ** p["n"],
    "diff.product.two-factors": lambda p, t: lambda x: x ** p["n"] * OUTER[t["v"]](x),
    "diff.quotient.rational": lambda p, _: lambda x: p["a"] * x / (x**2 + p["c"]),
    "diff.chain.power-of-line": lambda p, _: lambda x: (p["a"] * x + p["b"]) ** p["n"],
    "diff.chain.inner-square": lambda p, t: lambda x: OUTER[t["F"]](p["a"] * x**2 + p["c"]),
    "diff.exp.plus-power": lambda p, _: lambda x: p["a"] * np.exp(x) + p["b"] * x ** p["n"],
    "diff.log.plus-line": lambda p, _: lambda x: p["a"] * np.log(x) + p["b"] * x,
    "diff.mixed.power-times-decay": lambda p, _: lambda x: x ** p["n"] * np.exp(-p["k"] * x),
    "diff.quotient.at-point": lambda p, _: lambda x: (p["a"] * x + p["b"]) / (x + p["c"]),
}
"""Problem -> the function whose derivative its first answer is."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ONE_VARIABLE)
def test_a_derivative_is_the_slope_of_its_function(name: str, seed: int) -> None:
    variant = draw(BANK[name], seed)
    function = ONE_VARIABLE[name](numbers(variant), variant.params)
    answer = tree(variant, 0)
    for x in (0.37, 1.29, 2.18):
        assert value(answer, x=x) == pytest.approx(slope(function, (x,)), rel=1e-5, abs=1e-7)


NESTED: dict[str, Function] = {
    "sin(e^s)": lambda s: np.sin(np.exp(s)), "cos(e^s)": lambda s: np.cos(np.exp(s)),
    "e^(sin(s))": lambda s: np.exp(np.sin(s)), "e^(cos(s))": lambda s: np.exp(np.cos(s)),
    "sqrt(1 + e^s)": lambda s: np.sqrt(1 + np.exp(s)), "ln(1 + e^s)": lambda s: np.log(1 + np.exp(s)),
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_slope_of_three_layers(seed: int) -> None:
    variant = draw(BANK["diff.chain.nested"], seed)
    k, outer = numbers(variant)["k"], NESTED[variant.params["F"]]
    for x in (-0.43, 0.11, 0.37):
        wanted = slope(lambda at: outer(k * at), (x,))
        assert value(tree(variant, 0), x=x) == pytest.approx(wanted, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_slope_of_a_quotient_at_a_point(seed: int) -> None:
    variant = draw(BANK["diff.quotient.at-point"], seed)
    p = numbers(variant)
    function = ONE_VARIABLE["diff.quotient.at-point"](p, {})
    assert value(tree(variant, 1)) == pytest.approx(slope(function, (p["p"],)), rel=1e-6)


def partials(p: Numbers) -> Function:
    return lambda x, y: p["a"] * x ** p["m"] * y ** p["n"] + p["b"] * x + p["c"] * y


def quadratic(p: Numbers) -> Function:
    return lambda x, y: p["a"] * x**2 + p["b"] * x * y + p["c"] * y**2


@pytest.mark.parametrize("seed", SEEDS)
def test_both_partial_derivatives(seed: int) -> None:
    variant = draw(BANK["grad.partials.monomial"], seed)
    for by in (0, 1):
        wanted = slope(partials(numbers(variant)), (0.83, 1.41), by)
        assert value(tree(variant, by), x=0.83, y=1.41) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gradient_at_a_point(seed: int) -> None:
    variant = draw(BANK["grad.two-variables"], seed)
    p = numbers(variant)
    function: Function = lambda x, y: p["a"] * x**2 * y + p["b"] * y**2
    wanted = [slope(function, (p["p"], p["q"]), by) for by in (0, 1)]
    assert entries(tree(variant, 0)) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_directional_derivative(seed: int) -> None:
    """Along the arrow: the change of f for one unit of length."""
    variant = draw(BANK["grad.directional.not-unit"], seed)
    p = numbers(variant)
    arrow = np.array([p["d1"], p["d2"]]) * p["k"]
    unit = arrow / np.linalg.norm(arrow)
    along: Function = lambda s: (
        p["a"] * (p["p"] + s * unit[0]) ** 2 + p["b"] * (p["p"] + s * unit[0]) * (p["q"] + s * unit[1])
    )
    assert value(tree(variant, 0)) == pytest.approx(slope(along, (0.0,)), rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_jacobian_has_outputs_as_rows(seed: int) -> None:
    variant = draw(BANK["jac.2x2"], seed)
    p = numbers(variant)
    outputs: list[Function] = [lambda x, y: p["a"] * x * y + x**2, lambda x, y: x - p["b"] * y**2]
    answer = tree(variant, 0)
    assert isinstance(answer, Matrix)
    for row, output in zip(answer.rows, outputs, strict=True):
        found = [value(entry, x=0.7, y=-1.3) for entry in row]
        assert found == pytest.approx([slope(output, (0.7, -1.3), by) for by in (0, 1)], rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_step_of_descent_in_two_variables(seed: int) -> None:
    variant = draw(BANK["gd.step.two-variables"], seed)
    p = numbers(variant)
    old = np.array([p["p"], p["q"]])
    gradient = np.array([slope(quadratic(p), (p["p"], p["q"]), by) for by in (0, 1)])
    assert entries(tree(variant, 0)) == pytest.approx(list(old - p["eta"] * gradient), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_steps_of_descent(seed: int) -> None:
    variant = draw(BANK["gd.two-steps"], seed)
    p = numbers(variant)
    loss: Function = lambda w: p["a"] * (w - p["b"]) ** 2
    w1 = p["w0"] - p["eta"] * slope(loss, (p["w0"],))
    w2 = w1 - p["eta"] * slope(loss, (w1,))
    assert [value(tree(variant, 0)), value(tree(variant, 1))] == pytest.approx([w1, w2], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_way_that_lowers_the_loss(seed: int) -> None:
    variant = draw(BANK["gd.direction.which-way"], seed)
    p = numbers(variant)
    loss: Function = lambda w: p["a"] * (w - p["b"]) ** 2
    change = -slope(loss, (p["w0"],))
    wanted = "stays" if abs(change) < 1e-3 else "gets larger" if change > 0 else "gets smaller"
    [right] = [option.text for option in variant.question.parts[0].options if option.right]
    assert wanted in right


@pytest.mark.parametrize("seed", SEEDS)
def test_the_limit_is_the_slope(seed: int) -> None:
    """Each option's quotient is computed with a small h; only one gives the derivative."""
    variant = draw(BANK["diff.limit.which"], seed)
    p = numbers(variant)
    function: Function = lambda x: p["a"] * x**2 + p["b"] * x
    x, h = p["p"], 1e-7
    quotients = {
        f"f({x:g}+h)-f({x:g})}}{{h}}": (function(x + h) - function(x)) / h,
        f"f({x:g})-f({x:g}+h)}}{{h}}": (function(x) - function(x + h)) / h,
        f"f({x:g}-h)-f({x:g})}}{{h}}": (function(x - h) - function(x)) / h,
        rf"\left(f({x:g}+h)-f({x:g})\right)": function(x + h) - function(x),
    }
    for option in variant.question.parts[0].options:
        [quotient] = [number for piece, number in quotients.items() if piece in option.text]
        assert option.right is (abs(quotient - slope(function, (x,))) < 1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_of_a_weight_matrix_is_an_outer_product(seed: int) -> None:
    """dL/dW for L = sum(sin(Wx)) by central differences has the shape and values of g x^T."""
    p = numbers(draw(BANK["matrix.weight-gradient"], seed))
    generator = np.random.default_rng(seed)
    weights = generator.normal(size=(int(p["m"]), int(p["n"])))
    x = generator.normal(size=int(p["n"]))
    g = np.cos(weights @ x)
    found = np.zeros_like(weights)
    for place in np.ndindex(*weights.shape):
        nudge = np.zeros_like(weights)
        nudge[place] = STEP
        found[place] = (np.sin((weights + nudge) @ x).sum() - np.sin((weights - nudge) @ x).sum()) / (
            2 * STEP
        )
    assert found == pytest.approx(np.outer(g, x), rel=1e-5, abs=1e-7)
    [right] = [
        option
        for option in draw(BANK["matrix.weight-gradient"], seed).question.parts[0].options
        if option.right
    ]
    assert right.text == r"$g\,x^{\mathsf T}$"


def test_every_problem_of_the_bank_has_an_independent_truth() -> None:
    single = {name for name in BANK if name not in ONE_VARIABLE and BANK[name].graph is None}
    assert single == {
        "diff.chain.nested", "diff.limit.which", "grad.directional.not-unit", "grad.partials.monomial", "grad.two-variables", "jac.2x2",
        "gd.step.two-variables", "gd.two-steps", "gd.direction.which-way", "matrix.weight-gradient",
    }  # fmt: skip


def numbers(variant: Variant) -> Numbers:
    """The drawn parameters as floats; those that are functions are left out."""
    problem: Problem = BANK[variant.problem_id]
    return {
        name: float(Fraction(text))
        for name, text in variant.params.items()
        if problem.params.drawn[name].range or not any(sign.isalpha() for sign in text)
    }


def tree(variant: Variant, part: int) -> Node:
    asked = variant.question.parts[part]
    return parse(asked.answer, Names(variables=asked.variables), AUTHOR)


def value(answer: Node, **at: float) -> float:
    exact = {
        name: fmpq(*Fraction(number).limit_denominator(10**6).as_integer_ratio())
        for name, number in at.items()
    }
    return to_float(evaluate(answer, exact))


def entries(answer: Node) -> list[float]:
    assert isinstance(answer, Vector)
    return [value(entry) for entry in answer.entries]
