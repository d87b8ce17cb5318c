"""What is more than one expression: an equation, an interval, a set of points. Printed piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from grader.language.latex import to_latex
from grader.language.mathml import to_mathml
from grader.language.tree import Node

LATEX = {
    "{": "\\{", "}": "\\}", "∪": " \\cup ", "∅": "\\varnothing", "ℝ": "\\mathbb{R}", "≤": " \\le ", "≥": " \\ge ",
    "=": " = ", "<": " < ", ">": " > ", ",": ",\\,", ":": ":\\ ", "×": " \\times ", "∖": " \\setminus ", "≠": " \\ne ",
    "and": "\\text{ and }",
}  # fmt: skip
LETTERS = frozenset("∅ℝ")
OPENING = "([{"


@dataclass(frozen=True, slots=True)
class Joined:
    """Expressions with signs, brackets and words between them, in the order of the text. A piece that is text and
    longer than one character is a word."""

    pieces: tuple[Node | str, ...]

    def latex(self) -> str:
        """The pieces as LaTeX."""
        return "".join(map(_latex, self.pieces)).strip()

    def mathml(self) -> str:
        """A whole `<math>` element."""
        inner = "".join(map(_mathml, self.pieces))
        return f'<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow>{inner}</mrow></math>'


def listed(pieces: Sequence[Node | str], separator: str = ",") -> list[Node | str]:
    """The pieces with a separator between each two."""
    found: list[Node | str] = []
    for index, piece in enumerate(pieces):
        found += [separator, piece] if index else [piece]
    return found


def _latex(piece: Node | str) -> str:
    if not isinstance(piece, str):
        return to_latex(piece)
    return LATEX.get(piece, piece if len(piece) == 1 else f"\\text{{{_plain(piece)}}}")


def _plain(word: str) -> str:
    return "".join(letter for letter in word if letter not in "\\{}$%&#^_~")


def _mathml(piece: Node | str) -> str:
    if not isinstance(piece, str):
        whole = to_mathml(piece)
        return f"<mrow>{whole[whole.index('>') + 1 : whole.rindex('<')]}</mrow>"
    if len(piece) > 1:
        return f"<mtext>{escape(piece)}</mtext>"
    if piece in LETTERS:
        return f"<mi>{piece}</mi>"
    fence = ' stretchy="false"' if piece in "()[]{}" else ' separator="true"' if piece == "," else ""
    return f"<mo{fence}>{escape(piece)}</mo>"
