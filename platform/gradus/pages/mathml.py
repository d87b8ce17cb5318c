"""LaTeX in prompts to presentation MathML that browsers set well, and that cannot carry a script."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from latex2mathml.converter import convert

LONGEST = 2_000
"""Characters of LaTeX in one formula: a renderer's time grows steeply, a prompt's formula never comes near."""

TAGS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "ms", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt",
    "mroot", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom",
    "menclose", "merror",
}  # fmt: skip

ATTRIBUTES = {
    "math": {"display", "displaystyle", "alttext"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize", "largeop"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
}

# A prime set as a superscript superscript-sized twice over is a speck; as a plain operator it stands right.
_PRIME = re.compile(r"<msup>(<mi[^>]*>[^<]*</mi>)(?:<mrow>)?<m[io]>([′″‴⁗])</m[io]>(?:</mrow>)?</msup>")
_WORD_OPERATOR = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_NAMES = "sin|cos|tan|cot|sec|csc|sinh|cosh|tanh|arcsin|arccos|arctan|exp|ln|log|max|min"
_LIMIT = re.compile(
    r"<msub><m[io]>(lim|max|min)</m[io]>(<mrow>(?:(?!<msub>).)*?</mrow>|<m[in]>[^<]*</m[in]>)</msub>"
)
_THIN = '<mspace width="0.17em"></mspace>'
# A minus that opens a formula, a bracket or a right-hand side is a sign, not a subtraction: no space around it.
_SIGN = re.compile(r"(^<math[^>]*><mrow>|<mrow>|<mo[^>]*>[(\[,=<>≤≥→←]</mo>)<mo>−</mo>")
_BARE_FACTOR = re.compile(rf"(</mi>|</mn>|</msup>|</msub>|\)</mo>)(<mi[^>]*>(?:{_NAMES})</mi>)")
_BARE_ARGUMENT = re.compile(rf"(<mi[^>]*>(?:{_NAMES})</mi>)(?=<(?:mi|mn|msup|mfrac|msub|msqrt))")


def clean_mathml(text: str) -> str:
    """MathML with nothing but the elements and attributes above. Everything else is dropped."""
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def marked_mathml(text: str) -> SafeString:
    """MathML of the grader's printer at full size, cleaned but for the class of what is marked."""
    classes = {tag: {"marked"} for tag in TAGS}
    cleaned = nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, allowed_classes=classes)
    return mark_safe(cleaned.replace("<math", '<math displaystyle="true"', 1))


@lru_cache(maxsize=4096)
def latex_to_mathml(latex: str, display: bool = False) -> SafeString:
    """One formula as `<math>`. What cannot be set is shown as it was written, in `<code>`."""
    if len(latex) > LONGEST:
        return mark_safe(f"<code>{escape(latex[:LONGEST])}…</code>")
    try:
        raw = convert(latex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001  # a dozen types of its own and some of Python's, all of them: bad LaTeX
        return mark_safe(f"<code>{escape(latex)}</code>")
    cleaned = clean_mathml(raw)
    cleaned = _PRIME.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', cleaned)
    cleaned = _WORD_OPERATOR.sub(r"<mi>\1</mi>", cleaned)
    cleaned = _LIMIT.sub(rf"<munder><mo>\1</mo>\2</munder>{_THIN}", cleaned)
    cleaned = _SIGN.sub(r'\1<mo form="prefix">−</mo>', cleaned)
    cleaned = _BARE_FACTOR.sub(rf"\1{_THIN}\2", cleaned)
    return mark_safe(_BARE_ARGUMENT.sub(rf"\1{_THIN}", cleaned))
