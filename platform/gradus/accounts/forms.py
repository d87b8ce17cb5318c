"""Sign-up with a name, and the profile."""

from __future__ import annotations

from typing import ClassVar

from allauth.account.forms import ResetPasswordKeyForm, SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gradus.accounts.actions import confirm_address
from gradus.accounts.models import User

NAME_HELP = _("As your teacher knows you: it stands in the class list.")


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth carries no types
    """Email, password and a name (settings: ACCOUNT_FORMS)."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=NAME_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["name", "email", "password1", "password2"]

    def custom_signup(self, _request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    """A new password, by a link that was mailed (settings: ACCOUNT_FORMS). An invitation leads here too."""

    def save(self) -> None:
        """Called by allauth. The link proves that the address is theirs: no second mail has to prove it again."""
        super().save()
        confirm_address(user=self.user)


class ProfileForm(forms.Form):
    """What a person may change about themselves without a new sign-in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=NAME_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
