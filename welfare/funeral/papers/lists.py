"""A scheme's lists on paper: the same table as on the page, all its rows, with its sums, to be hung up or kept."""

from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import translation

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.kit.pdf import render_pdf
from federation.kit.tables import rows_of
from welfare.funeral.models import Scheme
from welfare.funeral.rules.wording import called, footing_words

WIDE = 7  # so many columns need the paper across
_CLASSES = {"money": "money", "count": "number", "date": "date", "name": "name"}
_SHOWN = {Decimal: show, int: "{:,}".format, date: lambda day: show_date(day, style="short"), type(None): lambda _: ""}


def list_pdf(make, *, organisation, scheme: Scheme, title, asked: dict, on: date) -> bytes:
    """Return a list as PDF, in Thai. make: returns its table; asked: what it was asked for by, as days.

    on: the day it is printed. Raises `PdfUnavailable`.
    """
    with translation.override("th"):
        table = rows_of(make())
        context = {
            "organisation": organisation,
            "scheme": scheme,
            "called": str(called(scheme.wording)),
            "footing": str(footing_words(scheme.footing, registration_no=scheme.registration_no)),
            "title": str(title),
            "days": [show_date(day) for day in asked.values() if isinstance(day, date)],
            "printed_on": on,
            "wide": len(table.heads) >= WIDE,
            "heads": list(zip(map(_css, table.kinds), table.heads, strict=True)),
            "widths": [_width(kind) for kind in table.kinds],
            "rows": [_cells(table.kinds, row) for row in table.rows],
            "totals": _cells(table.kinds, table.totals) if table.totals and table.rows else None,
            "made_up": organisation.is_demo,
        }
        return render_pdf(render_to_string("welfare/funeral/papers/list.html", context))


def _css(kind: str) -> str:
    return _CLASSES.get(kind, "")


def _width(kind: str) -> str:
    """Return the class of a column that is as wide as its kind; names and words share what is left."""
    return {"money": "col-money", "count": "col-code", "date": "col-date"}.get(kind, "")


def _cells(kinds: list, row: list) -> list[tuple]:
    return [(_css(kind), _SHOWN.get(type(value), str)(value)) for kind, value in zip(kinds, row, strict=True)]
