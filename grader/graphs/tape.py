"""A node's operation on arrays, worked out primitive by primitive and run backwards: a tape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.equivalence.values import Precision, Value
from grader.graphs.arrays import BITS, ShapeFault, plus, shape_of, words, zeros_like
from grader.graphs.entrywise import PLACES, Primitive, U, V, elementwise
from grader.graphs.primitives import PRIMITIVES
from grader.graphs.values import constant
from grader.language.tree import (
    Call,
    Name,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    children,
    names_in,
)

TIMES = elementwise(Product((U, V)))
OVER = elementwise(Quotient(U, V))
PLUS = elementwise(Sum((U, V)))
MINUS = elementwise(Sum((U, Negative(V))))
OPPOSITE = elementwise(Negative(U))
MATRIX_PRODUCT = PRIMITIVES["matrix product"]
NAMED = {name: row for name, row in PRIMITIVES.items() if " " not in name} | {"hadamard": TIMES}
ARRAY_FUNCTIONS: tuple[str, ...] = tuple(NAMED)
"""What may be called in a node besides the functions of numbers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tape: a primitive on earlier lines, or a name or constant (no primitive)."""

    value: Value
    primitive: Primitive | None = None
    inputs: tuple[int, ...] = ()
    name: str | None = None


class Tape:
    """The lines of one operation at given values; the last is its output.

    Raises ShapeFault where shapes do not meet, ReferenceFault for what cannot be done to arrays.
    """

    __slots__ = ("_at", "lines")

    def __init__(self, tree: Node, at: Mapping[str, Value]) -> None:
        self._at = at
        self.lines: list[Line] = []
        with Precision(BITS):
            self._record(tree)

    @property
    def output(self) -> Value:
        """The value of the operation."""
        return self.lines[-1].value

    def pulled(self, gradient: Value) -> dict[str, Value]:
        """The share of each name, from the gradient at the output (reverse mode)."""
        shares: dict[str, Value] = {}
        pulls: list[Value | None] = [None] * len(self.lines)
        pulls[-1] = gradient
        with Precision(BITS):
            for index in range(len(self.lines) - 1, -1, -1):
                line, pull = self.lines[index], pulls[index]
                if pull is None:
                    continue
                if line.name is not None:
                    shares[line.name] = _sum(shares.get(line.name), pull)
                if line.primitive is not None:
                    inputs = tuple(self.lines[each].value for each in line.inputs)
                    for each, share in zip(
                        line.inputs, line.primitive.reverse(pull, inputs, line.value), strict=True
                    ):
                        pulls[each] = _sum(pulls[each], share)
        return shares

    def pushed(self, changes: Mapping[str, Value]) -> Value:
        """The change of the output, from the changes of the names (forward mode); a missing one is 0."""
        pushes: list[Value] = []
        with Precision(BITS):
            for line in self.lines:
                if line.primitive is None:
                    zero = zeros_like(line.value)
                    pushes.append(changes.get(line.name, zero) if line.name is not None else zero)
                    continue
                inputs = tuple(self.lines[each].value for each in line.inputs)
                own = tuple(pushes[each] for each in line.inputs)
                pushes.append(line.primitive.tangent(own, inputs, line.value))
        return pushes[-1]

    def _record(self, node: Node) -> int:
        """Adds the lines of a tree; the number of its last."""
        if isinstance(node, Name):
            return self._add(Line(self._at[node.name], name=node.name))
        if not names_in(node):
            return self._add(Line(constant(node)))
        match node:
            case Sum(terms=terms):
                return self._sum(terms)
            case Product(factors=factors):
                return self._product(factors)
            case Negative(operand=operand):
                return self._apply(OPPOSITE, operand)
            case Quotient(top=top, bottom=bottom):
                return self._apply(OVER, top, bottom)
            case Power(base=base, exponent=exponent) if not names_in(exponent):
                return self._apply(elementwise(Power(U, exponent)), base)
            case Power(base=base, exponent=exponent) if not names_in(base):
                return self._apply(elementwise(Power(base, U)), exponent)
            case Power(base=base, exponent=exponent):
                return self._apply(elementwise(Power(U, V)), base, exponent)
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)
            case _:
                raise ShapeFault("", "names inside a list: give the array a name of its own")

    def _add(self, line: Line) -> int:
        self.lines.append(line)
        return len(self.lines) - 1

    def _apply(self, primitive: Primitive, *operands: Node) -> int:
        return self._combine(primitive, tuple(self._record(operand) for operand in operands))

    def _combine(self, primitive: Primitive, inputs: tuple[int, ...]) -> int:
        value = primitive.forward(tuple(self.lines[each].value for each in inputs))
        return self._add(Line(value, primitive, inputs))

    def _sum(self, terms: tuple[Node, ...]) -> int:
        at = self._record(terms[0])
        for term in terms[1:]:
            minus = isinstance(term, Negative)
            own = self._record(children(term)[0] if minus else term)
            at = self._combine(MINUS if minus else PLUS, (at, own))
        return at

    def _product(self, factors: tuple[Node, ...]) -> int:
        at = self._record(factors[0])
        for factor in factors[1:]:
            own = self._record(factor)
            at = self._combine(self._product_of(at, own), (at, own))
        return at

    def _product_of(self, left: int, right: int) -> Primitive:
        one, other = (shape_of(self.lines[each].value) for each in (left, right))
        if not one or not other:
            return TIMES
        if len(one) == 1 == len(other):
            raise ShapeFault(
                "",
                f"{words(one)} times {words(other)}: write dot(a, b), hadamard(a, b), or make one a matrix",
            )
        return MATRIX_PRODUCT

    def _call(self, function: str, arguments: tuple[Node, ...]) -> int:
        if function in NAMED:
            wanted = NAMED[function].count
            if len(arguments) != wanted:
                raise ShapeFault("", f"{function} takes {wanted}, this one is given {len(arguments)}")
            return self._apply(NAMED[function], *arguments)
        if len(arguments) > len(PLACES):
            raise ShapeFault("", f"{function} of arrays takes one or two arguments")
        varying = [argument for argument in arguments if names_in(argument)]
        places = iter((U, V))
        tree = Call(function, tuple(next(places) if names_in(each) else each for each in arguments))
        return self._apply(elementwise(tree), *varying)


def _sum(before: Value | None, share: Value) -> Value:
    return share if before is None else plus(before, share)
