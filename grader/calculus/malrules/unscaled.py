"""Polynomials whose coefficients get lost, with their signs."""

from __future__ import annotations

from grader.calculus.tidy import numeric, quotient, total
from grader.language.tree import Name, Negative, Node, Power, Product, Sum, names_in


def without_coefficients(node: Node, name: str) -> Node | None:
    """A function whose right derivative is that of `node` with every coefficient and sign lost.

    -5x^3 + 2x -> x^3/3 + x, since its derivative is x^2 + 1. None where a term is no power of the bare variable,
    or where there was nothing to lose but exponents.
    """
    terms = node.terms if isinstance(node, Sum) else (node,)
    moving = [term for term in terms if name in names_in(term)]
    bare = [_bare(term, name) for term in moving]
    if not moving or None in bare or all(isinstance(term, Name | Power) for term in moving):
        return None
    return total(
        *(quotient(part, part.exponent) if isinstance(part, Power) else part for part in bare if part)
    )


def _bare(term: Node, name: str) -> Node | None:
    """x^n of ±c·x^n."""
    match term:
        case Negative(operand=operand):
            return _bare(operand, name)
        case Product(factors=(*constants, last)) if not any(map(names_in, constants)):
            return _bare(last, name)
        case Name(name=own) if own == name:
            return term
        case Power(base=Name(name=own), exponent=exponent) if own == name and numeric(exponent):
            return term
    return None
