"""Contracts, decisions and securities stay as they were agreed; numbers of contracts name nobody (see the .sql file)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

FORWARD = Path(__file__).with_suffix(".sql").read_text()
BACKWARD = """
    DROP FUNCTION loans_loan_is_kept() CASCADE;
    DROP FUNCTION loans_signed_by_unconcerned() CASCADE;
    DROP FUNCTION loans_request_is_kept() CASCADE;
    DROP FUNCTION loans_part_of_request_is_kept() CASCADE;
    DROP FUNCTION loans_seat_before_decision() CASCADE;
    DROP FUNCTION loans_guarantee_is_kept() CASCADE;
    DROP FUNCTION loans_collateral_is_kept() CASCADE;
    DROP FUNCTION loans_lien_is_kept() CASCADE;
    DROP TRIGGER product_not_truncated ON loans_product;
    DROP TRIGGER product_version_not_truncated ON loans_productversion;
    DROP TRIGGER loan_request_not_truncated ON loans_loanrequest;
    DROP TRIGGER decision_seat_not_truncated ON loans_decisionseat;
    DROP TRIGGER joint_borrower_not_truncated ON loans_jointborrower;
    DROP TRIGGER collateral_not_truncated ON loans_collateral;
    DROP TRIGGER loan_not_truncated ON loans_loan;
    DROP TRIGGER guarantee_not_truncated ON loans_guarantee;
    DROP TRIGGER lien_not_truncated ON loans_lien;
    DROP TRIGGER schedule_version_not_truncated ON loans_scheduleversion;
    DROP TRIGGER schedule_row_not_truncated ON loans_schedulerow;
    DROP TRIGGER adjustment_not_truncated ON loans_loanadjustment;
    DROP TRIGGER paper_not_truncated ON loans_paper;
    DROP TRIGGER case_not_truncated ON loans_case;
    DROP TRIGGER case_step_not_truncated ON loans_casestep;
    DROP TRIGGER payment_promise_not_truncated ON loans_paymentpromise;
    DROP TRIGGER letter_not_truncated ON loans_letter;
"""
SHAPE = r"(เดิม |ยกมา-)?[A-Za-zก-ฮ]{0,4}[.\-]?[0-9]{1,6}([/\-][0-9]{1,6}){0,2}"


class Migration(migrations.Migration):
    dependencies = [("loans", "0010_late_payments")]
    operations = [
        migrations.AddConstraint(
            "loan",
            models.CheckConstraint(
                condition=Q(contract_no__regex=rf"^{SHAPE}$") & LessThanOrEqual(Length("contract_no"), 20)
                | Q(contract_no__regex=rf"^{SHAPE}#[0-9]{{1,6}}$", state="cancelled"),
                name="loan_contract_no_says_nothing_else",
            ),
        ),
        migrations.AddConstraint(
            "loanrequest",
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="loan_request_decided_by_another"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
