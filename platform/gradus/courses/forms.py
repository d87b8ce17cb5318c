"""Forms of a course: joining it, its settings, its join codes, one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gradus.courses.actions.courses import Settings
from gradus.courses.models import Course, Role, check_time_zone
from gradus.courses.sets.sentences import wall_time_sentence
from gradus.courses.sets.wall_time import WallTimeError, read_wall, zone_called

LARGEST_LIMIT = 10_000


def zone_names() -> list[str]:
    """The names a person would look for: region and city, and UTC."""
    plain = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return [*sorted(plain), "UTC"]


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


class CourseForm(forms.Form):
    """What a teacher says about a course."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("As students know it: it heads their home page."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the course a title.")},
    )
    term = forms.CharField(
        label=_("Term"),
        required=False,
        max_length=80,
        help_text=_("Tells courses of the same title apart, as in “Autumn 2026”. May stay empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("All dates of the course are typed and shown in it. Begin to type a city."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
        validators=[check_time_zone],
        error_messages={"required": _("Choose a time zone, such as Europe/London.")},
    )

    @classmethod
    def of(cls, course: Course, data: Any = None) -> CourseForm:
        """The form of a course as it is."""
        form = cls(data, initial={"title": course.title, "term": course.term, "time_zone": course.time_zone})
        form.fields["time_zone"].help_text = _(
            "A new one moves no date: each stays the same instant and is shown by the other clock."
        )
        return form

    def clean_title(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_term(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["term"].split())

    def settings(self) -> Settings:
        """What was typed, once it is valid."""
        return Settings(**self.cleaned_data)


class CodeForm(forms.Form):
    """Until when and for how many a join code works."""

    limit = forms.IntegerField(
        label=_("For how many people"),
        required=False,
        min_value=1,
        max_value=LARGEST_LIMIT,
        help_text=_("Empty: any number."),
        error_messages={"min_value": _("A code for nobody is none. Type 1 or more, or leave it empty.")},
    )
    expires_at = forms.CharField(
        label=_("Works until"),
        required=False,
        max_length=40,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "max": "2100-12-31T23:59"}),
    )

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data)
        self.course = course
        words = _("By the clock of %(zone)s. Empty: until you revoke it.")
        self.fields["expires_at"].help_text = words % {"zone": course.time_zone}

    def clean_expires_at(self) -> datetime | None:
        """The instant; of a time that the clock shows twice, the later one."""
        typed = self.cleaned_data["expires_at"]
        if not typed:
            return None
        try:
            moment = read_wall(typed, zone_called(self.course.time_zone), second=True)
        except WallTimeError as error:
            raise forms.ValidationError(wall_time_sentence(error, self.course.time_zone)) from None
        if moment.at <= timezone.now():
            raise forms.ValidationError(_("This has passed already. Choose a later time, or leave it empty."))
        return moment.at


class PersonForm(forms.Form):
    """One person to add. What their address and name may be is the class list's question (courses.roster)."""

    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type an email address.")},
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Needed for somebody without an account; others keep the name they have."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.STUDENT)


class RoleForm(forms.Form):
    """A role."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        error_messages={"invalid_choice": _("Choose student, assistant or teacher.")},
    )
