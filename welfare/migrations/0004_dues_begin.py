from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("welfare", "0003_claims_stay")]
    operations = [
        migrations.AddField(
            "enrolment",
            "dues_from",
            models.DateField(
                blank=True,
                help_text="where later than since: what lies before is settled",
                null=True,
                verbose_name="dues counted from",
            ),
        ),
    ]
