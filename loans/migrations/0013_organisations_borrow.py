"""An organisation borrows by a resolution of its own, and nobody with a post there has a hand in it (see the .sql)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION loans_borrower_is_kept() CASCADE;
    DROP TRIGGER borrowing_append_only ON loans_borrowing;
    DROP TRIGGER borrowing_not_truncated ON loans_borrowing;
    DROP TRIGGER fund_fact_not_truncated ON loans_fundfact;
    DROP FUNCTION loans_request_by_others() CASCADE;
    DROP FUNCTION loans_loan_by_others() CASCADE;
    DROP FUNCTION loans_event_by_others() CASCADE;
    DROP FUNCTION loans_by_nobody_of_the_borrower(uuid, uuid, timestamptz);
    DROP FUNCTION loans_has_post(uuid, uuid, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("loans", "0012_funds"),
        ("groups", "0005_rows_paid_by_bank"),
        ("federation", "0011_network"),
    ]
    operations = [
        migrations.AddField(
            "loanrequest",
            "borrower_officers",
            models.CharField(blank=True, default="", max_length=200, verbose_name="who asks for the organisation"),
            preserve_default=False,
        ),
        migrations.AddField(
            "loanrequest",
            "borrower_resolution_no",
            models.CharField(blank=True, default="", max_length=40, verbose_name="the borrower's resolution"),
            preserve_default=False,
        ),
        migrations.AddField(
            "loanrequest",
            "borrower_resolution_on",
            models.DateField(blank=True, null=True, verbose_name="date of the borrower's resolution"),
        ),
        migrations.AddConstraint(
            "loanrequest",
            models.CheckConstraint(
                condition=Q(borrower_resolution_no="", borrower_resolution_on=None)
                | ~Q(borrower_resolution_no="") & Q(borrower_resolution_on__isnull=False),
                name="loan_request_of_an_organisation_by_its_resolution",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
