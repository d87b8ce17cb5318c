"""Changes to accounts."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from gradus.accounts.models import Organisation, User

BATCH = 500


def rename(*, user: User, name: str) -> None:
    """Sets the name others in the course see."""
    user.name = name
    user.save(update_fields=["name"])


@transaction.atomic
def make_accounts(*, organisation: Organisation, people: Sequence[tuple[str, str]]) -> list[User]:
    """An account for each (address, name), in this order. Nobody can sign in to it before choosing a password.

    Raises IntegrityError for an address that has an account.
    """
    users = [
        User(email=email, name=name, organisation=organisation, password=make_password(None))
        for email, name in people
    ]
    User.objects.bulk_create(users, batch_size=BATCH)
    # allauth looks here when it resets a password or lets somebody sign in.
    addresses = (EmailAddress(user=user, email=user.email, primary=True) for user in users)
    EmailAddress.objects.bulk_create(addresses, batch_size=BATCH)
    return users


def confirm_address(*, user: User) -> None:
    """The person has used a link that was mailed to their address, so the address is theirs."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
