"""Evidence is append-only (record_guard.py)."""

from django.db import migrations

from gradus.record_guard import Kept, Undeletable, make

RULES = (
    Kept(
        "evidence_is_kept",
        "progress_evidence",
        "evidence is never changed; newer evidence replaces it, once",
        once=("replaced_at",),
    ),
    Undeletable(
        "evidence_is_never_deleted",
        "progress_evidence",
        "evidence is never deleted; newer evidence replaces it",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("library", "0002_record_guard"), ("progress", "0002_constraints")]

    operations = [make(RULES)]
