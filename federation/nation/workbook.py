"""Counts by workbook: an empty one to fill in, and one read back with every row that is wrong, in words.

Nothing is saved here. Source: features: N12, import of partial data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.exchange.register.workbook import Page, digest_of, read_workbook
from federation.kit.dates import NotADate, Window, ce_year, parse_date, parse_month
from federation.kit.digits import to_arabic_digits
from federation.kit.money import parse_amount
from federation.kit.refusals import NotReadable, Refused
from federation.kit.spreadsheet import Sheet, write_xlsx
from federation.kit.tables import TableRows
from federation.kit.thai import clean_text, skeleton
from federation.nation import regions
from federation.nation.rules import Counted
from federation.nation.steps import CountIn, standing_otherwise
from federation.organisations.models import Kind
from federation.organisations.places import DISTRICT, PROVINCE, TAMBON, find

HEADS = {
    "kind": "ประเภทองค์กร",
    "code": "รหัสพื้นที่",
    "province": "จังหวัด",
    "district": "อำเภอ",
    "tambon": "ตำบล",
    "groups": "จำนวนกลุ่ม",
    "members": "จำนวนสมาชิก",
    "money": "เงินกองทุน (บาท)",
    "as_of": "ข้อมูล ณ วันที่",
    "target": "เป้าหมาย",
    "source": "ที่มา",
}
NEEDED = ("kind", "source")
YES = {skeleton(word) for word in ("ใช่", "เป้าหมาย", "yes", "x", "1", "/")}
NO = {skeleton(word) for word in ("", "ไม่", "ไม่ใช่", "no", "0", "-")}
WHOLE_COUNTRY = {skeleton(word) for word in ("ทั้งประเทศ", "ประเทศไทย", "ประเทศ", "TH", "Thailand")}
UNKNOWN = ("", "*")
MOST_ROWS = 2_000
MOST_MONEY = Decimal("99999999999999.99")
MOST_COUNT = 2_000_000_000
FIRST_YEAR = 1900


class WorkbookNotKnown(Refused):
    """Raised when no sheet of the workbook has the heads, or it has too many rows."""


class CellWrong(Refused):
    """Raised when a cell cannot be read as what it should be."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    number: int
    words: str


@dataclass(frozen=True)
class Reading:
    """A workbook as read: the rows that are right, and what is wrong. Only one without wrong rows may be entered."""

    digest: bytes
    rows: list[CountIn] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)


def template(*, on: date) -> bytes:
    """Return an empty workbook with its heads, and a second sheet with the names of the kinds."""
    title = _("Counts of organisations")
    notes = [
        _("One row for each kind and area. What nobody knows stays empty, or *; never write 0 for it."),
        _("Area: its code, or its names; for the whole country write “%(word)s” under the code.")
        % {"word": "ทั้งประเทศ"},
        _("The date like 30/9/2547, 9/2547 or 2547. Under “%(head)s” write ใช่ for a plan.") % {"head": HEADS["target"]},
    ]
    heads = list(HEADS.values())
    kinds = [[kind.name_th] for kind in Kind.objects.order_by("position", "pk")]
    sheets = [
        Sheet(title, notes, TableRows(heads, ["text"] * len(heads), [])),
        Sheet(HEADS["kind"], [], TableRows([HEADS["kind"]], ["name"], kinds)),
    ]
    return write_xlsx(sheets, title=title, on=on)


def read(content: bytes, *, today: date) -> Reading:
    """Read a workbook of counts. Raises `NotAWorkbook` or `WorkbookNotKnown`."""
    page, head_row, columns = _headed(read_workbook(content).pages)
    reading, kinds = Reading(digest_of(content)), _kinds()
    numbers = [number for number in page.rows if number > head_row]
    if len(numbers) > MOST_ROWS:
        raise WorkbookNotKnown(_("At most %(most)s rows can be entered at once.") % {"most": f"{MOST_ROWS:,}"})
    for number in numbers:
        cells = {name: page.value(number, column) for name, column in columns.items()}
        if all(_text(value) == "" for value in cells.values()):
            continue
        try:
            reading.rows.append(_row(cells, kinds=kinds, today=today))
            reading.numbers.append(number)
        except Refused as refusal:
            reading.wrong.extend(WrongRow(number, str(words)) for words in refusal.problems or [refusal])
    _look_over(reading)
    return reading


def _headed(pages) -> tuple[Page, int, dict[str, int]]:
    wanted = {skeleton(head): name for name, head in HEADS.items()}
    for page in pages:
        for number, cells in list(page.rows.items())[:20]:
            found = {wanted.get(skeleton(_text(cell.value))): column for column, cell in cells.items()}
            found.pop(None, None)
            if {"kind", "groups"} <= found.keys():
                missing = [HEADS[name] for name in NEEDED if name not in found]
                if missing:
                    words = _("The column %(heads)s is missing. Begin with the empty workbook.")
                    raise WorkbookNotKnown(words % {"heads": ", ".join(missing)})
                return page, number, found
    raise WorkbookNotKnown(_("No sheet has the heads of the empty workbook. Download it and fill it in."))


def _kinds() -> dict[str, str]:
    kinds = list(Kind.objects.order_by("position", "pk"))
    return {skeleton(name): kind.pk for kind in kinds for name in (kind.pk, kind.name_en, kind.name_th)}


