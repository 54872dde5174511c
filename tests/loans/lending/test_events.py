from datetime import date
from decimal import Decimal as D

import pytest

from federation.ledger.queries import as_text, balance
from loans.lending.models import Loan
from loans.lending.queries.standing import standing
from tests import builders

pytestmark = pytest.mark.django_db


def test_payout_and_repayment_on_the_due_date():
    group = builders.group()
    loan = builders.loan(builders.member(group), "12000.00")

    event = builders.repay(loan, "1120.00", on=date(2026, 2, 5))

    assert as_text(event.entry) == "\n".join(
        [
            "Dr cash on hand                                  1,120.00",
            "   Cr interest on ordinary loans                      120.00",
            "   Cr loan, contract 1/2569                         1,000.00",
        ]
    )
    assert balance(loan.account) == D("11000.00")
    assert standing(Loan.objects.get(), on=date(2026, 2, 5)).unpaid_since == date(2026, 3, 5)
