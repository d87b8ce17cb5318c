"""What is asked about a wrong answer: at most two questions an entry, with the piece of the function that is meant."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gradus.library.presentation import ShownPart
from gradus.pages.diagnosed import asked_about
from gradus.pages.sentences import diagnosis_sentence

MATRIX = {"entries": [["incorrect", "correct"], ["incorrect", "correct"]]}


def part(text: str, *names: str) -> ShownPart:
    return {
        "name": "df", "kind": "expression", "label": "", "points": 1, "variables": ["x"],
        "function": {"text": text, "names": list(names or ("x",))},
    }  # fmt: skip


def found(
    code: str, node: list[int] | None = None, entry: int | None = None, **values: str
) -> dict[str, Any]:
    return {"code": code, "node": node, "entry": entry, "values": values}


def marked(text: str, *diagnoses: dict[str, Any]) -> list[str]:
    """The letters of each piece that is marked, empty where none is."""
    asked = asked_about(part(text), {"diagnosis": diagnoses})
    return [
        "".join(re.findall(r">([^<]+)<", each.piece)) if 'class="marked"' in each.marked else ""
        for each in asked
    ]


@pytest.mark.parametrize(
    ("text", "code", "node", "piece"),
    [
        ("3x^5 + 2x^2", "pow_nocoef", [1, 1], "x2"),
        ("ln(sin(x^2))", "chain_stop", [0], "sin\u2061(x2)"),
        ("sin(x^2)", "chain_drop", [], "x2"),
        ("x^4 e^(-6x)", "chain_drop", [1], "\u22126\u2062x"),
        ("(7x - 4)^3", "chain_at_dinner", [], "7\u2062x\u22124"),
        ("(7x - 4)^3", "inner_or_constant", [], ""),
        ("x sin(x)", "prod_dd", [], ""),
        ("sin(x^2)", "neg_all", None, ""),
        ("sin(x^2)", "chain_drop", [4, 2], ""),
    ],
)
def test_the_piece_that_the_question_is_about_is_marked(
    text: str, code: str, node: list[int] | None, piece: str
) -> None:
    assert marked(text, found(code, node)) == [piece]


def test_of_a_pair_of_slips_both_are_asked_about_and_no_third() -> None:
    asked = asked_about(
        part("3x^5 + 2x^2"),
        {"diagnosis": [found("pow_nocoef", [0, 1]), found("sum_sign", [1]), found("const_kept")]},
    )
    assert [each.code for each in asked] == ["pow_nocoef", "sum_sign"]
    assert [each.sentence for each in asked] == [diagnosis_sentence(each.code) for each in asked]


def test_a_code_without_words_and_a_question_asked_already_are_left_out() -> None:
    asked = asked_about(part("x"), {"diagnosis": [found("no_such_code"), found("neg_all"), found("neg_all")]})
    assert [each.code for each in asked] == ["neg_all"]


@pytest.mark.parametrize(
    ("result", "places"),
    [
        ({"entries": ["incorrect", "correct"]}, ["Entry 1", "Entry 2"]),
        (MATRIX, ["Row 1, column 1", "Row 2, column 1"]),
        ({}, ["Entry 1", "Entry 3"]),
    ],
)
def test_the_entry_is_named(result: dict[str, Any], places: list[str]) -> None:
    second = 2 if places[1] != "Entry 2" else 1
    diagnosis = [found("pow_nocoef", [0], 0), found("sum_sign", None, second)]
    assert [each.place for each in asked_about(part("x"), result | {"diagnosis": diagnosis})] == places


def test_one_question_about_two_entries_is_asked_once() -> None:
    twice = [found("pow_nocoef", [0], 2), found("pow_nocoef", [0], 0)]
    (asked,) = asked_about(part("x^2"), MATRIX | {"diagnosis": twice})
    assert asked.place == "Row 1, column 1 and row 2, column 1"


def test_never_more_than_four_questions() -> None:
    many = [found(code, None, entry) for entry in range(4) for code in ("pow_nocoef", "sum_sign")]
    distinct = [each | {"node": [each["entry"]]} for each in many]
    assert len(asked_about(part("x"), {"diagnosis": distinct})) == 4


def test_the_author_s_words_win_and_keep_the_mark() -> None:
    (asked,) = asked_about(part("sin(x^2)"), {"diagnosis": [found("chain_drop", [], say="And inside?")]})
    assert asked.sentence == "And inside?" and 'class="marked"' in asked.marked


def test_a_part_of_an_older_variant_has_questions_without_marks() -> None:
    older = part("x")
    del older["function"]
    (asked,) = asked_about(older, {"diagnosis": [found("chain_drop", [0])]})
    assert asked.marked == "" and asked.sentence


def test_nothing_but_the_mark_survives_in_the_formula() -> None:
    (asked,) = asked_about(part("x^2 + x"), {"diagnosis": [found("pow_nocoef", [0])]})
    assert asked.marked.count("class=") == 1 and "data-path" not in asked.marked
    assert "style" not in asked.marked.replace("displaystyle", "")
