"""Lengths of time as bylaws write them: 180 days, 6 months, 2 years and 1 day; and how long somebody has belonged."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from federation.kit.dates.months import days_in, next_month
from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _

DAYS365, CALENDAR = "days365", "calendar"
BASES = (DAYS365, CALENDAR)
DAYS_A_YEAR = 365
MOST_YEARS = 120

_UNITS = {"y": "y|ปี|years?", "m": "m|เดือน|months?", "d": "d|วัน|days?"}
_SHAPE = re.compile(
    r"\s*".join(rf"(?:(?P<{unit}>\d{{1,5}})\s*(?:{names}))?" for unit, names in _UNITS.items()), re.IGNORECASE
)
_ONE = {"y": _("1 year"), "m": _("1 month"), "d": _("1 day")}
_MANY = {"y": _("%(n)s years"), "m": _("%(n)s months"), "d": _("%(n)s days")}


class BadTerms(NotReadable):
    """Raised when a rule cannot stand as it is; `reason` names the part that is wrong."""


@dataclass(frozen=True)
class Length:
    """A length of time: whole months (a year is twelve of them) and days."""

    months: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: object) -> "Length":
        """Read "180d", "6m", "2y1d", "2 ปี 1 วัน" or "0". Raises `BadTerms` with the reason length."""
        typed = " ".join(without_invisible(to_arabic_digits(str(text))).replace(",", "").split())
        match = _SHAPE.fullmatch(typed)
        if typed == "0":
            return cls()
        if not typed or not match:
            words = _("Write a length of time like 180 days, 6 months or 2 years 1 day, not “%(text)s”.")
            raise BadTerms(words % {"text": typed[:40]}, reason="length")
        years, months, days = (int(match[unit] or 0) for unit in "ymd")
        if years + months / 12 + days / DAYS_A_YEAR > MOST_YEARS:
            words = _("%(text)s is longer than a life. Write at most %(most)s years.")
            raise BadTerms(words % {"text": typed, "most": MOST_YEARS}, reason="length")
        return cls(years * 12 + months, days)

    def __str__(self):
        parts = zip((*divmod(self.months, 12), self.days), "ymd", strict=True)
        return "".join(f"{n}{unit}" for n, unit in parts if n) or "0"

    def __bool__(self):
        return bool(self.months or self.days)

    @property
    def words(self) -> Sentence:
        """The length in words, "2 years 1 day"."""
        parts = zip("ymd", (*divmod(self.months, 12), self.days), strict=True)
        said = [_ONE[unit] if n == 1 else _MANY[unit] % {"n": f"{n:,}"} for unit, n in parts if n]
        shape = " ".join(f"%({i})s" for i in range(len(said)))
        return Sentence(shape, **{str(i): part for i, part in enumerate(said)}) if said else _MANY["d"] % {"n": 0}

    def and_a_day(self) -> "Length":
        return Length(self.months, self.days + 1)

    def less_a_day(self) -> "Length":
        return Length(self.months, self.days - 1)

    def order(self, basis: str) -> float:
        """Return a figure by which lengths of one basis can be put in order: days, months counted on average."""
        month = DAYS_A_YEAR / 12 if basis == DAYS365 else 365.2425 / 12
        return self.months * month + self.days

    def same_as(self, other: "Length", *, basis: str) -> bool:
        """Return whether both end on the same day, whenever they begin."""
        if basis == DAYS365:
            return self.order(basis) == other.order(basis)
        return self == other

    def after(self, since: date, *, basis: str) -> date:
        """Return the first day on which somebody who came on a day has belonged so long.

        days365: a year is 365 days, the 29th of February a day like others. calendar: the day of the same number.
        """
        if basis == DAYS365:
            years, months = divmod(self.months, 12)
            return since + timedelta(days=DAYS_A_YEAR * years + DAYS_A_YEAR * months // 12 + self.days)
        month = next_month(since, by=self.months)
        return month.replace(day=min(since.day, days_in(month.year, month.month))) + timedelta(days=self.days)


def full_years(since: date, on: date, *, basis: str) -> int:
    """Return the full years from one day to another; none where the first lies later."""
    if on < since:
        return 0
    if basis == DAYS365:
        return (on - since).days // DAYS_A_YEAR
    years = on.year - since.year
    return years - (Length(years * 12).after(since, basis=CALENDAR) > on)


def belonged(since: date, on: date, *, basis: str) -> Sentence:
    """Return how long somebody has belonged, in words: days, and the full years among them."""
    days, years = max(0, (on - since).days), full_years(since, on, basis=basis)
    said = {"days": f"{days:,}", "years": years}
    return (_("%(days)s days (%(years)s full years)") if years else _("%(days)s days")) % said


def age_on(born_on: date, on: date) -> int:
    """Return the full years of age on a day, by month and day. Source: domain: 10 Traps, 7."""
    return full_years(born_on, on, basis=CALENDAR)
