"""Wrong ways with several variables: gradients, directions, second derivatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from grader.calculus.malrules.calls import diff, everywhere, holds_derivative, is_call, orders
from grader.calculus.malrules.shape import TaskRule
from grader.calculus.substitution import with_children
from grader.calculus.table import call, square
from grader.calculus.tidy import quotient, total
from grader.language.tree import Call, Negative, Node, Power, Product, Quotient, Sum, Vector, names_in


def gradient_of(task: Node) -> tuple[Node, ...]:
    """The slopes that a gradient is made of, each a whole task; empty where the task is no gradient."""
    match task:
        case Call(function="grad", arguments=(function, Vector(entries=names))):
            return tuple(Call("diff", (function, name)) for name in names)
        case Call(function="at", arguments=(inner, by, values)):
            return tuple(Call("at", (slope, by, values)) for slope in gradient_of(inner))
        case Vector(entries=slopes) if (
            len({_function(slope) for slope in slopes}) == 1 and len(set(slopes)) > 1
        ):
            return slopes if _function(slopes[0]) is not None else ()
    return ()


def _function(slope: Node) -> Node | None:
    """f of `diff(f, x)` and of `at(diff(f, x), ...)`."""
    inner = slope.arguments[0] if isinstance(slope, Call) and slope.function == "at" else slope
    return inner.arguments[0] if isinstance(inner, Call) and len(orders(inner)) == 1 else None


def _of_gradient(wrong: Callable[[tuple[Node, ...]], Iterator[Node]]) -> Callable[[Node], Iterator[Node]]:
    def rule(task: Node) -> Iterator[Node]:
        slopes = gradient_of(task)
        return wrong(slopes) if len(slopes) > 1 else iter(())

    return rule


def _swapped(slopes: tuple[Node, ...]) -> Iterator[Node]:
    """Two entries have changed places."""
    for first, second in combinations(range(len(slopes)), 2):
        entries = list(slopes)
        entries[first], entries[second] = entries[second], entries[first]
        yield Vector(tuple(entries))


def _added(slopes: tuple[Node, ...]) -> Iterator[Node]:
    yield total(*slopes)


def _unit(slopes: tuple[Node, ...]) -> Iterator[Node]:
    length = call("sqrt", total(*map(square, slopes)))
    yield Vector(tuple(quotient(slope, length) for slope in slopes))


def _all_letters(task: Node) -> Iterator[Node]:
    """diff(f, x) -> diff(f, x) + diff(f, y), and with two letters diff(f, x, y): every letter moves."""
    yield from everywhere(_sum_of_slopes)(with_slopes(task))
    yield from everywhere(_mixed)(with_slopes(task))


def with_slopes(node: Node) -> Node:
    """`grad` written as the vector of its slopes."""
    node = with_children(node, with_slopes)
    return Vector(gradient_of(node)) if is_call(node, "grad") and gradient_of(node) else node


def _letters(slope: Call) -> tuple[str, ...]:
    """The variable of `diff(f, x)`, then the other letters of f."""
    names = orders(slope)
    if len(names) != 1 or holds_derivative(slope.arguments[0]):
        return ()
    return (*names, *sorted(names_in(slope.arguments[0]) - set(names)))


def _sum_of_slopes(slope: Call) -> Node | None:
    letters = _letters(slope)
    return total(*(diff(slope.arguments[0], name) for name in letters)) if len(letters) > 1 else None


def _mixed(slope: Call) -> Node | None:
    letters = _letters(slope)
    return diff(slope.arguments[0], *letters) if len(letters) == 2 else None


def _undivided(task: Node) -> Iterator[Node]:
    """grad·v/|v| -> grad·v"""
    match task:
        case Quotient(top=Sum(terms=terms), bottom=bottom) if not holds_derivative(bottom):
            if len({_variable(term) for term in terms} - {None}) == len(terms) > 1:
                yield task.top


def _variable(term: Node) -> str | None:
    """The variable of the one slope that is a factor of the term."""
    bare = term.operand if isinstance(term, Negative) else term
    factors = bare.factors if isinstance(bare, Product) else (bare,)
    slopes = [factor for factor in factors if _function(factor) is not None]
    if len(slopes) != 1:
        return None
    inner = slopes[0].arguments[0] if is_call(slopes[0], "at") and isinstance(slopes[0], Call) else slopes[0]
    return orders(inner)[0]


def _without_mixed(task: Node) -> Iterator[Node]:
    """f_xx f_yy - f_xy^2 -> f_xx f_yy"""
    match task:
        case Call(function="at", arguments=(inner, by, values)):
            yield from (Call("at", (wrong, by, values)) for wrong in _without_mixed(inner))
        case Sum(terms=(Product() as pure, Negative(operand=Power(base=mixed)))):
            inner = mixed.arguments[0] if isinstance(mixed, Call) and mixed.function == "at" else mixed
            if holds_derivative(pure) and len(set(orders(inner))) == 2:
                yield pure


SEVERAL = (
    TaskRule("grad_swap", "grad_swap", _of_gradient(_swapped)),
    TaskRule("grad_sum", "grad_sum", _of_gradient(_added)),
    TaskRule("grad_unit", "grad_unit", _of_gradient(_unit)),
    TaskRule("dir_notunit", "dir_notunit", _undivided),
    TaskRule("part_other_diff", "part_other_diff", _all_letters),
    TaskRule("hess_sign", "hess_sign", _without_mixed),
)
