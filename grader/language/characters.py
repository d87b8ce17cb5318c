"""The characters that may be typed, as patterns of tokens, and what signs stand for the same."""

from __future__ import annotations

from grader.language.functions import GREEK

SPACE = "[ \\t\\r\\f\\u00a0\\u2002-\\u200b\\u202f\\u2060-\\u2064\\ufeff~]*"
_LETTER = f"[A-Za-zŷŵâẑîĵℯ\\u0302\\u0304{''.join(GREEK)}]"
DRESSED_BELOW = "_\\{\\\\(?:mathrm|text)\\{[A-Za-z0-9]+\\}\\}"
_BELOW = (
    f"(?:{DRESSED_BELOW}|_(?:\\{{[A-Za-z0-9, ]+\\}}|[0-9]+(?:_[0-9]+)*|[A-Za-z]+)|[₀-₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]+)"
)
WORD = f"log(?=_)|{_LETTER}+[0-9]*{_BELOW}?"
SIGN = "\\*\\*|\\{,\\}|[!<>=:]=|->|[-+*/^!%()\\[\\]{}<>|,;&_=√∛−–‐‑‒—·⋅∙•×∗÷∕⁄∞≠≤≥⟨⟩〈〉∣]"
RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+"
_DIGITS = "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)"

SIGNS = {
    "**": "^", "{,}": ",", "−": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "—": "-", "·": "*", "⋅": "*", "∙": "*", "•": "*", "×": "*",
    "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "∞": "oo", "≠": "!=", "≤": "<=", "≥": ">=", "⟨": "<", "⟩": ">",
    "〈": "<", "〉": ">", "∣": "|",
}  # fmt: skip
"""Signs that are read as others; every other sign is a token of its own kind."""

FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip


def number(powers_of_ten: str) -> str:
    """The pattern of a number; `powers_of_ten` are the letters that may begin an exponent of ten: a declared `e` or `E`
    is the student's letter."""
    return f"{_DIGITS}(?:[{powers_of_ten}][+-]?[0-9]+)?" if powers_of_ten else _DIGITS
