"""Tree -> presentation MathML (MathML Core), each node's element carrying its path for hints and marks."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from grader.language.functions import GREEK_LETTERS
from grader.language.layout import (
    ATOM,
    DISPLAYED,
    FACTOR,
    PRODUCT,
    TERM,
    joint,
    name_parts,
    number_text,
    path_text,
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
    Path,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
)

_JOINTS = {
    "": "<mo>&#x2062;</mo>",
    "thin": '<mo>&#x2062;</mo><mspace width="0.17em"></mspace>',
    "dot": "<mo>&#x22C5;</mo>",
}
_APPLY = "<mo>&#x2061;</mo>"
_MINUS = '<mo form="infix">&#x2212;</mo>'
_SIGN = '<mo form="prefix">&#x2212;</mo>'
_COMMA = '<mo separator="true">,</mo>'
_CLOSING = {"(": ")", "[": "]", "<": "⟩", "{": "}", "|": "|"}
_ACCENTS = {"hat": "^", "bar": "¯"}


def to_mathml(node: Node, marked: Path | None = None) -> str:
    """A whole `<math>` element. The element of the node at `marked` has the class `marked`."""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{_Printer(marked).show(node, ())}</math>'


class _Printer:
    """Prints the node at a path; children are printed through `at`, which adds brackets where needed."""

    __slots__ = ("marked",)

    def __init__(self, marked: Path | None) -> None:
        self.marked = marked

    def tag(self, name: str, path: Path, inside: str) -> str:
        """An element that stands for the node at `path`."""
        mark = ' class="marked"' if path == self.marked else ""
        return f'<{name} data-path="{path_text(path)}"{mark}>{inside}</{name}>'

    def show(self, node: Node, path: Path) -> str:
        """The element of `node`."""
        match node:
            case Number():
                return self.number(node, path)
            case Name(name=name):
                return self.name(name, path)
            case Constant(name=name):
                return self.tag("mi", path, {"pi": "π", "e": "e", "oo": "∞"}[name])
            case Sum():
                return self.tag("mrow", path, self.sum(node, path))
            case Negative(operand=operand):
                return self.tag("mrow", path, _SIGN + self.at(operand, (*path, 0), PRODUCT))
            case Product():
                return self.tag("mrow", path, self.product(node, path))
            case Quotient(top=top, bottom=bottom):
                return self.tag("mfrac", path, self.show(top, (*path, 0)) + self.show(bottom, (*path, 1)))
            case Power():
                return self.power(node, path)
            case Call():
                return self.call(node, path)
            case Vector(entries=entries, brackets=kind):
                inside = _COMMA.join(self.show(entry, (*path, i)) for i, entry in enumerate(entries))
                return self.tag("mrow", path, _fenced(inside, kind, tall=any(map(tall, entries))))
            case Matrix():
                return self.tag("mrow", path, _fenced(self.table(node, path), "[", tall=True))

    def at(self, node: Node, path: Path, wanted: int) -> str:
        """`node`, in brackets unless it holds together at least as tightly as `wanted`."""
        shown = self.show(node, path)
        return shown if printed_level(node) >= wanted else f"<mrow>{_fenced(shown, '(', tall(node))}</mrow>"

    def number(self, node: Number, path: Path) -> str:
        text = (node.text or number_text(node)).lower()
        if "/" in text:
            over = f"<mfrac><mn>{abs(node.value.numerator)}</mn><mn>{node.value.denominator}</mn></mfrac>"
            return self.tag("mrow", path, (_SIGN if node.value < 0 else "") + over)
        mantissa, _, exponent = text.partition("e")
        if not exponent and not text.startswith("-"):
            return self.tag("mn", path, escape(text))
        if not exponent:
            return self.tag("mrow", path, f"{_SIGN}<mn>{escape(text[1:])}</mn>")
        power = f"<mn>{abs(int(exponent))}</mn>"
        power = f"<mrow>{_SIGN}{power}</mrow>" if int(exponent) < 0 else power
        return self.tag("mrow", path, f"<mn>{mantissa}</mn>{_JOINTS['dot']}<msup><mn>10</mn>{power}</msup>")

    def name(self, name: str, path: Path) -> str:
        parts = name_parts(name)
        base = f"<mi>{escape(parts.letter)}</mi>"
        if parts.accent:
            base = f'<mover accent="true">{base}<mo stretchy="false">{_ACCENTS[parts.accent]}</mo></mover>'
        if not parts.below and not parts.accent:
            return self.tag("mi", path, escape(parts.letter))
        if not parts.below:
            return self.tag("mrow", path, base)
        word = GREEK_LETTERS.get(parts.below, parts.below)
        below = f"<mn>{word}</mn>" if word.isdigit() else f"<mi>{escape(word)}</mi>"
        return self.tag("msub", path, base + below)

    def sum(self, node: Sum, path: Path) -> str:
        pieces = [self.at(node.terms[0], (*path, 0), TERM)]
        for index, term in enumerate(node.terms[1:], start=1):
            here = (*path, index)
            if isinstance(term, Negative):
                pieces.append(self.tag("mrow", here, _MINUS + self.at(term.operand, (*here, 0), PRODUCT)))
            else:
                pieces.append("<mo>+</mo>" + self.at(term, here, PRODUCT))
        return "".join(pieces)

    def product(self, node: Product, path: Path) -> str:
        pieces = [self.at(node.factors[0], (*path, 0), FACTOR)]
        for index, (before, after) in enumerate(pairwise(node.factors), start=1):
            pieces += _JOINTS[joint(before, after)], self.at(after, (*path, index), FACTOR)
        return "".join(pieces)

    def power(self, node: Power, path: Path) -> str:
        base, exponent = node.base, self.show(node.exponent, (*path, 1))
        if textbook_power(node) and isinstance(base, Call):
            name = self.tag("mi", (*path, 0), DISPLAYED.get(base.function, base.function))
            argument = self.show(base.arguments[0], (*path, 0, 0))
            inside = _fenced(argument, "(", tall(base.arguments[0]))
            return self.tag("mrow", path, f"<msup>{name}{exponent}</msup>{_APPLY}<mrow>{inside}</mrow>")
        return self.tag("msup", path, self.at(base, (*path, 0), ATOM) + exponent)

    def call(self, node: Call, path: Path) -> str:
        shown = [self.show(argument, (*path, i)) for i, argument in enumerate(node.arguments)]
        high = any(map(tall, node.arguments))
        match node.function:
            case "sqrt":
                return self.tag("msqrt", path, shown[0])
            case "cbrt":
                return self.tag("mroot", path, f"{shown[0]}<mn>3</mn>")
            case "root":
                return self.tag("mroot", path, shown[0] + shown[1])
            case "abs":
                return self.tag("mrow", path, _fenced(shown[0], "|", high))
            case "factorial":
                return self.tag("mrow", path, self.at(node.arguments[0], (*path, 0), ATOM) + "<mo>!</mo>")
        name = f"<mi>{escape(DISPLAYED.get(node.function, node.function))}</mi>"
        if node.function == "log" and len(shown) == 2:
            name, shown = f"<msub>{name}{shown[1]}</msub>", shown[:1]
        return self.tag("mrow", path, f"{name}{_APPLY}<mrow>{_fenced(_COMMA.join(shown), '(', high)}</mrow>")

    def table(self, node: Matrix, path: Path) -> str:
        width = len(node.rows[0])
        lines = []
        for at, row in enumerate(node.rows):
            cells = (self.show(cell, (*path, at * width + i)) for i, cell in enumerate(row))
            lines.append("<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in cells) + "</mtr>")
        return f"<mtable>{''.join(lines)}</mtable>"


def _fenced(inside: str, kind: str, tall: bool) -> str:
    stretch = "true" if tall else "false"
    opening = "⟨" if kind == "<" else kind
    attributes = f'fence="true" stretchy="{stretch}"'
    return (
        f'<mo form="prefix" {attributes}>{opening}</mo>{inside}'
        f'<mo form="postfix" {attributes}>{_CLOSING[kind]}</mo>'
    )
