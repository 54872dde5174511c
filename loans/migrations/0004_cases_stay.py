"""What was done in a case stays as it was written, and a contact says with whom it was (see the .sql file)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP TRIGGER case_step_append_only ON loans_casestep;
    DROP TRIGGER payment_promise_append_only ON loans_paymentpromise;
    DROP FUNCTION loans_letter_is_kept() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("loans", "0003_acts_are_shown")]
    operations = [
        migrations.AddField("casestep", "to_named", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "casestep",
            models.CheckConstraint(
                condition=Q(to_named=False) | Q(to_guarantee=None), name="case_contact_is_with_one_person"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
