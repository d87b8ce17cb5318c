"""Searching the bank: by text, skill, unit, kind, difficulty, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Count, Min, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gradus.accounts.models import User
from gradus.library.models import Problem, Skill

KINDS: dict[str, Promise] = {
    "expression": _("formula"),
    "number": _("number"),
    "vector": _("vector"),
    "matrix": _("matrix"),
    "choice": _("choice"),
    "graph": _("computation graph"),
}
"""The answer kinds in words."""

DIFFICULTIES: dict[int, Promise] = {
    1: _("very easy"),
    2: _("easy"),
    3: _("medium"),
    4: _("hard"),
    5: _("very hard"),
}

PAGE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the problem and its current version, in words. `sets` counts the sets that use it."""

    problem: Problem
    title: str
    skills: tuple[str, ...]
    kinds: tuple[str | Promise, ...]
    difficulty: str | Promise
    sets: int

    @property
    def public_id(self) -> str:
        """The problem's."""
        return self.problem.public_id


class SearchForm(forms.Form):
    """What is searched for; everything may be empty."""

    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Answer"), required=False, choices=[("", _("any")), *KINDS.items()])
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), required=False, choices=[("", _("any")), *DIFFICULTIES.items()]
    )
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("all")), ("own", _("my own"))]
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        skills = list(Skill.objects.filter(retired_at__isnull=True))
        units = [
            (unit, [(each.slug, each.title) for each in rows])
            for unit, rows in groupby(skills, lambda each: each.unit)
        ]
        any_skill, any_unit = ("", _("any")), ("", _("any"))
        by_name: dict[str, Any] = self.fields
        by_name["skill"].choices = [any_skill, *units]
        by_name["unit"].choices = [any_unit, *((unit, unit) for unit, _rows in units)]

    @property
    def narrowed(self) -> bool:
        """Whether anything is searched for at all."""
        return any(self.data.get(name) for name in self.fields)

    def kept(self) -> str:
        """What is searched for, as the query of an address."""
        query = QueryDict(mutable=True)
        query.update({name: value for name in self.fields if (value := self.data.get(name))})
        return query.urlencode()


def visible_problems(user: User, courses: QuerySet[Any]) -> QuerySet[Problem]:
    """Problems that `user` may see with their answers: the bank's, their own, those used in `courses` (in which
    they see the work of others); for an admin all of the organisation."""
    seen = Q(owner__isnull=True) | Q(owner=user)
    if user.is_admin:
        seen |= Q(owner__organisation_id=user.organisation_id)
    used = Problem.objects.filter(versions__items__problem_set__course__in=courses)
    return Problem.objects.filter(seen | Q(pk__in=used.values("pk")))


def find(form: SearchForm, user: User, courses: QuerySet[Any]) -> QuerySet[Problem]:
    """Problems that can be set and fit the form, in the order of the curriculum; none where the form is faulty.

    Each carries `in_sets`: in how many sets of `courses` it stands.
    """
    if not form.is_valid():
        return Problem.objects.none()
    wanted = form.cleaned_data
    rows = visible_problems(user, courses).filter(retired_at__isnull=True, current__isnull=False)
    for word in wanted["text"].split():
        rows = rows.filter(
            Q(current__title__icontains=word)
            | Q(slug__icontains=word)
            | Q(pk__in=_with_skill(title__icontains=word))
        )
    if wanted["skill"]:
        rows = rows.filter(pk__in=_with_skill(slug=wanted["skill"]))
    if wanted["unit"]:
        rows = rows.filter(pk__in=_with_skill(unit=wanted["unit"]))
    if wanted["kind"]:
        rows = rows.filter(kinds__contains=f",{wanted['kind']},")
    if wanted["difficulty"]:
        rows = rows.filter(current__difficulty=wanted["difficulty"])
    if wanted["whose"] == "own":
        rows = rows.filter(owner=user)
    first = Min("current__skills__position")
    return (
        _counted(rows, courses)
        .annotate(first=first)
        .order_by("first", "current__difficulty", "current__title", "pk")
    )


def found(rows: QuerySet[Problem] | list[Problem]) -> list[Found]:
    """The rows of a page in words."""
    return [_found(row) for row in rows]


def kinds_in_words(problem: Problem) -> tuple[str | Promise, ...]:
    """The answer kinds of a problem's current version."""
    return tuple(KINDS.get(kind, kind) for kind in problem.kinds.strip(",").split(",") if kind)


def page_data(data: Mapping[str, str]) -> QueryDict:
    """The fields of the search among the parameters of a request; NUL, which no database takes, left out."""
    query = QueryDict(mutable=True)
    for name in (*SearchForm.base_fields, "page"):
        value = data.get(name, "").replace("\0", "")
        if value:
            query[name] = value
    return query


def _counted(rows: QuerySet[Problem], courses: QuerySet[Any]) -> QuerySet[Problem]:
    here = Q(versions__items__problem_set__course__in=courses, versions__items__removed_at__isnull=True)
    sets = Count("versions__items__problem_set", filter=here, distinct=True)
    return rows.annotate(in_sets=sets).select_related("current").prefetch_related("current__skills")


def _with_skill(**skill: str) -> QuerySet[Any, Any]:
    named = {f"current__skills__{name}": value for name, value in skill.items()}
    return Problem.objects.filter(**named).values("pk")


def _found(row: Problem) -> Found:
    version = row.current
    if version is None:
        raise ValueError(f"{row.slug} has no version that could be shown")
    return Found(
        problem=row,
        title=version.title,
        skills=tuple(skill.title for skill in version.skills.all()),
        kinds=kinds_in_words(row),
        difficulty=DIFFICULTIES[version.difficulty],
        sets=getattr(row, "in_sets", 0),
    )
