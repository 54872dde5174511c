"""Late entry gives the same state as timely entry: a year of several loans, entered in any order.

Source: features 91, N17.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.closing.steps import close_month_step
from federation.kit.dates import last_day, month_range
from federation.kit.invariants import Scope
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.models import Entry
from federation.ledger.months import close
from federation.ledger.queries import balance, trial_balance
from federation.ledger.refusals import MonthClosed
from loans.lending.invariants import CHECKS
from loans.lending.models import Loan, LoanEvent
from loans.lending.queries.standing import standings
from loans.lending.steps.events import enter_step, new_schedule_step, strike_step
from loans.products.rules import FineRule, ProductTerms
from loans.schedules.rules import make_schedule
from tests import builders

pytestmark = pytest.mark.django_db
YEAR_END = date(2025, 12, 31)
AT = builders.at_noon(YEAR_END)
FINE = FineRule(kind="yearly", yearly_rate=D("0.03"), grace_days=5, cap_percent=D(10))


@dataclass(frozen=True)
class Deed:
    """Something that happens to the loan of that number; `struck` ones are entered and taken back at once."""

    loan: int
    kind: str
    on: date
    amount: str = "0.00"
    data: dict = field(default_factory=dict)
    struck: bool = False


def on(month, day):
    return date(2025, month, day)


YEAR = [
    Deed(1, "repayment", on(2, 5), "1120.00"),
    Deed(1, "repayment", on(3, 20), "1000.00"),
    Deed(1, "prepayment", on(4, 2), "1500.00"),
    Deed(1, "waiver", on(4, 2), data={"interest": "5.00", "fine": "0.00"}),
    Deed(1, "rate", on(6, 1), data={"yearly_rate": "0.10"}),
    Deed(1, "repayment", on(6, 5), "700.00"),
    Deed(1, "repayment", on(8, 7), "2000.00", struck=True),
    Deed(1, "repayment", on(9, 5), "900.00"),
    Deed(2, "payout", on(3, 10), "4000.00"),
    Deed(2, "repayment", on(2, 5), "300.00"),
    Deed(2, "pause", on(5, 1), data={"until": "2025-07-15", "interest_runs": False}),
    Deed(2, "repayment", on(8, 1), "800.00"),
    Deed(2, "schedule", on(9, 1)),
    Deed(2, "repayment", on(10, 12), "650.00"),
    Deed(3, "repayment", on(2, 5), "250.00"),
    Deed(3, "repayment", on(5, 17), "411.11"),
    Deed(3, "prepayment", on(7, 1), "333.33"),
    Deed(3, "repayment", on(11, 30), "100.00"),
]


@pytest.fixture
def group():
    """Three loans, paid out on 5 January: actual days with fines, two payouts, and flat as scheduled."""
    group = builders.group(books_from=date(2025, 1, 1))
    anon, bua, chai = builders.members(group, 3)
    builders.loan(anon, "12000.00", fine=FINE, day_count="actual/365")
    second = builders.loan(bua, "10000.00", method="equal-instalment", paid_out=False)
    builders.cash(group, "50000.00", on=on(1, 5))
    builders.pay_out(second, "6000.00", on=on(1, 5))
    flat = {"method": "flat", "yearly_rate": D("0.06"), "accrual": "scheduled"}
    builders.loan(chai, "3000.00", instalments=10, fine=FINE, **flat)
    return group


def enter(group, deed):
    loan = Loan.objects.of(group).get(number=deed.loan)
    checked = {"checked_by": builders.user("checks")} if deed.kind in ("payout", "waiver") else {}
    facts = {"on": deed.on, "by": builders.user("pays"), "at": AT, **checked}
    if deed.kind == "schedule":
        left = D("7000.00")  # as agreed on paper, whatever was entered by then
        terms = ProductTerms.from_data(loan.terms).schedule
        rows = make_schedule([(deed.on, left)], terms=terms, instalments=8).rows
        new_schedule_step(loan, rows, holds_from=deed.on, reason="ตกลงใหม่", by=facts["by"], at=AT)
        return
    money = [(account(group.book, CASH).pk, D(deed.amount))] if deed.amount != "0.00" else []
    event = enter_step(loan, kind=deed.kind, amount=D(deed.amount), data=deed.data, money=money, **facts)
    if deed.struck:
        strike_step(
            event, on=YEAR_END, by=builders.user("pays"), checked_by=builders.user("checks"), at=AT, reason="ผิดคน"
        )


def snapshot(group):
    """Return all that must not depend on the order of entry."""
    days = [last_day(month) for month in month_range(on(1, 1), YEAR_END)]
    loans = list(Loan.objects.of(group).order_by("number"))
    books = [
        (day, row.account.code, row.closing) for day in days for row in trial_balance(group.book, on=day) if row.closing
    ]
    late = [
        (day, loan.number, one.days_late, one.unpaid_since, one.principal, one.interest, one.fine, one.to_settle)
        for day in days
        for stood in [standings(loans, on=day)]
        for loan in loans
        for one in [stood[loan.pk]]
    ]
    events = LoanEvent.objects.filter(loan__in=loans, struck_at=None).order_by("loan__number", "on", "kind", "amount")
    names = ("loan__number", "on", "kind", "amount", "principal", "interest", "fine", "principal_after",
             "interest_after", "fine_after", "unpaid_since")  # fmt: skip
    return books, late, list(events.values_list(*names)), [(loan.state, loan.closed_on) for loan in loans]


def entered(group, deeds):
    """Enter deeds, look, and take everything back."""
    with transaction.atomic():
        for deed in deeds:
            enter(group, deed)
        seen = snapshot(group)
        breaks = {check.code: found.breaks for check in CHECKS if (found := check.find(Scope())).breaks}
        transaction.set_rollback(True)
    assert breaks == {}
    return seen


def test_a_year_entered_backwards_gives_the_same_books_and_days_late(group):
    timely = entered(group, sorted(YEAR, key=lambda deed: deed.on))

    assert entered(group, sorted(YEAR, key=lambda deed: deed.on, reverse=True)) == timely


@given(seed=st.integers(0, 10**9))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_year_entered_in_any_order_gives_the_same_books_and_days_late(group, seed):
    timely = entered(group, sorted(YEAR, key=lambda deed: deed.on))

    assert entered(group, random.Random(seed).sample(YEAR, len(YEAR))) == timely


def test_a_payment_of_a_closed_month_is_booked_in_the_oldest_open_one_which_then_closes():
    """January and February are closed, March is over: what comes in on 10 April is booked on 31 March."""
    group = builders.group(books_from=date(2026, 1, 1))
    loan = builders.loan(builders.member(group, "อานนท์"), "12000.00")
    late = builders.at_noon(date(2026, 4, 10))
    wrong = builders.repay(loan, "500.00", on=date(2026, 2, 20))
    builders.repay(loan, "1240.00", on=date(2026, 2, 25))
    with transaction.atomic():
        for month in (date(2026, 1, 1), date(2026, 2, 1)):
            close(group.book, month=month)

    paid = builders.repay(loan, "1120.00", on=date(2026, 2, 5), at=late)
    people = {"by": builders.user("pays"), "checked_by": builders.user("checks")}
    with transaction.atomic():
        strike_step(wrong, on=date(2026, 4, 10), at=late, reason="จดผิดคน", **people)

    entries = Entry.objects.filter(number__gte=paid.entry.number)
    assert set(entries.values_list("on", "concerns_month")) == {(date(2026, 3, 31), date(2026, 2, 1))}
    assert entries.count() > 2
    closed = _close(group, date(2026, 3, 1), at=late)
    at_end = standings([loan], on=date(2026, 3, 31))[loan.pk].principal
    assert at_end == balance(loan.account, on=date(2026, 3, 31))
    assert closed.month == date(2026, 3, 1)
    assert {check.code: found.breaks for check in CHECKS if (found := check.find(Scope())).breaks} == {}


def _close(group, month, *, at):
    with transaction.atomic():
        return close_month_step(group, month=month, by=builders.user("chair"), at=at, no_meeting_reason="ฝนตกหนักทั้งวัน")


def test_before_the_end_of_a_month_that_was_closed_early_a_payment_is_refused_in_words():
    group = builders.group(books_from=date(2026, 1, 1))
    loan = builders.loan(builders.member(group, "อานนท์"), "12000.00")
    with transaction.atomic():
        close(group.book, month=date(2026, 1, 1))

    with translation.override("en"), pytest.raises(MonthClosed, match="Money can be entered from 1 February 2026 on"):
        builders.repay(loan, "1120.00", on=date(2026, 1, 28), at=builders.at_noon(date(2026, 1, 28)))

    assert builders.repay(loan, "1120.00", on=date(2026, 1, 28), at=builders.at_noon(date(2026, 2, 1))).entry.on == (
        date(2026, 2, 1)
    )
