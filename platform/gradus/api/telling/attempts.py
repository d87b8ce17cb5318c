"""An attempt as the API tells it: from the problem page, and no more than that shows."""

from __future__ import annotations

from typing import Any

from gradus.api.refusing import refusal_words
from gradus.api.shapes.attempts import Attempt, Hints
from gradus.api.telling.courses import dates_told
from gradus.library.presentation import ShownFunction, ShownGraph, ShownPart
from gradus.submissions.problem_page import ProblemPage, Try
from gradus.submissions.revealed import Answer
from gradus.submissions.typed import field_names


def attempt_told(page: ProblemPage) -> Attempt:
    """The problem without its answers; with them where the page shows them."""
    attempt, presentation, refusal = page.attempt, page.presentation, page.refusal
    return Attempt.model_validate(
        {
            "id": attempt.public_id,
            "number": attempt.number,
            "course": page.course.public_id,
            "set": page.problem_set.public_id if page.problem_set else None,
            "item": attempt.item.public_id if attempt.item else None,
            "title": presentation["title"],
            "prompt": presentation["prompt"],
            "parts": [_part(part) for part in presentation["parts"]],
            "started_at": attempt.started_at,
            "closed_at": attempt.closed_at,
            "gave_up_at": attempt.gave_up_at,
            "dates": dates_told(page.dates),
            "hints": _hints(page),
            "tries_left": page.tries_left,
            "own": page.own,
            "refusal": refusal
            and {"code": type(refusal).__name__, "sentence": refusal_words(refusal, page.course)},
            "submissions": [_sent(each, page.shows_verdicts) for each in page.tries],
            "revealed": _revealed(page),
        }
    )


def hints_told(page: ProblemPage) -> Hints:
    """The hints that were asked for, and what is left."""
    return Hints.model_validate(_hints(page))


def _hints(page: ProblemPage) -> dict[str, Any]:
    return {
        "shown": [hint.text for hint in page.hints],
        "left": page.hints_left,
        "next": page.next_strength or None,
    }


def _part(part: ShownPart) -> dict[str, Any]:
    graph, options, function = part.get("graph"), part.get("options"), part.get("function")
    return {
        "name": part["name"],
        "kind": part["kind"],
        "label": part["label"],
        "points": part["points"],
        "variables": part.get("variables", []),
        "shape": part.get("shape"),
        "options": options and [{"key": each["key"], "text": each["text"]} for each in options],
        "several": part.get("several"),
        "graph": _graph(graph) if graph else None,
        "function": function and _function(function),
        "fields": field_names({"title": "", "prompt": "", "parts": [part], "hints": []}),
    }


def _function(function: ShownFunction) -> dict[str, Any]:
    return {
        "text": function["text"],
        "variables": function["names"],
        "slope_by": function.get("slope_by"),
    }


def _graph(graph: ShownGraph) -> dict[str, Any]:
    return {
        "inputs": graph["inputs"],
        "nodes": [{"name": name, "operation": operation} for name, operation in graph["nodes"]],
        "loss": graph["loss"],
        "cells": [
            {
                "key": cell["key"],
                "block": cell["block"],
                "node": cell["node"],
                "other": cell.get("other"),
                "dimensions": cell.get("dimensions", 0),
            }
            for cell in graph["cells"]
        ],
        "decimals": graph["decimals"],
        "layout": graph["layout"],
    }


def _sent(each: Try, shows_verdicts: bool) -> dict[str, Any]:
    return {
        "id": each.submission.public_id,
        "received_at": each.submission.received_at,
        "late": each.submission.late,
        "state": each.state if shows_verdicts else "received",
        "responses": each.submission.typed.get("responses", {}),
    }


def _revealed(page: ProblemPage) -> dict[str, Any] | None:
    reveal = page.reveal
    if reveal is None:
        return None
    return {
        "answers": [answer_told(each) for each in page.answers],
        "solution": reveal.get("solution", ""),
        "steps": reveal.get("steps", []),
    }


def answer_told(each: Answer) -> dict[str, Any]:
    """The answer to one part."""
    return {
        "part": each.part["name"],
        "latex": each.latex,
        "options": list(each.options),
        "cells": {cell["key"]: value for cell, value in each.cells},
    }
