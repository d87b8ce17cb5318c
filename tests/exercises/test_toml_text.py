"""Values are shown to authors as a TOML file holds them."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from exercises.toml_text import LONGEST, toml_text


@pytest.mark.parametrize(
    "text",
    [
        "1", "-3", "1.50", "nan", "inf", "-inf", "true", "false", '"two words"', '"a \\"quote\\""', "2026-01-02",
        "2026-01-02T03:04:05", "03:04:05", "[1, 2.0]", "[]", "{}", "{ a = 1, b = [true] }", '"π"',
    ],
)  # fmt: skip
def test_it_is_what_was_typed(text: str) -> None:
    assert toml_text(tomllib.loads(f"x = {text}", parse_float=Decimal)["x"]) == text


def test_a_long_value_is_cut_where_it_can_be_seen() -> None:
    shown = toml_text({"a": list(range(100))})
    assert len(shown) == LONGEST
    assert shown.startswith("{ a = [0, 1, 2") and shown.endswith("...")
