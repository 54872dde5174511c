import django.contrib.postgres.constraints
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import federation.kit.fields
import federation.organisations.models


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0001_initial"),
        ("groups", "0001_initial"),
        ("ledger", "0002_guards"),
        ("people", "0002_skeletons"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.AddField(
            model_name="shortmonth",
            name="fine",
            field=federation.kit.fields.MoneyField(
                default=0, help_text="what the bylaw of its meeting day asks for making it up late"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_from__day", 1)),
                name="membership_counted_from_the_first_of_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("post__in", ["chair", "secretary", "treasurer"])),
                expressions=[
                    ("network", "="),
                    ("organisation", "="),
                    ("post", "="),
                    (federation.organisations.models.DateRange("since", "until", models.Value("[]")), "&&"),
                ],
                name="office_one_holder_at_a_time",
            ),
        ),
    ]
