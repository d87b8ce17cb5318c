"""The record is append-only, whoever asks: the database refuses changes and deletions by raw queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ForeignKey, JSONField, Model
from django.utils import timezone

from gradus.library.models import ProblemVersion, Variant
from gradus.progress.models import Evidence
from gradus.record_guard import LIFTS, lifted
from gradus.submissions.models import Attempt, Grade, HintUse, PartGrade, State, Submission
from tests.gradus.record.conftest import Rows

ONCE = "replaced_at"
FREE: dict[type[Model], tuple[str, ...]] = {
    ProblemVersion: (),
    Variant: (),
    Submission: ("state", "typed"),
    Grade: (ONCE,),
    PartGrade: (),
    HintUse: (),
    Evidence: (ONCE,),
    Attempt: ("item", "gave_up_at", "closed_at"),
}
"""The columns of each model that may change. All others are kept, new ones too."""

RULE = {
    ProblemVersion: "version",
    Variant: "variant",
    Submission: "submission",
    Grade: "grade",
    PartGrade: "part_grade",
    HintUse: "hint_use",
    Evidence: "evidence",
    Attempt: "attempt",
}

KEPT = [
    (model, field.name)
    for model, free in FREE.items()
    for field in model._meta.concrete_fields
    if field.name not in free
]


def another(field: Field[Any, Any], row: Model) -> Any:
    """A value the column does not hold. Foreign keys are checked later, at commit."""
    value = getattr(row, field.attname)
    if isinstance(field, JSONField):
        return {"another": 1}
    if isinstance(field, ForeignKey) or isinstance(value, (bool, int)):
        return not value if isinstance(value, bool) else (value or 0) + 1
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return (value or timezone.now()) + timedelta(days=1)
    if kind == "UUIDField":
        return "00000000-0000-0000-0000-000000000009"
    if "Integer" in kind:
        return (value or 0) + 1
    return str(value)[:-1] + ("8" if str(value).endswith("9") else "9")


@pytest.mark.parametrize(("model", "name"), KEPT, ids=[f"{m.__name__}.{name}" for m, name in KEPT])
def test_it_refuses_to_change_a_kept_column(rows: Rows, model: type[Model], name: str) -> None:
    row = rows.row(model)
    value = another(model._meta.get_field(name), row)  # type: ignore[arg-type]  # concrete fields only
    with pytest.raises(IntegrityError, match=f"{RULE[model]}_is_kept: "), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(**{name: value})


@pytest.mark.parametrize("model", [Grade, Evidence])
def test_a_row_is_replaced_once(rows: Rows, model: type[Model]) -> None:
    row = rows.row(model)
    mine = model._base_manager.filter(pk=row.pk)
    assert mine.update(replaced_at=timezone.now()) == 1
    for value in (None, timezone.now() + timedelta(days=1)):
        with pytest.raises(IntegrityError, match=f"{RULE[model]}_is_kept: "), transaction.atomic():
            mine.update(replaced_at=value)


def test_a_submission_moves_on_and_what_was_typed_can_be_erased(rows: Rows) -> None:
    mine = Submission.objects.filter(pk=rows.submission.pk)
    assert mine.update(state=State.NEEDS_REVIEW, typed={}) == 1
    assert mine.values_list("state", "typed").get() == ("needs_review", {})


@pytest.mark.parametrize("model", FREE, ids=lambda model: model.__name__)
def test_saving_a_row_as_it_is_changes_nothing_and_is_let_through(rows: Rows, model: type[Model]) -> None:
    rows.row(model).save()


UNDELETABLE = [m for m in FREE if m is not Variant]


def delete(row: Model) -> None:
    """As SQL, because the ORM would refuse before the database is asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


@pytest.mark.parametrize("model", UNDELETABLE, ids=lambda model: model.__name__)
def test_it_refuses_to_delete(rows: Rows, model: type[Model]) -> None:
    row = rows.row(model)
    with pytest.raises(IntegrityError, match=f"{RULE[model]}_is_never_deleted: "):
        delete(row)
    assert model._base_manager.filter(pk=row.pk).exists()


def test_a_variant_nobody_had_can_be_deleted(rows: Rows) -> None:
    unused = Variant.objects.filter(attempts=None).latest("pk")
    unused.delete()
    assert not Variant.objects.filter(pk=unused.pk).exists()


def test_the_rules_are_lifted_inside_the_block_only(rows: Rows) -> None:
    hint = HintUse.objects.get()
    with lifted():
        with lifted():
            HintUse.objects.update(number=7)
        HintUse.objects.update(number=8)
        assert HintUse.objects.get().number == 8
    with pytest.raises(IntegrityError, match="hint_use_is_kept"), transaction.atomic():
        HintUse.objects.update(number=9)
    with lifted():
        delete(hint)
    assert not HintUse.objects.exists()


def test_an_error_inside_the_block_leaves_nothing_lifted(rows: Rows) -> None:
    with pytest.raises(ZeroDivisionError), lifted():
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {LIFTS}")
        assert cursor.fetchone() == (0,)
    with pytest.raises(IntegrityError, match="hint_use_is_never_deleted"):
        delete(HintUse.objects.get())


@pytest.mark.django_db(transaction=True)
def test_a_database_with_a_record_is_emptied_between_tests(rows: Rows) -> None:
    """Its teardown flushes the rows above; the next test finds none."""
    assert Grade.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_flush_left_no_lift_behind() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {LIFTS}")
        assert cursor.fetchone() == (0,)
    assert not Grade.objects.exists()
