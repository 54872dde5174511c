"""A workbook as it was sent: opened safely, and kept as plain cells.

No formula is run, nothing is fetched, and what is too large or not a spreadsheet is refused before
it is unpacked. Source: trust: threat 29; architecture: Input.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from hashlib import sha256
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from federation.kit.refusals import Refused
from federation.kit.wording import gettext_lazy as _

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_CELLS = 100_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_TEXT = 2_000

_DAMAGED = _("The file is damaged. Open it in a spreadsheet program and save it again as .xlsx.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class NotAWorkbook(Refused):
    """The file is not a workbook that can be read; the sentence says what to send instead."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something. unsolved: it is a formula whose result the file does not keep."""

    value: object
    unsolved: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its cells by row and column, both counted from 1."""

    title: str
    rows: dict[int, dict[int, Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def value(self, row: int, column: int) -> object:
        cell = self.cell(row, column)
        return cell.value if cell else None


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, and the digest by which the same file is known again."""

    digest: bytes
    pages: tuple[Page, ...]


def letter(column: int) -> str:
    """Return the letters over a column: 1 is A, 27 is AA."""
    return get_column_letter(column)


def digest_of(content: bytes) -> bytes:
    """Return the digest that makes a re-run of the same file harmless."""
    return sha256(content).digest()


def read_workbook(content: bytes) -> Workbook:
    """Open the bytes of an .xlsx file.

    Raises `NotAWorkbook` for anything else: another format, a password, too large, broken, or made
    to harm.
    """
    with _opened(content) as archive:
        try:
            layouts = [_layout(archive, *sheet) for sheet in _sheets(archive)]
            pages = _pages(content, layouts)
        except NotAWorkbook:
            raise
        except Exception as problem:  # openpyxl and the XML reader raise whatever a broken file makes them
            raise NotAWorkbook(_DAMAGED) from problem
    if not any(page.rows for page in pages):
        raise NotAWorkbook(_("The workbook is empty."))
    return Workbook(digest_of(content), tuple(pages))


def _opened(content: bytes) -> zipfile.ZipFile:
    if len(content) > MOST_BYTES:
        raise NotAWorkbook(_("The file is larger than 5 MB. Leave only the register in it, without pictures."))
    if content.startswith(_OLE):
        words = _("This is an old .xls file or one with a password. Save it without a password as .xlsx and send that.")
        raise NotAWorkbook(words)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as problem:
        raise NotAWorkbook(_("This is not a spreadsheet. Save the register as .xlsx and send that.")) from problem
    _check_parts(archive)
    return archive


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks too large, carries programs, or is XML that declares things of its own."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAWorkbook(_("The file unpacks to more than can be read. Leave only the register in it."))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise NotAWorkbook(_("This is not a spreadsheet. Save the register as .xlsx and send that."))
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        raise NotAWorkbook(_("The file holds programs (macros). Save it as .xlsx, without macros, and send that."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and b"<!" in _without_comments(_bytes(archive, part.filename)):
            raise NotAWorkbook(_DAMAGED)


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as problem:
        raise NotAWorkbook(_DAMAGED) from problem


def _without_comments(xml: bytes) -> bytes:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.decode("utf-16", "replace").encode()
    if b"\0" in xml:  # UTF-16 that does not say so would carry its declarations past us
        raise NotAWorkbook(_DAMAGED)
    return re.sub(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", b"", xml, flags=re.DOTALL)


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, bool, str]]:
    """Return (title, hidden, part) of each sheet, as the workbook lists them."""
    relations = ElementTree.fromstring(_bytes(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314  checked: no DTD
    targets = {r.get("Id"): r.get("Target", "") for r in relations.iter(f"{_PACKAGE}Relationship")}
    book = ElementTree.fromstring(_bytes(archive, "xl/workbook.xml"))  # noqa: S314
    found = []
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "").lstrip("/").removeprefix("xl/")
        if target.startswith("worksheets/"):
            found.append((sheet.get("name", ""), sheet.get("state", "visible") != "visible", f"xl/{target}"))
    return found


@dataclass
class _Layout:
    """What a sheet's XML says beside the values: extents, formulas, hidden parts, merged heads."""

    title: str
    hidden: bool
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    unsolved: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def _layout(archive: zipfile.ZipFile, title: str, hidden: bool, part: str) -> _Layout:
    layout = _Layout(title, hidden)
    with archive.open(part) as stream:
        row_number = 0
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314
            name = element.tag.removeprefix(_MAIN)
            if event == "start" and name == "row":
                row_number = int(element.get("r") or row_number + 1)
                if element.get("hidden") in ("1", "true"):
                    layout.hidden_rows.add(row_number)
            elif event == "end":
                _take(layout, name, element, row_number)
                if name in ("row", "c"):
                    element.clear()
    return layout


def _take(layout: _Layout, name: str, element: ElementTree.Element, row: int) -> None:
    if name == "c":
        _take_cell(layout, element, row)
    elif name == "col" and element.get("hidden") in ("1", "true"):
        first, last = int(element.get("min", 0)), int(element.get("max", 0))
        layout.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
    elif name == "mergeCell":
        first_column, first_row, last_column, last_row = range_boundaries(element.get("ref", ""))
        layout.merged.append((first_row, first_column, last_row, last_column))


def _take_cell(layout: _Layout, element: ElementTree.Element, row: int) -> None:
    value, formula = element.find(f"{_MAIN}v"), element.find(f"{_MAIN}f")
    filled = value is not None and bool(value.text) or element.find(f"{_MAIN}is") is not None
    if not filled and formula is None:
        return
    place = element.get("r", "")
    column = range_boundaries(place)[0] if place else layout.last_column + 1
    if formula is not None and not filled:
        layout.unsolved.add((row, column))
    layout.cells += 1
    layout.last_row, layout.last_column = max(layout.last_row, row), max(layout.last_column, column)
    if layout.cells > MOST_CELLS or layout.last_row > MOST_ROWS or layout.last_column > MOST_COLUMNS:
        words = _("The sheet “%(title)s” is too large: at most 20,000 rows and 200 columns can be read.")
        raise NotAWorkbook(words % {"title": layout.title})


def _pages(content: bytes, layouts: list[_Layout]) -> list[Page]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return [_page(book[layout.title], layout) for layout in layouts]
    finally:
        book.close()


def _page(sheet, layout: _Layout) -> Page:
    sheet.reset_dimensions()
    rows: dict[int, dict[int, Cell]] = {}
    if layout.cells:
        for row in sheet.iter_rows(max_row=layout.last_row, max_col=layout.last_column):
            found = {cell.column: _kept(cell) for cell in row if _holds(cell.value)}
            if found:
                rows[next(cell.row for cell in row if _holds(cell.value))] = found
    for row_number, column in layout.unsolved:
        rows.setdefault(row_number, {})[column] = Cell(None, unsolved=True)
    return Page(
        layout.title,
        dict(sorted(rows.items())),
        layout.hidden,
        frozenset(layout.hidden_rows & rows.keys()),
        frozenset(layout.hidden_columns),
        tuple(layout.merged),
    )


def _holds(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _kept(cell) -> Cell:
    if isinstance(cell.value, str) and len(cell.value) > MOST_TEXT:
        words = _("The cell %(cell)s holds more than 2,000 letters. Shorten it.")
        raise NotAWorkbook(words % {"cell": cell.coordinate})
    return Cell(cell.value)
