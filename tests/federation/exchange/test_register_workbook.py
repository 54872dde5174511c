"""Files that are no workbook, too large, or made to harm are refused in words before they are unpacked."""

import io
import zipfile

import openpyxl
import pytest

from federation.exchange.register import workbook
from federation.exchange.register.workbook import NotAWorkbook, read_workbook
from tests.federation.exchange.workbooks import bankhlong, kamon, made, small


def repacked(content, *, replace=None, add=None):
    """Return a workbook with parts exchanged or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def sheet_of(rows):
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


SHEET = "xl/worksheets/sheet1.xml"
BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_of("")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,amount\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,
        b"PK\x03\x04" + b"0" * 60,
        b"x" * (workbook.MOST_BYTES + 1),
        repacked(small(kamon()), add={"xl/vbaProject.bin": b"macro"}),
        repacked(small(kamon()), replace={SHEET: BILLION_LAUGHS}),
        repacked(small(kamon()), replace={SHEET: BILLION_LAUGHS.decode().encode("utf-16-be")}),
        repacked(small(kamon()), replace={SHEET: BILLION_LAUGHS.decode().encode("utf-16")}),
        repacked(small(kamon()), replace={SHEET: b"<worksheet"}),
        repacked(small(kamon()), replace={SHEET: sheet_of('<row r="30000"><c r="A30000"><v>1</v></c></row>')}),
        repacked(small(kamon()), replace={SHEET: sheet_of('<row r="1"><c r="XFD1"><v>1</v></c></row>')}),
        repacked(small(kamon()), add={"xl/media/big.bin": b"\0" * (workbook.MOST_UNPACKED + 1)}),
        repacked(small(kamon()), add={f"xl/media/{n}.bin": b"x" for n in range(workbook.MOST_PARTS)}),
        made(),
        made(["x" * 3_000]),
    ],
    ids=[
        "empty",
        "csv",
        "old xls",
        "broken zip",
        "too many bytes",
        "macros",
        "entities",
        "entities in UTF-16 without a mark",
        "entities in UTF-16",
        "broken xml",
        "a row far down",
        "a column far out",
        "unpacks too large",
        "too many parts",
        "no cell",
        "a very long text",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(NotAWorkbook) as refusal:
        read_workbook(content)

    assert len(str(refusal.value)) > 10


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(NotAWorkbook):
        read_workbook(stream.getvalue())


def test_more_cells_than_any_register_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_CELLS", 10)

    with pytest.raises(NotAWorkbook):
        read_workbook(small(kamon()))


def test_a_merge_over_the_whole_sheet_costs_nothing():
    merged = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    )

    page = read_workbook(repacked(small(kamon()), replace={SHEET: merged})).pages[0]

    assert (len(page.rows), len(page.merged)) == (1, 1)


def test_formulas_are_never_run_and_stored_results_are_used():
    stored = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1"><f>1+1</f></c></row>'

    page = read_workbook(repacked(small(kamon()), replace={SHEET: sheet_of(stored)})).pages[0]

    assert page.value(1, 1) == 7
    assert page.cell(1, 2).unsolved


def test_sheets_keep_their_names_and_what_is_hidden():
    def hide(book):
        book["ลับ"].sheet_state = "hidden"
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["B"].hidden = True

    pages = read_workbook(made(["ก", "ข"], ["ค", "ง"], sheets=[("ลับ", [["x"]])], change=hide)).pages

    assert [(page.title, page.hidden) for page in pages] == [("Sheet", False), ("ลับ", True)]
    assert (pages[0].hidden_rows, pages[0].hidden_columns) == ({2}, {2})


def test_the_same_file_has_the_same_digest():
    assert read_workbook(bankhlong()).digest == workbook.digest_of(bankhlong())
    assert read_workbook(bankhlong()).digest != read_workbook(small(kamon())).digest


def test_dates_texts_and_numbers_come_as_they_are():
    page = read_workbook(bankhlong()).pages[0]

    assert page.value(5, 2) == "001"
    assert page.value(5, 8) == 944156834
    assert (page.value(6, 5).year, page.value(5, 22)) == (1955, "๕๐๐๐")


def test_the_workbook_is_read_as_openpyxl_reads_it():
    sheet = openpyxl.load_workbook(io.BytesIO(bankhlong())).worksheets[0]
    page = read_workbook(bankhlong()).pages[0]

    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                assert page.value(cell.row, cell.column) == cell.value
