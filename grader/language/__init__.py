"""What a student types -> an expression tree, and back to text, LaTeX and MathML.

Plain text and a LaTeX subset end in the same tree, which keeps what was written (`tree`). Nothing typed is ever
executed, evaluated or simplified here. Every text has one reading, which the printers show before it counts:

======================  =========================  ==================================================================
typed                   read as                    rule
======================  =========================  ==================================================================
`1/2x`                  `(1/2) x`                  unwritten and written products and divisions from left to right
`a/b/c`                 `(a/b)/c`                  the same
`-x^2`                  `-(x^2)`                   a sign is looser than powers and products
`-2x`                   `-(2x)`                    the same
`2^3^x`                 `2^(3^x)`                  powers from right to left
`e^-x`                  `e^(-x)`                   a sign may follow `^`, `*` and `/`
`2^-x y`                `2^(-x) y`                 an exponent is one factor
`e^2x`                  `e^2 x`                    the same; `x^10` and `x^{10}` take all digits
`x^1/2`                 `(x^1)/2`                  the same
`3!^2`, `2^3!`          `(3!)^2`, `2^(3!)`         `!` is as tight as a power, and belongs to the exponent
`sin(x)^2`              `(sin(x))^2`               brackets after a function are its whole argument
`sin(x)y`               `sin(x) y`                 the same
`sin^2 x`, `sin²x`      `(sin(x))^2`               an exponent on a function's name is a power of its value ...
`sin^{-1}(x)`           `asin(x)`                  ... but -1 is the inverse function
`sin x^2`               `sin(x^2)`                 a bare argument takes powers,
`sin 2x y`              `sin(2x y)`                a coefficient and all names, constants and fractions after it;
`ln x/2`, `sin x + 1`   `ln(x)/2`, `sin(x) + 1`    it ends before `+ - * /`,
`ln |x|^2`              `ln(|x|^2)`                (bars are such an argument, not brackets)
`x sin x cos x`         `x sin(x) cos(x)`          before the next function,
`sin x e^x`             `sin(x) e^x`               before a power of e,
`sin x(x+1)`            `sin(x) (x+1)`             and before a bracket,
`sin 2(x+1)`            `sin(2(x+1))`              unless only a coefficient stands before that
`ln sin x y`            `ln(sin(x y))`             a function that comes first is the whole argument
`√2x`, `\\sqrt2x`        `sqrt(2) x`                the root sign takes one factor
`xy`, `xe`, `πr`        `x y`, `x e`, `π r`        letters that are no name are cut into names and constants
`x(x+1)`                `x (x+1)`                  a variable before a bracket multiplies, a declared function is called
`1,5`                   `1.5`                      a decimal comma without space, where no list can be meant
`(1,5)`, `max(1,5)`     two entries                in brackets that may hold a list a comma separates
`(2,4; x)`, `[7;9]`     `(2.4, x)`, `[7, 9]`       or a semicolon does, and then commas are decimal,
`(1,2;3,4)`             `(1.2, 3.4)`               if all of them can be (digits on both sides, no space);
`[x, 2; 3,4]`           `[[x, 2], [3, 4]]`         if one cannot be, commas separate entries, semicolons rows
`½x`, `x^¾`             `(1/2) x`, `x^(3/4)`       a fraction that is one character is a written fraction
`2e3`, `2e`             `2000`, `2 e`              an exponent of ten, unless a declared `e` makes it the student's letter
`log x`, `log_2 x`      natural, base 2            kept as written in the tree
`|x|y|z|`               `|x| y |z|`                a bar closes if one is open
`50%`                   `0.5`                      one literal
======================  =========================  ==================================================================

`A^T` exchanges rows and columns of a matrix that is typed out, unless a declared `T` makes it a power.
Square brackets and braces with one entry are groups; with more, vectors; vectors of equal length in brackets, on
lines of their own (there `a, b` needs no brackets), or in a LaTeX environment are a matrix (one column there is a vector).
"""

from __future__ import annotations

from grader.errors import Unreadable
from grader.language.author import Comparison, parse_author, parse_condition
from grader.language.latex import to_latex
from grader.language.limits import AUTHOR, STUDENT, Limits
from grader.language.mathml import to_mathml
from grader.language.names import Names
from grader.language.notes import notes
from grader.language.parser import read
from grader.language.shapes import entries_of, shape_of
from grader.language.suggestions import suggestion
from grader.language.text import to_text
from grader.language.tree import Node
from grader.language.words import kind_of_word


def parse(text: object, names: Names, limits: Limits = STUDENT) -> Node:
    """One expression, vector or matrix.

    Raises Unreadable with the code, the place and, for a near miss, a suggestion that can be read.
    """
    try:
        return read(text, names, limits)
    except Unreadable as fault:
        if isinstance(text, str) and len(text) <= limits.characters:
            fault.text = fault.text or text[fault.position : fault.position + fault.length]
            if fault.code == "unknown_name":
                fault.detail["known"] = ", ".join(names.variables + names.integers)
            if fault.code in ("unknown_name", "unknown_function"):
                fault.detail.update(kind_of_word(text, fault, names))
            fault.suggestion = suggestion(text, fault, names, limits)
        raise


__all__ = [
    "AUTHOR",
    "STUDENT",
    "Comparison",
    "Limits",
    "Names",
    "Node",
    "Unreadable",
    "entries_of",
    "notes",
    "parse",
    "parse_author",
    "parse_condition",
    "shape_of",
    "to_latex",
    "to_mathml",
    "to_text",
]
