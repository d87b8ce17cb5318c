"""The picture beside a wrong derivative: the curve at the witness, its tangent, and the line with the given slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from django.utils.translation import gettext as _

from exercises.figures import tangent
from exercises.figures.curve import NoCurve, curve_of
from exercises.figures.tangent import Spot, TangentDrawing, draw_tangent
from gradus.library.asked import tree_of
from gradus.library.presentation import ShownPart

NO_VALUE = ("undefined", "unknown")
WIDTH, HEIGHT = tangent.WIDTH, tangent.HEIGHT
FRAME = (tangent.LEFT, tangent.TOP, tangent.RIGHT - tangent.LEFT, tangent.BOTTOM - tangent.TOP)


@dataclass(frozen=True, slots=True)
class TangentPicture:
    """SVG path data and numbers for the template; `slope` and `own` are the texts of the witness.

    `own_line` is empty where the response has no value.
    """

    drawing: TangentDrawing
    curve: tuple[str, ...]
    tangent: str
    own_line: str
    slope: str
    own: str
    say: str


def derivative_kind(part: ShownPart) -> Literal["slope", "partial", ""]:
    """What the answer to `part` is: the slope of a function of one variable, a partial derivative, something else."""
    function = part.get("function")
    if function is None or "slope_by" not in function:
        return ""
    return "slope" if set(function["names"]) <= {function["slope_by"]} else "partial"


def tangent_picture(part: ShownPart, witness: Mapping[str, Any]) -> TangentPicture | None:
    """The picture of a wrong slope, if the part asks for one and its function can be drawn there.

    It tells the true slope at the witness's point, and no more than the witness tells in words.
    """
    function = part.get("function")
    if function is None or derivative_kind(part) != "slope" or list(witness["at"]) != [function["slope_by"]]:
        return None
    tree = tree_of(function["text"], tuple(function["names"]))
    if tree is None or witness["answer"] in NO_VALUE:
        return None
    name, own = function["slope_by"], witness["response"]
    try:
        x, slope = float(Fraction(witness["at"][name])), float(witness["answer"])
        drawing = draw_tangent(curve_of(tree, name), x, slope, None if own in NO_VALUE else float(own))
    except (NoCurve, ValueError, OverflowError):
        return None
    if drawing is None:
        return None
    return TangentPicture(
        drawing,
        tuple(map(_path, drawing.curve)),
        _path(drawing.tangent),
        _path(drawing.own_line) if drawing.own_line else "",
        witness["answer"],
        own,
        _said(name, witness["at"][name], slope, None if own in NO_VALUE else float(own)),
    )


def _path(points: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _said(name: str, x: str, slope: float, own: float | None) -> str:
    """What the picture shows, for those who do not see it; the numbers stand beside it in words."""
    values = {"name": name, "x": x}
    if own is None:
        return _("The curve near %(name)s = %(x)s with its tangent there.") % values
    values["how"] = _compared(slope, own)
    return (
        _("The curve near %(name)s = %(x)s with its tangent there. The line with your slope %(how)s.")
        % values
    )


def _compared(slope: float, own: float) -> str:
    if own == 0:
        return _("is level")
    if slope == 0:
        return (
            _("rises, while the curve is level there")
            if own > 0
            else _("falls, while the curve is level there")
        )
    if (slope > 0) != (own > 0):
        return _("rises where the curve falls") if own > 0 else _("falls where the curve rises")
    return _("is steeper than the curve") if abs(own) > abs(slope) else _("is flatter than the curve")
