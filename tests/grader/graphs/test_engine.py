"""The engine against four oracles: hand, the derivative of the composed formula, central differences, sympy."""

from __future__ import annotations

import pytest
import sympy
from flint import fmpq
from graph_table import FAN_OUT, GATES, GRAPHS, MIDDLE, NG, SOFTMAX, TWO_TWO_ONE, random_graph

from grader.calculus import differentiate, substitute
from grader.equivalence.values import Precision
from grader.graphs import GraphFault, build, evaluate, forward, run, tangents, to_float
from grader.graphs.engine import local_derivatives
from grader.language.tree import Name, Node
from grader.question import GraphSpec
from grader.symbolic import to_sympy

RANDOM = {f"random {seed}": random_graph(seed) for seed in range(40)}
ALL = GRAPHS | RANDOM


@pytest.fixture(params=sorted(ALL))
def spec(request: pytest.FixtureRequest) -> GraphSpec:
    return ALL[request.param]


def composed(spec: GraphSpec) -> Node:
    """The loss as one formula in the inputs."""
    graph = build(spec)
    formulas: dict[str, Node] = {name: Name(name) for name in graph.inputs}
    for name, operation in graph.operations.items():
        formulas[name] = substitute(operation.tree, formulas)
    return formulas[spec.loss]


def test_gradients_equal_the_derivative_of_the_composed_formula(spec: GraphSpec) -> None:
    graph = build(spec)
    gradients = run(graph).gradients
    formula = composed(spec)
    for name in graph.inputs:
        by_calculus = to_float(evaluate(differentiate(formula, name), graph.inputs))
        assert to_float(gradients[name]) == pytest.approx(by_calculus, rel=1e-12, abs=1e-12)


def test_gradients_equal_central_differences(spec: GraphSpec) -> None:
    graph = build(spec)
    gradients = run(graph).gradients
    step = fmpq(1, 10**8)
    for name, value in graph.inputs.items():
        with Precision(128):
            above = forward(graph, graph.inputs | {name: value + step})[spec.loss]
            below = forward(graph, graph.inputs | {name: value - step})[spec.loss]
            slope = to_float((above - below) / (2 * step))
        assert to_float(gradients[name]) == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_gradients_equal_sympys(spec: GraphSpec) -> None:
    graph = build(spec)
    gradients = run(graph).gradients
    formula = to_sympy(composed(spec))
    at = {sympy.Symbol(name, real=True): exact(graph.inputs[name]) for name in graph.inputs}
    for name in graph.inputs:
        slope = sympy.diff(formula, sympy.Symbol(name, real=True)).subs(at).evalf(20)
        assert to_float(gradients[name]) == pytest.approx(float(slope), rel=1e-9, abs=1e-9)


def exact(value: object) -> sympy.Expr:
    return sympy.Rational(str(value)) if isinstance(value, fmpq) else sympy.Float(to_float(value), 17)


def test_forward_mode_equals_reverse_mode(spec: GraphSpec) -> None:
    graph = build(spec)
    numbers = run(graph)
    for name in graph.names:
        tangent = tangents(graph, numbers.values, numbers.local, name)[spec.loss]
        assert to_float(tangent) == pytest.approx(to_float(numbers.gradients[name]), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("spec", "values", "gradients"),
    [
        (FAN_OUT, {"s": -2, "J": -6}, {"s": 3, "x": 1, "b": 3, "J": 1}),
        (NG, {"u": 6, "v": 11, "J": 33}, {"v": 3, "u": 3, "a": 3, "b": 6, "c": 9, "k": 11}),
        (TWO_TWO_ONE, {"z1": 2, "z2": 7, "h1": 2, "h2": 7, "p": -17, "L": 484},
         {"p": -44, "h1": -88, "h2": 132, "z1": -88, "z2": 132, "a1": -88, "a2": 176, "a3": 132, "a4": -264, "u1": -88}),
        (MIDDLE, {"u": 4, "L": 12, "t": 16}, {"u": 3, "x": 12, "L": 1, "t": 0}),
    ],
)  # fmt: skip
def test_exact_graphs_stay_exact(spec: GraphSpec, values: dict[str, int], gradients: dict[str, int]) -> None:
    numbers = run(build(spec))
    for name, value in values.items():
        assert isinstance(numbers.values[name], fmpq)
        assert numbers.values[name] == value
    for name, value in gradients.items():
        assert isinstance(numbers.gradients[name], fmpq)
        assert numbers.gradients[name] == value


def test_the_gates_of_a_sigmoid_give_its_slope() -> None:
    numbers = run(build(GATES))
    s = to_float(numbers.values["s"])
    assert to_float(numbers.gradients["f"]) == pytest.approx(s * (1 - s), rel=1e-12)


def test_softmax_with_cross_entropy_gives_p_minus_y() -> None:
    gradients = run(build(SOFTMAX)).gradients
    assert [round(to_float(gradients[name]), 12) for name in "abc"] == [-0.8, 0.3, 0.5]


def test_local_derivatives_stand_on_edges() -> None:
    graph = build(NG)
    local = local_derivatives(graph, forward(graph))
    assert {edge: int(value) for edge, value in local.items()} == {
        ("u", "b"): 2, ("u", "c"): 3, ("v", "a"): 1, ("v", "u"): 1, ("J", "v"): 3, ("J", "k"): 11,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "operation", "reason"),
    [
        ({"x": "-1"}, "ln(x)", "no value"),
        ({"x": "0"}, "1/x", "no value"),
        ({"x": "0"}, "relu(x)", "no derivative by x"),
        ({"x": "0"}, "abs(x)", "no derivative by x"),
        ({"x": "2", "y": "2"}, "max(x, y)", "no derivative by x"),
        ({"x": "0"}, "sqrt(x)", "no derivative by x"),
        ({"x": "pi"}, "max(sin(x), 0)", "no derivative by x"),
    ],
)
def test_a_node_without_value_or_derivative_is_named(
    inputs: dict[str, str], operation: str, reason: str
) -> None:
    spec = GraphSpec(inputs, (("L", operation),), "L", ("v:L",))
    with pytest.raises(GraphFault, match=reason) as caught:
        run(build(spec))
    assert caught.value.node == "L"
