import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.spreadsheet import Sheet, write_csv, write_xlsx
from federation.kit.tables import TableRows

ON = date(2026, 11, 1)
TABLE = TableRows(
    heads=["ที่", "ชื่อ", "วันที่", "เดือน", "เงิน"],
    kinds=["count", "name", "date", "month", "money"],
    rows=[
        [1, "นายเกษม ทองคำ", date(2026, 2, 15), date(2026, 10, 1), Decimal("1250.50")],
        [2, "=HYPERLINK(1)", None, None, None],
    ],
    totals=[None, "รวม", None, None, Decimal("1250.50")],
)
NASTY = ["=1+1", "+66", "-5", "@x", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0", "\x00=1", "'=1", '"', "a,b", "ก\nข"]


def opened(sheets):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(sheets, title="รายงาน", on=ON)))


def test_a_workbook_holds_title_notes_table_and_totals():
    (sheet,) = opened([Sheet("เงินฝาก", ["บ้านคลอง"], TABLE)]).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=5)]

    assert sheet.title == "เงินฝาก"
    assert rows == [
        ["เงินฝาก", None, None, None, None],
        ["บ้านคลอง", None, None, None, None],
        [None] * 5,
        TABLE.heads,
        [1, "นายเกษม ทองคำ", datetime(2026, 2, 15), datetime(2026, 10, 1), 1250.5],
        [2, "=HYPERLINK(1)", None, None, None],
        [None, "รวม", None, None, 1250.5],
    ]
    assert sheet["E5"].number_format == "#,##0.00"
    assert "mmm yyyy" in sheet["C5"].number_format
    assert sheet.freeze_panes == "A5"
    assert sheet["B7"].font.bold


def test_the_same_data_gives_the_same_bytes_later():
    with time_machine.travel(datetime(2026, 11, 21)):
        first = write_xlsx([Sheet("ก", [], TABLE)], title="ก", on=ON)
    with time_machine.travel(datetime(2027, 1, 2)):
        assert write_xlsx([Sheet("ก", [], TABLE)], title="ก", on=ON) == first


def test_sheets_get_names_that_a_workbook_takes():
    book = opened([Sheet("งบ: [1]/2"), Sheet("งบ: [1]/2"), Sheet("ก" * 60), Sheet("'")])

    assert len(set(book.sheetnames)) == 4
    assert max(map(len, book.sheetnames)) <= 31


def texts(values):
    return TableRows(["ก"], ["text"], [[value] for value in values])


@pytest.mark.parametrize("text", NASTY)
def test_text_is_never_a_formula_in_a_workbook(text):
    cell = opened([Sheet("ก", [text], texts([text]))]).active["A5"]

    assert cell.data_type == "s"
    assert cell.value == text.replace("\x00", "").replace("\r", "\n") or text == "\rx"
    assert cell.quotePrefix or cell.value[:1] not in "=+-@\t\r\n"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=8) | st.sampled_from(NASTY), min_size=1, max_size=30))
def test_text_is_never_a_formula_in_csv(values):
    text = write_csv(texts(values)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]

    assert len(rows) >= len(values) or any(not value for value in values)
    for row in rows:
        assert not row or row[0][:1] not in tuple("=+-@\t\r\n")


def test_csv_is_read_by_spreadsheets_as_thai_and_numbers_stay_numbers():
    data = write_csv(TABLE)

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        "ที่,ชื่อ,วันที่,เดือน,เงิน",
        "1,นายเกษม ทองคำ,2026-02-15,2026-10-01,1250.50",
        "2,'=HYPERLINK(1),,,",
        ",รวม,,,1250.50",
        "",
    ]


def test_moments_are_shown_by_the_clock_in_thailand():
    table = TableRows(["เมื่อ"], ["date"], [[datetime(2026, 12, 31, 17, 30, tzinfo=UTC)]])
    cell = opened([Sheet("ก", [], table)]).active["A4"]

    assert cell.value == datetime(2027, 1, 1, 0, 30)
    assert write_csv(table).decode("utf-8-sig").split("\r\n")[1] == "2027-01-01 00:30"
