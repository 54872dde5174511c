"""How many full months late a loan is; the days, pauses taken off, are `lending.rules.lateness`.

Source: domain, 5.1 Classes and provision; feature 92.
"""

from datetime import date, timedelta

from federation.kit.dates import last_day, months_between


def full_months(since: date, on: date) -> int:
    """Return the full months from a day to another: 5 March to 5 June are 3, 31 January to 28 February is 1.

    A month is full on the same day of a later month, or on that month's last day where it is shorter.
    """
    months = months_between(since, on)
    return months if on.day >= min(since.day, last_day(on).day) else months - 1


def months_late(days: int, *, on: date) -> int:
    """Return the full months of so many days late on a day: pauses taken off, the count begins that much later."""
    return full_months(on - timedelta(days=days), on)
