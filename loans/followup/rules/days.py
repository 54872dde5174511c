"""Which days are public holidays in Thailand: the one place that asks the calendar."""

from datetime import date
from functools import lru_cache

from holidays.countries import Thailand

CATEGORIES = ("public", "government")


@lru_cache(maxsize=32)
def _of_year(year: int) -> dict[date, str]:
    return dict(Thailand(years=year, categories=CATEGORIES, language="th"))


def holiday(day: date) -> str:
    """Return the Thai name of the public holiday a day is, or nothing.

    The calendar holds what was announced when it was made; a special day announced later is not in it.
    """
    return _of_year(day.year).get(day, "")


def is_day_off(day: date) -> bool:
    """Return whether a day is a Saturday, a Sunday or a public holiday."""
    return day.weekday() >= 5 or bool(holiday(day))
