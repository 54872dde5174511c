"""What people do with sheets. Each is one durable transaction: lock, look again, ask the rules, write."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.access.queries import NOT_INDEPENDENT, independent
from federation.audit.log import record
from federation.kit.dates import month_of, show_date
from federation.kit.refusals import Refused
from federation.ledger.months import is_open
from federation.ledger.posting import lock
from federation.ledger.refusals import NeedsSecondPerson
from federation.ledger.submissions import earlier_answer, fingerprint, keep_answer
from groups.registry.queries import members_on
from groups.sheets import rules
from groups.sheets.checks import rows_refused
from groups.sheets.items import Columns, columns_of
from groups.sheets.models import ReceiptPrint, Sheet, SheetReversal, SheetRow, SheetState
from groups.sheets.queries import members_without_row
from groups.sheets.steps import (
    NotReversible,
    SheetAlreadyPosted,
    as_stored,
    draft_of,
    post_sheet_step,
    posting_day,
    reverse_sheet_step,
)

AHEAD = timedelta(days=62)
REASON_LENGTH = 10


class SheetExists(Refused):
    """Raised when the meeting day has a sheet; `sheet` is which."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        words = _("There is already a sheet for %(day)s.") % {"day": show_date(sheet.meeting_on)}
        super().__init__(words, fields={"meeting_on": words})


class NotAMeetingDay(Refused):
    """Raised when a sheet is to be opened in a closed month, before the books, or too far ahead."""


class ReasonTooShort(Refused):
    """Raised when somebody asks for a reversal without saying why."""


@dataclass(frozen=True, slots=True)
class RowTyped:
    """A row as it came from a form: amounts as numbers, members by their number, and what the form had drawn."""

    number: int
    seen: str
    amounts: Mapping[str, Decimal]
    mark: str = ""
    payer: int | None = None

    @property
    def version(self) -> int:
        return int(self.seen.split(".")[0])

    @property
    def untouched(self) -> bool:
        drawn = rules.seen(self.version, mark=self.mark, amounts=self.amounts, payer=self.payer)
        return drawn == self.seen


@dataclass(frozen=True, slots=True)
class Saved:
    """The typed rows as they stand now, by member number, and the numbers of those another person changed first."""

    rows: dict[int, SheetRow]
    conflicts: set[int] = field(default_factory=set)


@transaction.atomic(durable=True)
def open_sheet(organisation, *, meeting_on: date, today: date, by, at: datetime) -> Sheet:
    """Open the sheet of a meeting day with a blank row for each member; after a reversal, with what was typed then.

    In a closed month only a sheet that was reversed may be opened again.

    Raises `SheetExists` or `NotAMeetingDay`.
    """
    lock(organisation.book)
    earlier = list(Sheet.objects.of(organisation).filter(meeting_on=meeting_on).order_by("-opened_at"))
    taken_back = any(sheet.state == SheetState.REVERSED for sheet in earlier)
    _check_meeting_day(organisation, meeting_on, today=today, taken_back=taken_back)
    if standing := next((sheet for sheet in earlier if sheet.state != SheetState.REVERSED), None):
        raise SheetExists(standing)
    sheet = Sheet.objects.create(
        network_id=organisation.network_key,
        organisation=organisation,
        meeting_on=meeting_on,
        month=month_of(meeting_on),
        replaces=earlier[0] if earlier else None,
        opened_by=by,
        opened_at=at,
    )
    _add_rows(sheet, members_on(organisation, meeting_on), after=0)
    record(
        "sheet_opened", by=by, at=at, organisation=organisation, about=f"sheet:{sheet.pk}", after={"day": meeting_on}
    )
    return sheet


@transaction.atomic(durable=True)
def renew_members(sheet: Sheet, *, by, at: datetime) -> int:
    """Add who joined since the sheet was opened, take out who left and has no money on it. Return how many changed.

    Raises `SheetAlreadyPosted`.
    """
    sheet = draft_of(sheet)
    rows = SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet)
    members = members_on(sheet.organisation, sheet.meeting_on)
    gone = rows.filter(amounts={}).exclude(membership__in=members.values("pk"))
    joined = list(members_without_row(sheet))
    removed, _kinds = gone.delete()
    last = rows.order_by("-position").values_list("position", flat=True).first() or 0
    _add_rows(sheet, joined, after=last)
    _touch(sheet)
    return removed + len(joined)


