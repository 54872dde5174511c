from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("federation", "0007_issued_once")]
    operations = [
        migrations.RemoveConstraint("issuedfile", "issued_file_once_per_format"),
        migrations.AddField(
            model_name="issuedfile",
            name="with_names",
            field=models.BooleanField(default=True, help_text="false for who is not of the group: members by number"),
        ),
        migrations.AddConstraint(
            "issuedfile",
            models.UniqueConstraint(
                fields=("network", "report", "format", "language", "with_names"), name="issued_file_once_per_format"
            ),
        ),
    ]
