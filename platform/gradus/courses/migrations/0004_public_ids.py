"""Join codes, enrolments and extensions get a public id: they stand in addresses now."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import gradus.accounts.identifiers

MODELS = ("JoinCode", "Enrolment", "Extension")


def fill(apps: Any, _editor: Any) -> None:
    """One random id a row: the default of a new column would be the same for all."""
    for name in MODELS:
        model = apps.get_model("courses", name)
        for row in model.objects.filter(public_id=None):
            row.public_id = gradus.accounts.identifiers.new_public_id()
            row.save(update_fields=["public_id"])


def column(null: bool) -> models.CharField[Any, Any]:
    """The new column; empty at first, because a default would be the same for all rows."""
    field = gradus.accounts.identifiers.public_id_field()
    if null:
        field.null, field.default = True, None
    return field


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_set_slug")]

    operations = [
        *(migrations.AddField(name.lower(), "public_id", column(null=True)) for name in MODELS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(name.lower(), "public_id", column(null=False)) for name in MODELS),
    ]
