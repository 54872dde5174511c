"""What waits about loans on the start pages: who has what to do next, and who is late; for a network, figures only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from federation.access.permissions import Permission
from federation.kit.money import ZERO
from federation.ledger.chart import GROUP_LOANS
from loans.acts.queries import waiting
from loans.arrears.queries.meetings import meetings_not_entered, waits_for_sheet
from loans.arrears.queries.portfolio import LoanAt, network_portfolio, portfolio
from loans.arrears.rules import Scale, is_bad, par
from loans.followup.queries.cases import due_today, handed_to_network, to_open
from loans.lending.models import Loan, LoanRequest, LoanState, RequestState
from loans.lending.queries.between import Between, borrowed_by
from loans.lending.queries.requests import undecided

LATE_NAMED = 8
PAR_DAYS = 30


@dataclass(frozen=True)
class Waiting:
    """Something to do: what, how many, and where. note: since when it waits, or how late it is, in words."""

    title: str
    count: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class LoanWork:
    """A group's loans at a glance. out: principal lent, in baht. late: (loan, since, days), the longest first.

    meetings: those whose sheet is not entered; awaited: how many loans are late only since one of them, not counted.
    """

    out: Decimal
    waiting: list[Waiting]
    late: list[tuple]
    late_count: int
    meetings: list[date]
    awaited: int


def loan_work(organisation, *, on: date, held: Collection[Permission]) -> LoanWork | None:
    """Return what waits about loans for somebody who holds these permissions; None who may not see loans."""
    if Permission.LOANS_SEE not in held:
        return None
    loans = portfolio(organisation, on=on)
    unpaid = sorted((loan for loan in loans if loan.is_late), key=lambda loan: (loan.since, str(loan.loan_id)))
    meetings = meetings_not_entered(organisation, on=on) if unpaid else []
    late = [loan for loan in unpaid if not waits_for_sheet(loan, meetings)]
    found = [work for work in _waiting(organisation, on=on, held=held) if work.count]
    out = sum((loan.principal for loan in loans), ZERO)
    named = _named(organisation, late[:LATE_NAMED])
    return LoanWork(out, found, named, len(late), meetings, len(unpaid) - len(late))


def _waiting(organisation, *, on: date, held: Collection[Permission]) -> list[Waiting]:
    """Return each kind of work that the reader may do, with how many of it there are."""
    code = {"code": organisation.code}
    asked = undecided(organisation).count()
    found = []
    if Permission.LOANS_DECIDE in held:
        found.append(Waiting(_("Loan requests to decide"), asked, reverse("loans:committee", kwargs=code)))
    elif Permission.LOANS_EDIT in held:
        found.append(
            Waiting(_("Loan requests that wait for a decision"), asked, reverse("loans:requests", kwargs=code))
        )
    if Permission.LOANS_EDIT in held:
        approved = LoanRequest.objects.filter(network_id=organisation.network_key, organisation=organisation)
        approved = approved.filter(state=RequestState.APPROVED).count()
        found.append(
            Waiting(_("Approved requests without a contract"), approved, reverse("loans:requests", kwargs=code))
        )
    if Permission.LOANS_PAY in held:
        signed = Loan.objects.of(organisation).filter(state=LoanState.SIGNED).count()
        url = reverse("loans:loans", kwargs=code) + "?show=signed"
        found.append(Waiting(_("Contracts signed and not paid out"), signed, url))
    if Permission.LOANS_CHECK in held:
        url = reverse("loans:acts", kwargs=code)
        found.append(Waiting(_("Acts on loans that wait for a second person"), waiting(organisation).count(), url))
    if Permission.CASES_WORK in held:
        url = reverse("loans:cases", kwargs=code)
        found.append(Waiting(_("Late loans to follow up today"), len(due_today(organisation, on)), url))
        url = reverse("loans:cases_open", kwargs=code)
        found.append(Waiting(_("Late loans without a case"), len(to_open(organisation, on=on)), url))
    return found


def _named(organisation, late: list[LoanAt]) -> list[tuple]:
    people = ("membership__person", "membership__member_organisation")
    loans = Loan.objects.of(organisation).select_related(*people).in_bulk([one.loan_id for one in late])
    return [(loans[one.loan_id], one.since, one.standing.days) for one in late]


@dataclass(frozen=True)
class GroupLoans:
    """A group's loans as its network sees them: figures, no names. at_risk: per cent late more than 30 days."""

    out: Decimal = ZERO
    at_risk: Decimal | None = None
    bad: int = 0


def loans_by_group(network, *, on: date) -> dict[int, GroupLoans]:
    """Return {organisation id: its loans}; loans count as bad by the example bylaws, the same for every group."""
    by_group: dict = {}
    for loan in network_portfolio(network, on=on):
        by_group.setdefault(loan.organisation_id, []).append(loan)
    return {pk: _figures(loans) for pk, loans in by_group.items()}


def _figures(loans: list[LoanAt]) -> GroupLoans:
    whole = sum((loan.principal for loan in loans), ZERO)
    bad = sum(is_bad(loan.standing, scale=Scale()) for loan in loans)
    return GroupLoans(whole, par(loans, days=PAR_DAYS, whole=whole).percent, bad)


@dataclass(frozen=True)
class GroupsLate:
    """Loans of a network to groups that are late: how many, and the principal overdue in baht."""

    count: int
    overdue: Decimal


def groups_late(network, *, on: date) -> GroupsLate | None:
    """Return what groups are late with to their network; None where none is. A meeting not entered counts nobody."""
    late = [loan for loan in portfolio(network, on=on) if loan.is_late and loan.control == GROUP_LOANS]
    meetings = meetings_not_entered(network, on=on) if late else []
    late = [loan for loan in late if not waits_for_sheet(loan, meetings)]
    return GroupsLate(len(late), sum((loan.overdue for loan in late), ZERO)) if late else None


def late_with_others(organisation, *, on: date) -> Between | None:
    """Return the loan that a group itself is late with the longest, or None."""
    return next((loan for loan in borrowed_by(organisation, on=on) if loan.days_late), None)


def help_wanted(network, *, on: date, held: Collection[Permission]) -> int:
    """Return how many late loans the groups ask this network's help with, for those who may help."""
    return len(handed_to_network(network, on=on)) if Permission.CASES_HELP in held else 0
