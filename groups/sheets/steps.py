"""Booking a sheet and taking one back. They stand in the caller's transaction; importer and demo compose them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import month_of
from federation.kit.ids import new_id
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.chart import BANK, CASH
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import Entry, EntryKind, lock, post
from federation.ledger.queries import balance
from federation.ledger.refusals import BelowZero
from federation.ledger.twins import (
    day_open_in_all,
    post_between,
    reverse_between,
    standing_mirrors,
    take_back_from_one,
)
from groups.promises.steps import recount_step, settle_sheet_step
from groups.registry.models import Membership
from groups.sheets import rules
from groups.sheets.checks import check_columns, check_whole, purses_of
from groups.sheets.items import Columns, columns_of
from groups.sheets.models import CashCount, Sheet, SheetReversal, SheetRow, SheetState, Slip
from groups.sheets.postings import PaidRow, credits_of, debits_of
from groups.sheets.queries import members_to_post
from loans.lending.steps.events import strike_entry_step
from loans.lending.steps.sheets import keep_taken_step


class SheetAlreadyPosted(Refused):
    """Raised when a sheet is no draft any more; `sheet` is how it stands."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        super().__init__(_("This sheet is already posted. Nothing was changed now."))


class SheetChanged(Refused):
    """Raised when somebody changed a row while the money was counted."""


class NothingPaid(Refused):
    """Raised when a sheet brings no money at all: there is nothing to post."""


class MoneyDiffers(Refused):
    """Raised when the money on the table is not what the sheet comes to; `difference` is money less sheet, in baht."""

    def __init__(self, *, money: Decimal, total: Decimal):
        self.difference = money - total
        words = _("Money short by %(baht)s baht.") if self.difference < 0 else _("Money over by %(baht)s baht.")
        how = _(
            "The sheet comes to %(total)s, on the table are %(money)s. Count again, or go back to the sheet and "
            "look for the row that is not right. Nothing was posted."
        )
        shown = {"total": show(total), "money": show(money)}
        super().__init__(f"{words % {'baht': show(abs(self.difference))}} {how % shown}")


class NoSuchColumn(Refused):
    """Raised when money stands in a column that the sheet does not have, such as shares out of season."""


class NotReversible(Refused):
    """Raised when a sheet that is not posted is to be reversed, or its reversal was decided already."""


class CashBanked(BelowZero):
    """Raised when the cash that a reversal gives back is not in the box any more."""


NOT_ENOUGH = _(
    "There is not enough cash in hand, since it was taken to the bank. First record fetching it from the bank on the"
    " page “Move money between cash and bank”."
)


@dataclass(frozen=True, slots=True)
class RowIn:
    """A row of a sheet booked at once. amounts, dues: {column: baht}; payer: the membership that brought it.

    by_bank: a member organisation paid it out of its bank account.
    """

    membership: Membership
    amounts: Mapping[str, Decimal]
    state: str
    payer: uuid.UUID | None = None
    dues: Mapping[str, Decimal] = field(default_factory=dict)
    by_bank: bool = False


def post_sheet_step(
    sheet: Sheet,
    *,
    counted: Mapping[Decimal, int],
    slips: Sequence[tuple[Decimal, str]],
    by,
    at: datetime,
    version: int | None = None,
) -> Sheet:
    """Book a draft as one entry, with a receipt for each payer.

    counted: {note or coin in baht: how many}; slips: [(baht, reference)]. Together they are what the sheet
    comes to, to the satang. version: of the sheet when the counting began.

    The entry is dated on the meeting day. A sheet of a closed month stands in for one taken back: its entry is
    dated the day of `at` and names the month it concerns, while the sheet stays with its meeting.

    What a member organisation pays is mirrored in its own book, where it keeps one here.

    Raises `SheetAlreadyPosted`, `SheetChanged`, `SheetNotWhole`, `NothingPaid`, `MoneyDiffers`, `MoreThanOwed`,
    `SlipsDiffer`, `RowsRefused`, or what the ledger's `post` raises.
    Source: architecture, The treasurer posts the month.
    """
    lock(sheet.organisation.book)
    sheet = draft_of(sheet)
    if version is not None and version != sheet.version:
        raise SheetChanged(
            _("Somebody changed the sheet while the money was counted. Look at the new total and count again.")
        )
    members = members_to_post(sheet)
    check_whole(sheet, members)
    paid = [
        PaidRow(m, m.amounts, excused=m.state == rules.EXCUSED, payer=m.payer_id, by_bank=m.by_bank) for m in members
    ]
    cash, bank = rules.cash_of(counted), sum((amount for amount, _reference in slips), ZERO)
    on = posting_day(sheet, today=at.astimezone(BANGKOK).date())
    sheet.entry = _enter(sheet, paid, cash=cash, bank=bank, on=on, by=by, at=at)
    sheet.state, sheet.posted_by, sheet.posted_at = SheetState.POSTED, by, at
    sheet.save(update_fields=["entry", "state", "posted_by", "posted_at"])
    _keep_count(sheet, counted=counted, slips=slips)
    return sheet


