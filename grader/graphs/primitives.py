"""The operations on whole arrays: one row each, with its value, its reverse rule and its forward rule.

Reverse (vector-Jacobian product): from the gradient at the output, the share of each input. Forward (Jacobian-vector
product): from the change of each input, the change of the output. Formulas: Giles, "Collected matrix derivative
results for forward and reverse mode algorithmic differentiation", 2008; softmax and cross-entropy as in Bishop,
"Pattern Recognition and Machine Learning", 2006, 4.3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import add
from typing import Any

from grader.equivalence.values import ZERO, Value, ball, exact
from grader.graphs.arrays import (
    ShapeFault,
    array_of,
    by_entry,
    column_sums,
    entries_of,
    hadamard,
    is_array,
    like,
    outer,
    row_sums,
    rows_of,
    scaled,
    shape_of,
    spread,
    total,
    words,
)
from grader.graphs.entrywise import Primitive, Values


def _matrix_product(inputs: Values) -> Value:
    left, right = inputs
    one, other = shape_of(left), shape_of(right)
    if not one or not other or one[-1] != other[0]:
        raise ShapeFault("", f"{words(one)} times {words(other)}: the inner sizes differ")
    return left.dot(right)


def _matrix_product_back(gradient: Value, inputs: Values, output: Value) -> Values:
    left, right = inputs
    if left.ndim == 1:
        return right.dot(gradient), outer(left, gradient)
    if right.ndim == 1:
        return outer(gradient, right), left.T.dot(gradient)
    return gradient.dot(right.T), left.T.dot(gradient)


def _matrix_product_on(changes: Values, inputs: Values, output: Value) -> Value:
    return by_entry(add, changes[0].dot(inputs[1]), inputs[0].dot(changes[1]))


def _dot(inputs: Values) -> Value:
    left, right = inputs
    if shape_of(left) != shape_of(right) or len(shape_of(left)) != 1:
        raise ShapeFault(
            "",
            f"dot of {words(shape_of(left))} and {words(shape_of(right))}: two vectors of one length are needed",
        )
    return total(hadamard(left, right))


def _sums(along: Callable[[Any], Value], name: str) -> Callable[[Values], Value]:
    def forward(inputs: Values) -> Value:
        if len(shape_of(inputs[0])) != 2:
            raise ShapeFault("", f"{name} of {words(shape_of(inputs[0]))}: a matrix is needed")
        return along(inputs[0])

    return forward


def _mean_share(value: Value) -> Value:
    return exact(1) / len(entries_of(value))


def _same_everywhere(gradient: Value, own: Value) -> Value:
    return spread(gradient, shape_of(own))


def softmax_row(row: list[Value]) -> list[Value]:
    """e^z_i / sum of e^z_j."""
    powers = [ball(entry).exp() for entry in row]
    whole = sum(powers, ZERO)
    return [power / whole for power in powers]


def _softmax(inputs: Values) -> Value:
    (logits,) = inputs
    if not is_array(logits):
        raise ShapeFault("", "softmax of a number: a vector, or a matrix of rows, is needed")
    return like([softmax_row(row) for row in rows_of(logits)], logits)


def _softmax_pull(direction: Value, output: Value) -> Value:
    """s (d - sum of s d), row by row: the Jacobian is symmetric, so it serves both modes."""
    rows = []
    for shares, pulls in zip(rows_of(output), rows_of(direction), strict=True):
        mean = sum((share * pull for share, pull in zip(shares, pulls, strict=True)), ZERO)
        rows.append([share * (pull - mean) for share, pull in zip(shares, pulls, strict=True)])
    return like(rows, output)


def _cross_entropy(inputs: Values) -> Value:
    """The mean over rows of -sum of y ln softmax(z), from logits z and targets y."""
    logits, targets = inputs
    if not is_array(logits) or shape_of(logits) != shape_of(targets):
        raise ShapeFault(
            "",
            f"cross_entropy of {words(shape_of(logits))} and {words(shape_of(targets))}: logits and targets have one shape",
        )
    return -total(hadamard(targets, _log_softmax(logits))) / len(rows_of(logits))


def _log_softmax(logits: Any) -> Value:
    rows = []
    for row in rows_of(logits):
        whole = sum((ball(entry).exp() for entry in row), ZERO).log()
        rows.append([entry - whole for entry in row])
    return like(rows, logits)


def _cross_entropy_slopes(inputs: Values) -> Values:
    """By logits: (p sum(y) - y)/rows, which is (p - y)/rows for targets that sum to 1. By targets: -ln p/rows."""
    logits, targets = inputs
    rows = []
    for row, aims in zip(rows_of(logits), rows_of(targets), strict=True):
        whole = sum(aims, ZERO)
        rows.append([share * whole - aim for share, aim in zip(softmax_row(row), aims, strict=True)])
    share = exact(1) / len(rows)
    return scaled(like(rows, logits), share), scaled(_log_softmax(logits), -share)


def _linear(forward: Callable[[Values], Value], reverse: Callable[[Value, Value], Value]) -> Primitive:
    """An operation that is linear in its one input: its change is its value at the change."""
    return Primitive(
        1,
        forward,
        lambda gradient, inputs, _: (reverse(gradient, inputs[0]),),
        lambda changes, inputs, _: forward(changes),
    )


PRIMITIVES: Mapping[str, Primitive] = {
    "matrix product": Primitive(2, _matrix_product, _matrix_product_back, _matrix_product_on),
    "dot": Primitive(
        2,
        _dot,
        lambda gradient, inputs, _: (scaled(inputs[1], gradient), scaled(inputs[0], gradient)),
        lambda changes, inputs, _: _dot((changes[0], inputs[1])) + _dot((inputs[0], changes[1])),
    ),
    "transpose": _linear(lambda inputs: inputs[0].T, lambda gradient, _: gradient.T),
    "sum": _linear(lambda inputs: total(inputs[0]), _same_everywhere),
    "mean": _linear(
        lambda inputs: total(inputs[0]) * _mean_share(inputs[0]),
        lambda gradient, own: _same_everywhere(gradient * _mean_share(own), own),
    ),
    "colsum": _linear(_sums(column_sums, "colsum"), _same_everywhere),
    "rowsum": _linear(
        _sums(row_sums, "rowsum"),
        lambda gradient, own: array_of([[each] * own.shape[1] for each in gradient]),
    ),
    "softmax": Primitive(
        1,
        _softmax,
        lambda gradient, inputs, output: (_softmax_pull(gradient, output),),
        lambda changes, inputs, output: _softmax_pull(changes[0], output),
    ),
    "cross_entropy": Primitive(
        2,
        _cross_entropy,
        lambda gradient, inputs, _: tuple(scaled(slope, gradient) for slope in _cross_entropy_slopes(inputs)),
        lambda changes, inputs, _: sum(
            (total(hadamard(change, slope)) for change, slope in zip(changes, _cross_entropy_slopes(inputs), strict=True)),
            ZERO,
        ),
    ),
}  # fmt: skip
