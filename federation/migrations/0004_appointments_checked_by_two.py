import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0003_history_append_only"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=120)),
                ("began_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=USER
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.AddField(
            model_name="appointment",
            name="declined_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=USER),
        ),
        migrations.AddField(
            model_name="appointment",
            name="ended_on",
            field=models.DateField(
                blank=True, help_text="first day without the role", null=True, verbose_name="ended early on"
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="set_up_reason",
            field=models.CharField(
                blank=True,
                help_text="why one person alone appointed, at the shell, before there were two",
                max_length=200,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="appointment_not_ended_before_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=Q(checked_by=None) | Q(declined_by=None), name="appointment_checked_or_declined"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=Q(set_up_reason="", appointed_by__isnull=False)
                | Q(set_up_reason__regex=r"\S.{9,}", appointed_by=None, checked_by=None, declined_by=None),
                name="appointment_by_someone_or_at_set_up",
            ),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["network", "organisation", "at"], name="act_by_organisation"),
        ),
        migrations.AddIndex(model_name="act", index=models.Index(fields=["by", "at"], name="act_by_person")),
    ]
