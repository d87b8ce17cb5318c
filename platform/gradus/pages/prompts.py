"""Prompts, hints and option texts: Markdown with `$…$` and `$$…$$`, to HTML that is safe to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from gradus.pages import mathml

LONGEST = 20_000
SHORT = 24
"""Characters of LaTeX in a formula that no line is too narrow for."""
_STOPS = frozenset(".,;:?")
"""A sign right behind a formula is set with it, as browsers would begin a line with it."""
TAGS = mathml.TAGS | {
    "p", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "blockquote", "table", "thead", "tbody", "tr",
    "th", "td", "h3", "h4", "br", "hr",
}  # fmt: skip
ATTRIBUTES = mathml.ATTRIBUTES | {"a": {"href", "title"}}


def _maths(state: StateInline, silent: bool) -> bool:
    """Inline rule: `$…$` or `$$…$$`. `\\$` is a dollar (the escape rule runs first)."""
    if state.src[state.pos] != "$":
        return False
    fence = "$$" if state.src.startswith("$$", state.pos) else "$"
    start = state.pos + len(fence)
    end = state.src.find(fence, start)
    if end <= start or not state.src[start:end].strip():
        return False
    after = end + len(fence)
    stop = state.src[after : after + 1] if fence == "$" else ""
    stop = stop if stop in _STOPS else ""
    if not silent:
        token = state.push("maths", "math", 0)
        token.content, token.info = state.src[start:end].strip(), stop
        token.markup = fence
    state.pos = after + len(stop)
    return True


def _render_maths(_self: object, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    drawn = mathml.latex_to_mathml(token.content, token.markup == "$$")
    if not token.info or not drawn.endswith("</math>"):
        return drawn + token.info
    return f"{drawn.removesuffix('</math>')}<mtext>{token.info}</mtext></math>"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.after("escape", "maths", _maths)
    reader.add_render_rule("maths", _render_maths)
    return reader


_READER = _reader()
_INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$]+)\$(?!\$)")
_PIECES = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)


@lru_cache(maxsize=4096)
def render_prompt(text: str) -> SafeString:
    """Blocks: paragraphs, lists, tables."""
    return _safe(_READER.render(text[:LONGEST]))


@lru_cache(maxsize=4096)
def render_line(text: str) -> SafeString:
    """One line without the paragraph around it: labels, options, hints in a sentence."""
    return _safe(_READER.renderInline(text[:LONGEST]))


def breakable(text: str) -> str:
    """`text` with long formulas in line cut before their outer equals signs: a browser breaks no line in a formula."""
    return _INLINE.sub(lambda found: "$" + "$\u200b$=".join(_sides(found[1])) + "$", text)


def _sides(latex: str) -> list[str]:
    """`latex` cut at the equals signs that stand in no brackets, braces or environment; whole where it is short."""
    if len(latex) <= SHORT:
        return [latex]
    sides, depth = [""], 0
    for piece in _PIECES.findall(latex):
        depth += (piece[0] in "{([" or piece == "\\begin") - (piece[0] in "})]" or piece == "\\end")
        if piece == "=" and depth == 0 and sides[-1].strip():
            sides.append("")
        else:
            sides[-1] += piece
    return sides if all(side.strip() for side in sides) else [latex]


def _safe(html: str) -> SafeString:
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer")
    return mark_safe(cleaned)
