"""Writing the audit log. Called inside the transaction of what it tells, so that both are there or neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gradus.accounts.models import User
from gradus.audit.models import Action, AuditEntry


def record(
    *,
    actor: User,
    action: Action,
    course: str = "",
    person: User | None = None,
    target_kind: str = "",
    target: str = "",
    **detail: Any,
) -> AuditEntry:
    """Append one entry. `course` and `target` are public ids; `detail` holds codes, numbers and ids, no words."""
    return AuditEntry.objects.create(
        organisation_id=actor.organisation_id,
        actor=actor,
        action=action,
        person=person,
        course=course,
        target_kind=target_kind,
        target=target,
        detail=detail,
    )


def record_each(
    *,
    actor: User,
    action: Action,
    course: str,
    target_kind: str,
    rows: Iterable[tuple[User, str, Mapping[str, Any]]],
) -> None:
    """Append one entry for each (person, target, detail), in few statements: for thousands at once."""
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                organisation_id=actor.organisation_id,
                actor=actor,
                action=action,
                person=person,
                course=course,
                target_kind=target_kind,
                target=target,
                detail=dict(detail),
            )
            for person, target, detail in rows
        ),
        batch_size=500,
    )
