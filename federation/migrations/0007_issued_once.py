"""Closed months and issued reports are written once (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER closed_month_append_only ON federation_closedmonth;
    DROP TRIGGER closed_month_not_truncated ON federation_closedmonth;
    DROP TRIGGER issued_report_append_only ON federation_issuedreport;
    DROP TRIGGER issued_report_not_truncated ON federation_issuedreport;
    DROP TRIGGER issued_file_append_only ON federation_issuedfile;
    DROP TRIGGER issued_file_not_truncated ON federation_issuedfile;
"""


class Migration(migrations.Migration):
    dependencies = [("federation", "0006_closed_month_without_meeting"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
