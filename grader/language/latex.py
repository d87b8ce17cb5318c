"""Tree -> LaTeX, as the text was read: nothing is simplified."""

from __future__ import annotations

from itertools import pairwise

from grader.language.layout import (
    ATOM,
    DISPLAYED,
    FACTOR,
    PRODUCT,
    TERM,
    joint,
    name_parts,
    number_text,
    printed_level,
    tall,
    textbook_power,
)
from grader.language.tree import (
    Call,
    Constant,
    Matrix,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
)

_COMMANDS = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "sec",
        "csc",
        "cot",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "arcsin",
        "arccos",
        "arctan",
        "exp",
        "ln",
        "log",
        "min",
        "max",
    ]
)
_JOINTS = {"": " ", "thin": "\\,", "dot": "\\cdot "}
_OPENING = {"(": "(", "[": "[", "<": "\\langle ", "{": "\\{"}
_CLOSING = {"(": ")", "[": "]", "<": "\\rangle ", "{": "\\}"}


def to_latex(node: Node) -> str:
    """The LaTeX of `node`, for a maths block; fractions as `\\frac`, no commands beyond amsmath."""
    match node:
        case Number():
            return _number(node)
        case Name(name=name):
            return _name(name)
        case Constant(name=name):
            return {"pi": "\\pi", "e": "e", "oo": "\\infty"}[name]
        case Sum():
            return _sum(node)
        case Negative(operand=operand):
            return "-" + _at(operand, PRODUCT)
        case Product(factors=factors):
            return _product(factors)
        case Quotient(top=top, bottom=bottom):
            return f"\\frac{{{to_latex(top)}}}{{{to_latex(bottom)}}}"
        case Power():
            return _power(node)
        case Call():
            return _call(node)
        case Vector(entries=entries, brackets=kind):
            inside = ", ".join(map(to_latex, entries))
            return _OPENING[kind] + inside + _CLOSING[kind]
        case Matrix(rows=rows):
            lines = " \\\\ ".join(" & ".join(map(to_latex, row)) for row in rows)
            return f"\\begin{{bmatrix}}{lines}\\end{{bmatrix}}"


def _wrapped(node: Node) -> str:
    text = to_latex(node)
    return f"\\left({text}\\right)" if tall(node) else f"({text})"


def _at(node: Node, wanted: int) -> str:
    return to_latex(node) if printed_level(node) >= wanted else _wrapped(node)


def _number(node: Number) -> str:
    text = (node.text or number_text(node)).lower()
    if "/" in text:
        sign = "-" if node.value < 0 else ""
        return f"{sign}\\frac{{{abs(node.value.numerator)}}}{{{node.value.denominator}}}"
    mantissa, _, exponent = text.replace(",", "{,}").replace("%", "\\%").partition("e")
    return f"{mantissa}\\cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _name(name: str) -> str:
    parts = name_parts(name)
    base = parts.letters
    if parts.letter != parts.letters:
        base = f"\\{parts.letters}"
    elif len(base) > 1:
        base = f"\\mathrm{{{base}}}"
    if parts.accent:
        base = f"\\{parts.accent}{{{base}}}"
    return f"{base}_{{{parts.below}}}" if parts.below else base


def _sum(node: Sum) -> str:
    pieces = [_at(node.terms[0], TERM)]
    for term in node.terms[1:]:
        if isinstance(term, Negative):
            pieces.append(f"-{_at(term.operand, PRODUCT)}")
        else:
            pieces.append(f"+{_at(term, PRODUCT)}")
    return "".join(pieces)


def _product(factors: tuple[Node, ...]) -> str:
    text = _at(factors[0], FACTOR)
    for before, after in pairwise(factors):
        text += _JOINTS[joint(before, after)] + _at(after, FACTOR)
    return text


def _power(node: Power) -> str:
    exponent = f"^{{{to_latex(node.exponent)}}}"
    if textbook_power(node) and isinstance(node.base, Call):
        return _function(node.base.function) + exponent + _wrapped(node.base.arguments[0])
    base = node.base
    return (to_latex(base) if printed_level(base) >= ATOM else _wrapped(base)) + exponent


def _function(name: str) -> str:
    shown = DISPLAYED.get(name, name)
    return f"\\{shown}" if shown in _COMMANDS else f"\\operatorname{{{shown}}}"


def _call(node: Call) -> str:
    first = node.arguments[0]
    match node.function:
        case "sqrt":
            return f"\\sqrt{{{to_latex(first)}}}"
        case "cbrt":
            return f"\\sqrt[3]{{{to_latex(first)}}}"
        case "root":
            return f"\\sqrt[{to_latex(node.arguments[1])}]{{{to_latex(first)}}}"
        case "abs":
            return f"\\left|{to_latex(first)}\\right|"
        case "factorial":
            return f"{_at(first, ATOM)}!"
        case "log" if len(node.arguments) == 2:
            return f"\\log_{{{to_latex(node.arguments[1])}}}{_wrapped(first)}"
    if len(node.arguments) == 1:
        return _function(node.function) + _wrapped(first)
    inside = ", ".join(map(to_latex, node.arguments))
    return f"{_function(node.function)}\\left({inside}\\right)"
