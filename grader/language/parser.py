"""Tokens -> tree: sums, products, powers and atoms (the readings are listed in `grader.language`)."""

from __future__ import annotations

import re

from grader.errors import Unreadable
from grader.language.atoms import AtomReader
from grader.language.bounds import check_constants, check_size, has_name, plainly_within
from grader.language.limits import Limits
from grader.language.names import Names
from grader.language.shapes import shape_of
from grader.language.tokens import Tokens
from grader.language.tree import (
    NAMES,
    SPAN_WIDTH,
    Call,
    Constant,
    Matrix,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
)

_STARTS = frozenset(
    ("n", "v", "c", "f", "d", "oo", "(", "[", "{", "frac", "½", "sqrt", "√", "∛", "begin", "L|")
)
_ENDS = frozenset(("", "+", "-", ")", ",", "}", "]"))
"""What cannot go on with a product, of the kinds that are met most often."""
_BRACKETS = frozenset("([{")
_TRANSPOSING = frozenset(("T", "{"))
_WARY = frozenset(("n", "½", "[", "frac"))
_PROPER = re.compile(r"\\[dtc]?frac\s*(?:\{\s*(\d+)\s*\}|(\d))\s*(?:\{\s*(\d+)\s*\}|(\d))")
_SIGNS = frozenset(("+", "-"))
_POSTFIX = frozenset(("^", "sup", "!"))


