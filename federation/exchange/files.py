"""Workbooks handed out: an empty register to fill in, and a register with what was found beside each row."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from federation.exchange.register.listing import listed_rows
from federation.exchange.register.plan import Plan
from federation.exchange.register.roles import Role
from federation.exchange.register.workbook import Cell
from federation.kit.dates import month_range, show_be_year, show_date, show_month
from federation.kit.digits import to_arabic_digits
from federation.kit.identity import mask_id
from federation.kit.spreadsheet import Sheet, write_xlsx
from federation.kit.tables import TableRows

SAMPLES = 3
BEFORE_MONTHS = (
    "ที่",
    "เลขสมาชิก",
    "ชื่อ-สกุล",
    "เลขประจำตัวประชาชน",
    "วันเดือนปีเกิด",
    "วันที่เข้าเป็นสมาชิก",
    "บ้านเลขที่/หมู่",
    "โทรศัพท์",
    "เงินสัจจะ/เดือน",
    "ยกมา",
)
AFTER_MONTHS = ("รวม", "เงินกู้คงเหลือ", "หมายเหตุ")
_THIRTEEN = re.compile(r"(?:\d[\s-]*){13}")


def template_workbook(*, on: date) -> bytes:
    """Return an empty register of the year of `on`, with the heads that an import knows."""
    months = month_range(date(on.year, 1, 1), date(on.year, 12, 1))
    heads = [*BEFORE_MONTHS, *(show_month(m, style="short", language="th") for m in months), *AFTER_MONTHS]
    title = f"ทะเบียนสมาชิกและเงินสัจจะ ประจำปี พ.ศ. {show_be_year(on)}"
    notes = [
        _("One row for each member. Nothing paid: leave the cell empty or write 0."),
        _("Dates like 15/2/2569. Telephone numbers and national IDs are safest as text."),
    ]
    table = TableRows(heads, ["text"] * len(heads), [])
    return write_xlsx([Sheet(title, notes, table)], title=title, on=on)


def error_workbook(plan: Plan, *, on: date) -> bytes:
    """Return the rows of a register with what was found in each; national IDs are masked."""
    columns, page = plan.table.columns, plan.table.page
    heads = [_("row"), _("what was found"), *(column.head or column.letter for column in columns)]
    rows = [
        [row.row, "\n".join(_said(row.findings)), *(shown_cell(page.cell(row.row, c.index)) for c in columns)]
        for row in listed_rows(plan)
    ]
    notes = [_("Mend it in your own file and send that again; national IDs are masked here.")]
    table = TableRows(heads, ["count", *["text"] * (len(columns) + 1)], rows)
    title = _("Register with remarks")
    return write_xlsx([Sheet(title, notes, table)], title=title, on=on)


def _said(findings) -> Iterator[str]:
    for finding in findings:
        where = f"{finding.column}: " if finding.column else ""
        yield f"{where}{finding.words}"


def shown_cell(cell: Cell | None) -> str:
    """Return what a cell holds as text; thirteen figures are masked, wherever they stand."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return show_date(cell.value)
    value = int(cell.value) if isinstance(cell.value, float) and cell.value.is_integer() else cell.value
    return _THIRTEEN.sub(lambda found: mask_id(re.sub(r"\D", "", found[0])), to_arabic_digits(str(value)))


def samples(plan: Plan) -> dict[str, list[str]]:
    """Return the first cells under each head, by the letter of the column."""
    page, found = plan.table.page, {}
    for column in plan.table.columns:
        shown = (shown_cell(page.cell(row, column.index)) for row in page.rows if row > plan.table.head_row)
        filled = [text for text in shown if text]
        found[column.letter] = [_hidden(text) if column.role == Role.NATIONAL_ID else text for text in filled[:SAMPLES]]
    return found


def _hidden(text: str) -> str:
    """Mask a column of national IDs even where one has too many figures or too few."""
    return text if "x" in text else re.sub(r"\d", "x", text)
