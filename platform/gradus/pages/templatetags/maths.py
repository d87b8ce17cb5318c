"""Template filters that set mathematics."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from gradus.pages import mathml, prompts

register = template.Library()


@register.filter
def prompt(text: str) -> SafeString:
    """Markdown with maths, as blocks."""
    return prompts.render_prompt(text)


@register.filter
def line(text: str) -> SafeString:
    """Markdown with maths, within a line."""
    return prompts.render_line(text)


@register.filter
def latex(text: str) -> SafeString:
    """One formula, in line."""
    return mathml.latex_to_mathml(text)


@register.filter
def formula(text: str) -> SafeString:
    """MathML from the grader's own printer; cleaned all the same, because it began as typed text."""
    return mark_safe(mathml.clean_mathml(text))


@register.filter
def number(text: str) -> str:
    """A number for reading: with a real minus sign."""
    return str(text).replace("-", "\u2212")
