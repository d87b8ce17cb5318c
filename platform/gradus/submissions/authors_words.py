"""What an author says to a known mistake, put beside its diagnosis when it is shown; it is stored with the variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def with_words(result: Mapping[str, Any], say: Mapping[str, str] | None) -> Mapping[str, Any]:
    """`result` (grader.results.PartResult as JSON) with `values["say"]` in the diagnoses that `say` has words for.

    `say` maps the code of a mistake, or `option:<key>`, to Markdown (library.presentation.Reveal).
    """
    if not say or not result.get("diagnosis"):
        return result
    return {**result, "diagnosis": [_with_words(each, say) for each in result["diagnosis"]]}


def _with_words(diagnosis: Mapping[str, Any], say: Mapping[str, str]) -> Mapping[str, Any]:
    values = diagnosis.get("values", {})
    words = say.get(f"option:{values['option']}" if "option" in values else diagnosis["code"])
    return {**diagnosis, "values": {**values, "say": words}} if words else diagnosis
