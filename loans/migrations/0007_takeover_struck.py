"""A takeover of running loans is taken back by an act that names no single loan either."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loans", "0006_approved_whole")]

    operations = [
        migrations.RemoveConstraint(model_name="act", name="act_is_about_a_loan"),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(("loan__isnull", False), ("kind__in", ["opening", "strike"]), _connector="OR"),
                name="act_is_about_a_loan",
            ),
        ),
    ]
