"""The forms of grading by hand and of exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grader.results import Verdict
from gradus.teaching.exports import Kind
from gradus.teaching.marks import PERCENT, Mark
from gradus.teaching.work import WorkPart

LEAST = Decimal("0.1")
"""Percent of a part that is hardly right; the most is as much less than all of it."""
LONGEST_REASON = 500
BETWEEN = _("Say how much of it is right, in percent: more than 0, less than 100.")
VERDICTS = [("correct", _("Right")), ("partial", _("Partly right")), ("incorrect", _("Not right"))]


@dataclass(frozen=True, slots=True)
class PartFields:
    """The two fields of one part, beside what was sent for it."""

    part: WorkPart
    verdict: forms.BoundField
    percent: forms.BoundField


class GradeForm(forms.Form):
    """A verdict for each part, with a percentage where it is partly right, and the reason for all of it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student reads it beside the grade."),
        error_messages={"required": _("Give a reason: the student reads it, and it stays in the record.")},
    )

    def __init__(self, parts: Sequence[WorkPart], data: Any = None) -> None:
        super().__init__(data)
        self.parts = list(parts)
        for each in parts:
            self.fields[f"verdict-{each.question.name}"] = forms.ChoiceField(
                choices=VERDICTS,
                widget=forms.RadioSelect,
                label=_("Verdict"),
                initial=each.judged.verdict if each.judged else None,
                error_messages={"required": _("Choose what this part is.")},
            )
            self.fields[f"percent-{each.question.name}"] = forms.DecimalField(
                label=_("Percent"),
                required=False,
                min_value=LEAST,
                max_value=100 - LEAST,
                decimal_places=1,
                initial=_percent(each),
                error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), BETWEEN),
            )

    @property
    def rows(self) -> list[PartFields]:
        """The fields, part by part."""
        return [
            PartFields(part, self[f"verdict-{part.question.name}"], self[f"percent-{part.question.name}"])
            for part in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        """A part that is partly right needs its percentage."""
        cleaned = super().clean() or {}
        for part in self.parts:
            name = f"percent-{part.question.name}"
            if cleaned.get(f"verdict-{part.question.name}") != "partial" or name in self.errors:
                continue
            if cleaned.get(name) is None:
                self.add_error(name, BETWEEN)
        return cleaned

    def marks(self) -> dict[str, Mark]:
        """What each part is to be; for a valid form."""
        return {part.question.name: self._mark(part) for part in self.parts}

    def _mark(self, part: WorkPart) -> Mark:
        verdict = self.cleaned_data[f"verdict-{part.question.name}"]
        if verdict == "partial":
            percent = self.cleaned_data[f"percent-{part.question.name}"]
            # Left as it was: two thirds stay two thirds, not 66.7 %.
            kept = part.judged is not None and percent == _percent(part)
            return part_mark(part) if kept else Mark.partly(percent)
        return Mark.right() if verdict == "correct" else Mark.wrong()


def part_mark(part: WorkPart) -> Mark:
    """What a judged part has now."""
    judged = part.judged
    if judged is None:
        return Mark.wrong()
    return Mark(Verdict(judged.verdict), int(judged.result.get("score", 0)))


def _percent(part: WorkPart) -> Decimal | None:
    mark = part_mark(part)
    if mark.verdict is not Verdict.PARTIAL:
        return None
    shown = (Decimal(mark.score) / PERCENT).quantize(LEAST)
    bounded = min(max(shown, LEAST), 100 - LEAST)
    return bounded.quantize(Decimal(1)) if bounded == bounded.to_integral_value() else bounded


class ExportForm(forms.Form):
    """Which file."""

    kind = forms.ChoiceField(choices=[(each.value, each.value) for each in Kind])
    format = forms.ChoiceField(choices=[("csv", "CSV"), ("xlsx", "XLSX")])
