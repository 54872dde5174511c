"""Collecting what the main fund owes a fund, among the acts."""

from django.db import migrations, models

KINDS = [
    ("move", "move to another fund"),
    ("spend", "spend"),
    ("leaders", "pay leaders' dues"),
    ("premium", "pass premiums on to the insurer"),
    ("bank", "between cash and bank"),
    ("collect", "collect from the main fund"),
    ("strike", "take back"),
]


class Migration(migrations.Migration):
    dependencies = [("welfare", "0008_units_back")]
    operations = [
        migrations.AlterField("fundact", "kind", models.CharField(choices=KINDS, max_length=10)),
    ]
