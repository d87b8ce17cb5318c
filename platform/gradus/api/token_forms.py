"""The form for a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gradus.api.actions import LIFETIMES


def _choices() -> list[tuple[int, str]]:
    return [(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in LIFETIMES]


class TokenForm(forms.Form):
    """What it is for, and how long it lives."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("So that you know later which one to revoke: the program, or the machine."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what it is for.")},
    )
    days = forms.TypedChoiceField(label=_("It ends after"), choices=_choices, coerce=int, initial=90)
