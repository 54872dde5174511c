"""The years of a book: from its fiscal month to twelve months later, the first from when the book opened."""

from dataclasses import dataclass
from datetime import date, timedelta

from federation.kit.dates import last_day, next_month

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """The first and the last day of a business year."""

    since: date
    until: date


def year_of(day: date, *, first_month: int, opened_on: date) -> Year:
    """Return the year a day is in. first_month: of the bylaws, 1 to 12. opened_on: no year begins before it.

    >>> year_of(date(2026, 2, 5), first_month=4, opened_on=date(2025, 1, 1)).until
    datetime.date(2026, 3, 31)
    """
    began = date(day.year - (day.month < first_month), first_month, 1)
    return Year(max(began, opened_on), last_day(next_month(began, by=11)))


def years_between(opened_on: date, today: date, *, first_month: int) -> list[Year]:
    """Return the years of a book up to the one of today, newest first."""
    found, day = [], opened_on
    while day <= today:
        year = year_of(day, first_month=first_month, opened_on=opened_on)
        found.append(year)
        day = year.until + ONE_DAY
    return found[::-1]