@transaction.atomic(durable=True)
def save_rows(sheet: Sheet, *, typed: Iterable[RowTyped], by, at: datetime, columns: Columns | None = None) -> Saved:
    """Keep what was typed, row by row; a row that somebody else changed meanwhile is left as it is and named.

    Rows that were not touched only learn what is due by now. columns: with what is due in these rows, if the caller
    has just read it. Raises `SheetAlreadyPosted`.
    """
    sheet = draft_of(sheet)
    typed = {row.number: row for row in typed}
    rows = _rows_by_number(sheet)
    members = {number: row.membership_id for number, row in rows.items()}
    rows = {number: rows[number] for number in typed if number in rows}
    columns = columns or columns_of(sheet, [row.membership for row in rows.values()])
    conflicts, changed = set(), []
    for number, row in rows.items():
        before = (row.state, row.dues)
        row.dues = as_stored(columns.dues(row.membership))
        if not _is_new(typed[number], row):
            row.state = rules.state_of(row.paid, dues=row.due, mark=row.mark)
        elif typed[number].version != row.version:
            conflicts.add(number)
        else:
            _write(row, typed[number], members=members, by=by, at=at)
            changed.append(row)
            continue
        if before != (row.state, row.dues):
            changed.append(row)
    SheetRow.objects.bulk_update(changed, ROW_FIELDS)
    if any(row.typed_at == at for row in changed):
        _touch(sheet)
    return Saved(rows, conflicts)


ROW_FIELDS = ["amounts", "state", "dues", "payer", "version", "typed_by", "typed_at"]


@transaction.atomic(durable=True)
def mark_all_due(sheet: Sheet, *, leave: Iterable[int] = (), by, at: datetime) -> int:
    """Fill every blank row with what is due, and return how many there were. Raises `SheetAlreadyPosted`.

    leave: numbers of members in whose boxes something stands that could not be kept yet; those rows are not blank.
    """
    sheet, leave = draft_of(sheet), set(leave)
    rows = _rows_by_number(sheet)
    blank = [row for number, row in rows.items() if row.state == rules.BLANK and number not in leave]
    columns = columns_of(sheet, [row.membership for row in blank])
    for row in blank:
        _fill_as_due(row, columns, by=by, at=at)
    SheetRow.objects.bulk_update(blank, ROW_FIELDS)
    _touch(sheet)
    return len(blank)


@transaction.atomic(durable=True)
def mark_by_bank(sheet: Sheet, *, numbers: Iterable[int], by, at: datetime) -> None:
    """Mark which member organisations paid from their bank accounts, by member number. Raises `SheetAlreadyPosted`."""
    sheet, numbers = draft_of(sheet), set(numbers)
    rows = [row for number, row in _rows_by_number(sheet).items() if row.by_bank != (number in numbers)]
    rows = [row for row in rows if row.membership.member_organisation_id]
    for row in rows:
        row.by_bank, row.typed_by, row.typed_at = not row.by_bank, by, at
    if rows:
        SheetRow.objects.bulk_update(rows, ["by_bank", "typed_by", "typed_at"])
        _touch(sheet)


@transaction.atomic(durable=True)
def leave_off(sheet: Sheet, *, numbers: Iterable[int], today: date, by, at: datetime) -> list:
    """Mark as absent whose own book cannot take its side, and return why. What was typed is kept in the log.

    numbers: the members of whom a person has read that their book cannot take it; nobody else is left off.
    Raises `SheetAlreadyPosted`.
    """
    lock(sheet.organisation.book)
    sheet = draft_of(sheet)
    refused = rows_refused(sheet, on=posting_day(sheet, today=today))
    refused = [(row, why) for row, why in refused if row.membership.number in numbers]
    typed = {row.membership.shown_number: row.amounts for row, _why in refused}
    for row, _why in refused:
        row.amounts, row.state, row.payer, row.by_bank = {}, rules.ABSENT, None, False
        row.version += 1
        row.typed_by, row.typed_at = by, at
    if refused:
        SheetRow.objects.bulk_update([row for row, _why in refused], [*ROW_FIELDS, "by_bank"])
        _touch(sheet)
        before = {"day": sheet.meeting_on, "typed": typed}
        about = f"sheet:{sheet.pk}"
        record("sheet_rows_left_off", by=by, at=at, organisation=sheet.organisation, about=about, before=before)
    return [why for _row, why in refused]


