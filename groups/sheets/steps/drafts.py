"""Taking hold of a sheet, so that nobody else writes it."""

from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from groups.sheets.models import Sheet


class SheetAlreadyPosted(Refused):
    """Raised when a sheet is no draft any more; `sheet` is how it stands."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        super().__init__(_("This sheet is already posted. Nothing was changed now."))


def draft_of(sheet: Sheet) -> Sheet:
    """Lock a sheet against every other writer and return it as it stands. Raises `SheetAlreadyPosted`."""
    sheet = locked(sheet)
    if not sheet.is_draft:
        raise SheetAlreadyPosted(sheet)
    return sheet


def locked(sheet: Sheet) -> Sheet:
    """Lock a sheet, whatever its state, and return it as it stands."""
    found = Sheet.objects.select_for_update().get(network_id=sheet.network_id, pk=sheet.pk)
    found.organisation = sheet.organisation
    return found
