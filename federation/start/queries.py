"""What the start pages show: the group's month as four steps, the network's groups at a glance.

Costs a fixed number of queries, from heads and month totals; the years behind do not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from federation.kit.dates import month_of, month_range, next_month
from federation.kit.money import ZERO
from federation.ledger.chart import SATJA, SHARES, SHARES_IN_NETWORK, SHARES_NOT_TOLD_APART, SPECIAL_SAVINGS
from federation.ledger.months import open_month, open_months
from federation.ledger.queries import balances_by_book, monthly_flows
from federation.organisations.models import Organisation, State
from federation.reports.models import IssuedFile, IssuedReport
from federation.start.loan_work import GroupLoans
from groups.promises.queries import open_short_months
from groups.registry.models import Membership
from groups.registry.queries import members_on
from groups.sheets.models import RowState, Sheet, SheetReversal, SheetRow, SheetState

SAVED = (SATJA, SHARES)


@dataclass(frozen=True)
class GroupMonth:
    """A group's month under way: its sheets, who is not yet filled in, and the month before it."""

    organisation: Organisation
    month: date
    drafts: list
    posted: list
    blanks: list
    missed: list
    reversals: list
    last_report: IssuedReport | None
    last_report_printed: bool
    over: bool
    is_ahead: bool

    @property
    def latest(self):
        """The month closed last, or None."""
        return self.last_report.month if self.last_report else None


def group_month(organisation: Organisation, *, on: date) -> GroupMonth:
    """Return the oldest month of a group that is still open, and what is missing in it by name."""
    month = open_month(organisation.book)
    sheets = list(Sheet.objects.of(organisation).standing().filter(month=month).order_by("meeting_on"))
    drafts = [sheet for sheet in sheets if sheet.state == SheetState.DRAFT]
    report = (
        IssuedReport.objects.filter(network_id=organisation.network_key, organisation=organisation, name="monthly")
        .defer("data")
        .order_by("-month", "-version")
        .first()
    )
    return GroupMonth(
        organisation=organisation,
        month=month,
        drafts=drafts,
        posted=[sheet for sheet in sheets if sheet.state == SheetState.POSTED],
        blanks=_blanks(drafts),
        missed=_missed(organisation, on),
        reversals=_waiting_reversals(organisation),
        last_report=report,
        last_report_printed=_printed(report),
        over=next_month(month) <= on,
        is_ahead=month > on,
    )


def _blanks(drafts) -> list:
    return list(
        SheetRow.objects.filter(
            network_id__in={sheet.network_id for sheet in drafts}, sheet__in=drafts, state=RowState.BLANK
        )
        .select_related("sheet", "membership__person", "membership__member_organisation")
        .order_by("sheet__meeting_on", "position")
    )


def _missed(organisation, on: date) -> list:
    """Return (membership, [months]) of the members who have months left to make up, by number."""
    memberships = list(members_on(organisation, on))
    now = open_month(organisation.book)
    short = {pk: [row.month for row in rows if row.month < now] for pk, rows in open_short_months(memberships).items()}
    return [(m, short[m.pk]) for m in memberships if short.get(m.pk)]


def _waiting_reversals(organisation) -> list:
    waiting = SheetReversal.objects.filter(
        network_id=organisation.network_key, sheet__organisation=organisation, decided_by=None
    )
    return list(waiting.select_related("sheet", "asked_by__person").order_by("asked_at"))


def _printed(report) -> bool:
    return bool(report) and IssuedFile.objects.filter(network_id=report.network_id, report=report).exists()


@dataclass(frozen=True)
class GroupRow:
    """One group on the network's start page; money in baht."""

    organisation: Organisation
    state: str
    open_month: date
    members: int
    saved: Decimal
    special: Decimal
    in_network: Decimal
    brought: Decimal
    loans: GroupLoans
    handed: str


@dataclass(frozen=True)
class NetworkMonth:
    """A network's groups this month, and what they saved month by month."""

    network: Organisation
    month: date
    rows: list
    flows: list = field(default_factory=list)

    @property
    def members(self) -> int:
        return sum(row.members for row in self.rows)

    @property
    def saved(self) -> Decimal:
        return sum((row.saved for row in self.rows), ZERO)

    @property
    def brought(self) -> Decimal:
        return sum((row.brought for row in self.rows), ZERO)


def network_month(
    network: Organisation, *, on: date, months: int = 24, loans: Mapping | None = None, handed: Mapping | None = None
) -> NetworkMonth:
    """Return every group whose account the network keeps with this month's state, and `months` months of savings.

    loans: {organisation id: `GroupLoans`}, where the reader may see them. handed: {organisation id: how last month
    stands}. A group that is still forming and has no member yet is left out.
    """
    month = month_of(on)
    members = _member_counts(network, on)
    groups = [
        group
        for group in Organisation.objects.kept_by(network).filter(book__isnull=False).order_by("code")
        if members.get(group.pk) or group.state != State.FORMING
    ]
    opened = open_months(network.pk)
    posted = set(
        Sheet.objects.filter(network_id=network.pk, month=month, state=SheetState.POSTED).values_list(
            "organisation_id", flat=True
        )
    )
    first = next_month(month, by=1 - months)
    in_network = (SHARES_IN_NETWORK, SHARES_NOT_TOLD_APART)
    saved = balances_by_book(network.pk, codes=[*SAVED, SPECIAL_SAVINGS, *in_network], month=month)
    flows = monthly_flows(network.pk, codes=SAVED, since=first, until=month)
    rows = [
        GroupRow(
            organisation=group,
            state=state_of(open_month=opened[group.book_id], posted=group.pk in posted, month=month),
            open_month=opened[group.book_id],
            members=members.get(group.pk, 0),
            saved=sum((saved.get((group.book_id, code), ZERO) for code in SAVED), ZERO),
            special=saved.get((group.book_id, SPECIAL_SAVINGS), ZERO),
            in_network=sum((saved.get((group.book_id, code), ZERO) for code in in_network), ZERO),
            brought=flows.get((group.book_id, month), ZERO),
            loans=(loans or {}).get(group.pk, GroupLoans()),
            handed=(handed or {}).get(group.pk, ""),
        )
        for group in groups
    ]
    books = [group.book_id for group in groups]
    by_month = [(at, sum((flows.get((book, at), ZERO) for book in books), ZERO)) for at in month_range(first, month)]
    return NetworkMonth(network, month, rows, by_month)


def state_of(*, open_month: date, posted: bool, month: date) -> str:
    """Return closed, late, posted or open: late is whoever has not closed the month before the last."""
    if open_month > month:
        return "closed"
    if open_month < next_month(month, by=-1):
        return "late"
    return "posted" if posted else "open"


def _member_counts(network, on) -> dict:
    counted = (
        Membership.objects.filter(network_id=network.pk)
        .live(on)
        .order_by()
        .values("organisation_id")
        .annotate(n=Count("pk", filter=Q(person__isnull=False)))
    )
    return {row["organisation_id"]: row["n"] for row in counted}
