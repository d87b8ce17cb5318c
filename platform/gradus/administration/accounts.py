"""What Django's admin does to accounts, as actions that are logged."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction

from gradus.accounts.models import User
from gradus.audit.actions import record
from gradus.audit.models import Action


@transaction.atomic
def add(*, user: User, by: User) -> None:
    """Saves a new person of the organisation of `by`. Addresses are kept in lower case: sign-in looks for that."""
    user.organisation_id = by.organisation_id
    user.email = user.email.lower()
    user.save()
    record(actor=by, action=Action.PERSON_ADDED, person=user)


@transaction.atomic
def change(*, user: User, fields: Collection[str], by: User) -> None:
    """Saves `fields` of a person. A new address must be confirmed again where the site asks for that."""
    if not fields:
        return
    user.email = user.email.lower()
    user.save(update_fields=list(fields))
    if "email" in fields:
        EmailAddress.objects.filter(user=user).delete()
    if "is_staff" in fields:
        action = Action.ADMIN_GRANTED if user.is_staff else Action.ADMIN_WITHDRAWN
        record(actor=by, action=action, person=user)
    if others := sorted(set(fields) - {"is_staff"}):
        record(actor=by, action=Action.PERSON_CHANGED, person=user, fields=others)


def tell_password_set(*, user: User, by: User) -> None:
    """Logs that `by` gave `user` a new password, or none."""
    record(actor=by, action=Action.PASSWORD_SET, person=user, usable=user.has_usable_password())
