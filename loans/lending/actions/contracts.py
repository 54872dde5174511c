"""What people do with contracts before any money moves: sign one, cancel one. Each is one transaction."""

from datetime import date

from django.db import transaction

from federation.audit.log import record
from loans.lending.models import Loan, LoanRequest
from loans.lending.steps.contracts import cancel_step, sign_step


@transaction.atomic(durable=True)
def sign_contract(
    request: LoanRequest,
    *,
    signed_on: date,
    by,
    at,
    contract_no: str | None = None,
    first_due_on: date | None = None,
    seen: str | None = None,
) -> Loan:
    """Make the contract of an approved request. Raises what `sign_step` raises."""
    facts = {"signed_on": signed_on, "contract_no": contract_no, "first_due_on": first_due_on, "seen": seen}
    loan = sign_step(request, **facts, by=by, at=at)
    after = {"contract": loan.contract_no, "amount": loan.principal, "day": signed_on}
    _record("loan_signed", loan, by=by, at=at, after=after)
    return loan


@transaction.atomic(durable=True)
def cancel_contract(loan: Loan, *, on: date, reason: str, by, at) -> Loan:
    """Cancel a contract that was not paid out. Raises `NotCancellable`."""
    cancelled = cancel_step(loan, on=on, reason=reason)
    after = {"contract": loan.contract_no, "day": on, "reason": reason}
    _record("loan_cancelled", cancelled, by=by, at=at, after=after)
    return cancelled


def _record(what: str, loan: Loan, **facts) -> None:
    record(what, organisation=loan.organisation, about=f"loan:{loan.pk}", **facts)
