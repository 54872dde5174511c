"""The schedule of a loan: what falls due when, how much of it is principal and how much interest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.money import ZERO
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.rules.effective import effective_yearly_rate
from loans.schedules.rules.interest import Dated, Workings
from loans.schedules.rules.methods import Repayment
from loans.schedules.rules.periods import Course, Pause, Period, dates_to_be, free_spans, paused, periods_of
from loans.schedules.rules.terms import HIGHEST_RATE, Terms

MOST_INSTALMENTS = 600


class NoSchedule(NotReadable):
    """No schedule can be made of these figures and dates."""


@dataclass(frozen=True)
class Row:
    """One instalment, in baht.

    days: of the calendar, since the instalment before. balance: principal owed after it, before a payout of that day.
    """

    n: int
    due: date
    days: int
    principal: Decimal
    interest: Decimal
    total: Decimal
    balance: Decimal
    workings: Workings


@dataclass(frozen=True)
class Schedule:
    """All instalments of a loan. payouts: [(day, baht)]; fees: baht kept back from the first payout."""

    rows: tuple[Row, ...]
    terms: Terms
    payouts: tuple[tuple[date, Decimal], ...]
    fees: Decimal = ZERO
    day: int | None = None

    @property
    def principal_total(self) -> Decimal:
        return sum((row.principal for row in self.rows), ZERO)

    @property
    def interest_total(self) -> Decimal:
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), ZERO)

    @cached_property
    def effective_yearly_rate(self) -> Decimal:
        """The yearly rate this loan really costs, as a fraction with four places, fees included.

        A base of 360 or 364 days is part of the cost: such loans are measured by the calendar's 365.
        Raises `NoEffectiveRate`.
        """
        (first, amount), *later = self.payouts
        cash_out = [(first, amount - self.fees), *later]
        payments = [(row.due, row.total) for row in self.rows]
        return effective_yearly_rate(cash_out, payments, measured_by(self.terms), day=self.day)


def measured_by(terms: Terms) -> str:
    """Return the day count the effective rate is measured by."""
    return "actual/365" if terms.counting in ("actual/360", "364") else terms.counting


def make_schedule(
    payouts: Sequence[tuple[date, Decimal]],
    *,
    terms: Terms,
    instalments: int | None = None,
    first_due: date | None = None,
    due_dates: Sequence[date] = (),
    day: int | None = None,
    rates: Dated = (),
    pauses: Sequence[Pause] = (),
    fees: Decimal = ZERO,
    instalment: Decimal | None = None,
) -> Schedule:
    """Return the schedule of a loan; the parts of principal add up to the payouts, the last instalment takes the rest.

    payouts: [(day, baht)], the first one begins the loan; a later one enters on its day and the rest is worked out
        anew. instalments: how many, unless `due_dates` are given outright (harvests, meeting days).
    first_due: else one interval after the start; another day makes the first period longer or shorter.
    day: the day of the month meant, where the first due date is clamped. rates: [(from this day, yearly rate as a
        fraction)] that follow on the rate of the terms. fees: baht kept back from the first payout.
    instalment: baht of an equal instalment (or of the principal in one) agreed outright, instead of worked out.
    Interest and level instalments are rounded once a row, by the terms' mode.

    Raises `NoSchedule` where figures or dates contradict each other.

    Source: features 77 to 87.
    """
    payouts = tuple(sorted(payouts))
    _check_money(payouts, fees=fees, instalment=instalment)
    _check_rates(rates)
    start = payouts[0][0]
    if due_dates:
        dates = _given(due_dates, start=start, instalments=instalments, pauses=pauses)
        _check_count(len(dates), terms=terms)
    else:
        _check_count(instalments, terms=terms)
        first_due, day = _first_due(first_due, day=day, start=start, terms=terms)
        dates = dates_to_be(first_due, terms=terms, instalments=instalments, day=day, pauses=pauses)
    periods = periods_of(start, dates, terms=terms, pauses=pauses)
    if payouts[-1][0] >= periods[-1].last:
        raise NoSchedule(_("The last payout comes before the last instalment."), reason="payout_late")
    all_rates = [(start, terms.yearly_rate), *sorted(rates)]
    course = Course(terms, payouts, all_rates, free_spans(pauses, periods=periods), day)
    return Schedule(tuple(_rows(course, periods, agreed=instalment)), terms, payouts, fees, day)


def _rows(course: Course, periods: Sequence[Period], *, agreed: Decimal | None) -> list[Row]:
    """Walk the periods: interest first, then the principal the method asks, the last takes all."""
    repayment = Repayment(course, periods, agreed=agreed)
    rows, carried, balance, since = [], [], ZERO, periods[0].first
    for at, period in enumerate(periods):
        due = repayment.due(at, balance=balance, deferred=sum((earlier.own for earlier in carried), ZERO))
        balance += course.fresh(period)
        if not period.pays_interest:
            carried.append(due.interest)
        if not period.n:
            continue
        workings = _with_carried(due.interest, carried) if period.pays_interest else _nothing(due.interest)
        if period.pays_interest:
            carried = []
        balance -= due.principal
        total = due.principal + workings.total
        days = (period.last - since).days
        rows.append(Row(period.n, period.last, days, due.principal, workings.total, total, balance, workings))
        since = period.last
        if not balance and not course.payouts[-1][0] >= period.last and not carried:
            break
    return rows


def _with_carried(workings: Workings, carried: Sequence[Workings]) -> Workings:
    return replace(workings, carried=tuple(carried)) if carried else workings


def _nothing(workings: Workings) -> Workings:
    return Workings((), workings.rounding)


def _first_due(first_due: date | None, *, day: int | None, start: date, terms: Terms) -> tuple[date, int]:
    """Return the first due date and the day of the month meant by it."""
    day = day or (first_due.day if first_due else start.day)
    if not 1 <= day <= 31:
        raise NoSchedule(_("The day of the month is 1 to 31."), reason="day")
    meant = first_due or terms.every.after(start, day=day)
    if meant <= start:
        raise NoSchedule(_("The first instalment falls due after the money is paid out."), reason="first_due")
    if terms.every.unit == "month" and meant != terms.every.after(meant, times=0, day=day):
        raise NoSchedule(_("The first instalment does not fall due on that day of the month."), reason="day")
    return meant, day


def _check_rates(rates: Dated) -> None:
    if any(not 0 <= rate <= HIGHEST_RATE for _on, rate in rates):
        raise NoSchedule(_("The interest rate is between 0 and 1,000 per cent a year."), reason="rate")


def _check_money(payouts: Sequence[tuple[date, Decimal]], *, fees: Decimal, instalment: Decimal | None) -> None:
    if instalment is not None and (instalment <= 0 or instalment != round(instalment, 2)):
        raise NoSchedule(_("An agreed instalment is an amount above zero."), reason="instalment")
    if not payouts or any(amount <= 0 or amount != round(amount, 2) for _on, amount in payouts):
        raise NoSchedule(_("Each payout is an amount above zero, in baht and satang."), reason="payout")
    if not 0 <= fees < payouts[0][1]:
        raise NoSchedule(_("Fees are less than the first payout."), reason="fees")


def _check_count(instalments: int | None, *, terms: Terms) -> None:
    if not instalments or not 1 <= instalments <= MOST_INSTALMENTS:
        raise NoSchedule(_("A loan has 1 to 600 instalments."), reason="instalments")
    if terms.grace_interest >= instalments:
        raise NoSchedule(_("A grace on interest ends before the last instalment."), reason="grace_interest")
    if terms.grace_principal >= instalments:
        raise NoSchedule(_("A grace on principal ends before the last instalment."), reason="grace_principal")
    if terms.percent and terms.percent * (instalments - terms.grace_principal - 1) >= 1:
        raise NoSchedule(_("At this percent the loan is repaid before its last instalment."), reason="percent")
    if terms.weights and len(terms.weights) != instalments:
        raise NoSchedule(_("There is one weight for each due date."), reason="weights")


def _given(dates: Sequence[date], *, start: date, instalments: int | None, pauses: Sequence[Pause]) -> list[date]:
    if any(paused(on, pauses) for on in dates):
        raise NoSchedule(_("A given due date lies within a pause; give another one."), reason="due_dates")
    if list(dates) != sorted(set(dates)) or dates[0] <= start:
        raise NoSchedule(_("Due dates rise, and the first lies after the payout."), reason="due_dates")
    if instalments not in (None, len(dates)):
        raise NoSchedule(_("There are as many instalments as due dates."), reason="instalments")
    return list(dates)
