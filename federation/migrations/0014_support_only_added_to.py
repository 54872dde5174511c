"""Grades, criteria, plans and who looked after whom are added to, never rewritten (see the .sql)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
TABLES = ("grade", "gradecriteria", "support", "supportstep", "facilitation")
BACKWARD = (
    "\n".join(
        f"DROP TRIGGER {table}_{guard} ON federation_{table};"
        for table in TABLES
        for guard in ("only_added_to", "not_truncated")
    )
    + "\nDROP FUNCTION once_only();"
)


class Migration(migrations.Migration):
    dependencies = [("federation", "0013_meetings_followed_up"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
