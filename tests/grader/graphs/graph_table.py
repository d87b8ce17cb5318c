"""Graphs that several tests work on, and a way to draw random ones."""

from __future__ import annotations

import random

from grader.question import GraphSpec


def graph(
    inputs: dict[str, str], nodes: list[tuple[str, str]], ask: tuple[str, ...] = (), loss: str = ""
) -> GraphSpec:
    """A spec; the loss is the last node unless another is named."""
    return GraphSpec(inputs, tuple(nodes), loss or nodes[-1][0], ask)


TWO_ONE_ONE = graph(
    {"x1": "1/2", "x2": "-1", "w1": "1", "w2": "-1/2", "b1": "1/2", "u": "2", "c": "1/2", "y": "1"},
    [("z", "w1*x1 + w2*x2 + b1"), ("h", "sigmoid(z)"), ("p", "u*h + c"), ("L", "(p - y)^2/2")],
    (
        *("v:z", "v:h", "v:p", "v:L", "l:h/z", "l:p/h", "l:L/p"),
        *("g:p", "g:h", "g:z", "g:w1", "g:w2", "g:b1", "g:u"),
    ),
)
FAN_OUT = graph({"x": "3", "b": "-5"}, [("s", "x + b"), ("J", "x*s")], ("v:s", "v:J", "g:s", "g:x", "g:b"))
NG = graph(
    {"a": "5", "b": "3", "c": "2", "k": "3"},
    [("u", "b*c"), ("v", "a + u"), ("J", "v*k")],
    (
        "v:u",
        "v:v",
        "v:J",
        "l:u/b",
        "l:u/c",
        "l:v/a",
        "l:v/u",
        "l:J/v",
        "l:J/k",
        "g:v",
        "g:u",
        "g:a",
        "g:b",
        "g:c",
        "g:k",
    ),
)
LOGISTIC = graph(
    {"x": "2", "w": "-1/2", "b": "1/4", "y": "1"},
    [("z", "w*x + b"), ("p", "sigmoid(z)"), ("L", "-y*ln(p) - (1-y)*ln(1-p)")],
    ("v:z", "v:p", "v:L", "l:p/z", "l:L/p", "g:p", "g:z", "g:w", "g:b"),
)
TWO_TWO_ONE = graph(
    {"x1": "1", "x2": "-2", "a1": "3", "a2": "2", "a3": "-1", "a4": "-4", "u1": "2", "u2": "-3", "y": "5"},
    [("z1", "a1*x1 + a2*x2 + 3"), ("z2", "a3*x1 + a4*x2"), ("h1", "relu(z1)"), ("h2", "relu(z2)"),
     ("p", "u1*h1 + u2*h2"), ("L", "(p - y)^2")],
    ("v:z1", "v:z2", "v:h1", "v:h2", "v:p", "v:L", "g:p", "g:h1", "g:h2", "g:z1", "g:z2", "g:a1", "g:a2", "g:a3", "g:a4"),
)  # fmt: skip
GATES = graph(
    {"w": "2", "x": "-1", "b": "-3"},
    [("q", "w*x"), ("f", "q + b"), ("n", "-f"), ("e1", "exp(n)"), ("d", "e1 + 1"), ("s", "1/d")],
    ("v:q", "v:f", "v:n", "v:e1", "v:d", "v:s", "g:d", "g:e1", "g:n", "g:f", "g:q", "g:w", "g:x", "g:b"),
)
SHARED = graph(
    {"w": "3/2", "x": "1/2", "y": "2"},
    [("h", "tanh(w*x)"), ("o", "w*h"), ("L", "(o - y)^2/2")],
    ("v:h", "v:o", "v:L", "l:h/w", "l:o/w", "l:o/h", "g:o", "g:h", "g:w"),
)
SOFTMAX = graph(
    {"a": "ln(2)", "b": "ln(3)", "c": "ln(5)"},
    [("S", "e^a + e^b + e^c"), ("p", "e^a/S"), ("q", "e^b/S"), ("L", "-ln(p)")],
    ("v:S", "v:p", "v:q", "v:L", "g:p", "g:S", "g:a", "g:b", "g:c", "g:q"),
)
ROUTES = graph(
    {"x": "4", "y": "-3", "z": "2"},
    [("m", "max(x, y)"), ("n", "leaky_relu(y, 1/10)"), ("r", "abs(n)"), ("L", "m*z + softplus(r) + sqrt(m)")],
    (
        "v:m",
        "v:n",
        "v:r",
        "v:L",
        "l:m/x",
        "l:m/y",
        "l:n/y",
        "l:r/n",
        "g:m",
        "g:n",
        "g:r",
        "g:x",
        "g:y",
        "g:z",
    ),
)
MIDDLE = graph(
    {"x": "2"}, [("u", "x^2"), ("L", "3u"), ("t", "L + u")], ("v:u", "v:t", "g:u", "g:x", "g:t"), loss="L"
)

GRAPHS = {
    "2-1-1": TWO_ONE_ONE, "fan-out": FAN_OUT, "a + bc": NG, "logistic": LOGISTIC, "2-2-1 relu": TWO_TWO_ONE, "gates": GATES,
    "shared weight": SHARED, "softmax": SOFTMAX, "routes": ROUTES, "loss in the middle": MIDDLE,
}  # fmt: skip

SHAPES = (
    "{0} + {1}", "{0}*{1}", "{0} - {1}", "{0}/({1}^2 + 1)", "tanh({0})", "sigmoid({0} + {1})", "sin({0})*{1}", "exp(-{0}^2)",
    "{0}^2/2", "ln(1 + {0}^2)", "max({0}, {1} + 7/11)", "relu({0} - 3/13)", "softplus({0})", "3*{0} - {1}/4 + 1",
    "sqrt({0}^2 + {1}^2 + 1)", "{0}*{0}*{1}", "cos({0} - {1})", "leaky_relu({0} + 2/17, 1/5)", "abs({0} + 5/19)",
)  # fmt: skip


def random_graph(seed: int) -> GraphSpec:
    """Two to four inputs and three to seven nodes, every value used where that may be; all cells are asked."""
    draw = random.Random(seed)
    inputs = {
        f"x{i}": f"{draw.choice((-1, 1)) * draw.randint(3, 29)}/{draw.randint(7, 13)}"
        for i in range(draw.randint(2, 4))
    }
    names, nodes = list(inputs), []
    for index in range(draw.randint(3, 7)):
        one, other = draw.sample(names[-4:], 2)
        nodes.append((f"n{index}", draw.choice(SHAPES).format(one, other)))
        names.append(f"n{index}")
    return graph(inputs, nodes)
