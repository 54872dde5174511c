"""The two eras: the only file that knows the years between them."""

from datetime import date

from federation.kit import wording
from federation.kit.digits import to_thai_digits

_YEARS_BETWEEN = 543
FIRST_BE, LAST_BE = 2400, 2700
# Up to B.E. 2483 the year began on 1 April; 2483 itself had only nine months.
_JANUARY_YEARS_FROM = 2484

MONTH_NAMES = (
    ("มกราคม", "ม.ค.", "มกรา", "January"),
    ("กุมภาพันธ์", "ก.พ.", "กุมภา", "February"),
    ("มีนาคม", "มี.ค.", "มีนา", "March"),
    ("เมษายน", "เม.ย.", "เมษา", "April"),
    ("พฤษภาคม", "พ.ค.", "พฤษภา", "May"),
    ("มิถุนายน", "มิ.ย.", "มิถุนา", "June"),
    ("กรกฎาคม", "ก.ค.", "กรกฎา", "July"),
    ("สิงหาคม", "ส.ค.", "สิงหา", "August"),
    ("กันยายน", "ก.ย.", "กันยา", "September"),
    ("ตุลาคม", "ต.ค.", "ตุลา", "October"),
    ("พฤศจิกายน", "พ.ย.", "พฤศจิกา", "November"),
    ("ธันวาคม", "ธ.ค.", "ธันวา", "December"),
)
MONTHS, SHORT_MONTHS, SPOKEN_MONTHS, ENGLISH_MONTHS = zip(*MONTH_NAMES, strict=True)


def be_year(day: date) -> int:
    """Return the Buddhist year a day lies in. Before 2484, January to March end the year before."""
    year = day.year + _YEARS_BETWEEN
    return year - 1 if year < _JANUARY_YEARS_FROM and day.month < 4 else year


def ce_year(be: int, *, month: int) -> int:
    """Return the Christian year in which a month of a Buddhist year lies.

    January to March of 2483, which never were, are taken as those of 2484.
    Source: domain: 6.3 Dates, numerals, money words.
    """
    return be - _YEARS_BETWEEN + (1 if be < _JANUARY_YEARS_FROM and month < 4 else 0)


def year_began_in_april(be: int) -> bool:
    """Tell whether a Buddhist year ran from April to March (or, 2483, to December)."""
    return be < _JANUARY_YEARS_FROM


def show_date(day: date, *, style: str = "long", digits: str = "arabic", language: str | None = None) -> str:
    """Return a day as people read it.

    style: "long" 15 กุมภาพันธ์ 2569, "short" 15 ก.พ. 69, "numeric" 15/2/2569.
    digits: "arabic" or "thai", for a reader of Thai.
    language: "th" or "en", by default the reader's. In English the year is of the Christian
    era and "numeric" is 2026-02-15, which is never doubtful.
    """
    if (language or wording.language()) == "en":
        return _join(day.day, _english_month(day, style=style), style=style)
    return _in_digits(_join(day.day, _thai_month(day, style=style), style=style), digits=digits)


def show_month(month: date, *, style: str = "long", digits: str = "arabic", language: str | None = None) -> str:
    """Return a month as people read it: "long" ตุลาคม 2569, "short" ต.ค. 69, "numeric" 10/2569."""
    if (language or wording.language()) == "en":
        return _english_month(month, style=style)
    return _in_digits(_thai_month(month, style=style), digits=digits)


def month_name(number: int, *, style: str = "long") -> str:
    """Return the name of a month from 1 to 12 for the reader: "long" มกราคม, "short" ม.ค."""
    if wording.language() == "en":
        name = ENGLISH_MONTHS[number - 1]
        return name[:3] if style == "short" else name
    return (SHORT_MONTHS if style == "short" else MONTHS)[number - 1]


def show_be_year(day: date, *, digits: str = "arabic") -> str:
    """Return the Buddhist year of a day: 2569 or ๒๕๖๙."""
    return _in_digits(str(be_year(day)), digits=digits)


def _thai_month(day: date, *, style: str) -> str:
    be = be_year(day)
    return {
        "long": f"{MONTHS[day.month - 1]} {be}",
        "short": f"{SHORT_MONTHS[day.month - 1]} {be % 100:02d}",
        "numeric": f"{day.month}/{be}",
    }[style]


def _english_month(day: date, *, style: str) -> str:
    name = ENGLISH_MONTHS[day.month - 1]
    return {
        "long": f"{name} {day.year}",
        "short": f"{name[:3]} {day.year}",
        "numeric": f"{day:%Y-%m}",
    }[style]


def _join(day: int, month: str, *, style: str) -> str:
    if style != "numeric":
        return f"{day} {month}"
    return f"{month}-{day:02d}" if "-" in month else f"{day}/{month}"


def _in_digits(text: str, *, digits: str) -> str:
    return to_thai_digits(text) if digits == "thai" else text
