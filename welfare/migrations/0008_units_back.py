"""Prepaid units given back after a place ended; they stay as proposed and decided (see the .sql file)."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import federation.kit.fields
import federation.kit.ids

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION welfare_units_back_is_kept() CASCADE;
    DROP TRIGGER units_back_not_truncated ON welfare_unitsback;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0014_support_only_added_to"),
        ("ledger", "0007_year_end_index"),
        ("welfare", "0007_claim_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitsBack",
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
                            ("heirs", "the named person or the heirs"),
                            ("member", "the member who left"),
                            ("fund", "the scheme's fund, by the terms"),
                        ],
                        max_length=10,
                        verbose_name="goes to",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("relation", models.CharField(blank=True, max_length=60, verbose_name="relation")),
                ("amount", federation.kit.fields.MoneyField(verbose_name="amount")),
                ("on", models.DateField(verbose_name="day")),
                ("purse", models.CharField(default="cash", max_length=10)),
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
                    "covered",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units_back", to="welfare.covered"
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="units_back_above_zero"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "fund"), models.Q(("name", ""), _negated=True), _connector="XOR"),
                        name="units_back_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="units_back_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed", True), ("decided_by__isnull", False), ("entry__isnull", False)),
                            models.Q(models.Q(("agreed", None), ("agreed", False), _connector="OR"), ("entry", None)),
                            _connector="OR",
                        ),
                        name="units_back_agreed_has_its_entry",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
