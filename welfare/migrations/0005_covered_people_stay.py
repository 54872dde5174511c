"""A scheme's model, its terms and the steps of whoever it covers are written once (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION welfare_scheme_is_kept() CASCADE;
    DROP FUNCTION welfare_covered_is_kept() CASCADE;
    DROP TRIGGER scheme_not_truncated ON welfare_scheme;
    DROP TRIGGER scheme_terms_append_only ON welfare_schemeterms;
    DROP TRIGGER scheme_terms_not_truncated ON welfare_schemeterms;
    DROP TRIGGER covered_not_truncated ON welfare_covered;
    DROP TRIGGER covered_event_append_only ON welfare_coveredevent;
    DROP TRIGGER covered_event_not_truncated ON welfare_coveredevent;
    DROP TRIGGER list_check_append_only ON welfare_listcheck;
    DROP TRIGGER list_check_not_truncated ON welfare_listcheck;
"""


class Migration(migrations.Migration):
    dependencies = [("welfare", "0004_dues_begin")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
