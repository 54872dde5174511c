"""The pages of the deposit sheet: filling it in, posting it, its receipts, taking it back."""

from datetime import date

from django.http import Http404
from django.shortcuts import render

from federation.access.gate import permissions_held
from federation.kit.dates import show_date, show_month
from groups.sheets.models import Sheet
from groups.sheets.queries import sheet_on


def sheet_or_404(organisation, day: str) -> Sheet:
    """Return the sheet of a day in an address that stands, or answer 404."""
    try:
        meeting_on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if found := sheet_on(organisation, meeting_on):
        return found
    raise Http404


def address(organisation, sheet: Sheet) -> dict:
    """Return what the addresses of a sheet are made of."""
    return {"code": organisation.code, "day": sheet.meeting_on.isoformat()}


def page(request, name: str, organisation, *, sheet: Sheet | None = None, status: int = 200, **context):
    """Draw a page of this feature; every one knows whose it is, which day, and what its reader may do."""
    context |= {
        "organisation": organisation,
        "whose": organisation.name,
        "demo": organisation.is_demo,
        "held": permissions_held(request, organisation),
        "sheet": sheet,
        "day": show_date(sheet.meeting_on) if sheet else "",
        "iso": sheet.meeting_on.isoformat() if sheet else "",
        "month": show_month(sheet.month) if sheet else "",
    }
    return render(request, f"groups/sheets/{name}.html", context, status=status)
