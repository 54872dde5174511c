"""Where the sheet's columns come from. A feature that collects money joins by adding its source here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from groups.promises.items import items as promised
from groups.registry.items import Item
from groups.sheets.models import Sheet, SheetRow
from groups.sheets.queries import paid_in_month
from loans.lending.items import items as lent
from welfare.funds.items import items as dues_of_funds
from welfare.funds.queries.funds import has_any
from welfare.funeral.items import items as funeral_aid


def of_welfare(organisation, memberships: Sequence, **given) -> list[Item]:
    """Return the columns of funds, then of funeral aid. One query where neither it nor its network ever had a fund."""
    if not has_any(organisation):
        return []
    return [*dues_of_funds(organisation, memberships, **given), *funeral_aid(organisation, memberships, **given)]


# Each is called as (organisation, memberships, *, month, on, bylaws, paid_this_month) and gives its items in order.
ITEM_SOURCES = [promised, lent, of_welfare]

# What one sum pays first, by the bylaw `payment_order`; the columns not named follow in their own order.
LENT = ("loan", "loan_emergency", "loan_other", "loan_group")
ORDERS = {"fine_first": ("fine", "entry_fee", "satja", *LENT), "satja_first": ("satja", *LENT, "entry_fee", "fine")}


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet, with what is due in them. order: in which one sum is spread over them, by code."""

    items: list[Item]
    order: list[str]
    satja_is_shares: bool

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.items]

    def dues(self, membership) -> dict[str, Decimal]:
        """Return {column: baht} of what one member owes, without the columns where that is nothing."""
        return {item.code: due for item in self.items if (due := item.dues.get(membership.pk))}

    def notes(self, membership) -> list[str]:
        """Return what the treasurer should know of one member."""
        return [note for item in self.items if (note := item.notes.get(membership.pk))]

    def wrong(self, membership, amounts) -> dict[str, object]:
        """Return {column: why} of the amounts of one member that their columns cannot take."""
        checks = [item for item in self.items if item.check and amounts.get(item.code)]
        return {item.code: words for item in checks if (words := item.check(membership, amounts))}

    @property
    def tills(self) -> list:
        """Where columns keep what they took, each once."""
        return list({id(item.till): item.till for item in self.items if item.till}.values())

    def label(self, code: str):
        return next(item.label for item in self.items if item.code == code)


def columns_of(sheet: Sheet, memberships: Sequence = ()) -> Columns:
    """Return the columns of a sheet with what each of these members owes on the meeting day.

    Without members it gives the bare columns, and asks nothing but the bylaws and whether there are loans.
    """
    bylaws = bylaws_of(sheet.organisation, on=sheet.meeting_on)
    paid = paid_in_month(sheet.organisation, sheet.month) if memberships else {}
    given = {"month": sheet.month, "on": sheet.meeting_on, "bylaws": bylaws, "paid_this_month": paid}
    items = [item for source in ITEM_SOURCES for item in source(sheet.organisation, memberships, **given)]
    first = ORDERS[bylaws["payment_order"]]
    codes = [item.code for item in items]
    order = [code for code in first if code in codes] + [code for code in codes if code not in first]
    return Columns(items, order, satja_is_shares=bylaws["satja_goes_to"] == "shares")


def columns_as_typed(sheet: Sheet, rows: Sequence[SheetRow]) -> Columns:
    """Return the columns of a sheet with what was due when it was typed; for sheets that are posted."""
    columns = columns_of(sheet)
    dues = {code: {row.membership_id: row.due.get(code) for row in rows} for code in columns.codes}
    return replace(columns, items=[replace(item, dues=dues[item.code]) for item in columns.items])
