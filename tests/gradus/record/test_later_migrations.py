"""What a later migration of a guarded table does: drop the rules, change the table, make the rules again."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import CheckConstraint, Q

from gradus.record_guard import drop, make
from gradus.submissions.models import Attempt, HintUse
from tests.gradus.record.conftest import Rows

RULES = import_module("gradus.submissions.migrations.0003_record_guard").RULES
BOUND = CheckConstraint(condition=Q(number__lte=99), name="a_later_bound")


@pytest.mark.django_db(transaction=True)
def test_the_rules_hold_after_a_table_was_changed(rows: Rows) -> None:
    with connection.schema_editor() as editor:
        drop(RULES).code(apps, editor)
        for model in (HintUse, Attempt):
            editor.add_constraint(model, BOUND)
            editor.remove_constraint(model, BOUND)
        make(RULES).code(apps, editor)
    with pytest.raises(IntegrityError, match="hint_use_is_kept"):
        HintUse.objects.update(number=9)
    with pytest.raises(IntegrityError, match="attempt_moved_in_its_course"):
        Attempt.objects.filter(pk=rows.attempt.pk).update(item=rows.elsewhere)
