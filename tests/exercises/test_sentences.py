"""The words of the mathematics: each file is checked when it is loaded, and English has everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exercises.faults import ProblemFileError
from exercises.sentences import PLACEHOLDERS, load_sentences, sentence, sentences
from grader.calculus.malrules import MALRULES, TASKRULES

EVERY = [(section, code, text) for section, texts in sentences().items() for code, text in texts.items()]


@pytest.mark.parametrize(
    "code", sorted({name for rule in (*MALRULES, *TASKRULES) for name in (rule.code, rule.group)})
)
def test_each_mal_rule_and_each_group_has_its_question(code: str) -> None:
    assert sentence("diagnoses", code).endswith("?")


@pytest.mark.parametrize("text", [text for *_, text in EVERY])
def test_every_text_keeps_the_voice(text: str) -> None:
    assert not re.search(r"!|\b(simply|obviously|trivial|clearly|just)\b|  ", text)
    assert text == text.strip()


def test_a_language_without_a_file_is_answered_in_english() -> None:
    question = "The inside changes too. How fast?"
    assert [sentence("diagnoses", "chain_drop", language) for language in ("en", "en-gb", "eo")] == [
        question
    ] * 3


def test_a_code_without_words_has_an_empty_sentence_and_an_unknown_section_is_an_error() -> None:
    assert sentence("diagnoses", "nobody_knows_this") == ""
    with pytest.raises(KeyError):
        sentence("diagnosis", "chain_drop")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[diagnosis]\na = 'A?'", "a section is one of"),
        ("[diagnoses]\na = 5", "line 2: diagnoses.a: a text is wanted."),
        ("[diagnoses]\na = ' '", "a text is wanted."),
        ("[diagnoses]\n\na = 'Is $x one?'", "line 3: diagnoses.a: a dollar or a brace has no partner."),
        ("[diagnoses]\na = 'Is {answer} one?'", "{answer} is not one of"),
        ("diagnoses = 3", "a section is one of"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "eo.toml"
    path.write_text(text)
    with pytest.raises(ProblemFileError) as caught:
        load_sentences(path)
    assert said in str(caught.value)


def test_a_file_may_lack_sections(tmp_path: Path) -> None:
    path = tmp_path / "eo.toml"
    path.write_text('[diagnoses]\nchain_drop = "Kiel rapide?"')
    loaded = load_sentences(path)
    assert loaded["diagnoses"] == {"chain_drop": "Kiel rapide?"}
    assert set(loaded) == set(PLACEHOLDERS)
