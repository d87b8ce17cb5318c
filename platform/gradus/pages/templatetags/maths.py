"""Template filters that set mathematics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe

from gradus.library.presentation import Presentation, ShownCell
from gradus.pages import graphs, mathml, prompts

register = template.Library()


@register.filter
def prompt(text: str) -> SafeString:
    """Markdown with maths, as blocks."""
    return prompts.render_prompt(text)


@register.filter
def step(text: str) -> SafeString:
    """One step of a worked solution: formulas at full size, which may break at their equals signs."""
    return _full_size(prompts.render_prompt(prompts.breakable(text)))


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the fields: a heading, and the statement under it as HTML."""

    text: str
    statement: SafeString
    is_verb: bool


_VERB_AND_FORMULA = re.compile(r"([A-Z][a-z]+) (\$[^$]+\$)\.?")


@register.filter
def heading(presentation: Presentation) -> Heading:
    """`Differentiate $f$.` becomes the verb as heading over the formula alone; any other prompt keeps its title."""
    found = _VERB_AND_FORMULA.fullmatch(presentation["prompt"].strip())
    if found is None:
        return Heading(presentation["title"], prompts.render_prompt(presentation["prompt"]), False)
    return Heading(found[1], prompts.render_prompt(f"${found[2]}$"), True)


@register.filter
def line(text: str) -> SafeString:
    """Markdown with maths, within a line."""
    return prompts.render_line(text)


@register.filter
def option(text: str) -> SafeString:
    """A line whose formulas stand at full size: an option one has to compare with others."""
    return _full_size(prompts.render_line(text))


@register.filter
def latex(text: str) -> SafeString:
    """One formula, in line."""
    return mathml.latex_to_mathml(text)


@register.filter
def formula(text: str) -> SafeString:
    """MathML from the grader's own printer; cleaned all the same, because it began as typed text."""
    return mark_safe(mathml.clean_mathml(text))


@register.filter
def cell_name(cell: ShownCell, loss: str) -> SafeString:
    """What a cell of a graph asks for, at full size; `loss` is the graph's last node."""
    return _full_size(mathml.latex_to_mathml(graphs.cell_latex(cell, loss)))


@register.filter
def edge_name(cell: ShownCell) -> SafeString:
    """The edge on which a local derivative stands, as `x → L`."""
    return mathml.latex_to_mathml(graphs.edge_latex(cell))


_POWER_OF_TEN = re.compile(r"e([+-]?)0*(\d+)$")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@register.filter
def number(text: str) -> str:
    """A number for reading: with a real minus sign, and 1.91e+11 as 1.91 × 10¹¹."""
    found = _POWER_OF_TEN.search(str(text))
    if found is None:
        return str(text).replace("-", "\u2212")
    exponent = f"{found[1].strip('+')}{found[2]}".translate(_RAISED)
    return f"{str(text)[: found.start()]} × 10{exponent}".replace("-", "\u2212")


def _full_size(formula: str) -> SafeString:
    return mark_safe(formula.replace("<math ", '<math displaystyle="true" '))
