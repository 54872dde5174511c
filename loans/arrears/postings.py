"""What a month's end says of loans in debits and credits. Needs no database; an accountant can read it.

allowance   Dr doubtful debt     Cr allowance for doubtful loans
interest    Dr accrued income    Cr interest on loans, by kind of loan

Both are taken back on the first day of the next month, by the same lines the other way round.
"""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.chart import ACCRUED_INCOME, INTEREST_OF
from federation.ledger.posting import Move, credit, debit

CODES = (ACCRUED_INCOME, *INTEREST_OF.values())
Accounts = Mapping[str, uuid.UUID]


def allowance(held: uuid.UUID, expense: uuid.UUID, *, amount: Decimal) -> list[Move]:
    """Return the entry that sets so many baht more aside; below zero it gives back what is too much.

    held, expense: the accounts of allowance and doubtful debt of the fund that lends.
    """
    if amount < 0:
        return [debit(held, -amount), credit(expense, -amount)]
    return [debit(expense, amount), credit(held, amount)]


def interest(accounts: Accounts, by_control: Mapping[str, Decimal]) -> list[Move]:
    """Return the entry that counts interest earned and not yet paid as income; by_control: of each loan account."""
    earned = [credit(accounts[INTEREST_OF[control]], baht) for control, baht in by_control.items()]
    return [debit(accounts[ACCRUED_INCOME], sum(by_control.values(), ZERO)), *earned]


def back(lines: Iterable) -> list[Move]:
    """Return the entry that takes these lines back."""
    return [Move(line.account_id, debit=line.credit, credit=line.debit) for line in lines]
