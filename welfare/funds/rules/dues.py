"""Dues: what a place costs period by period, and until which day the money paid reaches.

A period is a month, a half year or a year, counted in months from the month in which dues begin. It costs what held on
its first day. Money pays the periods in their order; one paid in part is covered from its first day on, in whole days.
Source: domain, 1.3 Deposits (welfare_daily) and 1.7 One-baht-a-day welfare fund.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from federation.kit.dates import last_day, month_of, next_month
from federation.kit.money import ZERO, split
from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

MONTHS_OF = {"monthly": 1, "half_yearly": 6, "yearly": 12}
AHEAD_MONTHS = 12  # how far dues may be paid ahead
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365
WHOLE = Decimal(100)
DAY = timedelta(days=1)


class NotWhole(Refused):
    """Raised when the parts that dues are split into are not 100 per cent together, or one is named twice."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a place costs from a day on, in baht; None where that way of paying is not offered."""

    holds_from: date
    monthly: Decimal | None = None
    half_yearly: Decimal | None = None
    yearly: Decimal | None = None

    def of(self, pays: str) -> Decimal:
        return getattr(self, pays) or ZERO


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch that is paid for at once: first and last day, both included, and what it costs in baht."""

    first: date
    last: date
    cost: Decimal

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def daily(baht: Decimal) -> dict[str, Decimal]:
    """Return the dues of so many baht a day: 30 days make a month, 365 a year.

    >>> daily(Decimal("1.00"))
    {'monthly': Decimal('30.00'), 'half_yearly': Decimal('180.00'), 'yearly': Decimal('365.00')}
    """
    month = baht * DAYS_OF_MONTH
    return {"monthly": month, "half_yearly": month * 6, "yearly": baht * DAYS_OF_YEAR}


def periods(begin: date, *, pays: str, costs: Sequence[Cost]) -> Iterator[Period]:
    """Yield the periods from the month of `begin` on, without end; the first is paid in full though it begins later.

    costs: oldest first. What no rule names costs nothing.
    """
    months, month = MONTHS_OF[pays], month_of(begin)
    while True:
        first = max(month, begin)
        following = next_month(month, by=months)
        yield Period(first, following - DAY, _cost_on(first, pays=pays, costs=costs))
        month = following


def _cost_on(day: date, *, pays: str, costs: Sequence[Cost]) -> Decimal:
    holding = [cost for cost in costs if cost.holds_from <= day]
    return holding[-1].of(pays) if holding else ZERO


def reaches(begin: date, *, pays: str, costs: Sequence[Cost], paid: Decimal, on: date) -> date:
    """Return the last day that the money paid covers; the day before `begin` where nothing is paid.

    Looked at on a day: what costs nothing is covered as far as the period of that day.
    """
    left, through = paid, begin - DAY
    for period in periods(begin, pays=pays, costs=costs):
        if left < period.cost:
            return period.first + timedelta(days=int(left * period.days / period.cost)) - DAY if left else through
        if period.cost == ZERO and period.first > on:
            return through
        left -= period.cost
        through = period.last
    raise AssertionError("periods have no end")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a place owes at a meeting, in baht.

    due: of the period that runs; missed: of those before; most: what can be paid at once, ahead included.
    """

    due: Decimal
    missed: Decimal
    missed_since: date | None
    most: Decimal


def owed(begin: date, *, pays: str, costs: Sequence[Cost], paid: Decimal, month: date, until: date | None) -> Owed:
    """Return what is owed up to a month. until: the last day of a place that has ended; nothing is owed after it."""
    left, due, missed, since, most = paid, ZERO, ZERO, None, ZERO
    furthest = last_day(next_month(month, by=AHEAD_MONTHS))
    if until:
        furthest = min(furthest, until)
    for period in periods(begin, pays=pays, costs=costs):
        if period.first > furthest:
            break
        open_now = max(period.cost - left, ZERO)
        left = max(left - period.cost, ZERO)
        most += open_now
        if open_now and period.last < month:
            missed, since = missed + open_now, since or period.first
        elif period.first <= last_day(month):
            due += open_now
    return Owed(due, missed, since, most)


def check_split(parts: Iterable[tuple[str, Decimal]]) -> None:
    """Raise `NotWhole` unless the parts, [(fund code, per cent)], are 100 together and each is named once."""
    parts = list(parts)
    together = sum((percent for _code, percent in parts), Decimal(0))
    if parts and (together != WHOLE or any(percent <= 0 for _code, percent in parts)):
        words = _("The parts must add to 100. They come to %(sum)s.")
        raise NotWhole(words % {"sum": f"{together.normalize():f}"})
    if len({code for code, _percent in parts}) != len(parts):
        raise NotWhole(_("A fund stands twice in the split. Name each once."))


def split_dues(amount: Decimal, *, parts: Sequence[tuple[str, Decimal]], fund: str) -> list[tuple[str, Decimal]]:
    """Return [(fund code, baht)] of dues, together the amount; without parts all goes to `fund`."""
    if not parts:
        return [(fund, amount)]
    shares = split(amount, [percent for _code, percent in parts])
    return [(code, baht) for (code, _percent), baht in zip(parts, shares, strict=True) if baht]
