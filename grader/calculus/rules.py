"""The rules of differentiation: one declaration each, in the order in which they are tried.

A rule says where it applies and what it makes of a place. The walk that uses them is in `derivation`; a wrong
rule is another function of the same shape, put in the place of a right one. Rules speak of children by
number, in the order of `grader.language.tree.children`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from grader.calculus.substitution import with_children
from grader.calculus.table import E, call, less_one, partial_derivative
from grader.calculus.tidy import ONE, TWO, ZERO, negative, number, numeric, power, product, quotient, total
from grader.errors import ReferenceFault
from grader.language.tree import (
    Call,
    Matrix,
    Name,
    Negative,
    Node,
    Path,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    children,
)


@dataclass
class NotDifferentiable(ReferenceFault):
    """No rule covers a function of the author's expression: `function` is its name, `node` its path."""

    function: str = ""
    node: Path = ()


class Place(Protocol):
    """Where a rule is used."""

    @property
    def node(self) -> Node:
        """The node to differentiate."""

    @property
    def path(self) -> Path:
        """Its path in the asked function."""

    def depends(self, node: Node) -> bool:
        """Does this part of the asked function depend on the variable?"""

    def inner(self, *below: int) -> Node:
        """The derivative, by the same walk, of the node that stands at the path `below` under this one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code in steps, where it applies, what it gives.

    `inside` is the path, below the place, of the u in F(u), for rules that multiply by u' (the chain rule).
    """

    code: str
    applies: Callable[[Place], bool]
    derivative: Callable[[Place], Node]
    inside: Path | None = None


def _entries(place: Place) -> Node:
    """A vector or matrix is differentiated entry by entry."""
    slopes = iter([place.inner(index) for index in range(len(children(place.node)))])
    return with_children(place.node, lambda _: next(slopes))


def _sum(place: Place) -> Node:
    return total(*(place.inner(index) for index in range(len(children(place.node)))))


def _product(place: Place) -> Node:
    """Each factor that varies has its turn and the others stand beside it."""
    factors = children(place.node)
    turns = [index for index, factor in enumerate(factors) if place.depends(factor)]
    return total(*(product(*factors[:at], place.inner(at), *factors[at + 1 :]) for at in turns))


def _over_constant(place: Place) -> Node:
    _, bottom = children(place.node)
    return quotient(place.inner(0), bottom)


def _power_below(place: Place) -> bool:
    """c/u^n with a written positive number n."""
    _, bottom = children(place.node)
    exponent = numeric(bottom.exponent) if isinstance(bottom, Power) else None
    return exponent is not None and exponent > 0


def _reciprocal_power(place: Place) -> Node:
    """c/u^n -> -n c u'/u^(n+1)."""
    top, bottom = children(place.node)
    base, exponent = children(bottom)
    one_more = number((numeric(exponent) or 0) + 1)
    return negative(quotient(product(exponent, top, place.inner(1, 0)), power(base, one_more)))


def _reciprocal(place: Place) -> Node:
    """c/g -> -c g'/g^2."""
    top, bottom = children(place.node)
    return negative(quotient(product(top, place.inner(1)), power(bottom, TWO)))


def _quotient(place: Place) -> Node:
    """f/g -> (f'g - f g')/g^2."""
    top, bottom = children(place.node)
    change = total(product(place.inner(0), bottom), negative(product(top, place.inner(1))))
    return quotient(change, power(bottom, TWO))


def _power(place: Place) -> Node:
    """u^n -> n u^(n-1) u'."""
    base, exponent = children(place.node)
    return product(exponent, power(base, less_one(exponent)), place.inner(0))


def _exponential(place: Place) -> Node:
    """a^u -> a^u ln(a) u'."""
    base, _ = children(place.node)
    return product(place.node, ONE if base == E else call("ln", base), place.inner(1))


def _general_power(place: Place) -> Node:
    """u^v -> u^v (v' ln u + v u'/u), by logarithmic differentiation."""
    base, exponent = children(place.node)
    growth = product(place.inner(1), call("ln", base))
    # u > 0 wherever this rule holds, so u u'/u may lose its u
    share = place.inner(0) if exponent == base else quotient(product(exponent, place.inner(0)), base)
    return product(place.node, total(growth, share))


def _function(place: Place) -> Node:
    """F(u, v) -> F_u u' + F_v v', with the table's partial derivatives."""
    name = place.node.function if isinstance(place.node, Call) else ""
    arguments = children(place.node)
    terms = []
    for index, argument in enumerate(arguments):
        if place.depends(argument):
            outer = partial_derivative(name, arguments, index)
            if outer is None:
                raise NotDifferentiable("", f"no derivative rule for {name}", None, name, place.path)
            terms.append(product(outer, place.inner(index)))
    return total(*terms)


def _is(*kinds: type) -> Callable[[Place], bool]:
    return lambda place: isinstance(place.node, kinds)


def _varying(kind: type, *pattern: bool) -> Callable[[Place], bool]:
    """Applies to a node of two children of which exactly those marked True depend on the variable."""
    return lambda place: (
        isinstance(place.node, kind) and tuple(map(place.depends, children(place.node))) == pattern
    )


def _one_factor_varies(place: Place) -> bool:
    return isinstance(place.node, Product) and sum(map(place.depends, children(place.node))) == 1


RULES: tuple[Rule, ...] = (
    Rule("entries", _is(Vector, Matrix), _entries),
    Rule("constant", lambda place: not place.depends(place.node), lambda place: ZERO),
    Rule("identity", _is(Name), lambda place: ONE),
    Rule("negative", _is(Negative), lambda place: negative(place.inner(0))),
    Rule("sum", _is(Sum), _sum),
    Rule("constant_factor", _one_factor_varies, _product),
    Rule("product", _is(Product), _product),
    Rule("constant_divisor", _varying(Quotient, True, False), _over_constant),
    Rule(
        "reciprocal_power",
        lambda place: _varying(Quotient, False, True)(place) and _power_below(place),
        _reciprocal_power,
        inside=(1, 0),
    ),
    Rule("reciprocal", _varying(Quotient, False, True), _reciprocal, inside=(1,)),
    Rule("quotient", _is(Quotient), _quotient),
    Rule("power", _varying(Power, True, False), _power, inside=(0,)),
    Rule("exponential", _varying(Power, False, True), _exponential, inside=(1,)),
    Rule("general_power", _is(Power), _general_power),
    Rule("function", _is(Call), _function, inside=(0,)),
)
"""Every node meets at least one of these."""
