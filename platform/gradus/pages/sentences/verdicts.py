"""Verdicts, cell verdicts and notes: the sign, the word, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Word:
    """How a state is shown: its sign (never colour alone), its word, and a sentence for want of a better one."""

    code: str
    sign: str
    name: Promise
    sentence: Promise | str = ""


def _words(*rows: tuple[str, str, Promise, Promise | str]) -> dict[str, Word]:
    return {code: Word(code, sign, name, sentence) for code, sign, name, sentence in rows}


VERDICT_WORDS = _words(
    ("correct", "✓", _("Right"), ""),
    ("partial", "▸", _("Partly right"), _("Some of this holds. The marks show which.")),
    ("incorrect", "✕", _("Not yet"), _("This is not the answer yet.")),
    ("unreadable", "?", _("Could not be read"), _("No try was counted.")),
    (
        "undecided",
        "…",
        _("Undecided"),
        _("The check could not settle this. Your teacher decides; nothing is lost, and you can go on."),
    ),
    ("waiting", "…", _("Checking"), _("Your answer has been received and is being checked.")),
    (
        "received",
        "…",
        _("Received"),
        _("Your answer is kept. The verdict shows when your teacher releases it."),
    ),
    (
        "failed",
        "…",
        _("Not checked"),
        _("The check failed on our side. Your answer is kept, no try was counted, and we have been told."),
    ),
    ("open", "", _("Not tried"), ""),
    ("new", "", _("Not tried"), ""),
)

CELL_WORDS = _words(
    ("right", "✓", _("right"), ""),
    ("follow_through", "▸", _("right method on an earlier slip: full marks"), ""),
    ("wrong", "✕", _("not yet"), ""),
    ("blank", "·", _("left blank"), ""),
    ("unreadable", "?", _("could not be read"), ""),
)

NOTES: dict[str, Promise] = {
    "narrower_domain": _(
        "Your form holds on a smaller domain than the question's; where both are defined they agree."
    ),
    "row_for_column": _("You wrote a row; a column is meant. The entries are what counts."),
    "column_for_row": _("You wrote a column; a row is meant. The entries are what counts."),
    "decimal_comma": _("The comma was read as a decimal point."),
    "followed": _("Judged from your own earlier answer: the method is right, so it counts."),
}


HINT_STRENGTHS: dict[str, Promise] = {
    "rule": _("which rule"),
    "parts": _("the parts"),
    "first": _("the first step"),
}

CERTIFICATES: dict[str, Promise] = {
    "proved": _("It is equal to the answer, and that was proved."),
    "agrees": _("It agrees with the answer wherever it was tried."),
}


KINDS_WITHOUT: dict[str, Promise] = {
    "choice": _("That is the answer."),
    "graph": _("Every cell is right."),
}
"""Kinds of part whose certificate says nothing: there was no formula to compare."""


def certificate_sentence(code: str, kind: str = "expression") -> str:
    """How it is known that an answer is right; plain words for a kind without a certificate."""
    if kind in KINDS_WITHOUT:
        return str(KINDS_WITHOUT[kind])
    return str(CERTIFICATES.get(code, _("That is the answer.")))


def verdict_word(code: str) -> Word:
    """The words of a verdict or of a state before one. Raises KeyError for an unknown code."""
    return VERDICT_WORDS[code]


def cell_word(code: str) -> Word:
    """The words of a cell verdict. Raises KeyError for an unknown code."""
    return CELL_WORDS[code]


CELL_LABELS: dict[str, Promise] = {
    "shape": _("shape of %(node)s"),
    "forward": _("value of %(node)s"),
    "local": _("local derivative of %(node)s by %(other)s"),
    "grad": _("gradient of the loss at %(node)s"),
}


def cell_label(block: str, node: str, other: str) -> str:
    """What a cell of a graph asks for: a block, the node it is about, and for a local derivative by which other."""
    return str(CELL_LABELS[block]) % {"node": node, "other": other}


def note_sentence(code: str) -> str:
    """What a note on a right answer means; empty for a note that says nothing to a student."""
    return str(NOTES.get(code, ""))


def hint_strength(code: str) -> str:
    """How strong a hint is, in words; empty for an unknown code."""
    return str(HINT_STRENGTHS.get(code, ""))
