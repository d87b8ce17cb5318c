"""Calls: functions with and without brackets, their powers, and logarithms with a base."""

from __future__ import annotations

from fractions import Fraction

from grader.language.brackets import CLOSING, BracketReader
from grader.language.functions import FUNCTIONS, INVERSES, LOGARITHMS, MANY
from grader.language.numbers import raised
from grader.language.tree import Call, Name, Negative, Node, Number, Product

_BRACKETS = frozenset("([{")
_RUN = frozenset(("v", "c", "frac", "½"))


class CallReader(BracketReader):
    """Reads whatever begins with the name of a function."""

    __slots__ = ()

    def call(self) -> Node:
        """`sin(x)`, `sin x`, `sin^2 x`, `sin^{-1}(x)`, `log_2(x)`, `max(a, b)`."""
        first = self.i
        name = self.values[first]
        self.i += 1
        if name == "sqrt" and self.kinds[self.i] == "[":
            return self.indexed_root(first)
        base = self.base() if name == "log" and self.kinds[self.i] == "_" else None
        if name in LOGARITHMS:
            base, name = Number(Fraction(LOGARITHMS[name]), str(LOGARITHMS[name])), "log"
        exponent = self.name_power() if self.kinds[self.i] in ("^", "sup") else None
        if isinstance(exponent, Negative) and exponent.operand == _ONE:
            name, exponent = self.inverse(name, first), None
        self.risky = self.risky or name == "factorial"
        arguments = self.arguments(name, first)
        if base is not None:
            if len(arguments) > 1:
                self.fail("arity", first, self.i - 1, function=name, wanted="1", given=str(len(arguments)))
            arguments = (arguments[0], base)
        node = Call(name, arguments, self.span_from(first))
        return node if exponent is None else self.power(node, exponent, first)

    def indexed_root(self, first: int) -> Node:
        """`sqrt[3](x)` as in LaTeX; `sqrt[x]` has no index."""
        self.nest(first)
        inner = self.entries("]", self.i, lists=False)[0]
        index = None
        if self.kinds[self.i] in ("(", "{"):
            index, inner = inner, self.bracket(lists=False)
        self.nesting -= 1
        arguments = (inner,) if index is None else (inner, index)
        return Call("sqrt" if index is None else "root", arguments, self.span_from(first))

    def declared_call(self) -> Node:
        """`f(x)` for a declared function: brackets are needed, and their number of entries is free."""
        first = self.i
        self.i += 1
        if self.kinds[self.i] != "(":
            self.fail("syntax", first, kind="missing_argument")
        self.nest(first)
        arguments = tuple(self.entries(")", self.i, lists=True))
        self.nesting -= 1
        return Call(self.values[first], arguments, self.span_from(first))

    def base(self) -> Node:
        """The base of a logarithm, after `_`."""
        self.i += 1
        if self.kinds[self.i] == "{":
            return self.bracket(lists=False)
        if self.kinds[self.i] not in ("n", "v", "c"):
            self.fail("syntax", kind="missing_argument")
        return self.atom()

    def superscript(self) -> Node:
        """The raised characters here."""
        at = self.i
        self.i += 1
        found = raised(self.values[at], self.span_from(at))
        if found is None:
            self.fail("syntax", at, kind="exponent")
        if isinstance(found, Name) or (isinstance(found, Negative) and isinstance(found.operand, Name)):
            known = self.tokens.lexicon.resolve("n")
            if not known or known[0][0] != "v":
                self.fail("unknown_name", at)
        return found

    def name_power(self) -> Node:
        """The exponent written on a function's name: one number, name or group, signed or not."""
        first = self.i
        if self.kinds[first] == "sup":
            return self.superscript()
        self.i += 1
        if self.kinds[self.i] == "-":
            self.i += 1
            inner: Node = self.atom()
            return Negative(inner, self.span_from(first + 1))
        if self.kinds[self.i] in _BRACKETS:
            return self.bracket(lists=False)
        if self.kinds[self.i] not in ("n", "v", "c"):
            self.fail("syntax", kind="missing_argument")
        return self.atom()

    def inverse(self, name: str, at: int) -> str:
        """The function that `name^{-1}` means. Raises `syntax` where that has no agreed meaning."""
        found = INVERSES.get(name)
        if found is None:
            self.fail("syntax", at, self.i - 1, kind="no_inverse", function=name)
        return found

    def nest(self, first: int) -> None:
        """Count one function inside another."""
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            self.fail("function_nesting", first, limit=str(self.limits.nesting))

    def arguments(self, name: str, first: int) -> tuple[Node, ...]:
        """The arguments of `name` (whose token is number `first`), in brackets or bare."""
        least, most = FUNCTIONS.get(name) or self.tokens.lexicon.arity[name]
        self.nest(first)
        kind = self.kinds[self.i]
        if kind in _BRACKETS:
            opened = self.i
            if self.kinds[opened + 1] in (")", "]", "}"):
                self.fail("arity", first, opened + 1, function=name, wanted=str(least), given="0")
            found = tuple(self.entries(CLOSING[kind], opened, lists=most > 1))
        elif kind == "":
            self.fail("syntax", first, kind="missing_argument", function=name)
        else:
            found = (self.bare_argument(),)
        self.nesting -= 1
        if not least <= len(found) <= most:
            wanted = str(least) if most in (least, MANY) else f"{least}-{most}"
            self.fail("arity", first, self.i - 1, function=name, wanted=wanted, given=str(len(found)))
        return found

    def is_exponential(self) -> bool:
        """Does `e^` stand here? It is a function like `exp`, and no factor of an argument that has a name already."""
        following = self.kinds[self.i + 1]
        return self.kinds[self.i] == "c" and self.values[self.i] != "pi" and following in ("^", "sup")

    def bare_argument(self) -> Node:
        """An argument without brackets: a coefficient, then names, constants and fractions with their powers.

        `sin 2x y` is `sin(2xy)`; it ends before `+ - * /`, before a bracket (unless only a number stands before it),
        before a bar and before the next function or power of e. A function that comes first is the whole argument.
        """
        first = self.i
        if self.kinds[first] in ("-", "+"):
            self.deeper()
            self.i += 1
            inner = self.bare_argument()
            self.depth -= 1
            return Negative(inner, self.span_from(first)) if self.kinds[first] == "-" else inner
        opening = self.kinds[first]
        factors = [self.factor()]
        if opening == "n" and self.kinds[self.i] in ("(", "[") and self.i == first + 1:
            factors.append(self.factor())
        elif opening == "n" or opening in _RUN:
            least = 1 if opening == "n" else 0
            while self.kinds[self.i] in _RUN and not (len(factors) > least and self.is_exponential()):
                factors.append(self.factor())
        return factors[0] if len(factors) == 1 else Product(tuple(factors), self.span_from(first))


_ONE = Number(Fraction(1))
