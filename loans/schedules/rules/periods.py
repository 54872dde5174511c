"""The periods of a loan: from one due date to the next, and what each bears by payouts, rates and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, takewhile

from federation.kit.money import ZERO
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _
from loans.schedules.rules.calendar import endless_dates
from loans.schedules.rules.interest import Dated, Span, Workings, interest_steps
from loans.schedules.rules.terms import Terms

_LONGEST_PAUSE = timedelta(3653)


class BadPause(NotReadable):
    """A pause runs backwards, or for longer than anyone means."""


class TooLong(NotReadable):
    """A loan would run past the end of the calendar."""


@dataclass(frozen=True)
class Pause:
    """A moratorium: no instalment falls due from the first to the last day, both included; the dates move on.

    charge: whether interest still accrues; it falls due with the first instalment after, without interest on it.
    """

    first: date
    last: date
    charge: bool = True

    def __post_init__(self):
        if not self.first <= self.last <= self.first + _LONGEST_PAUSE:
            raise BadPause(_("A pause ends after it begins, within ten years."), reason="pause")


@dataclass(frozen=True)
class Period:
    """A span between two dates of the calendar of a loan.

    n: number of the instalment at its end, 0 in a pause. pays_principal, pays_interest: false within a grace.
    """

    first: date
    last: date
    n: int
    pays_principal: bool = True
    pays_interest: bool = True
    charged: bool = True


@dataclass(frozen=True)
class Course:
    """What is known of a loan's course: payouts, rates and spans without charge, each by date."""

    terms: Terms
    payouts: Dated
    rates: Dated
    free: Sequence[Span]
    day: int | None

    def known_by(self, on: date) -> "Course":
        """Return the course as it stands before a day: later payouts and rates are not known yet."""
        payouts = [(day, amount) for day, amount in self.payouts if day < on]
        rates = [(day, rate) for day, rate in self.rates if day < on] or self.rates[:1]
        return Course(self.terms, payouts, rates, self.free, self.day)

    def changes_within(self, period: Period) -> bool:
        """Return whether a payout or a rate begins inside a period, so that the rest is worked out anew."""
        dates = [on for on, _value in [*self.payouts, *self.rates]]
        return any(period.first <= on < period.last for on in dates)

    def fresh(self, period: Period) -> Decimal:
        """Return the baht paid out within a period."""
        return sum((amount for on, amount in self.payouts if period.first <= on < period.last), ZERO)

    def interest(self, period: Period, *, balance: Decimal) -> Workings:
        """Return the interest a period bears on the balance it begins with and on what is paid out within."""
        balances = [(period.first, balance)]
        for on, amount in self.payouts:
            if period.first <= on < period.last:
                balances.append((on, balances[-1][1] + amount))
        free = self.free if period.charged else [(period.first, period.last)]
        return self.span_interest(balances, last=period.last, free=free)

    def span_interest(self, balances: Dated, *, last: date, free: Sequence[Span]) -> Workings:
        """Return the interest on dated balances, by the terms and the rates of this course."""
        return interest_steps(
            balances,
            last=last,
            rates=self.rates,
            day_count=self.terms.counting,
            rounding=self.terms.rounding,
            multiple=self.terms.interest_multiple,
            day=self.day,
            free=free,
        )

    def growth(self, period: Period) -> tuple[Fraction, Fraction]:
        """Return (interest on each baht of the opening balance, interest on what is paid out within), exact."""
        one = Course(self.terms, (), self.rates, self.free, self.day).interest(period, balance=Decimal(1)).exact
        fresh = self.interest(period, balance=ZERO).exact if self.fresh(period) else Fraction(0)
        return one, fresh


def dates_to_be(first_due: date, *, terms: Terms, instalments: int, day: int, pauses: Sequence[Pause]) -> list[date]:
    """Return the dates of the calendar until enough of them lie outside every pause, those inside included."""
    dates, left = [], instalments
    try:
        for on in endless_dates(first_due, terms.every, day=day):
            dates.append(on)
            left -= not paused(on, pauses)
            if not left:
                break
    except (ValueError, OverflowError):
        raise TooLong(_("This loan lasts too long."), reason="too_long") from None
    return dates


def paused(on: date, pauses: Sequence[Pause]) -> bool:
    """Return whether no instalment falls due on a day."""
    return any(pause.first <= on <= pause.last for pause in pauses)


def periods_of(start: date, dates: Sequence[date], *, terms: Terms, pauses: Sequence[Pause]) -> list[Period]:
    """Return the periods between the start and each date, numbered by instalment, with their graces."""
    periods, n = [], 0
    for at, (first, last) in enumerate(pairwise([start, *dates]), start=1):
        charged = at > terms.grace_charge
        if paused(last, pauses):
            periods.append(Period(first, last, 0, pays_principal=False, pays_interest=False, charged=charged))
            continue
        n += 1
        principal = n > terms.grace_principal
        periods.append(Period(first, last, n, principal, n > terms.grace_interest, charged))
    return periods


def free_spans(pauses: Sequence[Pause], *, periods: Sequence[Period]) -> list[Span]:
    """Return the spans without interest: whole periods that end within a pause without charge."""
    dates = [period.last for period in periods]
    spans = []
    for pause in pauses:
        if not pause.charge:
            inside = list(takewhile(lambda on, last=pause.last: on <= last, (d for d in dates if d >= pause.first)))
            spans += [(p.first, p.last) for p in periods if p.last in inside]
    return spans
