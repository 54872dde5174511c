"""Acts keep what was shown to both people, and stay as they were decided (see the .sql file)."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER act_not_truncated ON loans_act;
    DROP FUNCTION loans_act_is_kept() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0009_register_import_made"),
        ("loans", "0002_facts_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="strikes",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="struck_by", to="loans.act"
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="would",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="act",
            name="kind",
            field=models.CharField(
                choices=[
                    ("payout", "pay out"),
                    ("opening", "take over running loans"),
                    ("restructure", "restructure"),
                    ("rate", "change the rate"),
                    ("pause", "pause for flood or illness"),
                    ("waiver", "waive interest or fines"),
                    ("set_off", "set off against savings or shares"),
                    ("guarantor_call", "call on guarantors"),
                    ("guarantor_change", "release or change a guarantor"),
                    ("charge_off", "charge off, keep the claim"),
                    ("write_off", "write off for good"),
                    ("in_court", "note that it is in court"),
                    ("goods_return", "take goods back"),
                    ("strike", "take back what was recorded"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_by", None), ("loan", None)),
                fields=("network", "organisation"),
                name="act_of_opening_asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed", True)), fields=("network", "strikes"), name="act_struck_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("reason"), 10
                ),
                name="act_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            ("restructure", "rate", "pause", "waiver", "guarantor_change", "charge_off", "write_off"),
                        ),
                        _negated=True,
                    ),
                    models.Q(models.Q(("resolution_no", ""), _negated=True), ("resolution_on__isnull", False)),
                    _connector="OR",
                ),
                name="act_of_its_kind_needs_a_resolution",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(("event", None), ("agreed", True), _connector="OR"), name="act_declined_does_nothing"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
