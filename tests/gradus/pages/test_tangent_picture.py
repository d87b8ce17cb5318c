"""When a slope is drawn beside the tangent, and what is said for those who do not see it."""

from __future__ import annotations

from typing import Any

import pytest

from gradus.library.presentation import ShownPart
from gradus.pages.tangents import derivative_kind, tangent_picture


def part(text: str, names: list[str], slope_by: str | None = "x") -> ShownPart:
    shown: ShownPart = {
        "name": "df", "kind": "expression", "label": "", "points": 1, "variables": names,
        "function": {"text": text, "names": names},
    }  # fmt: skip
    if slope_by:
        shown["function"]["slope_by"] = slope_by
    return shown


def witness(response: str = "2.10", answer: str = "3.74", **at: str) -> dict[str, Any]:
    return {"at": at or {"x": "1.3"}, "answer": answer, "response": response}


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (part("x^2", ["x"]), "slope"),
        (part("7", []), "slope"),
        (part("x^2 y", ["x", "y"]), "partial"),
        (part("x^2", ["x"], None), ""),
        ({"name": "df", "kind": "expression", "label": "", "points": 1, "variables": []}, ""),
    ],
    ids=["slope", "constant", "partial", "second derivative", "older"],
)
def test_what_the_answer_is_called(shown: Any, kind: str) -> None:
    assert derivative_kind(shown) == kind


def test_the_picture_has_the_numbers_of_the_witness() -> None:
    picture = tangent_picture(part("x^3 - x", ["x"]), witness())
    assert picture is not None
    assert (picture.slope, picture.own) == ("3.74", "2.10")
    assert picture.curve and picture.tangent.startswith("M") and picture.own_line.startswith("M")


@pytest.mark.parametrize(
    ("shown", "seen"),
    [
        (part("x^2 y", ["x", "y"]), witness()),
        (part("x^2", ["x"], None), witness()),
        (part("x^2", ["x"]), witness(answer="undefined")),
        (part("x^2", ["x"]), witness(answer="unknown")),
        (part("x^2", ["x"]), witness(x="1.3", y="2")),
        (part("x^2", ["x"]), witness(t="1.3")),
        (part("ln(x)", ["x"]), witness(x="-2")),
        (part("x!", ["x"]), witness()),
        (part("x^2", ["x"]), witness(response="1e999")),
        (part("frobnicate(x", ["x"]), witness()),
    ],
    ids=["two letters", "no slope", "no true slope", "not known", "another point", "another letter", "no value",
         "not drawn", "beyond floats", "unreadable"],
)  # fmt: skip
def test_what_cannot_be_drawn_leaves_the_words_alone(shown: ShownPart, seen: dict[str, Any]) -> None:
    assert tangent_picture(shown, seen) is None


def test_a_point_that_is_a_fraction_and_slopes_with_powers_of_ten_are_read() -> None:
    assert tangent_picture(part("e^(9x)", ["x"]), witness("1.2e-7", "3.4e+11", x="417/180")) is not None


def test_without_a_value_of_the_response_only_the_tangent_is_drawn() -> None:
    picture = tangent_picture(part("x^2", ["x"]), witness(response="undefined", answer="2.6"))
    assert picture is not None and picture.own_line == ""
    assert picture.say == "The curve near x = 1.3 with its tangent there."


@pytest.mark.parametrize(
    ("slope", "own", "words"),
    [
        ("3.74", "2.10", "is flatter than the curve"),
        ("-3.74", "-5", "is steeper than the curve"),
        ("3.74", "-3.74", "falls where the curve rises"),
        ("-1", "0.5", "rises where the curve falls"),
        ("2", "0", "is level"),
        ("0", "2", "rises, while the curve is level there"),
        ("0", "-2", "falls, while the curve is level there"),
    ],
)
def test_the_alternative_text_compares_the_two_slopes(slope: str, own: str, words: str) -> None:
    picture = tangent_picture(part("sin(x)", ["x"]), witness(own, slope))
    assert picture is not None
    assert picture.say.endswith(f"The line with your slope {words}.")
