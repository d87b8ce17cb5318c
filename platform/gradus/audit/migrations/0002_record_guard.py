"""What was logged stays as it was (record_guard.py)."""

from django.db import migrations

from gradus.record_guard import Kept, Undeletable, make

RULES = (
    Kept("audit_is_kept", "audit_auditentry", "an entry of the audit log is never changed"),
    Undeletable("audit_is_never_deleted", "audit_auditentry", "an entry of the audit log is never deleted"),
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("library", "0002_record_guard")]

    operations = [make(RULES)]
