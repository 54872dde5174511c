"""Interest on savings that lie in a pool: each day's balance at the year's rate, rounded once.

Source: row R5 of the sources; features 37 and 109.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO, round_satang

DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days over which a balance did not change, both included; baht."""

    first: date
    last: date
    balance: Decimal

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def stretches(opening: Decimal, *, changes: Iterable[tuple[date, Decimal]], first: date, last: date) -> list[Stretch]:
    """Return a balance day by day, put together where it stays, without the days of nothing.

    changes: (day, baht more). What is brought or taken on a day counts from the next one.
    """
    by_day: dict[date, Decimal] = {}
    for day, more in changes:
        by_day[day] = by_day.get(day, Decimal(0)) + more
    found, since, balance = [], first, opening
    for day in sorted(by_day):
        if day >= since:
            found.append(Stretch(since, day, balance))
            since = date.fromordinal(day.toordinal() + 1)
        balance += by_day[day]
    if since <= last:
        found.append(Stretch(since, last, balance))
    return [one for one in found if one.balance]


def interest(over: Iterable[Stretch], *, yearly_percent: Decimal) -> Decimal:
    """Return the interest of all stretches in baht, rounded half up once.

    >>> day = date(2026, 1, 1)
    >>> interest([Stretch(day, date(2026, 12, 31), Decimal("1000.00"))], yearly_percent=Decimal("2.00"))
    Decimal('20.00')
    """
    day_baht = sum((one.balance * one.days for one in over), ZERO)
    return round_satang(day_baht * yearly_percent / 100 / DAYS_OF_YEAR)
