"""Months of joining and leaving by organisation, kept by the database (see the .sql file)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = "DROP FUNCTION groups_members_flow() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_rows_paid_by_bank"), ("federation", "0011_network")]
    operations = [
        migrations.CreateModel(
            name="MemberFlow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "network_id",
                        "organisation_id",
                        "month",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("month", models.DateField()),
                ("joined", models.IntegerField()),
                ("gone", models.IntegerField()),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="federation.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="federation.organisation"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
