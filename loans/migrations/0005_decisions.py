"""Where a request was decided, whose husband or wife guarantees; nobody decides on a loan of one's own (.sql file)."""

from pathlib import Path

from django.db import migrations, models

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION loans_request_decided_by_others() CASCADE;
    DROP FUNCTION loans_seat_of_others() CASCADE;
    DROP FUNCTION loans_secured_before_decision() CASCADE;
    DROP FUNCTION loans_signed_by_others() CASCADE;
    DROP FUNCTION loans_concerned(loans_loanrequest);
"""


class Migration(migrations.Migration):
    dependencies = [("loans", "0004_cases_stay")]
    operations = [
        migrations.AddField(
            model_name="guarantee",
            name="is_spouse",
            field=models.BooleanField(default=False, verbose_name="husband or wife of the borrower"),
        ),
        migrations.AddField(
            model_name="loanrequest",
            name="decided_in",
            field=models.CharField(
                blank=True,
                choices=[("committee", "the committee"), ("general_meeting", "the general meeting")],
                max_length=15,
                verbose_name="decided by",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
