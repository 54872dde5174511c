"""Triggers that keep a closed and adopted year as it was (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BACKWARD = """
    DROP TRIGGER choice_append_only ON groups_choice;
    DROP FUNCTION groups_batch_is_kept CASCADE;
    DROP FUNCTION groups_parts_are_new CASCADE;
    DROP FUNCTION groups_part_is_kept CASCADE;
    DROP FUNCTION groups_head_is_kept CASCADE;
    DROP FUNCTION groups_year_still_open CASCADE;
    DROP FUNCTION groups_year_is_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("groups", "0010_dividends_paid_together")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
