"""A list as a file: the same table as on the page, all its rows, for a spreadsheet."""

from datetime import date

import django_tables2
from django.http import HttpResponse

from federation.kit.spreadsheet import Sheet, write_csv, write_xlsx
from federation.kit.tables import rows_of
from federation.kit.wording import gettext_lazy as _

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# For `exports` of kit/list_tools.html: the addresses are the page's own.
EXPORTS = [("?file=xlsx", _("As a spreadsheet (xlsx)")), ("?file=csv", _("As plain text (csv)"))]


def asked_for(request) -> str:
    """Return "xlsx" or "csv" when the page is asked for as a file, else nothing."""
    kind = request.GET.get("file", "")
    return kind if kind in TYPES else ""


def file_of(table: django_tables2.Table, *, kind: str, name: str, title: str, on: date) -> HttpResponse:
    """Answer with all rows of a table as a file called name.kind, made on a day."""
    rows = rows_of(table)
    content = write_csv(rows) if kind == "csv" else write_xlsx([Sheet(title, table=rows)], title=title, on=on)
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
