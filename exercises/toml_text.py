"""A value as it would stand in a TOML file: what authors are shown of what they wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

LONGEST = 60
"""Characters shown of one value."""


def toml_text(value: object) -> str:
    """`value` as TOML: text in double quotes, `true`, `1.50`, `[1, 2]`, `{ a = 1 }`; long ones end in `...`."""
    text = _written(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _written(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return _decimal(value)
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(f"{key} = {_written(entry)}" for key, entry in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return str(value)


def _decimal(value: Decimal) -> str:
    """TOML knows `inf` and `nan`, in small letters; every other number stays as it was typed."""
    if value.is_nan():
        return "nan"
    if value.is_infinite():
        return "inf" if value > 0 else "-inf"
    return str(value)
