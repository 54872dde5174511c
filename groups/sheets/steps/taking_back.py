"""Taking a posted sheet back, whole or the part of one organisation."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.ledger.funds import MAIN_FUND, purses_by_fund
from federation.ledger.posting import Entry, lock
from federation.ledger.queries import balances
from federation.ledger.refusals import BelowZero
from federation.ledger.twins import day_open_in_all, reverse_between, standing_mirrors, take_back_from_one
from groups.promises.steps import recount_step
from groups.registry.models import Membership
from groups.sheets.models import Sheet, SheetReversal, SheetRow, SheetState
from groups.sheets.steps.drafts import locked
from groups.sheets.steps.joined import strike_step


class NotReversible(Refused):
    """Raised when a sheet that is not posted is to be reversed, or its reversal was decided already."""


class CashBanked(BelowZero):
    """Raised when the cash that a reversal gives back is not in the box any more."""


NOT_ENOUGH = _(
    "There is not enough cash in hand, since it was taken to the bank. First record fetching it from the bank on the"
    " page “Move money between cash and bank”."
)


def reverse_sheet_step(reversal: SheetReversal, *, today: date, by, at: datetime) -> SheetReversal:
    """Take back a posted sheet by the mirror of its entry; `by` agrees to what another asked for.

    It is dated on the meeting day while that month is open, else today. The short months of its members are
    counted anew.

    Its mirrors in the books of member organisations are taken back with it, all on one day that every book takes.

    Raises `NotReversible`, `CashBanked`, `OtherBookRefused` by name, or what the ledger's `reverse` raises.
    """
    sheet = reversal.sheet
    lock(sheet.organisation.book)
    sheet = locked(sheet)
    reversal = SheetReversal.objects.select_for_update().get(network_id=sheet.network_id, pk=reversal.pk)
    if sheet.state != SheetState.POSTED or reversal.decided_by_id:
        raise NotReversible(_("This was decided already. Nothing was changed now."))
    _check_cash(sheet)
    both = [sheet.organisation.book, *(mirror.book for mirror in standing_mirrors(sheet.entry))]
    on, _concerned = day_open_in_all(both, sheet.meeting_on, today=today)
    given = {"on": on, "by": reversal.asked_by, "checked_by": by, "reason": reversal.reason}
    reversal.entry = reverse_between(sheet.entry, **given).entry
    reversal.decided_by, reversal.decided_at = by, at
    reversal.save(update_fields=["entry", "decided_by", "decided_at"])
    sheet.state = SheetState.REVERSED
    sheet.save(update_fields=["state"])
    strike_step(sheet.entry, reversal=reversal.entry, at=at)
    recount_step(Membership.objects.filter(network_id=sheet.network_id, sheet_rows__sheet=sheet))
    return reversal


def take_back_row_step(row: SheetRow, mirror: Entry, *, today: date, at: datetime, **given) -> Entry:
    """Take back what one organisation brought on a posted sheet; `mirror` is the entry of it in its own book.

    What it paid on loans and into funds is struck, its short months counted anew. The row and its receipt keep what
    they say. Returns the correction. given: by, checked_by, reason. The caller has locked.

    Raises `CashBanked`, `OtherBookRefused`, `MonthClosed`, or what striking a fact of a loan raises.
    """
    sheet = row.sheet
    on, _concerned = day_open_in_all([sheet.organisation.book, mirror.book], sheet.entry.on, today=today)
    of_funds = purses_by_fund(sheet.organisation.book).items()
    purses = {fund: its.bank if row.by_bank else its.cash for fund, its in of_funds}
    try:
        row.taken_back = take_back_from_one(sheet.entry, mirror, on=on, purses=purses, **given).entry
    except BelowZero as refusal:
        raise CashBanked(NOT_ENOUGH) from refusal
    row.save(update_fields=["taken_back"])
    strike_step(sheet.entry, reversal=row.taken_back, at=at, membership_id=row.membership_id)
    recount_step([row.membership])
    return row.taken_back


def _check_cash(sheet: Sheet) -> None:
    """Raise `CashBanked` where the cash of a fund holds less than the sheet brought into it."""
    boxes = {purses.cash: fund for fund, purses in purses_by_fund(sheet.organisation.book).items()}
    lines = list(sheet.entry.lines.filter(account_id__in=boxes, debit__gt=0).select_related("account").order_by("n"))
    held = balances(line.account for line in lines)
    for line in lines:
        if held[line.account_id] < line.debit:
            raise CashBanked(NOT_ENOUGH if boxes[line.account_id] == MAIN_FUND else _fund_lacks(line.account))


def _fund_lacks(cash) -> str:
    words = _(
        "There is not enough in “%(purse)s” to give the money of this sheet back: it was taken to the bank or paid out."
        " First bring cash into this fund, on the page “Move money between cash and bank”."
    )
    return words % {"purse": cash.name}
