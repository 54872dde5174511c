"""The nine heads of a month, from the books; what it costs does not grow with the number of groups.

Source: domain, 4.3 Monthly report. Cash and bank are those of all funds together.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from federation.closing.models import ClosedMonth
from federation.handover.models import PaperMonth
from federation.handover.queries.welfare import welfare_by_group
from federation.handover.rules import LATE, Heads, differences
from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.all_books import AccountMonth, month_of_books
from federation.organisations.models import Organisation
from groups.promises.models import ShortMonth
from groups.registry.models import Membership, MembershipState
from groups.sheets.models import Sheet, SheetState
from loans.arrears.queries.month import PAYMENTS, LoanMonth, months_of_loans
from loans.arrears.queries.month_end import ends_on
from loans.arrears.queries.portfolio import LoanAt, network_portfolio
from loans.arrears.rules import Scale, place_of
from loans.followup.models import CaseStep
from loans.lending.models import EventKind

SHARE_ACCOUNTS = (chart.SHARES, chart.GROUP_SHARES)
LENT = tuple(dict.fromkeys((*chart.LOANS, chart.GROUP_LOANS, chart.LOANS_TO_DETAIL)))
BANKS = tuple(sorted(chart.MONEY - {chart.CASH}))
IN_NETWORK = (chart.SHARES_IN_NETWORK, chart.SATJA_IN_NETWORK)
PAID_ON_LOAN = (chart.OWED_TO_NETWORK, chart.INTEREST_TO_NETWORK, chart.FINES_TO_NETWORK)
READ = {
    *SHARE_ACCOUNTS,
    *LENT,
    *BANKS,
    *IN_NETWORK,
    *PAID_ON_LOAN,
    *(chart.SAVINGS_IN_NETWORK, chart.INTEREST_FROM_NETWORK, chart.FEES_TO_NETWORK),
    *(chart.SATJA, chart.SPECIAL_SAVINGS, chart.CASH),
}
NO_STEPS = ("note", "cost")  # kept in a case, but nobody did anything about the debt


def heads_of(organisation: Organisation, month: date, *, today: date = date.max) -> Heads:
    """Return a month of an organisation with books in totals. today: loans of a month under way stand as of it."""
    return heads_by_group(organisation.network_key, [organisation], month, today=today)[organisation.pk]


def heads_by_group(
    network_id: int, organisations: Iterable[Organisation], month: date, *, today: date = date.max
) -> dict[int, Heads]:
    """Return {organisation id: its `heads_of`} for organisations of one network that have books. Constant queries."""
    organisations = list(organisations)
    if not organisations:
        return {}
    sources = _Sources(network_id, organisations, month, ends_on(month, today=today))
    return {one.pk: _heads(sources, one) for one in organisations}


@dataclass(frozen=True)
class _Sources:
    """What the heads of several organisations are made from; each is read once for all."""

    network_id: int
    organisations: list[Organisation]
    month: date
    until: date

    @property
    def ids(self) -> list[int]:
        return [one.pk for one in self.organisations]

    @cached_property
    def accounts(self) -> Mapping[tuple[UUID, str], AccountMonth]:
        books = [one.book_id for one in self.organisations]
        return month_of_books(self.network_id, books=books, codes=READ, month=self.month)

    @cached_property
    def members(self) -> dict[int, dict]:
        return members_by_group(self.network_id, self.ids, self.month)

    @cached_property
    def met(self) -> set[int]:
        """Who held a meeting in the month whose sheet is posted."""
        sheets = Sheet.objects.filter(network_id=self.network_id, month=self.month, state=SheetState.POSTED)
        return set(sheets.filter(organisation__in=self.ids).values_list("organisation_id", flat=True))

    @cached_property
    def missed(self) -> dict[int, int]:
        short = ShortMonth.objects.filter(network_id=self.network_id, month=self.month)
        short = short.filter(membership__network_id=self.network_id, membership__organisation__in=self.ids)
        return _counts(short, "membership__organisation_id")

    @cached_property
    def lending(self) -> dict[int, LoanMonth]:
        return months_of_loans(self.network_id, self.ids, self.month)

    @cached_property
    def loans(self) -> dict[int, list[LoanAt]]:
        """The loans that ran at the month's end; one query, whatever the number of groups."""
        found: dict = {pk: [] for pk in self.ids}
        for loan in network_portfolio(_Keeper(self.network_id), on=self.until):
            if loan.organisation_id in found:
                found[loan.organisation_id].append(loan)
        return found

    @cached_property
    def welfare(self) -> dict[int, dict]:
        return welfare_by_group(self.network_id, self.ids, self.month)

    @cached_property
    def actions(self) -> dict[int, int]:
        steps = CaseStep.objects.filter(network_id=self.network_id, case__organisation__in=self.ids)
        steps = steps.filter(on__range=(self.month, last_day(self.month))).exclude(kind__in=NO_STEPS)
        return _counts(steps, "case__organisation_id")

    def of(self, organisation: Organisation, *codes: str) -> AccountMonth:
        found = (self.accounts.get((organisation.book_id, code), AccountMonth()) for code in codes)
        return sum(found, AccountMonth())


@dataclass(frozen=True)
class _Keeper:
    """A network known by its key alone."""

    network_key: int


