"""The pages of the deposit sheet: filling it in, posting it, its receipts, taking it back."""

from datetime import date

from django.http import Http404

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
