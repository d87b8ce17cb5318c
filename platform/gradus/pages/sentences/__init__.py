"""Every sentence about a reading, a verdict or a diagnosis. Codes come from the grader; words are chosen here."""

from gradus.library.diagnosis_words import diagnosis_sentence
from gradus.pages.sentences.readings import fault_sentence, reading_notes
from gradus.pages.sentences.refusals import complaint_sentence, refusal_sentence
from gradus.pages.sentences.verdicts import (
    CELL_WORDS,
    VERDICT_WORDS,
    Word,
    cell_label,
    cell_word,
    certificate_sentence,
    hint_strength,
    note_sentence,
    verdict_word,
)

__all__ = [
    "CELL_WORDS",
    "VERDICT_WORDS",
    "Word",
    "cell_label",
    "cell_word",
    "certificate_sentence",
    "complaint_sentence",
    "diagnosis_sentence",
    "fault_sentence",
    "hint_strength",
    "note_sentence",
    "reading_notes",
    "refusal_sentence",
    "verdict_word",
]
