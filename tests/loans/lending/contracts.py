"""Contracts and facts for the rules, without a database."""

from datetime import date
from decimal import Decimal as D

from loans.lending.rules.facts import Contract, Fact, PlanRow
from loans.products.rules import Ceiling, Fee, FineRule, ProductTerms
from loans.schedules.rules import Terms, make_schedule

START = date(2026, 1, 5)
NO_FINE, NO_FEE = FineRule(), Fee()


def contract(
    amount="12000.00",
    *,
    n=12,
    start=START,
    first_due=None,
    fine=NO_FINE,
    accrual="actual",
    order=("fine", "interest", "principal"),
    fee=NO_FEE,
    **schedule,
):
    """A contract as signed on `start`: 12 % a year, equal principal, monthly, unless said otherwise."""
    terms = ProductTerms(
        schedule=Terms(**{"method": "equal-principal", "yearly_rate": D("0.12")} | schedule),
        ceiling=Ceiling(most=D("500000.00")),
        most_instalments=60,
        control="13010",
        fine=fine,
        accrual=accrual,
        payment_order=order,
        fee=fee,
    )
    first_due = first_due or terms.schedule.every.after(start)
    facts = {"instalments": n, "first_due": first_due, "fees": fee.of(D(amount))}
    made = make_schedule([(start, D(amount))], terms=terms.schedule, **facts)
    return Contract(terms, D(amount), made.effective_yearly_rate, {1: plan(made)})


def plan(schedule):
    return tuple(PlanRow(row.n, row.due, row.principal, row.interest) for row in schedule.rows)


def payout(on=START, amount="12000.00", *, seq=1):
    return Fact("payout", on, seq, D(amount), key=seq)


def paid(on, amount, *, seq, kind="repayment"):
    return Fact(kind, on, seq, D(amount), key=seq)


def fact(kind, on, *, seq, amount="0.00", **data):
    return Fact(kind, on, seq, D(amount), data, key=seq)
