"""A sheet that is not posted yet."""

from groups.sheets.actions import open_sheet
from groups.sheets.models import SheetRow
from tests import builders


def draft_with(group, membership, *, on, satja="100.00"):
    """Open a sheet and write a member's money on it."""
    sheet = open_sheet(group, meeting_on=on, today=on, by=builders.user("treasurer"), at=builders.at_noon(on))
    row = SheetRow.objects.get(sheet=sheet, membership=membership)
    row.amounts, row.state = {"satja": satja}, "paid"
    row.save(update_fields=["amounts", "state"])
    return sheet
