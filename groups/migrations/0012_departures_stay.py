"""Who takes a departure back, and triggers that keep what was decided (see the .sql file)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BACKWARD = """
    DROP TRIGGER beneficiary_append_only ON groups_beneficiary;
    DROP FUNCTION groups_task_is_kept CASCADE;
    DROP FUNCTION groups_paid_out_is_kept CASCADE;
    DROP FUNCTION groups_departure_is_kept CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0014_support_only_added_to"),
        ("groups", "0011_surplus_stays"),
        ("ledger", "0006_welfare_and_surplus"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="departure",
            name="back_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="departure",
            name="back_asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="departure",
            name="back_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="departure",
            name="back_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it is taken back"),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("back_by", None),
                        ("state__in", ["asked", "noticed", "decided", "done", "refused", "withdrawn"]),
                    ),
                    models.Q(
                        ("back_by__isnull", False),
                        ("state", "taken_back"),
                        models.Q(("back_by", models.F("back_asked_by")), _negated=True),
                        models.Q(("back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="departure_taken_back_by_two",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
