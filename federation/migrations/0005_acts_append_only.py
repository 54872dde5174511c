"""The log of acts is written once (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER act_append_only ON federation_act;
    DROP TRIGGER act_not_truncated ON federation_act;
"""


class Migration(migrations.Migration):
    dependencies = [("federation", "0004_appointments_checked_by_two"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
