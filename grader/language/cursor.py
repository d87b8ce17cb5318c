"""Where the parser stands in the tokens, and how it complains."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NoReturn

from grader.errors import Code
from grader.language.tokens import Tokens
from grader.language.tree import SPAN_WIDTH, SPANS, Node, Span


class Cursor(ABC):
    """The state of one parse. `bars` counts the open `|` at this bracket level; `lists` says that a comma may
    separate entries here (then it is no decimal comma), `square` that the innermost bracket is `[`; `depth` (up to
    `most`) and `nesting` count towards the limits; `risky` says that exact constants must be bounded (`bounds`) before
    anybody computes with them, `shaped` that there is a vector or matrix (`shapes`)."""

    __slots__ = (
        "bars", "depth", "ends", "i", "integers", "kinds", "limits", "lists", "most", "nesting", "risky", "shaped",
        "square", "starts", "tokens", "values",
    )  # fmt: skip

    def __init__(self, tokens: Tokens, integers: frozenset[str]) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.values = tokens.values
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.limits = tokens.limits
        self.most = tokens.limits.depth
        self.integers = integers
        self.i = 0
        self.bars = 0
        self.lists = False
        self.depth = 0
        self.nesting = 0
        self.risky = False
        self.square = False
        self.shaped = False

    @abstractmethod
    def expression(self) -> Node:
        """A sum of terms; given by the parser."""

    @abstractmethod
    def factor(self) -> Node:
        """One factor with its powers; given by the parser."""

    @abstractmethod
    def atom(self) -> Node:
        """One thing without its powers; given by the parser."""

    @abstractmethod
    def power(self, base: Node, exponent: Node, first: int) -> Node:
        """`base^exponent`, begun by token number `first`; given by the parser."""

    def span_from(self, first: int) -> Span:
        """The place from token number `first` to the last token read."""
        start = self.starts[first]
        return SPANS[start * SPAN_WIDTH + self.ends[self.i - 1] - start]

    def deeper(self) -> None:
        """Count one level of nesting. Raises Unreadable past the limit."""
        self.depth += 1
        if self.depth > self.most:
            self.too_deep()

    def too_deep(self) -> NoReturn:
        """Raise Unreadable: brackets and signs are nested beyond the limit."""
        self.fail("too_deep", limit=str(self.most))

    def expect(self, kind: str, missing: str, opened: int) -> None:
        """Step over a token of this kind; else say that what token number `opened` began is not closed."""
        if self.kinds[self.i] == kind:
            self.i += 1
            return
        if self.kinds[self.i] == "":
            self.fail("syntax", opened, kind="missing_bracket", wanted=missing)
        self.fail("syntax", kind="unexpected", wanted=missing)

    def fail(self, code: Code, at: int | None = None, to: int | None = None, **detail: str) -> NoReturn:
        """Raise Unreadable about token number `at` (here, by default) up to `to`."""
        first = self.i if at is None else at
        last = first if to is None else to
        raise self.tokens.fault(code, self.starts[first], self.ends[last], **detail)
