"""What a problem file said stays as it was. Also the table that lifts such rules (record_guard.py)."""

from django.db import migrations

from gradus.record_guard import LIFTS, Kept, Undeletable, make

RULES = (
    Kept(
        "version_is_kept", "library_problemversion", "a problem version is never changed; make the next one"
    ),
    Undeletable("version_is_never_deleted", "library_problemversion", "a problem version is never deleted"),
    Kept("variant_is_kept", "library_variant", "a variant is never changed; make another"),
)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.RunSQL(f"CREATE TABLE {LIFTS} (key varchar(32) PRIMARY KEY)", f"DROP TABLE {LIFTS}"),
        make(RULES),
    ]
