"""Bylaws and the states of organisations are written once (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER bylaw_value_append_only ON federation_bylawvalue;
    DROP TRIGGER bylaw_value_not_truncated ON federation_bylawvalue;
    DROP TRIGGER state_change_append_only ON federation_statechange;
    DROP TRIGGER state_change_not_truncated ON federation_statechange;
"""


class Migration(migrations.Migration):
    dependencies = [("federation", "0002_organisations_over_time"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
