"""The one clock that decides deadlines and leases: the database's."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

_QUERY = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
    "postgresql": "SELECT clock_timestamp()",
}


def database_now() -> datetime:
    """This instant by the database's clock, aware, in UTC. It moves on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY[connection.vendor])
        (value,) = cursor.fetchone()
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    instant: datetime = value
    return instant.astimezone(UTC)
