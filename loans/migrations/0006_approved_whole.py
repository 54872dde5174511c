"""An approval names an amount and instalments: a check passes on NULL unless it is told not to."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("loans", "0005_decisions")]
    operations = [
        migrations.RemoveConstraint("loanrequest", "loan_request_approved_up_to_what_was_asked"),
        migrations.AddConstraint(
            "loanrequest",
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "signed"])
                | Q(amount_approved__isnull=False, instalments_approved__isnull=False)
                & Q(amount_approved__gt=0, instalments_approved__gte=1, amount_approved__lte=F("amount")),
                name="loan_request_approved_up_to_what_was_asked",
            ),
        ),
    ]
