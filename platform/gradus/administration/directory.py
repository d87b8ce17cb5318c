"""Finding people of an organisation, and what is known about one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, F, Q, QuerySet

from gradus.accounts.models import User
from gradus.courses.models import Enrolment

KINDS: Mapping[str, Q] = {
    "": Q(),
    "teachers": Q(may_teach=True),
    "admins": Q(is_staff=True),
    "suspended": Q(is_active=False, erased_at__isnull=True),
}
"""Which people to list. An unknown name lists all."""


def people_matching(text: str) -> Q:
    """Every word of `text` stands in the name or in the address."""
    found = Q()
    for word in text.split():
        found &= Q(name__icontains=word) | Q(email__icontains=word)
    return found


def directory(*, user: User, query: str, kind: str) -> QuerySet[User]:
    """People of the organisation of `user`, by name; `courses` counts their present places."""
    mine = User.objects.filter(organisation_id=user.organisation_id)
    places = Count("enrolments", filter=Q(enrolments__ended_at__isnull=True))
    found = mine.filter(KINDS.get(kind, Q()), people_matching(query)).annotate(courses=places)
    return found.order_by("name", "email", "pk")


def places_of(person: User, *, seen_by: User) -> QuerySet[Enrolment]:
    """Enrolments of `person` in courses of the organisation, present ones first."""
    theirs = Enrolment.objects.filter(user=person, course__organisation_id=seen_by.organisation_id)
    return theirs.select_related("course").order_by(
        F("ended_at").asc(nulls_first=True), "course__title", "pk"
    )
