"""The join form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """One code."""

    code = forms.CharField(
        label=_("Course code"),
        max_length=40,
        help_text=_("Ten letters and digits, as your teacher gave them. Spaces and hyphens do not matter."),
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": _("Type the code first."),
            "max_length": _("A course code has ten letters."),
        },
    )
