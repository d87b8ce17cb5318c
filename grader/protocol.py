"""One line of `python -m grader`: a JSON object in, a JSON object out. Nothing a line holds can stop the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from time import process_time_ns
from typing import Any

from grader.checkers.shape import Context, PreparedPart
from grader.derived import DERIVED, derived, explained, shown_catalogue
from grader.diagnosis import catalogue_of
from grader.errors import GraderError, ProtocolFault, ReferenceFault
from grader.grading import grade_part, prepare_part
from grader.question import KINDS as PART_KINDS
from grader.question import GraphSpec, Part
from grader.records import BadRecord, load
from grader.results import FULL_SCORE, PartResult

KINDS = (*PART_KINDS, "derivative", "gradient")
OWN_KEYS = frozenset(
    ("id", "kind", "response", "seed", "domain", "tolerance", "options", "order", "function", "wrt", "catalogue",
     "graph", "cells", "labels")
)  # fmt: skip
PART_KEYS = frozenset(("answer", "variables", "integers", "functions", "form", "shape"))


def answer_line(line: bytes | str) -> tuple[dict[str, Any], bool]:
    """The answer to one line, and whether the line was in order. Never raises for what a line holds."""
    identity: Any = None
    try:
        request = _request(line)
        identity = _identity(request)
        return {"id": identity, **_answer(request)}, True
    except ProtocolFault as fault:
        return _error(identity, fault.code, fault.position, fault.text), False
    except ReferenceFault as fault:
        cause = fault.cause
        code = "reference" if cause is None else cause.code
        return _error(identity, code, 0 if cause is None else cause.position, str(fault)), False
    except GraderError as fault:
        return _error(identity, "internal", 0, str(fault)), False
    except RecursionError:
        return _error(identity, "bad_value", 0, "nested too deeply"), False
    except Exception as fault:  # noqa: BLE001  # our own fault: reported in its place; the next line is answered
        return _error(identity, "internal", 0, f"{type(fault).__name__}: {fault}"), False


def refuse_long(limit: int) -> tuple[dict[str, Any], bool]:
    """The answer in place of a line of more than `limit` bytes."""
    return _error(None, "too_long", limit, f"a line has at most {limit} bytes"), False


def _error(identity: Any, code: str, position: int, text: str) -> dict[str, Any]:
    return {"id": identity, "error": {"code": code, "position": position, "text": text[:400]}}


def _request(line: bytes | str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except json.JSONDecodeError as error:
        raise ProtocolFault("not_json", error.msg, error.pos) from error
    except ValueError as error:
        raise ProtocolFault("not_json", str(error)) from error
    if not isinstance(request, dict):
        raise ProtocolFault("not_object", type(request).__name__)
    return request


def _identity(request: dict[str, Any]) -> str | int:
    """What names the line in the output: a text or a whole number."""
    identity = request.get("id")
    if identity is None:
        raise ProtocolFault("missing_key", "id")
    if not isinstance(identity, str | int):
        raise ProtocolFault("bad_value", "id: a text or a whole number is needed")
    return identity


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    for key in request:
        if key not in OWN_KEYS and key not in PART_KEYS:
            raise ProtocolFault("unknown_key", key)
    kind = request.get("kind")
    if kind not in KINDS:
        raise ProtocolFault("unknown_kind", str(kind))
    if kind in DERIVED:
        return _about_derivative(request, kind)
    response: Mapping[str, str] = (
        request.get("cells", {}) if kind == "graph" else {"": request.get("response", "")}
    )
    if not isinstance(response, dict):
        raise ProtocolFault("bad_value", "cells")
    part = _part(request, kind)
    start = process_time_ns()
    prepared = _prepared(request, kind, part)
    result, reading = grade_part(prepared, response, Context(echo=False))
    micros = (process_time_ns() - start) // 1000
    echo = {} if reading.latex is None else {"read_as": reading.latex}
    shown = _shown(result)
    if kind == "graph" and "cells" in shown:
        shown["cells"] = _cells(
            shown["cells"], import_module("grader.checkers.graph").methods(prepared, reading)
        )  # brings numpy
    return {**shown, **echo, "micros": micros}


def _about_derivative(request: dict[str, Any], kind: str) -> dict[str, Any]:
    """A line without a response asks for the derivative itself and its steps."""
    part, seed = _part(request, kind), _seed(request)
    start = process_time_ns()
    asked = derived(request, part)
    wanted = request.get("catalogue", False)
    listed = shown_catalogue(catalogue_of(asked.part(part), seed)) if wanted else {}
    if "response" not in request:
        return {**asked.shown(), **listed, "micros": (process_time_ns() - start) // 1000}
    prepared, context = prepare_part(part, seed, asked.answer), Context(echo=False)
    result, reading = grade_part(prepared, {"": request["response"]}, context)
    result = explained(asked, prepared, reading, result, context)
    micros = (process_time_ns() - start) // 1000
    echo = {} if reading.latex is None else {"read_as": reading.latex}
    return {**_shown(result), **echo, **listed, "micros": micros}


def _seed(request: dict[str, Any]) -> int:
    seed = request.get("seed", 0)
    if not isinstance(seed, int):
        raise ProtocolFault("bad_value", "seed")
    return seed


def _prepared(request: dict[str, Any], kind: str, part: Part) -> PreparedPart:
    if part.answer is None and kind not in ("choice", "graph"):
        raise ProtocolFault("missing_key", "answer")
    return prepare_part(part, _seed(request))


def _part(request: dict[str, Any], kind: str) -> Part:
    data = {key: request[key] for key in PART_KEYS if key in request}
    data |= {"name": "response", "kind": {"derivative": "expression", "gradient": "vector"}.get(kind, kind)}
    if "domain" in request:
        data["domain"] = _domain(request["domain"])
    elif kind in DERIVED:
        data["asked"] = request.get("function")
    if "tolerance" in request:
        data["tolerance"] = _texts(request["tolerance"], "tolerance", ("absolute", "relative"))
    if kind == "choice":
        data |= _options(request)
    if kind == "order" and "options" in request:
        data["options"] = [{"key": str(key), "text": "", "right": False} for key in _list(request, "options")]
    if "labels" in request:
        data["labels"] = _list(request, "labels")
    try:
        part = load(Part, data)
        return part if kind != "graph" else load(Part, {**data, "graph": _graph(request)})
    except BadRecord as error:
        raise ProtocolFault("bad_value", str(error)) from error


def _texts(value: Any, place: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProtocolFault("bad_value", place)
    return {key: _text(item) if key in keys else item for key, item in value.items()}


def _text(value: Any) -> Any:
    """A number of JSON as text (repr of a float is its shortest decimal form); anything else as it is."""
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _domain(domain: Any) -> dict[str, Any]:
    if not isinstance(domain, dict):
        raise ProtocolFault("bad_value", "domain")
    intervals = {}
    for name, ends in domain.items():
        if not isinstance(ends, list) or len(ends) != 2:
            raise ProtocolFault("bad_value", f"domain.{name}: [low, high] is needed")
        intervals[name] = {"low": _text(ends[0]), "high": _text(ends[1])}
    return intervals


def _list(request: dict[str, Any], key: str) -> list[Any]:
    found = request[key]
    if not isinstance(found, list):
        raise ProtocolFault("bad_value", f"{key}: a list is needed")
    return found


def _options(request: dict[str, Any]) -> dict[str, Any]:
    """The options of a choice: a list of keys, or of objects; `answer` names the right ones."""
    listed, answer = request.get("options"), request.get("answer")
    if not isinstance(listed, list) or not isinstance(answer, str):
        raise ProtocolFault("missing_key", "options and answer")
    right = {key.strip() for key in answer.split(",")}
    options = [item if isinstance(item, dict) else {"key": item, "text": str(item)} for item in listed]
    full = [
        {**option, "text": option.get("text", ""), "right": option.get("key") in right} for option in options
    ]
    return {"options": full, "several": len(right) > 1}


def _graph(request: dict[str, Any]) -> dict[str, Any]:
    graph = request.get("graph")
    if not isinstance(graph, dict):
        raise ProtocolFault("missing_key", "graph")
    asked = list(request.get("cells", {}))
    inputs = _texts(graph.get("inputs", {}), "graph.inputs", tuple(graph.get("inputs", {})))
    load(GraphSpec, {"ask": asked, **graph, "inputs": inputs})
    return {"ask": asked, **graph, "inputs": inputs}


def _cells(cells: dict[str, dict[str, Any]], methods: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Cell by cell: diagnoses as codes, and what its method gives on the student's own entries."""
    return {
        name: {**cell, "diagnosis": [one["code"] for one in cell.get("diagnosis", ())]}
        | ({"method": methods[name]} if name in methods else {})
        for name, cell in cells.items()
    }


def _shown(result: PartResult) -> dict[str, Any]:
    shown = result.to_json()
    shown["score"] = result.score / FULL_SCORE
    diagnosis = shown.pop("diagnosis", [])
    nodes = [one["node"] for one in diagnosis if "node" in one]
    if result.fault is not None:
        shown |= {"suggestion": None, **shown.pop("fault")}
    shown["diagnosis"] = [one["code"] for one in diagnosis]
    return shown | ({"node": nodes[0]} if nodes else {})
