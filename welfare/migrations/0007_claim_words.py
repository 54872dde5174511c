"""Words of a claim's states and steps that no other page uses otherwise."""

from django.db import migrations, models

STATES = [
    ("filed", "filed"),
    ("agreed", "agreed by the committee"),
    ("approved", "approved by the chair"),
    ("paid", "claim paid"),
    ("received", "received"),
    ("refused", "refused"),
    ("withdrawn", "claim withdrawn"),
    ("taken_back", "payment taken back"),
]
KINDS = [
    ("filed", "filed"),
    ("changed", "changed"),
    ("paper", "paper added"),
    ("agreed", "agreed by the committee"),
    ("approved", "approved by the chair"),
    ("refused", "refused"),
    ("withdrawn", "claim withdrawn"),
    ("paid", "claim paid"),
    ("received", "received"),
    ("asked_back", "asked to take the payment back"),
    ("kept", "payment not taken back"),
    ("taken_back", "payment taken back"),
]


class Migration(migrations.Migration):
    dependencies = [("welfare", "0006_funds_stay")]
    operations = [
        migrations.AlterField("claim", "state", models.CharField(choices=STATES, default="filed", max_length=12)),
        migrations.AlterField("claimstep", "kind", models.CharField(choices=KINDS, max_length=12)),
    ]
