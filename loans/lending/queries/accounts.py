"""Which accounts the events of a loan touch."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from federation.ledger.books import ids_by_code
from federation.ledger.chart import FINES_OF, INTEREST_OF, LOAN_FEES, LOANS_TO_DETAIL, RECOVERED_DEBTS
from loans.lending.models import Loan

CODES = (*INTEREST_OF.values(), *FINES_OF.values(), LOAN_FEES, RECOVERED_DEBTS, LOANS_TO_DETAIL)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that a loan's events touch, by id."""

    loan: uuid.UUID
    interest: uuid.UUID
    fines: uuid.UUID
    fees: uuid.UUID
    recovered: uuid.UUID
    to_detail: uuid.UUID


def accounts_of(book, loans: Iterable[Loan]) -> dict:
    """Return {loan id: the accounts its events touch}. One query."""
    found = ids_by_code(book, CODES)
    return {loan.pk: _accounts(loan, found) for loan in loans}


def _accounts(loan: Loan, found: dict[str, uuid.UUID]) -> Accounts:
    control = loan.terms["control"]
    return Accounts(
        loan=loan.account_id,
        interest=found[INTEREST_OF[control]],
        fines=found[FINES_OF[control]],
        fees=found[LOAN_FEES],
        recovered=found[RECOVERED_DEBTS],
        to_detail=found[LOANS_TO_DETAIL],
    )
