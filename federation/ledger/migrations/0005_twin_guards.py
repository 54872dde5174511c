"""What the database itself refuses of money between two books (see the .sql file), and entries found by their event."""

from pathlib import Path

from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER twin_append_only ON ledger_twin;
    DROP TRIGGER twin_not_truncated ON ledger_twin;
    DROP FUNCTION ledger_twins_name_each_other() CASCADE;
    DROP FUNCTION ledger_between_mirrors() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_twins")]
    operations = [
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["network_id", "event"], name="entry_of_event")
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
