"""Template tags that draw."""

from __future__ import annotations

from django import template

from gradus.library.presentation import ShownGraph
from gradus.pages import graphs

register = template.Library()


@register.simple_tag
def graph_drawing(graph: ShownGraph) -> graphs.Picture | None:
    """The computation graph as numbers, for the template that draws it."""
    return graphs.picture(graph)