@transaction.atomic(durable=True)
def discard_sheet(sheet: Sheet, *, by, at: datetime) -> None:
    """Throw away a draft that should not have been opened. Raises `SheetAlreadyPosted`."""
    sheet = draft_of(sheet)
    rows = SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet)
    typed = {row.membership.shown_number: row.amounts for row in _rows_by_number(sheet).values() if row.amounts}
    record(
        "sheet_discarded",
        by=by,
        at=at,
        organisation=sheet.organisation,
        about=f"sheet:{sheet.pk}",
        before={"day": sheet.meeting_on, "typed": typed},
    )
    rows.delete()
    sheet.delete()


@transaction.atomic(durable=True)
def post_sheet(
    sheet: Sheet,
    *,
    key: uuid.UUID,
    counted: Mapping[Decimal, int],
    slips: Sequence[tuple[Decimal, str]],
    version: int | None = None,
    by,
    at: datetime,
) -> Sheet:
    """Post a draft once, however often the form arrives; see `steps.post_sheet_step`.

    key: drawn with the form. The same key and figures get the first answer again.

    Raises `SentBefore` too, when the key was used for something else.
    """
    book = sheet.organisation.book
    digest = fingerprint([str(sheet.pk), version, sorted((str(n), c) for n, c in counted.items() if c), slips])
    if entry := earlier_answer(key=key, book=book, user=by, digest=digest):
        return Sheet.objects.get(network_id=sheet.network_id, entry=entry)
    try:
        sheet = post_sheet_step(sheet, counted=counted, slips=slips, version=version, by=by, at=at)
    except SheetAlreadyPosted:
        if entry := earlier_answer(key=key, book=book, user=by, digest=digest):  # while this one waited for the lock
            return Sheet.objects.get(network_id=sheet.network_id, entry=entry)
        raise
    keep_answer(key=key, book=book, user=by, digest=digest, entry=sheet.entry, at=at)
    record("sheet_posted", by=by, at=at, organisation=sheet.organisation, about=f"sheet:{sheet.pk}")
    return sheet


@transaction.atomic(durable=True)
def ask_reversal(sheet: Sheet, *, reason: str, by, at: datetime) -> SheetReversal:
    """Ask that a posted sheet be taken back, saying why in ten letters or more; another officer decides.

    Raises `ReasonTooShort` or `NotReversible`.
    """
    reason = " ".join(reason.split())
    if len(reason) < REASON_LENGTH:
        words = _("Write why, in ten letters or more.")
        raise ReasonTooShort(words, fields={"reason": words})
    lock(sheet.organisation.book)
    sheet = Sheet.objects.select_related("organisation").get(network_id=sheet.network_id, pk=sheet.pk)
    open_request = SheetReversal.objects.filter(network_id=sheet.network_id, sheet=sheet, decided_by=None)
    if sheet.state != SheetState.POSTED or open_request.exists():
        raise NotReversible(_("This sheet is not posted, or its reversal is asked for already."))
    record("sheet_reversal_asked", by=by, at=at, organisation=sheet.organisation, about=f"sheet:{sheet.pk}")
    return SheetReversal.objects.create(
        network_id=sheet.network_id, sheet=sheet, reason=reason, asked_by=by, asked_at=at
    )


@transaction.atomic(durable=True)
def decide_reversal(reversal: SheetReversal, *, agree: bool, today: date, by, at: datetime) -> SheetReversal:
    """Reverse the sheet as another asked, or decline.

    Raises `NeedsSecondPerson`, `NotReversible`, or what the ledger's `reverse` raises.
    """
    if reversal.asked_by_id == by.pk:
        raise NeedsSecondPerson(_("Another person has to check this; you cannot check your own act."))
    if agree and not independent(reversal.asked_by, by, first_at=reversal.asked_at, at=at):
        raise NeedsSecondPerson(NOT_INDEPENDENT)
    organisation = reversal.sheet.organisation
    what = "sheet_reversed" if agree else "sheet_reversal_declined"
    record(what, by=by, at=at, organisation=organisation, about=f"sheet:{reversal.sheet_id}")
    if agree:
        return reverse_sheet_step(reversal, today=today, by=by, at=at)
    lock(organisation.book)
    undecided = SheetReversal.objects.filter(network_id=reversal.network_id, pk=reversal.pk, decided_by=None)
    if not undecided.update(decided_by=by, decided_at=at):
        raise NotReversible(_("This was decided already. Nothing was changed now."))
    reversal.refresh_from_db()
    return reversal


