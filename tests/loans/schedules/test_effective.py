"""The effective yearly rate, with numpy-financial as judge from outside; floats stay on its side."""

from datetime import date
from decimal import Decimal

import numpy_financial
import pytest

from loans.schedules.rules import NoEffectiveRate, Terms, above_ceiling, due_dates, effective_yearly_rate, make_schedule
from loans.schedules.rules.calendar import Every

START = date(2026, 1, 5)
MONTHS = due_dates(date(2026, 2, 5), Every(), 60)


def rate_of(payments, *, lent=12000, day_count="30/360", dates=MONTHS):
    paid = [(on, Decimal(amount)) for on, amount in zip(dates, payments, strict=False)]
    return effective_yearly_rate([(START, Decimal(lent))], paid, day_count, day=5)


@pytest.mark.parametrize(
    ("payments", "lent"),
    [
        ([1120] * 12, 12000),
        ([600] * 11, 6000),
        ([1120 - 10 * n for n in range(12)], 12000),
        (["2424.33"] * 24, 50000),
        ([0, 0, 0, 13000], 12000),
        ([500] * 59 + [20000], 30000),
    ],
)
def test_monthly_rate_is_twelve_times_the_internal_rate(payments, lent):
    judged = 12 * numpy_financial.irr([-float(lent), *(float(amount) for amount in payments)])

    assert abs(rate_of(payments, lent=lent) - Decimal(judged)) < Decimal("0.00005001")


def test_rate_is_charged_by_the_day_count_and_carried_at_each_payment():
    """1,000 for 73 of 365 days at 10 %: 20 baht; then 500 for another 73: 10.20 on what was carried."""
    dates = [date(2026, 3, 19), date(2026, 5, 31)]

    assert rate_of(["510", "520.20"], lent=1000, day_count="actual/365", dates=dates) == Decimal("0.1000")


def test_loan_without_interest_costs_nothing():
    assert rate_of([1000] * 12) == Decimal("0.0000")


def test_fees_kept_back_raise_the_rate():
    free = make_schedule([(START, Decimal(12000))], terms=terms("0.12"), instalments=12)
    with_fee = make_schedule([(START, Decimal(12000))], terms=terms("0.12"), instalments=12, fees=Decimal(300))

    assert free.effective_yearly_rate == Decimal("0.1200")
    assert with_fee.effective_yearly_rate == Decimal("0.1684")
    judged = 12 * numpy_financial.irr([-11700.0, *(float(row.total) for row in with_fee.rows)])
    assert abs(Decimal(judged) - with_fee.effective_yearly_rate) < Decimal("0.0001")


def test_base_of_360_or_364_days_is_part_of_the_cost():
    by_360 = make_schedule(
        [(START, Decimal(100000))], terms=terms("0.15", day_count="actual/360"), instalments=12
    ).effective_yearly_rate

    assert by_360 == Decimal("0.1521")
    assert above_ceiling(by_360)


@pytest.mark.parametrize(("rate", "above"), [("0.1500", False), ("0.1501", True), ("0", False)])
def test_ceiling_is_fifteen_per_cent(rate, above):
    assert above_ceiling(Decimal(rate)) is above


def test_satang_of_rounding_do_not_make_a_lawful_loan_unlawful():
    made = make_schedule([(START, Decimal("50000"))], terms=terms("0.15"), instalments=24)

    assert not above_ceiling(made.effective_yearly_rate)


def test_too_little_and_no_time_have_no_rate():
    with pytest.raises(NoEffectiveRate) as less:
        rate_of([100])
    with pytest.raises(NoEffectiveRate) as at_once:
        rate_of([13000], dates=[START])

    assert (less.value.reason, at_once.value.reason) == ("less", "no_time")


def terms(rate, **more):
    return Terms(method="equal-instalment", yearly_rate=Decimal(rate), **more)
