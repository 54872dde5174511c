"""When instalments fall due: every so many days, weeks or months, days 29 to 31 clamped and restored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from federation.kit.dates.months import days_in, next_month
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _

UNITS = ("day", "week", "month")
# What 30/360 means needs months; weeks and days have day counts of their own.
USUAL_DAY_COUNT = {"month": "30/360", "week": "364", "day": "actual/365"}
_UNIT_LETTERS = re.compile(r"(\d{1,3})\s*(day|week|month|year)s?", re.ASCII)
_MOST = {"day": 366, "week": 53, "month": 60}


class NotAnInterval(NotReadable):
    """The text does not say how often an instalment falls due."""


@dataclass(frozen=True)
class Every:
    """How often an instalment falls due: 1 month, 2 weeks, 15 days."""

    count: int = 1
    unit: str = "month"

    def __post_init__(self):
        if self.unit not in UNITS or not 1 <= self.count <= _MOST[self.unit]:
            raise NotAnInterval(_("Write how often like 1 month, 2 weeks or 15 days."), reason="interval")

    @classmethod
    def read(cls, text: str) -> "Every":
        """Read "1 month", "2 weeks", "15 days", "1 year". Raises `NotAnInterval`."""
        match = _UNIT_LETTERS.fullmatch(text.strip().lower())
        if not match:
            raise NotAnInterval(_("Write how often like 1 month, 2 weeks or 15 days."), reason="interval")
        count, unit = int(match[1]), match[2]
        return cls(count * 12, "month") if unit == "year" else cls(count, unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"

    def after(self, start: date, *, times: int = 1, day: int | None = None) -> date:
        """Return the date so many intervals after another one; negative goes back.

        day: the day of the month meant (29 to 31), where `start` is the last day of a month too short for it.
        """
        if self.unit == "month":
            month = next_month(start, by=self.count * times)
            return month.replace(day=min(day or start.day, days_in(month.year, month.month)))
        days = self.count * times * (7 if self.unit == "week" else 1)
        return start + timedelta(days=days)


def due_dates(first_due: date, every: Every, n: int, *, day: int | None = None) -> tuple[date, ...]:
    """Return n due dates; a month too short for the day clamps it and the next one restores it.

    31 January gives 28 February, 31 March. day: the day of the month meant, where the first date is clamped already.

    Source: domain: 10 Traps seen in real systems; features 86.
    """
    dates = endless_dates(first_due, every, day=day)
    return tuple(next(dates) for _at in range(n))


def endless_dates(first_due: date, every: Every, *, day: int | None = None) -> Iterator[date]:
    """Yield due date after due date. See `due_dates`."""
    times = 0
    while True:
        yield every.after(first_due, times=times, day=day)
        times += 1
