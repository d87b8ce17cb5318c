"""Wrong answers to the question: the height for the slope, once for twice, the integral for the derivative."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.calculus.malrules.calls import (
    DERIVATIVES,
    diff,
    everywhere,
    holds_derivative,
    is_call,
    one_value,
    orders,
)
from grader.calculus.malrules.descent import steps_of
from grader.calculus.malrules.integrals import integral
from grader.calculus.malrules.several import with_slopes
from grader.calculus.malrules.shape import TaskRule
from grader.calculus.malrules.unscaled import without_coefficients
from grader.calculus.substitution import with_children
from grader.calculus.table import E, square
from grader.calculus.tidy import ZERO
from grader.language.tree import Call, Name, Negative, Node, Number, Power, Product, Quotient, Sum, names_in


def _function(call: Call) -> Node | None:
    """f of `diff(f, x)`; None for higher derivatives and other calls."""
    return call.arguments[0] if len(orders(call)) == 1 else None


def _height(call: Call) -> Node | None:
    """at(diff(f, x), x, p) -> at(f, x, p)"""
    inside = call.arguments[0]
    function = _function(inside) if is_call(call, "at") and isinstance(inside, Call) else None
    if function is None or holds_derivative(function):
        return None
    return Call("at", (function, *call.arguments[1:]))


def _undone(task: Node) -> Iterator[Node]:
    """diff(f, x) -> f, where a formula is asked."""
    return iter(()) if next(everywhere(_height)(task), None) else everywhere(_untouched)(task)


def _untouched(call: Call) -> Node | None:
    """f of `diff(f, x)`, but for e^u and a^x, where it is u' and ln a that were forgotten."""
    function = _function(call)
    return None if function is None or all(map(_is_exponential, _terms(function))) else function


def _terms(node: Node) -> Iterator[Node]:
    """The terms without their constant factors."""
    match node:
        case Sum(terms=parts):
            yield from (term for part in parts for term in _terms(part))
        case (
            Negative(operand=inner)
            | Product(factors=(Number(), inner))
            | Quotient(top=inner, bottom=Number())
        ):
            yield from _terms(inner)
        case _:
            yield node


def _is_exponential(node: Node) -> bool:
    if isinstance(node, Power):
        return node.base == E or (isinstance(node.exponent, Name) and not names_in(node.base))
    return is_call(node, "exp")


def _vanished(call: Call) -> Node | None:
    """at(diff(f, x), x, p) -> 0, the derivative of the number f(p)."""
    return ZERO if is_call(call, "at") and is_call(call.arguments[0], "diff") else None


def _once(call: Call) -> Node | None:
    """diff(f, x, 2) and diff(diff(f, x), x) -> diff(f, x)"""
    names = orders(call)
    if len(names) > 1:
        return diff(call.arguments[0], *names[:-1])
    return call.arguments[0] if names and orders(call.arguments[0]) else None


def _squared(call: Call) -> Node | None:
    """diff(f, x, 2) -> diff(f, x)^2"""
    names = orders(call)
    if len(names) == 2:
        return square(diff(call.arguments[0], names[0]))
    return square(call.arguments[0]) if names and len(orders(call.arguments[0])) == 1 else None


def _twice(task: Node) -> Iterator[Node]:
    """diff(f, x) -> diff(f, x, 2), unless more than one derivative is asked anyway."""

    def change(call: Call) -> Node | None:
        names = orders(call)
        return diff(call.arguments[0], *names, *names) if len(names) == 1 else None

    return iter(()) if next(everywhere(_once)(task), None) else everywhere(change)(task)


def _integrated(call: Call) -> Node | None:
    function = _function(call)
    return None if function is None else integral(function, orders(call)[0])


def _without_coefficients(call: Call) -> Node | None:
    function = _function(call)
    bare = None if function is None else without_coefficients(function, orders(call)[0])
    return None if bare is None else diff(bare, *orders(call))


def _upside_down(call: Call) -> Node | None:
    """f' -> -f'/f^2, the slope of 1/f; for a fraction that is `upside_down`, a rule of the walk."""
    function = _function(call)
    if function is None or isinstance(function, Quotient | Name) or holds_derivative(function):
        return None
    return Negative(Quotient(call, square(function)))


def _slope_left_open(task: Node) -> Iterator[Node]:
    """y = f'(p)(x-p) + f(p) -> y = f'(x)(x-p) + f(p)"""
    if names_in(_outermost(lambda _: ZERO, task)):
        yield from everywhere(lambda c: c.arguments[0] if _height(c) is not None else None)(task)


def _opposite(task: Node) -> Iterator[Node]:
    """-f' for f'; a step of descent has a wrong sign of its own (`gd_plus`)."""
    if not steps_of(task):
        yield _outermost(Negative, task)


def _outermost(change: Callable[[Node], Node], node: Node) -> Node:
    """The task with each derivative, with the `at` around it, replaced."""
    if is_call(node, *DERIVATIVES) or (is_call(node, "at") and holds_derivative(node)):
        return change(node)
    return with_children(node, lambda child: _outermost(change, child))


def _no_step(wrong: Callable[[Node], Iterator[Node]]) -> Callable[[Node], Iterator[Node]]:
    """The wrong way, for tasks of one value that are no step of descent."""
    return one_value(lambda task: iter(()) if steps_of(task) else wrong(task))


MEANING = (
    TaskRule("neg_all", "sign", _opposite),
    TaskRule("value_for_slope", "value_for_slope", _no_step(everywhere(_height))),
    TaskRule("not_done", "outer_kept", _no_step(_undone)),
    TaskRule("once_only", "once_only", everywhere(_once)),
    TaskRule("squared_first", "squared_first", everywhere(_squared)),
    TaskRule("twice", "twice", one_value(_twice), rare=True),
    TaskRule("coefs_lost", "inner_or_constant", everywhere(_without_coefficients)),
    TaskRule("integral_all", "integral_all", lambda task: everywhere(_integrated)(with_slopes(task))),
    TaskRule("recip_asked", "recip_asked", _no_step(everywhere(_upside_down)), rare=True),
    TaskRule("tangent_slope_fn", "tangent_slope_fn", _slope_left_open),
    TaskRule("diff_after_sub", "diff_after_sub", _no_step(everywhere(_vanished)), rare=True),
)
