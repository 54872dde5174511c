"""Heads that are months, in the many ways treasurers write them, and the year they lie in."""

import re
from dataclasses import dataclass
from datetime import date

from federation.exchange.register.findings import Choice, Desk, Typed
from federation.kit.dates import be_year, ce_year, month_number, next_month, parse_month, show_month
from federation.kit.digits import to_arabic_digits
from federation.kit.refusals import NotReadable
from federation.kit.thai import clean_text
from federation.kit.wording import gettext_lazy as _

SHORT_YEARS_BACK = 3


@dataclass(frozen=True)
class MonthHead:
    """A head read as a month. year: of the Christian era, None where the head does not say it.

    day: the meeting day, where the head names one. sure: False where the year had to be guessed.
    """

    month: int
    year: int | None = None
    day: int | None = None
    sure: bool = True


_BEFORE = r"(?:(?:ประจำ)?เดือน|งวด(?:เดือน)?|(?:เงิน)?(?:ฝาก|ส่ง|ออม|สัจจะ)(?:เดือน)?)?\s*"
_NAMED = re.compile(
    rf"{_BEFORE}(?P<day>\d{{1,2}})?\s*(?P<name>[ก-ฮเ][ก-์. ]*?|[A-Za-z]+\.?)"
    r"\s*[-/'’ ]*(?:พ\.?\s*ศ\.?\s*)?(?P<year>\d{2,4})?"
)
_NUMBERS = re.compile(r"(?:(?P<day>\d{1,2})\s*[/.-]\s*)?(?P<name>\d{1,2})\s*[/.-]\s*(?P<year>\d{2}|\d{4})")
_BRACKETS = re.compile(r"\(.*?\)")


def read_month_head(value: object, *, today: date) -> MonthHead | None:
    """Read a head as a month: ม.ค., มกราคม, ม.ค. 69, 1/69, Jan-26, 5 ม.ค. 69, a date; else None."""
    if isinstance(value, date):
        return _from_date(value)
    text = _BRACKETS.sub("", clean_text(to_arabic_digits(str(value if value is not None else ""))).text).strip()
    match = _NAMED.fullmatch(text) or _NUMBERS.fullmatch(text)
    if not match:
        return None
    name, day = match["name"], match["day"]
    month = int(name) if name.isdigit() else month_number(name)
    if not month or not 1 <= month <= 12:
        return None
    if not match["year"]:
        return MonthHead(month, None, int(day) if day else None)
    year, sure = _year_of(month, match["year"], christian=name.isascii() and not name.isdigit(), today=today)
    return MonthHead(month, year, int(day) if day else None, sure) if year else None


def _from_date(value: date) -> MonthHead:
    """A date in a head: a spreadsheet makes 1 January 1969 of “ม.ค. 69”, so short years are guessed."""
    day = value.day if value.day != 1 else None
    if value.year > 2400:
        return MonthHead(value.month, ce_year(value.year, month=value.month), day, sure=False)
    if value.year < 2000:
        return MonthHead(value.month, ce_year(2500 + value.year % 100, month=value.month), day, sure=False)
    return MonthHead(value.month, value.year, day)


def _year_of(month: int, typed: str, *, christian: bool, today: date) -> tuple[int | None, bool]:
    """Return the Christian year of a month and whether it is certain; 69 is 2569, and 26 in 2569 is 2026."""
    if len(typed) == 3:
        return None, False
    if len(typed) == 4 and 1990 <= int(typed) <= today.year + 1:
        return int(typed), True
    short = 2000 + int(typed)
    if len(typed) == 2 and (christian or today.year - SHORT_YEARS_BACK <= short <= today.year + 1):
        return short, christian
    try:
        return parse_month(f"{month}/{typed}", today=today).year, True
    except NotReadable:
        return None, False


_YEAR_WORD = re.compile(r"(?:พ\.?\s*ศ\.?|ปี(?:บัญชี|งบประมาณ)?)\s*(?:พ\.?\s*ศ\.?)?\s*(\d{4}|\d{2})(?!\d)")
_BARE_YEAR = re.compile(r"(?<!\d)(2[45]\d\d)(?!\d)")


def years_in(texts: list[str]) -> list[int]:
    """Return the Buddhist years that titles name: “ประจำปี พ.ศ. ๒๕๖๙”, “ปี 69”, “2569”."""
    found = []
    for text in map(to_arabic_digits, texts):
        years = {*_YEAR_WORD.findall(text), *_BARE_YEAR.findall(text)}
        found += [int(year) if len(year) == 4 else 2500 + int(year) for year in years]
    return sorted({be_year(date(year, 6, 1)) if 1990 <= year <= 2100 else year for year in found})


def place(heads: dict[int, MonthHead], *, years: list[int], desk: Desk) -> dict[int, date]:
    """Return the month of each column, asking for the year where neither heads nor titles say it."""
    columns = sorted(heads)
    known = [column for column in columns if heads[column].year]
    if known:
        return _from_anchor(columns, heads, columns.index(known[0]))
    year = _ask_year(years, desk=desk)
    first = date(ce_year(year, month=6), heads[columns[0]].month, 1)
    placed = _onwards(columns, heads, first)
    if placed[columns[-1]].year == first.year:
        return placed
    return _onwards(columns, heads, _ask_turn(first, placed[columns[-1]], desk=desk))


def _ask_year(years: list[int], *, desk: Desk) -> int:
    if len(years) == 1:
        return years[0]
    choices = [Choice(str(year), str(year)) for year in years]
    return int(
        desk.ask(
            "year",
            _("Of which year are the months? Neither the title nor the heads say it for certain."),
            key="year",
            choices=choices,
            typed=Typed.YEAR,
            suggested=choices[-1].value if choices else str(be_year(desk.today)),
        )
    )


def _ask_turn(first: date, last: date, *, desk: Desk) -> date:
    """The months run over a new year: ask whether the title's year is that of the first or the last."""
    earlier = next_month(first, by=-12)
    readings = [(earlier, next_month(last, by=-12)), (first, last)]
    choices = [
        Choice(f"{start:%Y-%m}", _("%(first)s to %(last)s") % {"first": show_month(start), "last": show_month(end)})
        for start, end in readings
    ]
    answer = desk.ask(
        "year_turn",
        _("The months run over a new year. From when to when?"),
        key="year_turn",
        choices=choices,
        suggested=choices[1 if last <= desk.today else 0].value,
    )
    return date.fromisoformat(f"{answer}-01")


def _from_anchor(columns: list[int], heads: dict[int, MonthHead], anchor: int) -> dict[int, date]:
    start = date(heads[columns[anchor]].year, heads[columns[anchor]].month, 1)
    for column in reversed(columns[:anchor]):
        start = _latest(heads[column].month, until=start)
    return _onwards(columns, heads, start)


def _onwards(columns: list[int], heads: dict[int, MonthHead], first: date) -> dict[int, date]:
    """Walk from the first month on; a head without a year means the next such month."""
    placed, before = {}, first
    for column in columns:
        head = heads[column]
        before = date(head.year, head.month, 1) if head.year else _earliest(head.month, since=before)
        placed[column] = before
    return placed


def _earliest(month: int, *, since: date) -> date:
    return date(since.year + (month < since.month), month, 1)


def _latest(month: int, *, until: date) -> date:
    return date(until.year - (month > until.month), month, 1)
