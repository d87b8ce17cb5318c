"""Derivatives come out as they are written by hand; steps say which rules were used, and where."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.calculus import (
    NotDifferentiable,
    derive,
    differentiate,
    gradient,
    hessian,
    jacobian,
    substitute,
    tidy,
)
from grader.calculus.tidy import number
from grader.language import AUTHOR, Names, parse
from grader.language.text import to_text
from grader.language.tree import Call, Constant, Name, Negative, Node, Number, Power, Quotient, Vector, walk

NAMES = Names(variables=("x", "y", "a", "b", "n"), functions=("f",))


def read(text: str) -> Node:
    return parse(text, NAMES, AUTHOR)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        ("(a*x+1)^5", "5a(a x + 1)^4"),
        ("x^2 sin(x)", "2x sin(x) + x^2 cos(x)"),
        ("3x^2 sin(x)", "6x sin(x) + 3x^2 cos(x)"),
        ("sin(x^2)", "2x cos(x^2)"),
        ("(2x+1)/(x-4)", "(2(x - 4) - (2x + 1))/(x - 4)^2"),
        ("x/(x^2+5)", "(x^2 + 5 - 2x^2)/(x^2 + 5)^2"),
        ("sqrt(x^2+1)", "x/sqrt(x^2 + 1)"),
        ("3/x^4", "-(12/x^5)"),
        ("-1/x", "1/x^2"),
        ("x^(2/3)", "(2/3) x^(-1/3)"),
        ("x^2/3", "2x/3"),
        ("x^3/6", "x^2/2"),
        ("0.5x^2 + 0.3x", "x + 0.3"),
        ("1.5x^4", "6x^3"),
        ("2*3*x^2", "12x"),
        ("x^n", "n x^(n-1)"),
        ("x^x", "x^x (ln(x) + 1)"),
        ("e^(-x^2)", "-(2x e^(-x^2))"),
        ("tanh(x)", "1 - tanh(x)^2"),
        ("x^1", "1"),
        ("a^2", "0"),
        ("a x^2 + b x y + y^2", "2a x + b y"),
        ("(x+1)(x^2+4)", "(x^2 + 4) + 2x(x+1)"),
    ],
)
def test_a_derivative_keeps_the_shape_of_what_was_asked(function: str, derivative: str) -> None:
    assert to_text(differentiate(read(function), "x")) == to_text(tidy(read(derivative)))


@pytest.mark.parametrize(
    ("function", "steps"),
    [
        ("7", [("constant", None, ())]),
        ("x", [("identity", None, ())]),
        ("(a*x+1)^5", [("chain", "power", ()), ("sum", None, (0,)), ("constant_factor", None, (0, 0)),
                       ("identity", None, (0, 0, 1)), ("constant", None, (0, 1))]),
        ("x^2*sin(x)", [("product", None, ()), ("power", None, (0,)), ("identity", None, (0, 0)), ("sin", None, (1,)),
                        ("identity", None, (1, 0))]),
        ("x/sin(x)", [("quotient", None, ()), ("identity", None, (0,)), ("sin", None, (1,)), ("identity", None, (1, 0))]),
        ("5/x^2", [("reciprocal_power", None, ()), ("identity", None, (1, 0))]),
        ("2^(3x)", [("chain", "exponential", ()), ("constant_factor", None, (1,)), ("identity", None, (1, 1))]),
        ("x^x", [("general_power", None, ()), ("identity", None, (1,)), ("identity", None, (0,))]),
    ],
)  # fmt: skip
def test_steps_name_rules_and_places(
    function: str, steps: list[tuple[str, str | None, tuple[int, ...]]]
) -> None:
    found = derive(read(function), "x").steps
    assert [(step.rule, step.outer, step.node) for step in found] == steps


def test_a_step_holds_what_the_rule_saw_and_made() -> None:
    function = read("sin(x^2)")
    step = derive(function, "x").steps[0]
    assert step.of == function
    assert to_text(step.result) == "2x cos(x^2)"
    assert [(path, to_text(inner)) for path, inner in step.inner] == [((0,), "2x")]


def test_every_step_stands_at_a_node_of_the_question() -> None:
    function = read("e^(3x) ln(x^2+1)/(x - sqrt(x)) + a/(2x)^3 + 5^x max(x, a)")
    places = dict(walk(function))
    steps = derive(function, "x").steps
    assert len(steps) > 20
    assert all(places[step.node] == step.of for step in steps)


@pytest.mark.parametrize("function", ["f(x)", "f(2x)+1", "softmax(x, 2)"])
def test_a_function_without_a_rule_is_named_with_its_place(function: str) -> None:
    with pytest.raises(NotDifferentiable) as caught:
        differentiate(read(function), "x")
    assert isinstance(dict(walk(read(function)))[caught.value.node], Call)
    assert caught.value.function in caught.value.reason


def test_a_function_without_a_rule_is_no_trouble_where_it_is_constant() -> None:
    assert to_text(differentiate(read("f(a)*x + 3!"), "x")) == "f(a)"


def test_gradient_jacobian_and_hessian_have_their_shapes() -> None:
    u, v = read("a*x*y + x^2"), read("x - b*y^2")
    assert gradient(u, ["x", "y"]) == Vector((read("a y + 2x"), read("a x")))
    assert [[to_text(entry) for entry in row] for row in jacobian([u, v], ["x", "y"]).rows] == [
        ["a y + 2x", "a x"],
        ["1", "-2b y"],
    ]
    assert [[to_text(entry) for entry in row] for row in hessian(read("x^3*y"), ["x", "y"]).rows] == [
        ["6x y", "3x^2"],
        ["3x^2", "0"],
    ]


def test_a_vector_is_differentiated_entry_by_entry() -> None:
    assert to_text(differentiate(read("(x^2, a, sin(x))"), "x")) == "(2x, 0, cos(x))"


def test_substitution_happens_everywhere_at_once() -> None:
    tree = read("x^2 + y/sin(x)")
    assert substitute(tree, {"x": Name("y"), "y": Name("x")}) == read("y^2 + x/sin(y)")
    assert substitute(tree, {}) is tree
    assert substitute(read("a"), {"x": Name("y")}) == Name("a")


@pytest.mark.parametrize(
    ("value", "decimal", "tree"),
    [
        (3, False, Number(Fraction(3))),
        (-3, False, Negative(Number(Fraction(3)))),
        (Fraction(-2, 3), False, Negative(Quotient(Number(Fraction(2)), Number(Fraction(3))))),
        (Fraction(3, 5), True, Number(Fraction(3, 5))),
        (Fraction(1, 3), True, Quotient(Number(Fraction(1)), Number(Fraction(3)))),
    ],
)
def test_a_number_is_built_as_it_would_be_read(value: int | Fraction, decimal: bool, tree: Node) -> None:
    assert number(value, decimal) == tree


@pytest.mark.parametrize("text", ["0.6", "0.05", "12.25", "0.000001"])
def test_a_decimal_number_keeps_its_digits(text: str) -> None:
    built = number(Fraction(text), decimal=True)
    assert isinstance(built, Number)
    assert built.text == text
    assert parse(text, NAMES) == built


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("0*x + 1*y", "y"),
        ("x^1*x^2", "x^3"),
        ("2*x*3", "6x"),
        ("(4x)/6", "2x/3"),
        ("-(-x)", "x"),
        ("1 + x + 2", "3 + x"),
        ("x/x", "x/x"),
        ("x - x", "x - x"),
        ("2(x+1)", "2(x+1)"),
        ("(x^2)^3", "x^6"),
        ("(x^2)^(1/2)", "(x^2)^(1/2)"),
        ("x/0", "x/0"),
        ("sin(1*x)", "sin(x)"),
        ("(0*x, 1)", "(0, 1)"),
        ("0.5*0.5*x", "0.25x"),
    ],
)
def test_tidying_is_light(written: str, tidied: str) -> None:
    assert tidy(read(written)) == read(tidied)


def test_the_constant_e_and_a_variable_e_are_not_confused() -> None:
    assert differentiate(Power(Constant("e"), Name("x")), "x") == Power(Constant("e"), Name("x"))
    with_letter = Power(Name("e"), Name("x"))
    assert to_text(differentiate(with_letter, "x")) == to_text(
        parse("e^x ln(e)", Names(variables=("e", "x")), AUTHOR)
    )
