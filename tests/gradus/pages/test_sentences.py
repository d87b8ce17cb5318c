"""Each code has words, and each sentence keeps the voice."""

from __future__ import annotations

import re

import pytest

from exercises.sentences import sentences
from grader.results import CellVerdict, Verdict
from gradus.pages.sentences import (
    CELL_WORDS,
    VERDICT_WORDS,
    certificate_sentence,
    complaint_sentence,
    diagnosis_sentence,
    fault_sentence,
    refusal_sentence,
)
from gradus.pages.sentences.readings import CODES, KINDS
from gradus.pages.sentences.refusals import COMPLAINTS, REFUSALS
from gradus.pages.templatetags.maths import number
from gradus.submissions.refusals import Refusal

FALLBACK = "This could not be read."


@pytest.mark.parametrize("code", CODES)
def test_each_code_of_the_grader_has_a_sentence_even_without_details(code: str) -> None:
    assert fault_sentence(code) != FALLBACK
    assert "%(" not in fault_sentence(code)


@pytest.mark.parametrize(
    ("code", "text", "detail", "sentence"),
    [
        ("forbidden_char", "\u0445", {}, "The character х (U+0445) cannot be part of an answer here."),
        ("forbidden_char", "\u202e", {}, "The character U+202E cannot be part of an answer here."),
        ("too_long", "", {"limit": "400"}, "At most 400 characters are read. A shorter form will do."),
        ("arity", "", {"function": "sin", "wanted": "1", "given": "2"}, "sin works on 1 values, and there are 2 here."),
        ("syntax", "(", {"kind": "missing_bracket"}, "The bracket “(” is opened and not closed."),
        ("unknown_name", "y" * 60, {}, f"“{'y' * 23}…” is not one of the letters of this problem."),
        ("unknown_name", "xy", {"kind": "letters"}, "Only numbers are wanted here. What is the value of “xy”?"),
        ("no_such_code", "x", {}, FALLBACK),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_values(code: str, text: str, detail: dict[str, str], sentence: str) -> None:
    assert fault_sentence(code, text, detail) == sentence


def test_each_verdict_and_each_cell_verdict_has_a_sign_and_a_word() -> None:
    for code in [*Verdict]:
        assert VERDICT_WORDS[code].sign and str(VERDICT_WORDS[code].name)
    for cell in [*CellVerdict]:
        assert CELL_WORDS[cell].sign and str(CELL_WORDS[cell].name)


def test_each_refusal_has_a_sentence_but_the_one_that_is_a_404() -> None:
    assert {each.__name__ for each in Refusal.__subclasses__()} - {"NotYours"} == set(REFUSALS)
    assert "Friday 18:00" in refusal_sentence("Closed", "Friday 18:00")
    assert "%(" not in refusal_sentence("NotOpenYet")


def test_an_author_s_own_sentence_wins() -> None:
    assert diagnosis_sentence("chain_drop", {"say": "Look inside."}) == "Look inside."
    assert diagnosis_sentence("nobody_knows_this") == ""


DIAGNOSES = sentences("en")["diagnoses"]
EVERY = [*DIAGNOSES.values(), *KINDS.values(), *REFUSALS.values(), *COMPLAINTS.values()]


@pytest.mark.parametrize("sentence", [str(each) for each in EVERY])
def test_no_sentence_scolds(sentence: str) -> None:
    assert sentence.endswith((".", "?"))
    assert not re.search(r"!|simply|obviously|\bjust look\b|wrong again", sentence)


@pytest.mark.parametrize("code", sorted(DIAGNOSES))
def test_a_diagnosis_asks_or_states_what_holds(code: str) -> None:
    sentence = diagnosis_sentence(code)
    assert "?" in sentence or sentence.startswith("The value is right")


def test_complaints_are_sentences() -> None:
    assert complaint_sentence("empty") == "Type an answer first."


@pytest.mark.parametrize(
    ("given", "shown"),
    [("-1.5", "−1.5"), ("1.91e+11", "1.91 × 10¹¹"), ("-2e-07", "−2 × 10⁻⁷"), ("undefined", "undefined"), ("1/2", "1/2")],
)  # fmt: skip
def test_a_number_is_set_for_reading(given: str, shown: str) -> None:
    assert number(given) == shown


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("choice", "That is the answer."), ("graph", "Every cell is right."), ("number", "It is equal to the answer")],
)  # fmt: skip
def test_a_certificate_is_told_only_where_formulas_were_compared(kind: str, sentence: str) -> None:
    assert certificate_sentence("proved", kind).startswith(sentence)
