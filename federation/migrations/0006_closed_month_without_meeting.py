from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0005_acts_append_only")]
    operations = [
        migrations.AddField(
            model_name="closedmonth",
            name="no_meeting_reason",
            field=models.CharField(
                blank=True,
                help_text="why a group that meets every month has no sheet in this one",
                max_length=300,
            ),
        ),
    ]