def _row(cells: Mapping, *, kinds: Mapping[str, str], today: date) -> CountIn:
    """Read one row; raise `CellWrong` with all that is wrong in it."""
    problems: list[str] = []

    def tried(read, *names, **more):
        try:
            return read(*(cells.get(name) for name in names), **more)
        except Refused as refusal:
            where = ", ".join(HEADS[name] for name in names if _text(cells.get(name))) or HEADS[names[0]]
            problems.append(f"{where}: {refusal}")

    kind = tried(_kind, "kind", kinds=kinds)
    place = tried(_place, "code", "province", "district", "tambon")
    groups, members = tried(_count, "groups"), tried(_count, "members")
    money = tried(_money, "money")
    as_of = tried(_as_of, "as_of", today=today) or (None, "")
    target, source = tried(_target, "target"), tried(_source, "source")
    stars = any(_text(cells.get(name)) == "*" for name in ("groups", "members", "money"))
    counted = Counted(groups, members, money)
    if not problems and not counted.is_known and not stars:
        problems.append(_("The row says nothing. Write groups, members or funds, or * where nobody knows."))
    if problems:
        raise CellWrong(problems[0], problems=problems)
    return CountIn(kind, place, counted, source, *as_of, is_target=target)


def _kind(value, *, kinds: Mapping[str, str]) -> str:
    found = kinds.get(skeleton(_text(value)))
    if found is None:
        raise CellWrong(_("Write one of the kinds of the second sheet of the empty workbook."))
    return found


def _place(code, province, district, tambon) -> str:
    """Return the code of an area, given its code or its names."""
    given, names = _text(code), [_text(name) for name in (tambon, district, province)]
    if skeleton(given) in WHOLE_COUNTRY:
        return regions.NATION
    if given:
        if not regions.is_area(given):
            raise CellWrong(_("There is no area with this code. A tambon has 6 figures, a district 4, a province 2."))
        return given
    if not any(names):
        raise CellWrong(_("Write the code of the area, or its names."))
    level = TAMBON if names[0] else DISTRICT if names[1] else PROVINCE
    found = find(_named(*names), level=level)
    if len(found) != 1:
        several = _("Several areas are called so. Write the district and the province too, or the code.")
        raise CellWrong(several if found else _("No area is called so. Look at the spelling, or write the code."))
    return found[0].code


def _named(tambon: str, district: str, province: str) -> str:
    parts = [tambon, f"อ.{district.removeprefix('อ.')}" if tambon and district else district]
    parts.append(f"จ.{province.removeprefix('จ.')}" if (tambon or district) and province else province)
    return " ".join(part for part in parts if part)


def _count(value) -> int | None:
    text = _text(value)
    if text in UNKNOWN:
        return None
    amount = parse_amount(value if not isinstance(value, str) else text, most=MOST_MONEY)
    if amount != int(amount) or amount > MOST_COUNT:
        raise CellWrong(_("Write a whole number, like 1,250."))
    return int(amount)


def _money(value) -> Decimal | None:
    return None if _text(value) in UNKNOWN else parse_amount(value, most=MOST_MONEY)


def _as_of(value, *, today: date) -> tuple[date | None, str]:
    """Read a day, a month ("9/2547") or a year ("2547"); an empty cell is not known."""
    text = _text(value)
    if not text:
        return None, ""
    try:
        if not isinstance(value, date) and text.isdigit() and len(text) == 4 and text.startswith("2"):
            found = date(ce_year(int(text), month=12) if int(text) > 2400 else int(text), 1, 1), "year"
        elif not isinstance(value, date) and text.count("/") == 1:
            found = parse_month(text, today=today), "month"
        else:
            found = parse_date(value, today=today, window=Window(date(FIRST_YEAR, 1, 1), today)), "day"
    except (NotADate, NotReadable) as refusal:
        raise CellWrong(_("Write the date like 30/9/2547, 9/2547 or 2547.")) from refusal
    if found[0] > today:
        raise CellWrong(_("That day has not come yet."))
    return found


def _target(value) -> bool:
    bones = skeleton(_text(value))
    if bones not in YES | NO:
        raise CellWrong(_("Write ใช่ for a target; leave it empty for what was counted."))
    return bones in YES


def _source(value) -> str:
    text = clean_text(_text(value)).text
    if not text or len(text) > 300:
        raise CellWrong(_("Write who published the figure and where, in 300 letters at most."))
    return text


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return to_arabic_digits(clean_text(str(value)).text)


def _look_over(reading: Reading) -> None:
    """Mark rows that say the same thing twice, and those that stand already with other figures."""
    seen: dict = {}
    stand = {row.key for row in standing_otherwise(reading.rows)}
    for row, number in zip(reading.rows, reading.numbers, strict=True):
        if row.key in seen:
            words = _("The same kind, area, date and source as row %(row)s. Leave one of them.") % {
                "row": seen[row.key]
            }
            reading.wrong.append(WrongRow(number, words))
        elif row.key in stand:
            words = _("This stands in the registry with other figures. Give a newer date, or name another source.")
            reading.wrong.append(WrongRow(number, words))
        seen.setdefault(row.key, number)
    reading.wrong.sort(key=lambda wrong: wrong.number)
