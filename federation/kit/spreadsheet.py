"""Workbooks and CSV files: typed values, no formulas, the same bytes for the same data."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from federation.kit.clock import BANGKOK
from federation.kit.report import Bracketed, Whole
from federation.kit.tables import TableRows

_FORMATS = {
    "money": "#,##0.00",
    "count": "#,##0",
    "date": "[$-107041E]d mmm yyyy",  # a real date, shown in Thai and in the Buddhist era
    "month": "[$-107041E]mmm yyyy",
    "moment": "[$-107041E]d mmm yyyy hh:mm",
    "text": "General",
    "name": "General",
}
_WIDTHS = {"money": 15, "count": 9, "date": 14, "month": 12, "name": 28, "text": 18}
_LIKE_A_FORMULA = re.compile(r"[=+\-@\t\r\n\0]")
_BOLD = Font(bold=True)
_TITLE = Font(bold=True, size=14)
_HEAD = PatternFill("solid", fgColor="E7F2EF")
_RULE = Border(top=Side(style="thin"))
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: a title, lines under it, then a table.

    strong: the numbers, from 0, of rows that are heads or totals among the rows.
    """

    title: str
    notes: Sequence[str] = ()
    table: TableRows | None = None
    strong: frozenset[int] = field(default_factory=frozenset)


def write_xlsx(sheets: Iterable[Sheet], *, title: str, on: date) -> bytes:
    """Return a workbook with one sheet each. on: the day it says it was made.

    Text stays text whatever it begins with; money and dates are numbers that can be added up.
    Source: trust: threat 26.
    """
    book = Workbook(write_only=True)
    names = set()
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_name(sheet.title, taken=names)), sheet)
    book.properties.title = title
    book.properties.creator = "Satja"
    moment = datetime(on.year, on.month, on.day)  # noqa: DTZ001
    book.properties.created = moment
    raw = io.BytesIO()
    book.save(raw)
    return _same_bytes(raw.getvalue(), moment=moment)


def _write_sheet(target, sheet: Sheet) -> None:
    table = sheet.table
    if table:
        for number, width in enumerate(_column_widths(table), start=1):
            target.column_dimensions[get_column_letter(number)].width = width
        target.freeze_panes = f"A{len(sheet.notes) + 4}"
    target.append([_cell(target, sheet.title, font=_TITLE)])
    for note in sheet.notes:
        target.append([_cell(target, note)])
    if not table:
        return
    target.append([])
    wrapped = Alignment(wrap_text=True, vertical="center")
    target.append([_cell(target, head, font=_BOLD, fill=_HEAD, alignment=wrapped) for head in table.heads])
    for number, row in enumerate(table.rows):
        style = {"font": _BOLD} if number in sheet.strong else {}
        target.append(_typed_cells(target, row, table.kinds, **style))
    if table.totals:
        target.append(_typed_cells(target, table.totals, table.kinds, font=_BOLD, border=_RULE))


def _typed_cells(target, row: Sequence, kinds: Sequence[str], **style) -> list:
    return [_cell(target, value, kind=kind, **style) for value, kind in zip(row, kinds, strict=True)]


def _cell(target, value: object, *, kind: str = "text", **style) -> WriteOnlyCell:
    """Return a cell; what is not a number or a date is text, never a formula."""
    shape, value = type(value), getattr(value, "value", value)
    is_text = not isinstance(value, Decimal | int | date | None)
    if is_text:
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(target, value=_on_the_wall(value))
    if is_text:
        cell.data_type = "s"
        cell.quotePrefix = bool(_LIKE_A_FORMULA.match(value))
    elif value is not None:
        cell.number_format = _FORMATS["moment" if isinstance(value, datetime) else kind]
        if shape is Bracketed:
            cell.number_format = f"({cell.number_format})"
        elif shape is Whole:
            cell.number_format = _FORMATS["count"]
    for name, choice in style.items():
        setattr(cell, name, choice)
    return cell


def _on_the_wall(value: object) -> object:
    """Return a moment as a clock in Thailand shows it: spreadsheets know no time zones."""
    return value.astimezone(BANGKOK).replace(tzinfo=None) if isinstance(value, datetime) else value


def _column_widths(table: TableRows) -> list[float]:
    """Return widths in characters: wide enough for the longest text, within reason."""
    widths = []
    for at, kind in enumerate(table.kinds):
        texts = [len(row[at]) for row in table.rows if isinstance(row[at], str)]
        widths.append(max(_WIDTHS.get(kind, 18), min(max(texts, default=0) + 2, 48)))
    return widths


def _sheet_name(title: str, *, taken: set[str]) -> str:
    """Return a name that a sheet may have: 31 letters, none of []:*?/\\, not used yet."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", ILLEGAL_CHARACTERS_RE.sub("", title)).strip(" '") or "1"
    name, number = plain[:31], 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:27]} {number}"
    taken.add(name.casefold())
    return name


def _same_bytes(raw: bytes, *, moment: datetime) -> bytes:
    """Return the workbook without the moment of its writing."""
    same = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{moment:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode(), content)
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return same.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_csv(table: TableRows) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, so that spreadsheets read Thai.

    Money as 1250.50, dates as 2026-02-15; text that looks like a formula gets a ' before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in [*table, *([table.totals] if table.totals else [])]:
        writer.writerow([_plain(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Bracketed):
        return f"({_plain(value.value)})"
    if isinstance(value, Whole):
        return _plain(value.value)
    if isinstance(value, datetime):
        return _on_the_wall(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int):
        return str(value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text