def book_sheet_step(
    organisation,
    *,
    meeting_on: date,
    rows: Sequence[RowIn],
    counted: Mapping[Decimal, int] | None = None,
    slips: Sequence[tuple[Decimal, str]] = (),
    by,
    at: datetime,
    imported: bool = False,
    columns: Columns | None = None,
) -> Sheet:
    """Write a sheet and book it in one go, without a draft.

    counted: notes and coins, or None where nobody knows them: then what is not on slips went to cash.
    imported: a sheet of the past; it gets no new receipts. columns: where the caller has read them already, under
    the same lock; they serve for one sheet only.

    Raises `NothingPaid`, `MoneyDiffers`, `SlipsDiffer`, `RowsRefused`, or what the ledger's `post` raises.
    """
    sheet = Sheet(
        id=new_id(),
        network_id=organisation.network_key,
        organisation=organisation,
        meeting_on=meeting_on,
        month=month_of(meeting_on),
        state=SheetState.POSTED,
        imported=imported,
        opened_by=by,
        opened_at=at,
        posted_by=by,
        posted_at=at,
    )
    paid = [
        PaidRow(r.membership, dict(r.amounts), excused=r.state == rules.EXCUSED, payer=r.payer, by_bank=r.by_bank)
        for r in rows
    ]
    bank = sum((amount for amount, _reference in slips), ZERO)
    cash = total_of(paid) - bank if counted is None else rules.cash_of(counted)
    sheet.entry = _enter(sheet, paid, cash=cash, bank=bank, on=meeting_on, by=by, at=at, columns=columns)
    sheet.save(force_insert=True)
    _keep_rows(sheet, rows, by=by, at=at)
    _keep_count(sheet, counted=counted or {}, slips=slips)
    return sheet


def reverse_sheet_step(reversal: SheetReversal, *, today: date, by, at: datetime) -> SheetReversal:
    """Take back a posted sheet by the mirror of its entry; `by` agrees to what another asked for.

    It is dated on the meeting day while that month is open, else today. The short months of its members are
    counted anew.

    Its mirrors in the books of member organisations are taken back with it, all on one day that every book takes.

    Raises `NotReversible`, `CashBanked`, `OtherBookRefused` by name, or what the ledger's `reverse` raises.
    """
    sheet = reversal.sheet
    lock(sheet.organisation.book)
    sheet = _locked(sheet)
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
    strike_entry_step(sheet.entry, reversal=reversal.entry, at=at)
    recount_step(Membership.objects.filter(network_id=sheet.network_id, sheet_rows__sheet=sheet))
    return reversal


def take_back_row_step(row: SheetRow, mirror: Entry, *, today: date, at: datetime, **given) -> Entry:
    """Take back what one organisation brought on a posted sheet; `mirror` is the entry of it in its own book.

    Its payments on loans are struck, its short months counted anew. The row and its receipt keep what they say. Returns
    the correction. given: by, checked_by, reason. The caller has locked.

    Raises `CashBanked`, `OtherBookRefused`, `MonthClosed`, or what striking a fact of a loan raises.
    """
    sheet = row.sheet
    on, _concerned = day_open_in_all([sheet.organisation.book, mirror.book], sheet.entry.on, today=today)
    purse = account(sheet.organisation.book, BANK if row.by_bank else CASH).pk
    try:
        row.taken_back = take_back_from_one(sheet.entry, mirror, on=on, purse=purse, **given).entry
    except BelowZero as refusal:
        raise CashBanked(NOT_ENOUGH) from refusal
    row.save(update_fields=["taken_back"])
    strike_entry_step(sheet.entry, reversal=row.taken_back, at=at, membership_id=row.membership_id)
    recount_step([row.membership])
    return row.taken_back


def posting_day(sheet: Sheet, *, today: date) -> date:
    """Return the day the entry of a draft is dated: its meeting day, unless it replaces one of a closed month."""
    return _open_day(sheet, today=today) if sheet.replaces_id else sheet.meeting_on


def _open_day(sheet: Sheet, *, today: date) -> date:
    """Return the meeting day while its month is open, else the day that stands in for it."""
    return day_in_open_month(sheet.organisation.book, sheet.meeting_on, today=today)[0]


