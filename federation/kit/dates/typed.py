"""Dates as people type them and as old workbooks hold them.

Nothing is guessed silently: what had to be guessed comes back `doubtful`, with the reason in
words that show the full date, so that a person can say yes or write it again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from federation.kit.dates.era import (
    FIRST_BE,
    LAST_BE,
    MONTH_NAMES,
    ce_year,
    show_date,
    show_month,
    year_began_in_april,
)
from federation.kit.dates.months import days_in, month_of
from federation.kit.digits import to_arabic_digits, without_invisible
from federation.kit.refusals import NotReadable
from federation.kit.wording import gettext_lazy as _


class NotADate(NotReadable):
    """The text is not a date, or not one that can be told for certain; `reason` says why."""


@dataclass(frozen=True)
class Window:
    """The days a field can mean. certain: those among them for which two digits of a year will do."""

    first: date
    last: date
    certain: tuple[date, date] | None = None


def around(today: date) -> Window:
    """Return the window of business: from B.E. 2540 to next year, and for short years a year either way."""
    year = timedelta(days=366)
    return Window(date(1997, 1, 1), today + year, certain=(today - year, today + year))


def births(today: date) -> Window:
    """Return the window of birthdays: the last 120 years."""
    return Window(date(today.year - 120, 1, 1), today)


def joinings(today: date, *, since: date = date(1957, 1, 1)) -> Window:
    """Return the window of days on which people joined: since the group began, or B.E. 2500."""
    return Window(since, today)


@dataclass(frozen=True)
class ReadDate:
    """A date as read. why: when doubtful, the sentence that asks; reason: its code."""

    value: date
    doubtful: bool = False
    why: object = ""
    reason: str = ""


@dataclass(frozen=True)
class _Typed:
    """The parts of a typed date. sure: the form itself says which era the year is of."""

    day: int
    month: int
    year: str
    sure: bool = False


_ERA = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|[Bb]\.?[Ee]\.?|[AaCc]\.?[DdEe]\.?)?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_NUMBERS = re.compile(
    rf"(?P<day>\d{{1,2}})\s*(?P<by>[-/. ])\s*(?P<month>\d{{1,2}})\s*(?P=by)\s*{_ERA}\s*(?P<year>\d{{1,4}})"
)
_NAMED = re.compile(
    r"(?P<day>\d{1,2})\s*[-/.]?\s*(?:เดือน\s*)?(?P<month>[ก-์. ]+?|[A-Za-z]+\.?)"
    rf"\s*[-/,]?\s*{_ERA}\s*(?P<year>\d{{1,4}})"
)
_DAY_WORD = re.compile(r"^วัน[ก-๎]*?ที่\s*")
_SHORTENED = [
    "มกรา",
    "กุมภา",
    "มีนา",
    "เมษา",
    "พฤษภา",
    "มิถุนา",
    "กรกฎา",
    "สิงหา",
    "กันยา",
    "ตุลา",
    "พฤศจิกา",
    "ธันวา",
]
_MONTH_NUMBERS = {
    name.replace(".", "").lower(): number
    for number, names in enumerate(MONTH_NAMES, start=1)
    for name in (*names, names[-1][:3])
}
_HOW = _("Write day, month and year, like 15/2/2569 or 15 ก.พ. 2569.")


def parse_date(value: object, *, today: date, window: Window | None = None) -> date:
    """Read a date from a form; what is doubtful is refused with the sentence that asks.

    Raises `NotADate`. For what is taken, and the window, see `read_date`.
    """
    read = read_date(value, today=today, window=window)
    if read.doubtful:
        raise NotADate(read.why, reason=read.reason)
    return read.value


def read_date(value: object, *, today: date, window: Window | None = None) -> ReadDate:
    """Read a date: `15/2/2569`, `15 ก.พ. 69`, `๑๕ กุมภาพันธ์ ๒๕๖๙`, `2026-02-15`, or a real date.

    window: the days the field can mean, by default `around(today)`. A year of two digits is
    certain only where the window says so; a date as 2026-02-15 always is.

    Raises `NotADate` with a reason of empty, shape, number, month, year, short_year,
    not_in_calendar, outside. Doubts have the reasons short_year, ce_year, be_year_first, be_cell,
    no_such_months.

    Source: domain: 6.3 Dates, numerals, money words; trust: threat 32.
    """
    window = window or around(today)
    if isinstance(value, date):
        read = _from_cell(value)
    else:
        typed = _parts_of(value)
        read = _with_short_year(typed, window=window) if len(typed.year) < 3 else _with_full_year(typed)
    if not window.first <= read.value <= window.last:
        words = _("%(date)s cannot be right here. The date must lie from %(first)s to %(last)s.")
        shown = {"first": show_date(window.first), "last": show_date(window.last)}
        raise NotADate(words % {"date": show_date(read.value), **shown}, reason="outside")
    return read


def parse_month(text: str, *, today: date) -> date:
    """Read a month: `2026-10`, `10/2569`, `ตุลาคม 2569`, `ต.ค. 69`. Raises `NotADate`."""
    typed = _clean(text)
    whole = f"{typed}-01" if re.fullmatch(r"\d{4}-\d{1,2}", typed) else f"1/{typed}"
    first, last = date(1957, 1, 1), around(today).last
    return month_of(parse_date(whole, today=today, window=Window(first, last, certain=(first, last))))


def month_number(text: str) -> int | None:
    """Return 1 to 12 for the name of a month, long or short, or None."""
    return _MONTH_NUMBERS.get(re.sub(r"[\s.]", "", _clean(text)).lower())


def _clean(value: object) -> str:
    text = " ".join(without_invisible(to_arabic_digits(str(value))).split())
    return _DAY_WORD.sub("", text)


def _from_cell(value: date) -> ReadDate:
    day = value.date() if isinstance(value, datetime) else value
    if day.year < FIRST_BE:
        return ReadDate(day)
    return _taken(_make(day.day, day.month, ce_year(day.year, month=day.month)), "be_cell", day.year)


def _parts_of(value: object) -> _Typed:
    if isinstance(value, int | float):
        raise NotADate(_HOW, reason="number")
    text = _clean(value if value is not None else "")
    if not text:
        raise NotADate(_("Write a date, like 15/2/2569."), reason="empty")
    for pattern in (_YEAR_FIRST, _NUMBERS, _NAMED):
        if len(text) < 60 and (match := pattern.fullmatch(text)):
            return _typed(match)
    raise NotADate(_HOW, reason="number" if text.isdigit() else "shape")


def _typed(match: re.Match) -> _Typed:
    parts = match.groupdict()
    name, era = parts["month"], (parts.get("era") or "").upper()
    month = int(name) if name.isdigit() else month_number(name)
    if month is None:
        words = _("“%(name)s” is not the name of a month. Write it like ก.พ. or กุมภาพันธ์.")
        raise NotADate(words % {"name": name.strip()}, reason="month")
    if not 1 <= month <= 12:
        words = _("There is no month %(month)s. Write the day first, then the month, like 15/2/2569.")
        raise NotADate(words % {"month": month}, reason="month")
    christian = era[:1] in ("ค", "A", "C") or name.isascii() and not name.isdigit()
    return _Typed(int(parts["day"]), month, parts["year"], christian or match.re is _YEAR_FIRST)


def _with_full_year(typed: _Typed) -> ReadDate:
    year = int(typed.year)
    if FIRST_BE <= year <= LAST_BE:
        value = _make(typed.day, typed.month, ce_year(year, month=typed.month))
        if year_began_in_april(year) and not year_began_in_april(year + 1) and typed.month < 4:
            return _taken(value, "no_such_months", year)
        return _taken(value, "be_year_first", year) if typed.sure else ReadDate(value)
    if not 1800 <= year < FIRST_BE:
        words = _("The year %(year)s cannot be right. Write the year in four digits, like 2569.")
        raise NotADate(words % {"year": typed.year}, reason="year")
    value = _make(typed.day, typed.month, year)
    return ReadDate(value) if typed.sure else _taken(value, "ce_year", year)


def _with_short_year(typed: _Typed, *, window: Window) -> ReadDate:
    """Find the century in which a year of one or two digits falls into the window."""
    first, last = window.certain or (window.first, window.last)
    buddhist = [ce_year(century + int(typed.year), month=typed.month) for century in (2600, 2500, 2400)]
    if found := next(_within(typed, buddhist, first=first, last=last), None):
        certain = window.certain and len(typed.year) == 2
        return ReadDate(found) if certain else _taken(found, "short_year", typed.year)
    christian = [century + int(typed.year) for century in (2000, 1900)]
    if found := next(_within(typed, christian, first=first, last=last), None):
        return _taken(found, "ce_year", typed.year)
    words = _("Which year is %(year)s? Write the year in four digits, like 2569.")
    raise NotADate(words % {"year": typed.year}, reason="short_year")


def _within(typed: _Typed, years: list[int], *, first: date, last: date) -> Iterator[date]:
    for year in years:
        if first.year <= year <= last.year:
            value = _make(typed.day, typed.month, year)
            if first <= value <= last:
                yield value


def _make(day: int, month: int, year: int) -> date:
    days = days_in(year, month)
    if not 1 <= day <= days:
        words = _("There is no day %(day)s in %(month)s: it has %(days)s days.")
        shown = {"day": day, "month": show_month(date(year, month, 1)), "days": days}
        raise NotADate(words % shown, reason="not_in_calendar")
    return date(year, month, day)


_DOUBTS = {
    "short_year": _("Is the year %(typed)s meant as in %(date)s? Write the year in four digits."),
    "ce_year": _(
        "The year %(typed)s looks like one of the Christian era: %(date)s. "
        "Write the Buddhist year in four digits, or the date as %(iso)s."
    ),
    "be_year_first": _("The year %(typed)s was taken as a Buddhist year: %(date)s. Write it like 15/2/2569."),
    "be_cell": _("The cell holds the Buddhist year %(typed)s as if it were Christian: taken as %(date)s."),
    "no_such_months": _(
        "January to March of %(typed)s never were: in those days the year began on 1 April. "
        "Taken as %(date)s; if that is right, write it so."
    ),
}


def _taken(value: date, reason: str, typed: object) -> ReadDate:
    shown = {"typed": typed, "date": show_date(value), "iso": value.isoformat()}
    return ReadDate(value, doubtful=True, why=_DOUBTS[reason] % shown, reason=reason)
