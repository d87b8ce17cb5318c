"""Which piece of the asked function a question about a wrong answer is about."""

from __future__ import annotations

from grader.language.tree import Node, Path, at_path, children, names_in

ABOUT_THE_INSIDE = frozenset(
    ("chain_drop", "chain_stop", "chain_at_x", "chain_at_dinner", "chain_inside", "inside_in_place")
)
"""Codes whose question speaks of the inside of a chain: that is meant, not the chain."""


def meant(function: Node, node: Path, code: str) -> Path | None:
    """The path of the piece; `node` is where the wrong rule struck. None where that leads nowhere."""
    try:
        inner = children(at_path(function, node))
    except IndexError:
        return None
    moving = [number for number, child in enumerate(inner) if names_in(child)]
    return (*node, moving[0]) if code in ABOUT_THE_INSIDE and len(moving) == 1 else node
