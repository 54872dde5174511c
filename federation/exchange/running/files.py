"""Running loans as a workbook: handed out with what is known and what is wrong, read back row by row."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from federation.exchange.register.workbook import Cell, NotAWorkbook, Page, read_workbook
from federation.exchange.running.forms import LoanRows, RowForm, said_of
from federation.exchange.running.rules import FIELDS, TypedRow, typed_row
from federation.kit.dates import show_date
from federation.kit.digits import to_arabic_digits
from federation.kit.money import show
from federation.kit.spreadsheet import Sheet, write_xlsx
from federation.kit.tables import TableRows
from loans.products.models import ProductVersion

HEADS = {
    "number": _("Member number"),
    "name": _("Name"),
    **{name: field.label for name, field in RowForm.base_fields.items() if name != "number"},
    "remarks": _("What to mend"),
}
KINDS = {
    "number": "count",
    "name": "name",
    "principal": "money",
    "principal_left": "money",
    "interest_owed": "money",
    "instalments_left": "count",
    "signed_on": "date",
    "due_on": "date",
}
LANGUAGES = ("th", "en")
_FIRST_BE_YEAR = 2400


def rows_workbook(rows: LoanRows, *, control, today: date) -> bytes:
    """Return a workbook with a row for each loan, what is wrong with it in its last column.

    control: what the books say is lent and not detailed, in baht.
    """
    figures = {"day": show_date(rows.on), "control": show(control), "total": show(rows.total)}
    notes = [
        str(_("Change what differs, then send this file back. A loan more is a row more.")),
        str(_("Dates like 15/2/2569. Guarantors like 12=5000; 14=5000. Taken over on %(day)s.") % figures),
        str(_("To be taken over: %(control)s baht. These rows: %(total)s baht.") % figures),
    ]
    table = TableRows(
        [str(head) for head in HEADS.values()],
        [KINDS.get(name, "text") for name in HEADS],
        [[_shown(form, name) for name in HEADS] for form in rows.forms],
    )
    title = str(_("Running loans to be taken over"))
    return write_xlsx([Sheet(title, notes, table)], title=title, on=today)


def _shown(form: RowForm, name: str) -> object:
    """Return a cell: a figure or a day where the box could be read, else what was typed."""
    if name == "name":
        return str(form.member.name) if form.member else ""
    if name == "remarks":
        return "\n".join(said_of(form))
    if name == "product":
        known = form.rows.versions.get(form.typed["product"])
        return known.product.name if known else form.typed["product"]
    if name == "number":
        return form.member.number if form.member else form.typed["number"]
    return form.cleaned_data[name] if name in KINDS and name in form.cleaned_data else form.typed[name]


def read_rows(content: bytes, *, versions: dict[str, ProductVersion]) -> list[TypedRow]:
    """Return the rows of a workbook as text, as if they had been typed on the page.

    Raises `NotAWorkbook` where it is none, or has no head with the columns that are needed.
    """
    page, head_row, columns = _table(content)
    names = {name: code for code, one in versions.items() for name in (one.product.name_th, one.product.name_en, code)}
    rows = []
    for row in sorted(row for row in page.rows if row > head_row):
        text = {name: _text(page.cell(row, column)) for name, column in columns.items()}
        if any(text.values()):
            rows.append(typed_row({**text, "product": names.get(text["product"], text["product"])}))
    if not rows:
        raise NotAWorkbook(_("The file holds no loans under its heads."))
    return rows


def _table(content: bytes) -> tuple[Page, int, dict[str, int]]:
    """Return the page, the row of its heads, and {field: column}."""
    known = {_plain(head): name for head, name in _heads()}
    for page in read_workbook(content).pages:
        for row, cells in page.rows.items():
            found = {known[_plain(c.value)]: column for column, c in cells.items() if _plain(c.value) in known}
            if "number" in found and len(found) > 1:
                if missing := [name for name in FIELDS if name not in found]:
                    words = _("The column “%(head)s” is missing. Hand out the file anew and fill that in.")
                    raise NotAWorkbook(words % {"head": HEADS[missing[0]]})
                return page, row, {name: found[name] for name in FIELDS}
    raise NotAWorkbook(_("The heads are not there. Hand out the file on this page and fill that in."))


def _heads() -> Iterator[tuple[str, str]]:
    """Yield (head, field) in every language that the file may have been handed out in."""
    for language in LANGUAGES:
        with translation.override(language):
            yield from [(str(head), name) for name, head in HEADS.items()]


def _plain(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def _text(cell: Cell | None) -> str:
    """Return a cell as it would be typed: days in the Buddhist era, whole figures without a point."""
    if cell is None or cell.unsolved or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        # A spreadsheet that knows no era keeps 2569 as that year; its reader meant the Buddhist one.
        is_be = day.year > _FIRST_BE_YEAR
        return f"{day.day}/{day.month}/{day.year}" if is_be else show_date(day, style="numeric")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else f"{value:.15g}"
    return " ".join(to_arabic_digits(str(value)).split())
