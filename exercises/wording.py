"""Pydantic's findings in words that the author of a problem can act on."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from exercises.faults import Fault, nearest
from exercises.format import (
    Answer,
    Ask,
    AuthorTest,
    Graph,
    Marks,
    MistakeTable,
    OptionTable,
    Parameter,
    Problem,
    ToleranceTable,
)
from exercises.toml_source import Place, Source
from exercises.toml_text import toml_text

_TABLES: dict[str, type[BaseModel]] = {
    "answer": Answer,
    "answer.tolerance": ToleranceTable,
    "answer.options": OptionTable,
    "answer.ask": Ask,
    "answer.marks": Marks,
    "mistake": MistakeTable,
    "test": AuthorTest,
    "graph": Graph,
    "params": Parameter,
    "": Problem,
}

_PATTERNS = {
    r"^[A-Za-z][A-Za-z0-9_]{0,29}$": "a name is wanted: a letter, then letters, digits or _, 30 at most",
    r"^[a-z0-9]+([.-][a-z0-9]+)*$": "small letters and digits are wanted, joined by . or - (diff.power.single)",
    r"^T\d{3}$": "a template number is wanted, such as T033",
    r"^S\d{2}$": "a skill's code is wanted, such as S10",
}


def faults_of(error: ValidationError, source: Source) -> list[Fault]:
    """One fault for each of pydantic's errors."""
    return [_fault(found, source) for found in error.errors(include_url=False) if not _echo(found)]


def _echo(found: Any) -> bool:
    """Pydantic counts faulty elements as missing; the element's own fault says enough."""
    return bool(found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"])


def _fault(found: Any, source: Source) -> Fault:
    place = _as_written(tuple(found["loc"]))
    pair = _pair(place, found)
    if pair is not None:
        return source.fault(pair, _PAIRS[_shape(pair)])
    if found["type"] == "missing":
        return source.fault(place, "this key is required.")
    if found["type"] == "extra_forbidden":
        return source.fault(place, _unknown_key(place))
    return source.fault(place, _message(found))


_PAIRS = {
    "params.int": "two whole numbers are wanted, the lowest and the highest: int = [2, 9].",
    "graph.nodes": 'a name and its operation are wanted, both in quotes: ["u", "w*x"].',
    "answer.domain": "two numbers are wanted, the lowest and the highest: [-2, 2].",
}
"""Lists of a fixed length: what is said when they are shorter or longer."""


def _as_written(place: Place) -> Place:
    """`*` is how one verdict for all the parts is kept; the file does not know it."""
    return tuple(step for step in place if step != "*")


def _pair(place: Place, found: Any) -> Place | None:
    """The place of the pair that `found` is about, if it is about the length of one."""
    if found["type"] == "missing" and isinstance(place[-1], int) and _shape(place[:-1]) in _PAIRS:
        return place[:-1]
    return place if found["type"] in ("too_long", "tuple_type") and _shape(place) in _PAIRS else None


def _shape(place: Place) -> str:
    """A place as the key of _PAIRS: without the name of the parameter, of the variable, and without numbers."""
    if place[:1] == ("params",):
        return ".".join(("params", *map(str, place[2:])))
    if place[:1] == ("answer",) and len(place) == 4 and place[2] == "domain":
        return "answer.domain"
    if place[:2] == ("graph", "nodes") and len(place) == 3:
        return "graph.nodes"
    return ""


def _unknown_key(place: tuple[str | int, ...]) -> str:
    table = ".".join(str(step) for step in place[:-1] if isinstance(step, str))
    model = _TABLES["params" if table.startswith("params") else table]
    keys = [field.alias or name for name, field in model.model_fields.items()]
    where = f"[{table}]" if table else "a problem file"
    return f"{where} has no such key.{nearest(str(place[-1]), keys)} It knows {', '.join(keys)}."


def _message(found: Any) -> str:
    context, value = found.get("ctx") or {}, found.get("input")
    shown = toml_text(value)
    kind = found["type"]
    sentences = {
        "string_type": f"text in quotes is wanted, not {shown}.",
        "int_type": f"a whole number is wanted, not {shown}.",
        "bool_type": f"true or false is wanted, not {shown}.",
        "list_type": f"a list in [ ] is wanted, not {shown}.",
        "tuple_type": f"a list in [ ] is wanted, not {shown}.",
        "dict_type": f"a table is wanted, not {shown}.",
        "model_type": f"a table in {{ }} is wanted, not {shown}.",
        "greater_than_equal": f"at least {context.get('ge')} is wanted, not {shown}.",
        "less_than_equal": f"at most {context.get('le')} is wanted, not {shown}.",
        "string_too_short": "the text is too short.",
        "string_too_long": f"at most {context.get('max_length')} characters are wanted.",
        "too_short": f"at least {context.get('min_length')} of these are wanted.",
        "too_long": f"at most {context.get('max_length')} of these are wanted.",
    }
    if kind in sentences:
        return sentences[kind]
    if kind in ("literal_error", "enum"):
        wanted = str(context.get("expected")).replace("'", '"')
        known = [word.strip('" ') for word in wanted.replace(" or ", ",").split(",")]
        return f"{shown} is not one of {wanted}.{nearest(str(value), known)}"
    if kind == "string_pattern_mismatch":
        return f"{_PATTERNS[context['pattern']]}, not {shown}."
    return f"{found['msg']}, not {shown}."
