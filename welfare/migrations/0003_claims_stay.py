"""A claim goes along its path and stays as it was agreed; its steps and papers stay (see the .sql file)."""

from pathlib import Path

from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION welfare_claim_is_kept() CASCADE;
    DROP FUNCTION welfare_claim_paper_is_kept() CASCADE;
    DROP TRIGGER claim_step_append_only ON welfare_claimstep;
    DROP TRIGGER claim_not_truncated ON welfare_claim;
    DROP TRIGGER claim_step_not_truncated ON welfare_claimstep;
    DROP TRIGGER claim_paper_not_truncated ON welfare_claimpaper;
"""
KINDS = [
    ("filed", "filed"),
    ("changed", "changed"),
    ("paper", "paper added"),
    ("agreed", "agreed by the committee"),
    ("approved", "approved by the chair"),
    ("refused", "refused"),
    ("withdrawn", "withdrawn"),
    ("paid", "paid"),
    ("received", "received"),
    ("asked_back", "asked to take the payment back"),
    ("kept", "payment not taken back"),
    ("taken_back", "taken back"),
]


class Migration(migrations.Migration):
    dependencies = [("welfare", "0002_death_acts")]
    operations = [
        migrations.AlterField("claimstep", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
