"""Forms of a set. Dates are typed as the clock of the course shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import User
from gradus.courses.dates import OutOfOrder, out_of_order
from gradus.courses.models import Counting, Course, Extension, Feedback, ProblemSet
from gradus.courses.sets.actions import Settings
from gradus.courses.sets.extensions import Granted
from gradus.courses.sets.items import MOST_POINTS
from gradus.courses.sets.people import students_of
from gradus.courses.sets.sentences import order_sentence, twice_sentence, wall_time_sentence
from gradus.courses.sets.wall_time import WallTimeError, on_the_wall, read_wall, zone_called

MOST_TRIES = 100
LONGEST_INTRODUCTION = 5000
SECOND = {"opens_at": False, "due_at": True, "closes_at": True}
"""Where the clocks go back, a time comes twice: a set opens at the first, is due and closes at the second."""


class MomentField(forms.CharField):
    """A date and time as typed; `MomentForm` reads it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "max": "2100-12-31T23:59"})
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field."""
        return value


class MomentForm(forms.Form):
    """A form with dates in the zone of a course. `said` holds what is to be told besides faults."""

    moments: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, course: Course, instants: dict[str, datetime | None], **kwargs: Any
    ) -> None:
        self.course = course
        self.zone: ZoneInfo = zone_called(course.time_zone)
        self.instants = instants
        self.said: list[str] = []
        walls = {name: on_the_wall(at, self.zone) for name, at in instants.items() if at is not None}
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **walls}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Turns what was typed into instants. An unchanged field keeps its instant to the second."""
        cleaned = dict(super().clean() or self.cleaned_data)
        for name in self.moments:
            if name in cleaned:
                cleaned[name] = self._instant(name, cleaned[name])
        return cleaned

    def _instant(self, name: str, typed: str) -> datetime | None:
        if not typed:
            return None
        old = self.instants.get(name)
        if old is not None and typed == on_the_wall(old, self.zone):
            return old
        try:
            moment = read_wall(typed, self.zone, second=SECOND[name])
        except WallTimeError as error:
            self.add_error(name, wall_time_sentence(error, self.course.time_zone))
            return None
        if moment.twice:
            self.said.append(twice_sentence(moment.at, self.zone, second=SECOND[name]))
        return moment.at

    def add_order_faults(self, faults: list[OutOfOrder]) -> None:
        """Says at the later date's field which must be before which."""
        for fault in faults:
            self.add_error(fault.later, order_sentence(fault))


class SetForm(MomentForm):
    """All settings of a set."""

    moments = ("opens_at", "due_at", "closes_at")

    title = forms.CharField(label=_("Title"), max_length=200)
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=LONGEST_INTRODUCTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown above the problems. Markdown, with formulas between dollar signs, as in $x^2$."),
    )
    feedback = forms.ChoiceField(
        label=_("Kind"), choices=Feedback.choices, initial=Feedback.PRACTICE, widget=forms.RadioSelect
    )
    tries_allowed = forms.IntegerField(
        label=_("Tries a problem"),
        required=False,
        min_value=1,
        max_value=MOST_TRIES,
        help_text=_("Empty: unlimited. Tries are counted over all variants of a problem."),
    )
    counting = forms.ChoiceField(label=_("What counts"), choices=Counting.choices, initial=Counting.BEST)
    opens_at = MomentField(label=_("Opens"), help_text=_("Empty: as soon as it is published."))
    due_at = MomentField(
        label=_("Due"), help_text=_("Later answers are taken, and marked late. Empty: never late.")
    )
    closes_at = MomentField(label=_("Closes"), help_text=_("Nothing is taken after it. Empty: never."))

    def __init__(self, data: Any = None, *, course: Course, problem_set: ProblemSet | None = None) -> None:
        settings = None if problem_set is None else Settings.of(problem_set)
        instants = {name: getattr(settings, name, None) for name in self.moments}
        plain = ("title", "introduction", "feedback", "tries_allowed", "counting")
        initial = {} if settings is None else {name: getattr(settings, name) for name in plain}
        super().__init__(data, course=course, instants=instants, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Besides the fields: the order of the dates."""
        cleaned = super().clean()
        if not any(self.has_error(name) for name in self.moments):
            self.add_order_faults(out_of_order(*(cleaned.get(name) for name in self.moments)))
        return cleaned

    def settings(self) -> Settings:
        """What was typed, once it is valid."""
        return Settings(**{name: self.cleaned_data[name] for name in self.fields})


class PointsForm(forms.Form):
    """What one problem of a set counts."""

    points = forms.IntegerField(
        min_value=1,
        max_value=MOST_POINTS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("A problem counts a whole number of points, from 1 to 100."),
        ),
    )


class ExtensionForm(MomentForm):
    """Other dates for one student."""

    moments = ("due_at", "closes_at")

    student = forms.ChoiceField(
        label=_("Student"),
        error_messages={"invalid_choice": _("Choose a student who is in the course now.")},
    )
    due_at = MomentField(label=_("Due"), help_text=_("Empty: as for everybody."))
    closes_at = MomentField(
        label=_("Closes"), help_text=_("Empty: as for everybody, but never before the student's due date.")
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("Seen by the course's staff only.")
    )

    def __init__(
        self, data: Any = None, *, problem_set: ProblemSet, old: Extension | None = None, student: str = ""
    ) -> None:
        instants = {name: getattr(old, name, None) for name in self.moments}
        initial = {"student": old.user.public_id if old else student, "reason": old.reason if old else ""}
        super().__init__(data, course=problem_set.course, instants=instants, initial=initial)
        self.students = {each.public_id: each for each in students_of(problem_set.course)}
        names = [(public_id, str(each)) for public_id, each in self.students.items()]
        field: Any = self.fields["student"]
        field.choices = [("", _("Choose a student")), *names]

    def person(self) -> User:
        """The student chosen, once the form is valid."""
        return self.students[self.cleaned_data["student"]]

    def granted(self) -> Granted:
        """What was typed, once it is valid."""
        values = self.cleaned_data
        return Granted(values["due_at"], values["closes_at"], values["reason"])
