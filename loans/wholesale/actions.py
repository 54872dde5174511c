"""Durable shells round the steps of a fund, each written into the log."""

from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from loans.lending.models import Borrowing
from loans.wholesale.models import FundFact
from loans.wholesale.steps import add_fact_step, strike_fact_step


@transaction.atomic(durable=True)
def add_fact(borrowing: Borrowing, *, by, at: datetime, **facts) -> FundFact:
    """Write down what happened to borrowed money. Raises `NotThatFact`."""
    made = add_fact_step(borrowing, by=by, at=at, **facts)
    after = {"kind": made.kind, "amount": str(made.amount), "on": made.on.isoformat()}
    record("fund_fact_added", by=by, at=at, organisation=borrowing.organisation, about=f"fund:{made.pk}", after=after)
    return made


@transaction.atomic(durable=True)
def strike_fact(fact: FundFact, *, reason: str, by, at: datetime) -> FundFact:
    """Strike it, with a reason. Raises `NotThatFact`."""
    made = strike_fact_step(fact, reason=reason, by=by, at=at)
    organisation = made.borrowing.organisation
    record("fund_fact_struck", by=by, at=at, organisation=organisation, about=f"fund:{made.pk}", after={"why": reason})
    return made