@transaction.atomic(durable=True)
def print_receipts(sheet: Sheet, *, receipts: Iterable, batch: uuid.UUID, by, at: datetime) -> None:
    """Note that receipts of a sheet are printed: the first print of each is the receipt, a later one a copy.

    batch: drawn with the button; the same batch again prints nothing more.
    """
    lock(sheet.organisation.book)
    prints = ReceiptPrint.objects.filter(network_id=sheet.network_id)
    if prints.filter(batch=batch).exists():
        return
    printed = set(prints.filter(receipt__in=receipts).values_list("receipt_id", flat=True))
    prints.bulk_create(
        ReceiptPrint(
            network_id=sheet.network_id, receipt=receipt, batch=batch, is_copy=receipt.pk in printed, by=by, at=at
        )
        for receipt in receipts
    )


def _check_meeting_day(organisation, meeting_on: date, *, today: date, taken_back: bool) -> None:
    words = None
    if meeting_on < organisation.book.opened_on:
        words = _("That day lies before these books were opened.")
    elif not taken_back and not is_open(organisation.book, meeting_on):
        words = _("That month is closed, and no month opens again. Enter it on a sheet of the open month.")
    elif meeting_on > today + AHEAD:
        words = _("That day is more than two months ahead. Look at the date again.")
    if words:
        raise NotAMeetingDay(words, fields={"meeting_on": words})


def _add_rows(sheet: Sheet, memberships: Iterable, *, after: int) -> None:
    memberships = list(memberships)
    columns = columns_of(sheet, memberships)
    typed = {}
    if sheet.replaces_id:
        before = SheetRow.objects.filter(network_id=sheet.network_id, sheet_id=sheet.replaces_id)
        typed = {row.membership_id: row for row in before}
    rows = []
    for position, membership in enumerate(memberships, start=after + 1):
        row = SheetRow(network_id=sheet.network_id, sheet=sheet, membership=membership, position=position)
        row.dues = as_stored(columns.dues(membership))
        if before := typed.get(membership.pk):
            row.amounts, row.payer_id, row.state = before.amounts, before.payer_id, before.state
            row.typed_by_id, row.typed_at = before.typed_by_id, before.typed_at
        rows.append(row)
    SheetRow.objects.bulk_create(rows)


def _rows_by_number(sheet: Sheet) -> dict[int, SheetRow]:
    rows = SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet).select_related("membership", "payer")
    return {row.membership.number: row for row in rows.order_by("position", "pk")}


def _is_new(typed: RowTyped, row: SheetRow) -> bool:
    """Tell whether a row was touched by its typist and says something else than what is stored."""
    payer = row.payer.number if row.payer_id else None
    same = (typed.mark, dict(typed.amounts), typed.payer) == (row.mark, row.paid, payer)
    return not typed.untouched and not same


def _write(row: SheetRow, typed: RowTyped, *, members: Mapping, by, at: datetime) -> None:
    row.amounts = as_stored(typed.amounts)
    row.state = rules.state_of(typed.amounts, dues=row.due, mark=typed.mark)
    row.payer_id = members[typed.payer] if typed.payer else None
    row.version += 1
    row.typed_by, row.typed_at = by, at


def _fill_as_due(row: SheetRow, columns: Columns, *, by, at: datetime) -> None:
    dues = columns.dues(row.membership)
    row.dues = as_stored(dues)
    row.amounts = as_stored(rules.as_due(dues, columns=columns.codes))
    row.state = rules.PAID
    row.version += 1
    row.typed_by, row.typed_at = by, at


def _touch(sheet: Sheet) -> None:
    """Raise the sheet's version: whoever is counting its money must look again."""
    sheet.version += 1
    sheet.save(update_fields=["version"])
