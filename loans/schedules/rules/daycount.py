"""How a span between two dates counts as a part of a year. The first day is not counted, the last one is."""

from datetime import date
from fractions import Fraction

from federation.kit.dates.months import days_in, months_between

DAY_COUNTS = ("30/360", "actual/365", "actual/360", "actual/actual", "364", "months")

YEAR_DAYS = {"30/360": 360, "actual/365": 365, "actual/360": 360, "364": 364}


def year_fraction(first: date, last: date, day_count: str, *, day: int | None = None) -> Fraction:
    """Return which part of a year lies between two dates; adjoining spans add up exactly.

    30/360: each month has 30 days, the 31st counts as the 30th (30E/360).
    actual/actual: each day by the length of its own calendar year; 31 December belongs to the old year.
    364: 52 weeks are a year. months: calendar months over 12, whatever the day, as villages count.
    day: the day of the month a loan falls due; where a month is too short for it, its last day stands for it
        in 30/360, so that 31 January to 28 February is a whole month.

    Raises ValueError for an unknown day count and for a span that runs backwards.
    """
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    if day_count == "months":
        return Fraction(months_between(first, last), 12)
    if day_count == "actual/actual":
        return _years_passed(last) - _years_passed(first)
    return Fraction(days_between(first, last, day_count, day=day), YEAR_DAYS[_known(day_count)])


def days_between(first: date, last: date, day_count: str, *, day: int | None = None) -> int:
    """Return the days a span counts by the day count: those of the calendar, or 30 to a month in 30/360.

    day: as for `year_fraction`.
    """
    if _known(day_count) == "30/360":
        return _thirties(last, day=day) - _thirties(first, day=day)
    return (last - first).days


def _known(day_count: str) -> str:
    if day_count not in DAY_COUNTS:
        raise ValueError(f"no such day count: {day_count}")
    return day_count


def _thirties(on: date, *, day: int | None) -> int:
    """Return the days since year 0 if each month had 30."""
    at_end = day is not None and on.day < day and on.day == days_in(on.year, on.month)
    return on.year * 360 + on.month * 30 + min(day if at_end else on.day, 30)


def _years_passed(on: date) -> Fraction:
    """Return the years since year 0; the last day of a year completes it."""
    whole_year = (date(on.year, 12, 31) - date(on.year, 1, 1)).days + 1
    return on.year + Fraction((on - date(on.year, 1, 1)).days + 1, whole_year)
