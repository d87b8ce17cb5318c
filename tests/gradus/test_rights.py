"""The one place that says who may do what, and the queries that keep to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from gradus.audit.actions import record
from gradus.audit.models import Action, AuditEntry
from gradus.courses.models import Course, Enrolment
from gradus.courses.places import holds, place_or_404
from gradus.courses.rights import Right, Standing
from gradus.pages.sentences.audit import ACTIONS

# The whole table, written out once more: a change of one must be meant in both.
WHO = {
    Right.SEE: {"student", "classmate", "assistant", "teacher", "admin"},
    Right.ANSWER: {"student", "classmate", "assistant", "teacher"},
    Right.SEE_WORK: {"assistant", "teacher", "admin"},
    Right.JUDGE: {"assistant", "teacher", "admin"},
    Right.SET_WORK: {"teacher", "admin"},
    Right.MANAGE: {"teacher", "admin"},
    Right.EXPORT: {"teacher", "admin"},
}
PEOPLE = ("student", "classmate", "outsider", "assistant", "teacher", "other_teacher", "admin")


@pytest.mark.parametrize("right", Right)
def test_each_right_is_held_by_whom_the_table_says(world: Any, right: Right) -> None:
    found = {
        who
        for who in PEOPLE
        if Course.objects.where(getattr(world.cast, who), right).filter(pk=world.course.pk).exists()
    }
    assert found == WHO[right]
    for who in PEOPLE:
        user = getattr(world.cast, who)
        if who in WHO[right]:
            assert right in place_or_404(user, world.course.public_id, right).rights
        else:
            with pytest.raises(Http404):
                place_or_404(user, world.course.public_id, right)


def test_a_right_ends_with_the_enrolment(world: Any) -> None:
    Enrolment.objects.filter(user=world.cast.teacher).update(ended_at=timezone.now())
    assert not Course.objects.where(world.cast.teacher, Right.SEE).filter(pk=world.course.pk).exists()


@pytest.mark.parametrize(
    ("standing", "who"),
    [
        (Standing.MAKE_COURSES, {"teacher", "other_teacher", "admin"}),
        (Standing.MAKE_PROBLEMS, {"teacher", "other_teacher", "admin"}),
        (Standing.SEE_BANK, {"assistant", "teacher", "other_teacher", "admin"}),
        (Standing.REVIEW, {"admin"}),
    ],
)
def test_what_belongs_to_no_course(world: Any, standing: Standing, who: set[str]) -> None:
    assert {each for each in PEOPLE if holds(getattr(world.cast, each), standing)} == who


def test_the_audit_log_is_append_only(world: Any) -> None:
    entry = record(actor=world.cast.teacher, action=Action.COURSE_MADE, course=world.course.public_id, n=1)
    assert AuditEntry.objects.get().detail == {"n": 1}
    with pytest.raises(IntegrityError, match="audit_is_kept"):
        AuditEntry.objects.filter(pk=entry.pk).update(action=Action.EXPORTED)


def test_an_entry_of_the_audit_log_is_never_deleted(world: Any) -> None:
    record(actor=world.cast.teacher, action=Action.COURSE_MADE)
    with pytest.raises(IntegrityError, match="audit_is_never_deleted"):
        AuditEntry.objects.all().delete()


def test_every_action_has_its_words() -> None:
    assert set(ACTIONS) == set(Action.values)
