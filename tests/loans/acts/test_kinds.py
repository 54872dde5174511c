"""What each kind of act posts, and how the loan stands before and after."""

from datetime import date
from decimal import Decimal as D

import pytest

from tests.loans.acts.worlds import SIGNED_ON, carry_out, entries_of, last_number, paid_out, propose, world

pytestmark = pytest.mark.django_db


def test_a_payout_in_cash_is_one_entry():
    made = world()
    number = last_number(made)

    carry_out(made, "payout", on=SIGNED_ON, data={"from": "cash", "amount": "12000.00"})

    assert entries_of(made, since=number) == [
        "\n".join(
            [
                "Dr loan, contract 1/2569                            12,000.00",
                "   Cr cash on hand                                     12,000.00",
            ]
        )
    ]
    assert made.loan.state == "running"
    assert made.now(SIGNED_ON).principal == D("12000.00")
