from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            "person",
            "skeleton",
            models.TextField(
                default="", editable=False, help_text="the name with look-alikes made one: see kit.thai.skeleton"
            ),
            preserve_default=False,
        ),
        migrations.AddField("person", "nickname_skeleton", models.TextField(blank=True, editable=False, default="")),
        migrations.AddField(
            "person",
            "guardian",
            models.CharField(
                blank=True,
                max_length=200,
                verbose_name="guardian",
                help_text="who signs for someone under 20",
                default="",
            ),
            preserve_default=False,
        ),
    ]
