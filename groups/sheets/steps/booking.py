"""Booking a sheet. The steps stand in the caller's transaction; importer and demo compose them."""

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
from federation.ledger.funds import funds_by_account, purses_by_fund
from federation.ledger.months import day_in_open_month
from federation.ledger.posting import EntryKind, lock, post
from federation.ledger.twins import post_between
from groups.promises.steps import settle_sheet_step
from groups.registry.models import Membership
from groups.sheets import rules
from groups.sheets.checks import check_columns, check_whole, purses_of
from groups.sheets.items import Columns, columns_of
from groups.sheets.models import CashCount, Sheet, SheetRow, SheetState, Slip
from groups.sheets.postings import PaidRow, brought_to_funds, credits_of, debits_of
from groups.sheets.queries import members_to_post
from groups.sheets.steps.drafts import draft_of
from groups.sheets.steps.joined import keep_step, prepare_step


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


def posting_day(sheet: Sheet, *, today: date) -> date:
    """Return the day the entry of a draft is dated: its meeting day, unless it replaces one of a closed month."""
    return _open_day(sheet, today=today) if sheet.replaces_id else sheet.meeting_on


def _open_day(sheet: Sheet, *, today: date) -> date:
    """Return the meeting day while its month is open, else the day that stands in for it."""
    return day_in_open_month(sheet.organisation.book, sheet.meeting_on, today=today)[0]


def as_stored(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    """Return amounts as a row keeps them: {column: "100.00"}."""
    return {column: f"{amount:.2f}" for column, amount in amounts.items()}


def total_of(rows: Iterable[PaidRow]) -> Decimal:
    """Return what rows come to, in baht."""
    return sum((amount for row in rows for amount in row.amounts.values()), ZERO)


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
    total = total_of(rows)
    if not total:
        raise NothingPaid(_("Nobody paid anything on this sheet, so there is nothing to post."))
    if cash + bank != total:
        raise MoneyDiffers(money=cash + bank, total=total)
    columns = columns or columns_of(sheet)
    if strange := {code for row in rows for code, amount in row.amounts.items() if amount} - set(columns.codes):
        raise NoSuchColumn(
            _("Nothing can be paid into “%(column)s” on this meeting day.") % {"column": ", ".join(sorted(strange))}
        )
    check_columns(sheet, rows, columns)
    for till in columns.tills:
        prepare_step(till, rows, key=str(sheet.pk), on=on, by=by)
    credits = list(credits_of(rows, columns.items, receipts=not sheet.imported))
    moves = [*_debits(sheet, credits, cash=cash, bank=bank), *(move for _row, move in credits)]
    entry = _post(sheet, rows, moves, bank=bank, on=on, by=by)
    payers = {row.membership.pk: row.payer for row in rows}
    for till in columns.tills:
        keep_step(till, entry=entry, payers=payers, by=by, at=at)
    settle_sheet_step(
        [(row.membership, row.amounts, row.excused) for row in rows], month=sheet.month, on=sheet.meeting_on
    )
    return entry


def _debits(sheet: Sheet, credits: Sequence, *, cash: Decimal, bank: Decimal) -> Iterable:
    """Return the debits of a sheet: one query, and one more where the book has funds."""
    purses = purses_by_fund(sheet.organisation.book)
    brought = ()
    if len(purses) > 1:
        accounts = [move.account_id for _row, move in credits]
        brought = brought_to_funds(credits, fund_of=funds_by_account(sheet.network_id, accounts))
    return debits_of(purses, cash=cash, bank=bank, brought=brought)


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
