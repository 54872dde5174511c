"""The facts of a loan, its terms and its papers are written once (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION loans_event_is_kept() CASCADE;
    DROP TRIGGER loan_event_not_truncated ON loans_loanevent;
    DROP TRIGGER product_version_append_only ON loans_productversion;
    DROP TRIGGER schedule_version_append_only ON loans_scheduleversion;
    DROP TRIGGER schedule_row_append_only ON loans_schedulerow;
    DROP TRIGGER adjustment_append_only ON loans_loanadjustment;
    DROP TRIGGER paper_append_only ON loans_paper;
"""


class Migration(migrations.Migration):
    dependencies = [("loans", "0001_initial"), ("ledger", "0003_loans")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
