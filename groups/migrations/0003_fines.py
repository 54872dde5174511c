from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_terms_and_fines")]

    operations = [
        migrations.AddIndex(
            "shortmonth",
            models.Index(
                fields=["network", "membership"],
                condition=Q(excused=False, fined__lt=F("fine")),
                name="short_month_not_yet_fined",
            ),
        ),
        migrations.AddConstraint(
            "shortmonth",
            models.CheckConstraint(
                condition=Q(fined__gte=0, fined__lte=F("fine")), name="short_month_fined_within_the_fine"
            ),
        ),
    ]
