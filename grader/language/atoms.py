"""Atoms: what a factor is made of, before its powers."""

from __future__ import annotations

from fractions import Fraction

from grader.language.calls import CallReader
from grader.language.numbers import DIGITS, SMALL, may_be_thousands, number, percent
from grader.language.tree import NAMES, SPAN_WIDTH, Call, Constant, Node, Number, Quotient


class AtomReader(CallReader):
    """Reads one number, name, constant, call, group, root or absolute value."""

    __slots__ = ()

    def atom(self) -> Node:
        """A number, name, constant, call, group or absolute value."""
        at = self.i
        kind = self.kinds[at]
        if kind == "v":
            self.i = at + 1
            start = self.starts[at]
            return NAMES[self.values[at], start * SPAN_WIDTH + self.ends[at] - start]
        if kind == "n":
            return self.literal()
        if kind == "f":
            return self.call()
        if kind in ("(", "[", "{", "<"):
            return self.bracket(kind == "<" or self.lists or self.opens_a_list(at))
        if kind == "c":
            self.i = at + 1
            return Constant("pi" if self.values[at] == "pi" else "e", self.span_from(at))
        return self.rarer_atom(kind)

    def opens_a_list(self, at: int) -> bool:
        """May the bracket at token `at` hold a list? Not in an exponent: there `(0,5x)` is `0.5x`."""
        return at == 0 or self.kinds[at - 1] not in ("^", "_")

    def rarer_atom(self, kind: str) -> Node:
        """The atoms that are met less often; raises `syntax` where no atom can begin."""
        if kind in ("|", "L|"):
            return self.absolute()
        if kind == "frac":
            return self.fraction()
        if kind == "½":
            return self.fraction_sign()
        if kind == "sqrt":
            return self.latex_root()
        if kind in ("√", "∛"):
            return self.root_sign(kind)
        if kind == "begin":
            return self.environment()
        if kind == "d":
            return self.declared_call()
        if kind == "oo":
            self.fail("not_finite")
        if kind == "":
            self.fail("syntax", max(self.i - 1, 0), kind="incomplete")
        return self.fail("syntax", kind="unexpected")

    def literal(self) -> Node:
        """A number, with a decimal comma where no list can be meant, and with `%`."""
        at = self.i
        self.i = at + 1
        text, following = self.values[at], self.kinds[at + 1]
        if text in SMALL and following != "," and following != "%":
            start = self.starts[at]
            return DIGITS[text, start * SPAN_WIDTH + self.ends[at] - start]
        if following == "," and self.comma_joins(at):
            if may_be_thousands(text, self.values[at + 2]):
                self.fail("syntax", at, at + 2, kind="comma")
            text = f"{text},{self.values[at + 2]}"
            self.i = at + 3
        found = number(text, self.span_from(at), self.limits)
        if isinstance(found, str):
            limit = self.limits.digits if found == "number_too_big" else self.limits.scientific
            self.fail(found, at, self.i - 1, limit=str(limit))
        if found.decimal and "e" in text.lower():
            self.risky = True
        if self.kinds[self.i] == "%":
            self.i += 1
            return percent(found, self.span_from(at))
        return found

    def fraction_sign(self) -> Node:
        """`½` is the fraction `1/2`."""
        at = self.i
        self.i = at + 1
        span = self.span_from(at)
        top, bottom = (Number(Fraction(part), part, False, span) for part in self.values[at].split("/"))
        return Quotient(top, bottom, span)

    def root_sign(self, kind: str) -> Node:
        """`√x`: the next factor with its powers, so that `√2x` is `(√2)x`."""
        first = self.i
        self.deeper()
        self.i += 1
        inner = self.factor()
        self.depth -= 1
        return Call("sqrt" if kind == "√" else "cbrt", (inner,), self.span_from(first))
