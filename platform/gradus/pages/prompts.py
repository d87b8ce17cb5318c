"""Prompts, hints and option texts: Markdown with `$…$` and `$$…$$`, to HTML that is safe to show."""

from __future__ import annotations

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
    if not silent:
        token = state.push("maths", "math", 0)
        token.content = state.src[start:end].strip()
        token.markup = fence
    state.pos = end + len(fence)
    return True


def _render_maths(_self: object, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    return mathml.latex_to_mathml(token.content, token.markup == "$$")


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.after("escape", "maths", _maths)
    reader.add_render_rule("maths", _render_maths)
    return reader


_READER = _reader()


@lru_cache(maxsize=4096)
def render_prompt(text: str) -> SafeString:
    """Blocks: paragraphs, lists, tables."""
    return _safe(_READER.render(text[:LONGEST]))


@lru_cache(maxsize=4096)
def render_line(text: str) -> SafeString:
    """One line without the paragraph around it: labels, options, hints in a sentence."""
    return _safe(_READER.renderInline(text[:LONGEST]))


def _safe(html: str) -> SafeString:
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer")
    return mark_safe(cleaned)
