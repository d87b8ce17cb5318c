"""From a drawn variant to what is stored to be shown (the shapes are in `presentation`)."""

from __future__ import annotations

from typing import Any

from exercises.variants import Variant
from grader.graphs import Graph, build
from grader.question import GraphSpec, Part
from gradus.library.asked import asked_by
from gradus.library.presentation import Presentation, Reveal, ShownCell, ShownGraph, ShownPart

BLOCKS = {"s": "shape", "v": "forward", "l": "local", "g": "grad"}


def presentation_of(variant: Variant, title: str) -> Presentation:
    """What a page shows before the answer. No answer, tolerance or seed is in it."""
    shown: Presentation = {
        "title": title,
        "prompt": variant.prompt,
        "parts": [shown_part(part, variant) for part in variant.question.parts],
        "hints": list(variant.hints),
    }
    if variant.strengths:
        shown["strengths"] = list(variant.strengths)
    return shown


def reveal_of(variant: Variant) -> Reveal:
    """What a page may show once the answer is right or given up."""
    return {
        "answers": variant.answers,
        "cells": variant.cells,
        "solution": variant.solution or "",
        "steps": list(variant.steps),
        "params": variant.params,
        "say": {part.name: words for part in variant.question.parts if (words := authors_words(part))},
    }


def authors_words(part: Part) -> dict[str, str]:
    """What the author says to the known mistakes and the wrong options of a part."""
    mistakes = {mistake.code: mistake.say for mistake in part.catalogue if mistake.say}
    options = {
        f"option:{option.key}": option.say for option in part.options if option.say and not option.right
    }
    return mistakes | options


def shown_part(part: Part, variant: Variant) -> ShownPart:
    """One part as a field of the form."""
    shown: ShownPart = {
        "name": part.name,
        "kind": part.kind,
        "label": variant.labels.get(part.name, ""),
        "points": part.points,
        "variables": [*part.variables, *part.integers],
    }
    if part.kind == "choice":
        shown["options"] = [{"key": option.key, "text": option.text} for option in part.options]
        shown["several"] = part.several
    if part.kind in ("vector", "matrix") and part.shape:
        shown["shape"] = list(part.shape)
    if part.graph is not None:
        shown["graph"] = shown_graph(part.graph, variant.layout)
    function = asked_by(part, [variant.prompt, *variant.labels.values()])
    if function is not None:
        shown["function"] = function
    return shown


def shown_graph(graph: GraphSpec, layout: dict[str, Any] | None) -> ShownGraph:
    """A graph part with its drawing and the cells to fill in, in the order of asking."""
    built = build(graph)
    return {
        "inputs": graph.inputs,
        "nodes": [(name, operation) for name, operation in graph.nodes],
        "loss": graph.loss,
        "cells": [shown_cell(key, built) for key in graph.ask],
        "decimals": graph.decimals,
        "layout": layout,
    }


def shown_cell(key: str, graph: Graph) -> ShownCell:
    """`l:z/x` as block local, node z, other x, with what is typed: a number, a vector or a matrix."""
    block, _, place = key.partition(":")
    node, _, other = place.partition("/")
    # A local derivative has the shape of what it is taken by; a shape is a list of sizes.
    dimensions = 1 if block == "s" else len(graph.shapes[other or node])
    cell: ShownCell = {"key": key, "block": BLOCKS[block], "node": node, "dimensions": dimensions}
    if other:
        cell["other"] = other
    return cell