class Parser(AtomReader):
    """One parse of one text. `whole` reads it to its end."""

    __slots__ = ()

    def whole(self) -> Node:
        """The whole text as one expression, vector or matrix."""
        node = self.expression()
        if self.kinds[self.i] in ("nl", ",") and "nl" in self.kinds:
            node = self.lines(node)
        self.finish(node)
        return node

    def finish(self, *nodes: Node) -> None:
        """Require the end of the text, and hold what was read against the limits."""
        if self.kinds[self.i] != "":
            self.stray()
        for node in nodes:
            if self.risky:
                check_constants(node, self.tokens, self.integers)
            if self.i > self.limits.nodes // 3:
                check_size(node, self.tokens)
            if self.shaped and not self.limits.author:
                shape_of(node)

    def lines(self, first: Node) -> Node:
        """Rows on lines of their own: a column, or a matrix of rows `(a, b)` or `a, b`."""
        entries = [self.row_on_line(first, 0)]
        while self.kinds[self.i] == "nl":
            self.i += 1
            begun = self.i
            entries.append(self.row_on_line(self.expression(), begun))
        return self.vector_or_matrix(tuple(entries), "(", self.span_from(0))

    def row_on_line(self, first: Node, begun: int) -> Node:
        """What stands on one line: an entry, or entries with commas between them."""
        if self.kinds[self.i] != ",":
            return first
        entries = [first]
        while self.kinds[self.i] == ",":
            self.i += 1
            entries.append(self.expression())
        self.shaped = True
        return Vector(tuple(entries), "[", self.span_from(begun))

    def stray(self) -> None:
        """Complain about the token here, which continues nothing."""
        kind = self.kinds[self.i]
        if kind in (")", "]", "}", "R|", "|"):
            self.fail("syntax", kind="unopened_bracket")
        if kind in (",", ";"):
            self.fail("syntax", kind="comma" if kind == "," else "semicolon")
        if kind in ("=", "<", ">", "<=", ">=", "!=", "=="):
            self.fail("syntax", kind="comparison")
        self.fail("syntax", kind="unexpected")

    def expression(self) -> Node:
        """Terms with `+` and `-` between them."""
        first, kinds = self.i, self.kinds
        self.depth += 1
        if self.depth > self.most:
            self.too_deep()
        node = self.term() if kinds[first] in _SIGNS else self.product()
        kind = kinds[self.i]
        if kind in _SIGNS:
            terms = [node]
            while kind in _SIGNS:
                sign = self.i
                self.i = sign + 1
                term = self.term() if kinds[sign + 1] in _SIGNS else self.product()
                terms.append(Negative(term, self.span_from(sign)) if kind == "-" else term)
                kind = kinds[self.i]
            node = Sum(tuple(terms), self.span_from(first))
        self.depth -= 1
        return node

    def term(self) -> Node:
        """A product, perhaps signed: `-x^2` is `-(x^2)`, `-2x` is `-(2x)`."""
        kind = self.kinds[self.i]
        if kind not in _SIGNS:
            return self.product()
        first = self.i
        self.deeper()
        self.i += 1
        inner = self.term()
        self.depth -= 1
        return Negative(inner, self.span_from(first)) if kind == "-" else inner

    def signed_factor(self) -> Node:
        """A factor after `*`, `/` or `^`, where a sign may stand: `2*-x`, `e^-x`."""
        kind = self.kinds[self.i]
        if kind not in _SIGNS:
            return self.factor()
        first = self.i
        self.deeper()
        self.i += 1
        inner = self.signed_factor()
        self.depth -= 1
        return Negative(inner, self.span_from(first)) if kind == "-" else inner

    def product(self) -> Node:
        """Factors, written and unwritten products and divisions alike, from left to right."""
        first, kinds = self.i, self.kinds
        node = self.factor()
        kind = kinds[self.i]
        if kind in _ENDS:
            return node
        level, factors = self.depth, [node]
        while True:
            if kind in _STARTS or (kind == "|" and not self.bars):
                if kind in _WARY:
                    self.juxtaposed(kind)
                factors.append(self.factor())
            elif kind == "*":
                self.i += 1
                factors.append(self.signed_factor())
            elif kind == "/":
                self.deeper()
                top = factors[0] if len(factors) == 1 else Product(tuple(factors), self.span_from(first))
                self.i += 1
                bottom = self.signed_factor()
                factors = [Quotient(top, bottom, self.span_from(first))]
            else:
                break
            kind = kinds[self.i]
        self.depth = level
        return factors[0] if len(factors) == 1 else Product(tuple(factors), self.span_from(first))

    def juxtaposed(self, kind: str) -> None:
        """Refuse neighbours that are no product: `2 3`, `1.2.3`, `2½`, `1\\frac34`, `x[0]`."""
        before = self.kinds[self.i - 1]
        if kind == "frac":
            if before == "n" and self.values[self.i - 1].isdigit() and self.is_proper_fraction():
                self.fail("syntax", self.i - 1, self.i, kind="two_numbers")
            return
        if kind != "[" and before in ("n", "½"):
            self.fail("syntax", self.i - 1, self.i, kind="two_numbers")
        if kind == "[" and before == "v" and self.ends[self.i - 1] == self.starts[self.i]:
            self.fail("syntax", self.i - 1, self.i, kind="index")

    def is_proper_fraction(self) -> bool:
        r"""Is the `\frac` here one of two numbers and less than 1? Then `1\frac34` may be meant as 1 + 3/4."""
        found = _PROPER.match(self.tokens.text, self.starts[self.i])
        if found is None:
            return False
        top, bottom = (int(digits) for digits in found.groups() if digits)
        return top < bottom

    def factor(self) -> Node:
        """An atom with its powers and factorials; `2^3^x` is `2^(3^x)`."""
        first = self.i
        if self.kinds[first] == "v":
            start = self.starts[first]
            self.i = first + 1
            node: Node = NAMES[self.values[first], start * SPAN_WIDTH + self.ends[first] - start]
        else:
            node = self.literal() if self.kinds[first] == "n" else self.atom()
        return node if self.kinds[self.i] not in _POSTFIX else self.postfix(node, first)

    def postfix(self, node: Node, first: int) -> Node:
        """The powers and factorials after the atom that token number `first` began."""
        level = self.depth
        while (kind := self.kinds[self.i]) in _POSTFIX:
            self.deeper()
            if kind == "sup":
                node = self.power(node, self.superscript(), first)
            elif kind == "!":
                self.i += 1
                self.risky = True
                node = Call("factorial", (node,), self.span_from(first))
            elif self.kinds[self.i + 1] in _TRANSPOSING and (transposes := self.transposes()):
                self.i += transposes
                node = self.transposed(node, first)
            else:
                self.i += 1
                node = self.power(node, self.exponent(), first)
        self.depth = level
        return node

    def exponent(self) -> Node:
        """What stands after `^`: a factor, signed or not; in its own brackets a comma is decimal."""
        kind = self.kinds[self.i]
        if not self.lists or kind not in _BRACKETS:
            return self.signed_factor() if kind in _SIGNS else self.factor()
        self.lists = False
        found = self.factor()
        self.lists = True
        return found

    def transposes(self) -> int:
        """How many tokens `^T` or `^{T}` takes from here; 0 where another exponent follows."""
        if self.kinds[self.i + 1] == "T":
            return 2
        braced = self.kinds[self.i + 1 : self.i + 4] == ("{", "T", "}")
        return 4 if braced else 0

    def transposed(self, node: Node, first: int) -> Node:
        """A matrix with rows and columns exchanged; a vector is neither row nor column and stays."""
        if isinstance(node, Vector):
            return node
        if not isinstance(node, Matrix):
            self.fail("syntax", first, self.i - 1, kind="transpose")
        return Matrix(tuple(zip(*node.rows, strict=True)), self.span_from(first))

    def power(self, base: Node, exponent: Node, first: int) -> Node:
        """`base^exponent`, begun by token number `first` and ending here; a constant exponent or value that may be
        large is left to `check_constants`."""
        if not self.risky:
            if plainly_within(exponent, self.limits.exponent):
                self.risky = type(base) is not Constant and "v" not in self.kinds[first : self.i]
            else:
                self.risky = not has_name(exponent)
        return Power(base, exponent, self.span_from(first))


def checked_length(text: object, limits: Limits) -> str:
    """`text` without space at its end. Raises `not_text`, `too_long` or `empty`."""
    if not isinstance(text, str):
        raise Unreadable("not_text", text=type(text).__name__)
    limit = limits.characters
    if len(text) > limit:
        raise Unreadable("too_long", limit, len(text) - limit, detail={"limit": str(limit)})
    stripped = text.rstrip()
    if not stripped:
        raise Unreadable("empty")
    return stripped


def read(text: object, names: Names, limits: Limits) -> Node:
    """The tree of `text`. Raises Unreadable, without a suggestion."""
    checked = checked_length(text, limits)
    lexicon = names.author_lexicon if limits.author else names.lexicon
    return Parser(Tokens(checked, lexicon, limits), frozenset(names.integers)).whole()
