"""Brackets: groups, absolute values, vectors, matrices, LaTeX environments and arguments in braces."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal, cast

from grader.language.cursor import Cursor
from grader.language.tree import Call, Matrix, Node, Number, Quotient, Span, Vector

CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENING = frozenset((*CLOSING, "begin"))
_CLOSERS = frozenset((*CLOSING.values(), "end"))
Bracket = Literal["(", "[", "<", "{"]


class BracketReader(Cursor):
    """Reads whatever begins with a bracket, a bar or a LaTeX command with arguments."""

    __slots__ = ()

    def bracket(self, lists: bool = True) -> Node:
        """A group `(a)`, or a vector `(a, b)`, or a matrix `[[a, b], [c, d]]`."""
        first = self.i
        kind = self.kinds[first]
        entries = self.entries(CLOSING[kind], first, lists)
        if len(entries) == 1 and (
            kind == "(" or (kind != "<" and not (kind == "[" and self.is_row(first, entries[0])))
        ):
            return entries[0]
        return self.vector_or_matrix(tuple(entries), cast(Bracket, kind), self.span_from(first))

    def is_row(self, first: int, entry: Node) -> bool:
        """Is the `[a]` that began at token `first` a list of one, not a group? So it is around a row (`[[a, b]]`), as
        a row of one (`[[a], [b]]`), and among an author's arguments (`grad(f, [x])`)."""
        before, after = self.kinds[first - 1] if first else "", self.kinds[self.i]
        if isinstance(entry, Vector):
            return entry.brackets == "["
        if self.limits.author and before in ("(", ",", "["):
            return True
        return (before == "[" or (before in (",", ";") and self.square)) and after in (",", ";", "]")

    def entries(self, closing: str, opened: int, lists: bool) -> list[Node]:
        """What stands between the bracket at `opened` (here) and its end, which is stepped over."""
        outer = self.bars, self.lists, self.square
        self.bars, self.lists, self.square = 0, lists, closing == "]"
        self.i += 1
        if self.kinds[self.i] == closing:
            self.fail("syntax", opened, self.i, kind="empty_brackets")
        if (
            lists
            and ";" in self.tokens.text
            and (commas := self.commas_beside_semicolons(opened)) is not None
        ):
            found = self.between_semicolons(self.are_decimal(commas))
        else:
            found = self.between_commas()
        if self.kinds[self.i] == closing:
            self.i += 1
        else:
            self.expect(closing, closing, opened)
        self.bars, self.lists, self.square = outer
        return found

    def between_commas(self) -> list[Node]:
        """Expressions up to what is no comma."""
        found = [self.expression()]
        while self.kinds[self.i] == ",":
            self.i += 1
            found.append(self.expression())
        return found

    def between_semicolons(self, entries: bool) -> list[Node]:
        """Entries, in which a comma is decimal; or else rows, whose entries commas separate."""
        self.lists = not entries
        found: list[Node] = []
        while True:
            first = self.i
            if entries:
                found.append(self.expression())
            else:
                row = tuple(self.between_commas())
                self.shaped = True
                found.append(Vector(row, "[", self.span_from(first)))
            if self.kinds[self.i] != ";":
                return found
            self.i += 1

    def commas_beside_semicolons(self, opened: int) -> list[int] | None:
        """The commas in the bracket at token `opened`, not in those inside it; None if no `;` is among them."""
        depth, commas, found = 0, [], False
        for at in range(opened, len(self.kinds)):
            kind = self.kinds[at]
            depth += (kind in _OPENING) - (kind in _CLOSERS)
            if not depth:
                break
            if depth == 1:
                found = found or kind == ";"
                if kind == ",":
                    commas.append(at)
        return commas if found else None

    def are_decimal(self, commas: list[int]) -> bool:
        """Can every one of these commas be a decimal comma? `1,2,3` holds none."""
        chained = any(second - first == 2 for first, second in pairwise(commas))
        return not chained and all(
            self.kinds[at - 1] == "n" and self.comma_is_decimal(at - 1) for at in commas
        )

    def comma_joins(self, at: int) -> bool:
        """Is the comma after token `at` decimal here? LaTeX's `{,}` always is, a plain one only outside of lists."""
        return (not self.lists or self.values[at + 1] == "{,}") and self.comma_is_decimal(at)

    def comma_is_decimal(self, at: int) -> bool:
        """Is `1,5` typed from token `at` on without a space, both sides digits?"""
        return (
            self.kinds[at + 2] == "n"
            and self.ends[at] == self.starts[at + 1]
            and self.ends[at + 1] == self.starts[at + 2]
            and self.values[at].isdigit()
            and "." not in self.values[at + 2]
        )

    def vector_or_matrix(self, entries: tuple[Node, ...], kind: Bracket, span: Span) -> Node:
        """A matrix when every entry is a row of the same length; raises `wrong_shape` when it is ragged."""
        self.shaped = True
        rows = [entry.entries for entry in entries if isinstance(entry, Vector)]
        if not rows or kind == "{":
            return Vector(entries, kind, span)
        if len(rows) < len(entries) or len({len(row) for row in rows}) > 1:
            raise self.tokens.fault("wrong_shape", span.position, span.position + span.length, kind="ragged")
        return Matrix(tuple(rows), span)

    def absolute(self) -> Node:
        """`|a|`; bars nest, and inside a bracket they are counted afresh."""
        first = self.i
        explicit = self.kinds[first] == "L|"
        self.i += 1
        outer = self.bars
        self.bars = 0 if explicit else outer + 1
        inner = self.expression()
        self.expect("R|" if explicit else "|", "|", first)
        self.bars = outer
        return Call("abs", (inner,), self.span_from(first))

    def argument(self) -> Node:
        """The argument of a LaTeX command: `{...}`, or one digit, letter or command."""
        kind = self.kinds[self.i]
        if kind == "{":
            return self.bracket(lists=False)
        if kind == "n" and self.values[self.i].isdigit():
            return self.digit()
        if kind == "":
            self.fail("syntax", self.i - 1, kind="missing_argument")
        return self.atom()

    def digit(self) -> Node:
        """The first digit of the number here; the rest stays a token."""
        text, start = self.values[self.i], self.starts[self.i]
        if len(text) > 1:
            self.values[self.i] = text[1:]
            self.starts[self.i] = start + 1
        else:
            self.i += 1
        return Number(Fraction(int(text[0])), text[0], False, Span(start, 1))

    def fraction(self) -> Node:
        r"""`\frac{a}{b}`."""
        first = self.i
        self.deeper()
        self.i += 1
        top = self.argument()
        bottom = self.argument()
        self.depth -= 1
        return Quotient(top, bottom, self.span_from(first))

    def latex_root(self) -> Node:
        r"""`\sqrt{a}` and `\sqrt[n]{a}`."""
        first = self.i
        self.deeper()
        self.i += 1
        index = None
        if self.kinds[self.i] == "[":
            index = self.entries("]", self.i, lists=False)[0]
        inner = self.argument()
        self.depth -= 1
        if index is None:
            return Call("sqrt", (inner,), self.span_from(first))
        return Call("root", (inner, index), self.span_from(first))

    def environment(self) -> Node:
        r"""`\begin{pmatrix} a & b \\ c & d \end{pmatrix}`: one column is a vector."""
        first = self.i
        outer = self.bars, self.lists
        self.bars, self.lists = 0, False
        self.i += 1
        rows = [self.row()]
        while self.kinds[self.i] == "row":
            self.i += 1
            if self.kinds[self.i] != "end":
                rows.append(self.row())
        self.expect("end", f"\\end{{{self.values[first]}}}", first)
        if self.values[self.i - 1] != self.values[first]:
            self.fail("syntax", self.i - 1, kind="unexpected", wanted=f"\\end{{{self.values[first]}}}")
        self.bars, self.lists = outer
        return self.from_rows(rows, self.span_from(first))

    def row(self) -> tuple[Node, ...]:
        """Entries separated by `&`."""
        found = [self.expression()]
        while self.kinds[self.i] == "&":
            self.i += 1
            found.append(self.expression())
        return tuple(found)

    def from_rows(self, rows: list[tuple[Node, ...]], span: Span) -> Node:
        """One column is a vector, anything wider a matrix."""
        if len({len(row) for row in rows}) > 1:
            raise self.tokens.fault("wrong_shape", span.position, span.position + span.length, kind="ragged")
        self.shaped = True
        if len(rows[0]) > 1:
            return Matrix(tuple(rows), span)
        column = tuple(row[0] for row in rows)
        return Vector(column, "(", span)
