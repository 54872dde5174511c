"""Counting in months. A month is the date of its first day."""

import calendar
from collections.abc import Iterator
from datetime import date


def month_of(day: date) -> date:
    """Return the month a day lies in."""
    return date(day.year, day.month, 1)


def next_month(month: date, *, by: int = 1) -> date:
    """Return the month so many months later; a negative number goes back."""
    year, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, index + 1, 1)


def months_between(first: date, last: date) -> int:
    """Return the steps from the month of one day to that of another: 1 from January to February."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_range(first: date, last: date) -> Iterator[date]:
    """Yield each month from the first day's to the last day's, both included."""
    for step in range(months_between(first, last) + 1):
        yield next_month(first, by=step)


def last_day(month: date) -> date:
    """Return the last day of the month a day lies in."""
    return date(month.year, month.month, days_in(month.year, month.month))


def days_in(year: int, month: int) -> int:
    """Return how many days a month of a Christian year has."""
    return calendar.monthrange(year, month)[1]
