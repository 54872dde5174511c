from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_welfare_and_surplus"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "year")), fields=["network_id", "book"], name="entry_of_year_end"
            ),
        ),
    ]
