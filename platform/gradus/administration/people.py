"""What an admin may change about a person. Each change stands in the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action


@dataclass
class ChangeRefused(Exception):
    """Nothing was changed. `code` says why: `oneself`, `erased`."""

    code: str


def set_teaching(*, user: User, allowed: bool, by: User) -> bool:
    """Lets `user` make courses and problems, or no longer; returns whether that changed anything."""
    with transaction.atomic():
        found = _locked(user)
        if found.may_teach == allowed:
            return False
        found.may_teach = allowed
        found.save(update_fields=["may_teach"])
        action = Action.TEACHING_GRANTED if allowed else Action.TEACHING_WITHDRAWN
        record(actor=by, action=action, person=found)
    return True


def set_suspended(*, user: User, suspended: bool, by: User) -> bool:
    """Suspends `user`, who is signed out at once, or lets them in again; returns whether that changed anything."""
    if user.pk == by.pk:
        raise ChangeRefused("oneself")
    with transaction.atomic():
        found = _locked(user)
        if found.is_active != suspended:
            return False
        found.is_active = not suspended
        found.save(update_fields=["is_active"])
        action = Action.PERSON_SUSPENDED if suspended else Action.PERSON_RESTORED
        record(actor=by, action=action, person=found)
    if suspended:
        end_sessions(user=user)
    return True


def end_sessions(*, user: User) -> int:
    """Deletes all sessions of `user`, so that restoring them revives none; returns how many.

    Who a session belongs to stands inside it, so all living ones are read.
    """
    living = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [
        each.session_key
        for each in living.iterator(chunk_size=500)
        if each.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    deleted, _each = Session.objects.filter(session_key__in=theirs).delete()
    return deleted


def _locked(user: User) -> User:
    """The row as it is now, held until the transaction ends. Raises ChangeRefused for an erased person."""
    found = User.objects.select_for_update().get(pk=user.pk)
    if found.erased_at is not None:
        raise ChangeRefused("erased")
    return found
