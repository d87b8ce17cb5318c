"""Frozen dataclasses <-> plain JSON types: defaults are left out, names and types are checked on the way back."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class BadRecord(ValueError):
    """A JSON value that is no record of this kind; the text names the place."""


def dump(record: Any) -> Any:
    """A dataclass as JSON types; fields at their default are left out."""
    if is_dataclass(record) and not isinstance(record, type):
        pairs = ((field, getattr(record, field.name)) for field in fields(record))
        return {field.name: dump(value) for field, value in pairs if value != _default(field)}
    if isinstance(record, dict):
        return {key: dump(value) for key, value in record.items()}
    if isinstance(record, tuple | list):
        return [dump(value) for value in record]
    return str(record) if isinstance(record, StrEnum) else record


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def load(kind: type[T], data: Any, place: str = "") -> T:
    """The dataclass `kind` from JSON types. Raises BadRecord for a missing or unknown key, or a wrong type."""
    if not isinstance(data, dict):
        raise BadRecord(f"{place or kind.__name__}: an object is needed")
    types = _types(cast(Hashable, kind))
    unknown = set(data) - set(types)
    if unknown:
        raise BadRecord(f"{place or kind.__name__}: unknown key {min(unknown, key=str)!r}")
    try:
        return kind(
            **{key: _value(types[key], value, f"{place}.{key}".lstrip(".")) for key, value in data.items()}
        )
    except TypeError as error:
        raise BadRecord(f"{place or kind.__name__}: {error}") from error


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(kind: Any, value: Any, place: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return _frozen(value)
    if origin in (Union, UnionType):
        if value is None and NoneType in inner:
            return None
        return _value(next(one for one in inner if one is not NoneType), value, place)
    if origin is Literal:
        return _checked(value, value in inner, place)
    if origin is tuple:
        return _tuple(inner, _checked(value, isinstance(value, list | tuple), place), place)
    if origin is dict:
        _checked(value, isinstance(value, dict) and all(isinstance(key, str) for key in value), place)
        return {key: _value(inner[1], item, f"{place}.{key}") for key, item in value.items()}
    if is_dataclass(kind):
        return load(kind, value, place)  # type: ignore[arg-type]  # is_dataclass admits instances too
    if issubclass(kind, StrEnum):
        _checked(value, value in list(kind), place)
        return kind(value)
    return _checked(value, isinstance(value, kind) and not (kind is int and isinstance(value, bool)), place)


def _tuple(inner: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_value(inner[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    _checked(value, len(value) == len(inner), place)
    return tuple(
        _value(one, item, f"{place}[{index}]")
        for index, (one, item) in enumerate(zip(inner, value, strict=True))
    )


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def _checked(value: Any, right: bool, place: str) -> Any:
    if not right:
        raise BadRecord(f"{place}: {value!r} does not fit")
    return value
