"""Who moved to another group, as the guards of their places in funds and schemes ask it (see the .sql file)."""

from pathlib import Path

from django.db import migrations

FORWARD = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0012_departures_stay"),
        ("welfare", "0005_covered_people_stay"),
        ("welfare", "0006_funds_stay"),
    ]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION groups_moved(integer, uuid, uuid)")]
