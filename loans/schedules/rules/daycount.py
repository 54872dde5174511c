"""How a span between two dates counts as a part of a year. The first day is not counted, the last one is."""

from calendar import isleap
from datetime import date
from fractions import Fraction
from functools import lru_cache

from federation.kit.dates.months import days_in, months_between, next_month

DAY_COUNTS = ("30/360", "actual/365", "actual/360", "actual/actual", "364", "months")

YEAR_DAYS = {"30/360": 360, "actual/365": 365, "actual/360": 360, "364": 364}


@lru_cache(maxsize=1 << 14)
def year_fraction(first: date, last: date, day_count: str, *, day: int | None = None) -> Fraction:
    """Return which part of a year lies between two dates; adjoining spans add up exactly.

    30/360: between any two dates each month has 30 days; the last day of any month counts as the 30th.
    actual/actual: each day by the length of its own calendar year; 31 December belongs to the old year.
    364: 52 weeks are a year. months: calendar months over 12, whatever the day, as villages count.
    day: the day of the month a loan falls due. With it 30/360 makes every month from due day to due day a twelfth,
        however long, and a part of one counts by its days; a month too short for the day ends on its last.

    Raises ValueError for an unknown day count and for a span that runs backwards.
    """
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    if day_count == "months":
        return Fraction(months_between(first, last), 12)
    if day_count == "actual/actual":
        return _years_passed(last) - _years_passed(first)
    if day_count == "30/360" and day:
        return (_months_passed(last, day=day) - _months_passed(first, day=day)) / 12
    return Fraction(days_between(first, last, day_count), YEAR_DAYS[_known(day_count)])


def days_between(first: date, last: date, day_count: str) -> int:
    """Return the days a span counts by the day count: those of the calendar, or 30 to a month in 30/360."""
    if _known(day_count) == "30/360":
        return _thirties(last) - _thirties(first)
    return (last - first).days


def _known(day_count: str) -> str:
    if day_count not in DAY_COUNTS:
        raise ValueError(f"no such day count: {day_count}")
    return day_count


def _thirties(on: date) -> int:
    """Return the days since year 0 if each month had 30."""
    return on.year * 360 + on.month * 30 + (30 if on.day == days_in(on.year, on.month) else on.day)


def _months_passed(on: date, *, day: int) -> Fraction:
    """Return the months since year 0, each running from due day to due day."""
    begun = _due_day(on, day=day)
    if on < begun:
        begun = _due_day(next_month(on, by=-1), day=day)
    length = _due_day(next_month(begun), day=day) - begun
    return begun.year * 12 + begun.month + Fraction((on - begun).days, length.days)


def _due_day(month: date, *, day: int) -> date:
    return month.replace(day=min(day, days_in(month.year, month.month)))


def _years_passed(on: date) -> Fraction:
    """Return the years since year 0; the last day of a year completes it."""
    return on.year + Fraction((on - date(on.year, 1, 1)).days + 1, days_in_year(on))


def days_in_year(on: date) -> int:
    """Return how many days the calendar year of a day has."""
    return 366 if isleap(on.year) else 365
