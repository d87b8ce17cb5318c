"""Template tags that draw."""

from __future__ import annotations

from typing import Any

from django import template

from gradus.pages import graphs, tangents
from gradus.submissions.fields import ShownQuestion
from gradus.submissions.judged import Judged

register = template.Library()


@register.simple_tag
def graph_drawing(question: ShownQuestion) -> graphs.Picture | None:
    """The computation graph of a part as numbers, with a slot for each field, for the template that draws it."""
    return graphs.picture(question.part["graph"], question.fields)


@register.simple_tag
def tangent_picture(judged: Judged) -> tangents.TangentPicture | None:
    """The curve at the witness of a wrong derivative, as numbers for the template that draws it."""
    witness: dict[str, Any] = judged.result.get("witness") or {}
    if judged.by_hand or judged.question.kind != "expression" or not witness.get("at"):
        return None
    return tangents.tangent_picture(judged.question.part, witness)


@register.simple_tag
def tangent_size() -> dict[str, Any]:
    """The size of that drawing, and the frame within it: left, top, width, height."""
    return {"width": tangents.WIDTH, "height": tangents.HEIGHT, "frame": tangents.FRAME}
