"""What a group handed over and what a network entered of paper months stays; the steps come in order (see the .sql)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER handover_append_only ON federation_handover;
    DROP TRIGGER handover_not_truncated ON federation_handover;
    DROP TRIGGER handover_in_order ON federation_handover;
    DROP FUNCTION handover_in_order();
    DROP TRIGGER paper_month_append_only ON federation_papermonth;
    DROP TRIGGER paper_month_not_truncated ON federation_papermonth;
"""


class Migration(migrations.Migration):
    dependencies = [("federation", "0011_network"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
