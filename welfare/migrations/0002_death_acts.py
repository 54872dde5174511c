"""Acts on a death decided by two, and guards: what was counted and paid stays as written (see the .sql file)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import federation.kit.fields
import federation.kit.ids

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION welfare_death_is_kept() CASCADE;
    DROP FUNCTION welfare_death_part_is_kept() CASCADE;
    DROP FUNCTION welfare_death_due_is_kept() CASCADE;
    DROP FUNCTION welfare_death_paid_is_kept() CASCADE;
    DROP FUNCTION welfare_payout_is_kept() CASCADE;
    DROP FUNCTION welfare_death_act_is_kept() CASCADE;
    DROP TRIGGER death_not_truncated ON welfare_death;
    DROP TRIGGER death_part_not_truncated ON welfare_deathpart;
    DROP TRIGGER death_due_not_truncated ON welfare_deathdue;
    DROP TRIGGER death_paid_not_truncated ON welfare_deathpaid;
    DROP TRIGGER payout_not_truncated ON welfare_payout;
    DROP TRIGGER death_act_not_truncated ON welfare_deathact;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0014_support_only_added_to"),
        ("ledger", "0006_welfare_and_surplus"),
        ("welfare", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="death",
            name="filed_by_name",
            field=models.CharField(
                blank=True, help_text="relative or proxy", max_length=200, verbose_name="claim brought by"
            ),
        ),
        migrations.CreateModel(
            name="DeathAct",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=federation.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("give_up", "due given up"),
                            ("take_back", "round taken back"),
                            ("take_back_payout", "payout taken back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", federation.kit.fields.MoneyField(default=0)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("resolution_no", models.CharField(blank=True, max_length=40, verbose_name="resolution number")),
                ("resolution_on", models.DateField(null=True, verbose_name="date of the resolution")),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "death",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="welfare.death"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="welfare.deathdue",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="federation.organisation"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="welfare.payout"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed", None)),
                        fields=("network", "death", "kind", "due", "payout"),
                        name="death_act_asked_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="death_act_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed", True), ("decided_by__isnull", False), ("entry__isnull", False)),
                            models.Q(models.Q(("agreed", None), ("agreed", False), _connector="OR"), ("entry", None)),
                            _connector="OR",
                        ),
                        name="death_act_agreed_has_its_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("due__isnull", False),
                                ("kind", "give_up"),
                                ("payout", None),
                                ("resolution_on__isnull", False),
                                models.Q(("resolution_no", ""), _negated=True),
                            ),
                            models.Q(("amount", 0), ("due", None), ("kind", "take_back"), ("payout", None)),
                            models.Q(
                                ("amount", 0), ("due", None), ("kind", "take_back_payout"), ("payout__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="death_act_names_its_thing",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
