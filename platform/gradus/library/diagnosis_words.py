"""The question for each mal-rule and outcome; the words themselves are in exercises/sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from exercises.sentences import LANGUAGE, sentence


def diagnosis_sentence(code: str, values: Mapping[str, str] | None = None) -> str:
    """The question for a mal-rule or outcome, in the reader's language; empty for a code without words.

    An author's own sentence comes as `values["say"]` and wins.
    """
    said = (values or {}).get("say")
    return said or sentence("diagnoses", code, get_language() or LANGUAGE)