def _counts(rows: QuerySet, by: str) -> dict:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def members_by_group(network_id: int, organisations: Iterable[int], month: date) -> dict[int, dict]:
    """Return {organisation id: {members_…: how many}} of a month, from the register. One query."""
    before, last = month - date.resolution, last_day(month)
    there = Membership.objects.filter(network_id=network_id, organisation__in=list(organisations), joined_on__lte=last)
    there = there.exclude(state=MembershipState.APPLIED).exclude(ended_on__lte=before)
    ended = Q(ended_on__lte=last)
    counts = {
        "members_opening": Count("pk", filter=Q(joined_on__lte=before)),
        "members_new": Count("pk", filter=Q(joined_on__gt=before)),
        "members_resigned": Count("pk", filter=ended & Q(state=MembershipState.RESIGNED)),
        "members_expelled": Count("pk", filter=ended & Q(state=MembershipState.EXPELLED)),
        "members_died": Count("pk", filter=ended & Q(state=MembershipState.DIED)),
        "members_closing": Count("pk", filter=Q(ended_on=None) | Q(ended_on__gt=last)),
    }
    rows = there.order_by().values("organisation_id").annotate(**counts)
    found = {row["organisation_id"]: {key: row[key] for key in counts} for row in rows}
    return {pk: found.get(pk, dict.fromkeys(counts, 0)) for pk in organisations}


def _heads(of: _Sources, one: Organisation) -> Heads:
    heads = Heads(**of.members[one.pk], **_saved(of, one), **_lent(of, one), **_late(of, one), **_money(of, one))
    return replace(
        heads,
        members_missed=of.missed.get(one.pk, 0) if one.pk in of.met else None,
        network_shares=of.of(one, *IN_NETWORK).into,
        network_savings=_put_into_pool(of, one),
        network_fees=_net(of.of(one, chart.FEES_TO_NETWORK)),
        network_loan=_paid_on_loan(of, one),
        **of.welfare.get(one.pk, {}),
    )


def _paid_on_loan(of: _Sources, one: Organisation):
    principal = of.of(one, chart.OWED_TO_NETWORK).out
    return principal + _net(of.of(one, chart.INTEREST_TO_NETWORK, chart.FINES_TO_NETWORK))


def _put_into_pool(of: _Sources, one: Organisation):
    """What the group brought; interest that the network added was never carried there."""
    return of.of(one, chart.SAVINGS_IN_NETWORK).into - _net(of.of(one, chart.INTEREST_FROM_NETWORK))


def _net(month: AccountMonth):
    return month.into - month.out


def _moved(name: str, month: AccountMonth) -> dict:
    return {
        f"{name}_opening": month.opening,
        f"{name}_in": month.into,
        f"{name}_out": month.out,
        f"{name}_closing": month.closing,
    }


def _saved(of: _Sources, one: Organisation) -> dict:
    special = of.of(one, chart.SPECIAL_SAVINGS).closing
    satja, shares = of.of(one, chart.SATJA), of.of(one, *SHARE_ACCOUNTS)
    return {**_moved("satja", satja), **_moved("shares", shares), "special_closing": special}


def _money(of: _Sources, one: Organisation) -> dict:
    return {**_moved("cash", of.of(one, chart.CASH)), **_moved("bank", of.of(one, *BANKS))}


def _lent(of: _Sources, one: Organisation) -> dict:
    """Payouts and payments are those of the loans' own facts; what else moved the accounts stands as otherwise."""
    lent, month = of.of(one, *LENT), of.lending[one.pk]
    out, paid = month.of(EventKind.PAYOUT), month.of(*PAYMENTS)
    return {
        "loans_opening": lent.opening,
        "loans_count": out.count,
        "loans_paid_out": out.amount,
        "loans_repaid": paid.principal,
        "loans_otherwise": lent.closing - lent.opening - out.amount + paid.principal,
        "loans_closing": lent.closing,
        "loans_running": len(of.loans[one.pk]),
        "loans_interest": paid.interest,
        "loans_fines": paid.fine,
    }


def _late(of: _Sources, one: Organisation) -> dict:
    """By the example bylaws for every group, so that they can be added up."""
    late, scale = [loan for loan in of.loans[one.pk] if loan.is_late], Scale()
    sums = dict.fromkeys(LATE, ZERO)
    for loan in late:
        sums[LATE[place_of(loan.standing.months, scale=scale)]] += loan.principal
    return {**sums, "late_loans": len(late), "late_actions": of.actions.get(one.pk, 0)}


def with_changed_late(papers: QuerySet[PaperMonth]) -> QuerySet[PaperMonth]:
    """Add `changed_late`: whether a version replaced another after the network had closed the month with it."""
    closed = ClosedMonth.objects.filter(network_id=OuterRef("network_id"), organisation_id=OuterRef("network_id"))
    closed = closed.filter(month=OuterRef("month"), closed_at__lte=OuterRef("entered_at"))
    return papers.annotate(changed_late=Q(version__gt=1) & Exists(closed))


def paper_changes(versions: Sequence[PaperMonth]) -> list[tuple[PaperMonth, list]]:
    """Return (version, [(figure, what it was, what it is)]) of each version but the first, the newest first."""
    pairs = itertools.pairwise(versions)
    return [(new, differences(Heads.from_data(old.figures), Heads.from_data(new.figures))) for new, old in pairs]


def paper_versions(network: Organisation, group: Organisation, month: date) -> QuerySet[PaperMonth]:
    """Return what the network entered of a group's paper month, the newest version first."""
    found = PaperMonth.objects.filter(network_id=network.network_key, organisation=group, month=month)
    return with_changed_late(found).select_related("entered_by__person").order_by("-version")


def paper_heads(network: Organisation, month: date) -> dict[int, PaperMonth]:
    """Return {organisation id: the newest version} of the paper months that a network entered. One query."""
    found = PaperMonth.objects.filter(network_id=network.network_key, month=month)
    newest = with_changed_late(found).order_by("organisation_id", "-version").distinct("organisation_id")
    return {paper.organisation_id: paper for paper in newest.select_related("entered_by__person")}
