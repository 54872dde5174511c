"""What a contract comes to under the terms of its product. Plain, without a database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from federation.kit.dates.months import days_in, next_month
from federation.kit.money import round_satang
from loans.lending.rules.facts import Contract
from loans.products.rules import ProductTerms
from loans.schedules.rules import NoEffectiveRate, Schedule, effective_yearly_rate, make_schedule, measured_by


def schedule_of(
    terms: ProductTerms,
    *,
    principal: Decimal,
    instalments: int,
    start: date,
    first_due: date,
    due_dates: Sequence[date] = (),
) -> Schedule:
    """Return the schedule of a loan as it would be signed on `start`, its fees kept back from the payout.

    due_dates: where the instalments follow no rhythm. A seasonal product makes its own, on the day of the month of
    `first_due`; all others go by `first_due` and the terms' interval.

    Raises `NoSchedule`.
    """
    seasons = terms.due_dates(start, instalments=instalments, day=first_due.day)
    return make_schedule(
        [(start, principal)],
        terms=terms.schedule,
        instalments=instalments,
        first_due=first_due,
        due_dates=due_dates or seasons,
        fees=terms.fee.of(principal),
    )


def first_due_by_default(asked_on: date, *, meeting_days: Sequence[int]) -> date:
    """Return the meeting day a month after a day: the last one of that day's month up to it, or the first.

    meeting_days: days of the month, by the bylaws; none: the same day of the next month.
    """
    gone = [day for day in meeting_days if day <= asked_on.day]
    day = (max(gone) if gone else min(meeting_days)) if meeting_days else asked_on.day
    month = next_month(asked_on)
    return month.replace(day=min(day, days_in(month.year, month.month)))


def needs_writing(principal: Decimal) -> bool:
    """Tell whether a loan must be in writing and signed: above 2,000 baht.

    Source: domain: 5.4 Civil and Commercial Code, s.653.
    """
    return principal > 2000


def goods_total(goods: Iterable[Mapping]) -> Decimal:
    """Return what the goods of a loan come to, in baht; each {"count", "price"} as text, the price of one."""
    return round_satang(sum((Decimal(line["count"]) * Decimal(line["price"]) for line in goods), Decimal(0)))


def yearly_cost(contract: Contract, *, on: date, by_rhythm: bool) -> Decimal | None:
    """Return what a contract costs a year, paid on time, from its first schedule alone: a fraction, four places.

    on: the day it was signed; by_rhythm: its due dates follow one. None where no rate explains its figures.
    """
    rows, terms = contract.plans[1], contract.terms
    cash_out = [(on, contract.principal - terms.fee.of(contract.principal))]
    payments = [(row.due_on, row.principal + row.interest) for row in rows]
    try:
        return effective_yearly_rate(
            cash_out, payments, measured_by(terms.schedule), day=rows[0].due_on.day if by_rhythm else None
        )
    except NoEffectiveRate:
        return None