def _check_cash(sheet: Sheet) -> None:
    cash = account(sheet.organisation.book, CASH)
    given = sum(sheet.entry.lines.filter(account_id=cash.pk).values_list("debit", flat=True), ZERO)
    if balance(cash) < given:
        raise CashBanked(NOT_ENOUGH)


def draft_of(sheet: Sheet) -> Sheet:
    """Lock a sheet against every other writer and return it as it stands. Raises `SheetAlreadyPosted`."""
    sheet = _locked(sheet)
    if not sheet.is_draft:
        raise SheetAlreadyPosted(sheet)
    return sheet


def as_stored(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    """Return amounts as a row keeps them: {column: "100.00"}."""
    return {column: f"{amount:.2f}" for column, amount in amounts.items()}


def total_of(rows: Iterable[PaidRow]) -> Decimal:
    """Return what rows come to, in baht."""
    return sum((amount for row in rows for amount in row.amounts.values()), ZERO)


def _locked(sheet: Sheet) -> Sheet:
    locked = Sheet.objects.select_for_update().get(network_id=sheet.network_id, pk=sheet.pk)
    locked.organisation = sheet.organisation
    return locked


def _enter(
    sheet: Sheet,
    rows: Sequence[PaidRow],
    *,
    cash: Decimal,
    bank: Decimal,
    on: date,
    by,
    at: datetime,
    columns: Columns | None = None,
):
    """Post the entry of a sheet, dated `on`; record what it brought for loans, and settle which months it kept."""
    total, book = total_of(rows), sheet.organisation.book
    if not total:
        raise NothingPaid(_("Nobody paid anything on this sheet, so there is nothing to post."))
    if cash + bank != total:
        raise MoneyDiffers(money=cash + bank, total=total)
    debits = debits_of(
        cash_account=account(book, CASH).pk,
        cash=cash,
        bank_account=account(book, BANK).pk if bank else None,
        bank=bank,
    )
    columns = columns or columns_of(sheet)
    if strange := {code for row in rows for code, amount in row.amounts.items() if amount} - set(columns.codes):
        raise NoSuchColumn(
            _("Nothing can be paid into “%(column)s” on this meeting day.") % {"column": ", ".join(sorted(strange))}
        )
    check_columns(sheet, rows, columns)
    entry = _post(
        sheet, rows, [*debits, *credits_of(rows, columns.items, receipts=not sheet.imported)], bank=bank, on=on, by=by
    )
    for till in columns.tills:
        keep_taken_step(till, entry=entry, payers={row.membership.pk: row.payer for row in rows}, by=by, at=at)
    settle_sheet_step(
        [(row.membership, row.amounts, row.excused) for row in rows], month=sheet.month, on=sheet.meeting_on
    )
    return entry


def _post(sheet: Sheet, rows: Sequence[PaidRow], moves: list, *, bank: Decimal, on: date, by):
    """Post the entry, and its mirror in the book of every organisation that is a member and paid."""
    entry = {"book": sheet.organisation.book, "on": on, "kind": EntryKind.SHEET, "key": f"sheet:{sheet.pk}"}
    entry |= {"moves": moves, "by": by, "concerns_month": sheet.month if sheet.month < month_of(on) else None}
    if any(row.membership.member_organisation_id for row in rows):
        return post_between(**entry, purses=purses_of(sheet, rows, bank=bank, on=on)).entry
    return post(**entry).entry


def _keep_rows(sheet: Sheet, rows: Sequence[RowIn], *, by, at: datetime) -> None:
    SheetRow.objects.bulk_create(
        SheetRow(
            network_id=sheet.network_id,
            sheet=sheet,
            membership=row.membership,
            position=position,
            state=row.state,
            dues=as_stored(row.dues),
            amounts=as_stored(row.amounts),
            payer_id=row.payer,
            by_bank=row.by_bank,
            typed_by=by,
            typed_at=at,
        )
        for position, row in enumerate(rows, start=1)
    )


def _keep_count(sheet: Sheet, *, counted: Mapping[Decimal, int], slips: Sequence[tuple[Decimal, str]]) -> None:
    CashCount.objects.bulk_create(
        CashCount(network_id=sheet.network_id, sheet=sheet, denomination=note, count=number)
        for note, number in counted.items()
        if number
    )
    Slip.objects.bulk_create(
        Slip(network_id=sheet.network_id, sheet=sheet, position=position, amount=amount, reference=reference)
        for position, (amount, reference) in enumerate(slips, start=1)
    )
