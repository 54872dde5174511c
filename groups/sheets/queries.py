"""Reading sheets. A page costs what its members cost, never the years behind it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import last_day
from federation.kit.money import ZERO, show
from federation.ledger.chart import CASH
from federation.ledger.funds import plain
from federation.ledger.months import open_month
from federation.ledger.queries import signed_balance_of
from groups.registry.models import Membership
from groups.registry.queries import members_on
from groups.sheets.models import ReceiptPrint, Sheet, SheetRow, SheetState


def sheet_on(organisation, meeting_on: date) -> Sheet | None:
    """Return the sheet of a meeting day that stands: being filled in or posted, not reversed."""
    return (
        Sheet.objects.of(organisation)
        .standing()
        .filter(meeting_on=meeting_on)
        .select_related("organisation__book", "entry", "posted_by__person", "opened_by__person")
        .first()
    )


def day_to_open(organisation, *, today: date) -> date:
    """Return the day to propose for a new sheet: the open month's first meeting day, by the bylaws, without a sheet;
    today where none is fixed or each has its sheet."""
    month = open_month(organisation.book)
    last = last_day(month)
    days = [month.replace(day=min(day, last.day)) for day in bylaws_of(organisation, on=last)["meeting_days"]]
    held = set(Sheet.objects.of(organisation).standing().filter(month=month).values_list("meeting_on", flat=True))
    return next((day for day in sorted(days) if day not in held), today)


def rows_of(sheet: Sheet) -> QuerySet[SheetRow]:
    """Return the rows of a sheet with whose they are, in the order of the sheet."""
    return (
        SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet)
        .select_related("membership__person", "membership__member_organisation", "payer", "typed_by__person")
        .order_by("position", "pk")
    )


def with_savings(rows: QuerySet[SheetRow]) -> QuerySet[SheetRow]:
    """Add what each member has saved up to now in satja and in shares, in baht, as debits less credits."""
    return rows.annotate(
        satja_saved=signed_balance_of("membership__satja_account"),
        shares_saved=signed_balance_of("membership__shares_account"),
    )


def paid_in_month(organisation, month: date) -> Mapping:
    """Return {membership id: {column: baht}} that the posted sheets of a month have brought so far."""
    brought: dict = {}
    rows = SheetRow.objects.filter(
        network_id=organisation.network_key,
        sheet__network_id=organisation.network_key,
        sheet__organisation=organisation,
        sheet__month=month,
        sheet__state=SheetState.POSTED,
    ).values_list("membership_id", "amounts")
    for membership_id, amounts in rows:
        columns = brought.setdefault(membership_id, {})
        for column, amount in amounts.items():
            columns[column] = columns.get(column, ZERO) + Decimal(amount)
    return brought


def members_without_row(sheet: Sheet) -> QuerySet[Membership]:
    """Return who is a member on the meeting day and has no row yet: late joiners."""
    has_row = SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet, membership=OuterRef("pk"))
    return members_on(sheet.organisation, sheet.meeting_on).exclude(Exists(has_row))


@dataclass(slots=True, eq=False)
class MemberToPost:
    """What posting needs of a membership and its row: two hundred of these take a tenth of the time of the models.

    It answers as a `Membership` does where accounts are credited and short months are settled.
    """

    pk: uuid.UUID
    number: int
    ended_on: date | None
    counted_from: date
    satja_account_id: uuid.UUID
    shares_account_id: uuid.UUID
    special_account_id: uuid.UUID
    member_organisation_id: int | None
    state: str
    amounts: dict[str, Decimal]
    payer_id: uuid.UUID | None
    by_bank: bool
    organisation: object

    def __post_init__(self):
        self.amounts = {column: Decimal(amount) for column, amount in self.amounts.items()}

    @property
    def network_id(self) -> int:
        return self.organisation.network_key

    def __getattr__(self, name: str):
        """Ask the membership itself for what is seldom needed, such as the account of its shares."""
        return getattr(Membership.objects.of(self.organisation).get(pk=self.pk), name)


def members_to_post(sheet: Sheet) -> list[MemberToPost]:
    """Return whoever has a row, in the order of the sheet. One query."""
    rows = SheetRow.objects.filter(network_id=sheet.network_id, sheet=sheet).order_by("position", "pk")
    accounts = ("satja_account", "shares_account", "special_account")
    of_membership = ("number", "ended_on", "counted_from", *accounts, "member_organisation")
    of_row = ("state", "amounts", "payer_id", "by_bank")
    columns = ["membership_id", *(f"membership__{field}" for field in of_membership), *of_row]
    return [MemberToPost(*row, sheet.organisation) for row in rows.values_list(*columns)]


def sheets_with_totals(organisation) -> QuerySet[Sheet]:
    """Return an organisation's sheets, newest first, with what their entries came to as `total`."""
    return (
        Sheet.objects.of(organisation)
        .select_related("posted_by__person")
        .annotate(total=Sum("entry__lines__debit"))
        .order_by("-meeting_on", "-opened_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """A receipt as people see it. rows: those of the sheet whose money came in this payer's envelope."""

    receipt: object
    payer: Membership
    rows: list[SheetRow]

    @property
    def number(self) -> str:
        """The number within the Buddhist year: 12/2569."""
        return str(self.receipt)

    @property
    def shown_amount(self) -> str:
        return show(self.receipt.amount)

    def amounts(self) -> list[tuple[SheetRow, str, Decimal]]:
        """Return (row, column, baht) of everything on it."""
        return [(row, column, amount) for row in self.rows for column, amount in row.paid.items() if amount]


def receipts_of(sheet: Sheet) -> list[ReceiptSlip]:
    """Return the receipts of a posted sheet by number, each with `receipt.printed`, how often it was printed."""
    rows_by_payer: dict = {}
    members = {}
    for row in rows_of(sheet):
        members[row.membership_id] = row.membership
        rows_by_payer.setdefault(row.payer_id or row.membership_id, []).append(row)
    receipts = sheet.entry.receipts.annotate(printed=Count("prints")).order_by("be_year", "number")
    return [ReceiptSlip(r, members[r.payer], rows_by_payer[r.payer]) for r in receipts]


def came_in_cash(sheet: Sheet) -> bool | None:
    """Tell whether all money of a posted sheet was cash; None where some was and nobody knows whose."""
    codes = sheet.entry.lines.filter(debit__gt=0).values_list("account__code", flat=True)
    in_cash = {plain(code) == CASH for code in codes}
    return None if len(in_cash) > 1 else in_cash == {True}


def prints_of(sheet: Sheet, batch) -> Mapping:
    """Return {receipt id: print} of one press of the button."""
    prints = ReceiptPrint.objects.filter(network_id=sheet.network_id, batch=batch, receipt__entry=sheet.entry_id)
    return {printed.receipt_id: printed for printed in prints}
