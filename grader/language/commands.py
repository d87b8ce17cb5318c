r"""The LaTeX commands that may be typed; every other one is refused as `unknown_command`.

A command becomes a token of plain text: `\cdot` is `*`, `\sin` is `sin`, `\left(` is `(`. What has arguments
(`\frac`, `\sqrt`, `\begin`) is a token of its own that the parser knows.
"""

from __future__ import annotations

from grader.language.functions import ALIASES, FUNCTIONS, GREEK

_GREEK_WORDS = {word: word for word in GREEK.values()}
_VARIANTS = {
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
}
_FUNCTIONS = {
    name: name
    for name in (
        *(alias for alias in ALIASES if alias.isascii() and alias != "sigma"),
        *FUNCTIONS,
    )
    if name not in ("sqrt", "root", "factorial", "leaky_relu")
}

WORDS: dict[str, str] = {
    **_GREEK_WORDS,
    **_VARIANTS,
    **_FUNCTIONS,
    "exponentialE": "e",
    "infty": "oo",
    "nabla": "nabla",
    "ell": "ell",
}
"""Commands that stand for a word."""

OPERATORS: dict[str, str] = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "lbrack": "[",
    "rbrack": "]",
    "lbrace": "{",
    "rbrace": "}",
    "{": "{",
    "}": "}",
    "lparen": "(",
    "rparen": ")",
    "langle": "<",
    "rangle": ">",
    "vert": "|",
    "mid": "|",
    "|": "|",
    "lvert": "L|",
    "rvert": "R|",
    "top": "T",
    "intercal": "T",
    "frac": "frac",
    "dfrac": "frac",
    "tfrac": "frac",
    "cfrac": "frac",
    "sqrt": "sqrt",
    "\\": "row",
    "cr": "row",
    "%": "%",
    "_": "_",
    "lt": "<",
    "gt": ">",
}
"""Commands that stand for a sign."""

SPACES = frozenset((
    "left", "right", "mleft", "mright", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "big", "Big",
    "bigg", "Bigg", "bigm", "displaystyle", "textstyle", "limits", "strut", "quad", "qquad", "thinspace", "negthinspace",
    "enspace", "space", ",", ";", ":", "!", " ",
))  # fmt: skip
"""Commands without a meaning of their own."""

FONTS = frozenset((
    "operatorname", "mathrm", "mathit", "mathbf", "mathsf", "mathtt", "mathnormal", "boldsymbol", "bm", "text", "textrm",
    "textit", "textbf", "vec", "overrightarrow",
))  # fmt: skip
"""Commands that change how one name looks: bold, upright, with an arrow."""

ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar"}
"""Commands that set a mark over a letter, and how the letter's name goes on: `\\hat{y}` is `yhat`."""

ENVIRONMENTS = frozenset({"pmatrix", "bmatrix", "matrix", "Bmatrix", "smallmatrix", "array"})
"""What may stand in `\\begin{...}`."""
