"""Rules of the record that the database itself keeps, as triggers: what is written stays as it was.

Used by migrations of the apps whose tables are guarded. A later migration that changes a guarded table, or one
that a rule looks at, drops the rules first and makes them again last, in the same migration: SQLite rebuilds a
table to change it, which loses its triggers and fails on those of other tables that name it.
tests/gradus/record tries every rule on a migrated database, so that one that was lost is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.apps.registry import Apps
from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

LIFTS = "record_lift"
"""A table without a model: a row in it lifts `Kept` and `Undeletable` for whoever sees the row."""


@contextmanager
def lifted() -> Iterator[None]:
    """Inside the block the record can be changed, by this transaction alone: nobody else ever sees the row.

    For mending by hand and for tests. No code path of the site takes it: appending is the way to change the record.
    """
    key = uuid4().hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {LIFTS} (key) VALUES (%s)", [key])
        yield
        cursor.execute(f"DELETE FROM {LIFTS} WHERE key = %s", [key])


@dataclass(frozen=True, slots=True)
class Kept:
    """No column of a row of `table` changes, but `free` ones; `once` ones change from NULL and never again."""

    name: str
    table: str
    message: str
    free: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undeletable:
    """No row of `table` is deleted."""

    name: str
    table: str
    message: str


@dataclass(frozen=True, slots=True)
class Agrees:
    """A row of `table` is refused where `broken` (SQL over NEW, the same for every vendor) holds at `event`."""

    name: str
    table: str
    message: str
    broken: str
    event: str = "INSERT"


Rule = Kept | Undeletable | Agrees


def make(rules: Sequence[Rule]) -> RunPython:
    """The operation that makes the triggers of `rules`; backwards it drops them."""
    return RunPython(_each(rules, _make), _each(rules, _drop))


def drop(rules: Sequence[Rule]) -> RunPython:
    """The operation that drops the triggers of `rules`; backwards it makes them."""
    return RunPython(_each(rules, _drop), _each(rules, _make))


def _each(
    rules: Sequence[Rule], act: Callable[[BaseDatabaseSchemaEditor, Rule], None]
) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for rule in rules:
            act(editor, rule)

    return run


def _make(editor: BaseDatabaseSchemaEditor, rule: Rule) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    event = _event(rule)
    broken = _broken(editor, rule)
    if not isinstance(rule, Agrees):
        broken = f"({broken}) AND NOT EXISTS (SELECT 1 FROM {LIFTS})"
    message = f"{rule.name}: {rule.message}".replace("'", "''")
    head = f"CREATE TRIGGER {rule.name} BEFORE {event} ON {rule.table} FOR EACH ROW"
    if not postgresql:
        editor.execute(f"{head} WHEN {broken} BEGIN SELECT RAISE(ABORT, '{message}'); END", None)
        return
    row = "OLD" if event == "DELETE" else "NEW"
    raised = f"RAISE EXCEPTION USING ERRCODE = '23000', MESSAGE = '{message}'"
    body = f"BEGIN IF {broken} THEN {raised}; END IF; RETURN {row}; END"
    editor.execute(f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$", None)
    editor.execute(f"{head} EXECUTE FUNCTION {rule.name}()", None)


def _drop(editor: BaseDatabaseSchemaEditor, rule: Rule) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {rule.name} ON {rule.table}", None)
        editor.execute(f"DROP FUNCTION {rule.name}()", None)
    else:
        editor.execute(f"DROP TRIGGER {rule.name}", None)


def _event(rule: Rule) -> str:
    match rule:
        case Kept():
            return "UPDATE"
        case Undeletable():
            return "DELETE"
        case Agrees():
            return rule.event


def _broken(editor: BaseDatabaseSchemaEditor, rule: Rule) -> str:
    """The condition under which `rule` refuses. Columns are those of the table at this migration."""
    match rule:
        case Undeletable():
            return "1 = 1"
        case Agrees():
            return rule.broken
    database = editor.connection
    differs = "IS DISTINCT FROM" if database.vendor == "postgresql" else "IS NOT"
    with database.cursor() as cursor:
        described = database.introspection.get_table_description(cursor, rule.table)
    names = [column.name for column in described]
    assert {*rule.free, *rule.once} <= set(names), f"{rule.name} names a column that is not there"
    fixed = [name for name in names if name not in (*rule.free, *rule.once)]
    changes = [f'NEW."{name}" {differs} OLD."{name}"' for name in fixed]
    changes += [f'(OLD."{n}" IS NOT NULL AND NEW."{n}" {differs} OLD."{n}")' for n in rule.once]
    return " OR ".join(changes)
