"""Template tags that draw."""

from __future__ import annotations

from typing import Any

from django import template

from gradus.library.presentation import ShownGraph
from gradus.pages import graphs

register = template.Library()


@register.inclusion_tag("pages/_graph.html")
def graph_picture(graph: ShownGraph) -> dict[str, Any]:
    """The computation graph as SVG."""
    return {"picture": graphs.picture(graph)}
