"""Loans between organisations: all of a network, for all to see, and what one organisation borrowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from federation.organisations.models import Organisation
from loans.lending.models import Borrowing, Loan, LoanState
from loans.lending.queries.standing import standings
from loans.lending.rules.standing import Standing

SHOWN = (LoanState.SIGNED, LoanState.RUNNING)
WITH_BOTH = ("organisation", "membership__member_organisation", "account", "request", "product")


@dataclass(frozen=True, slots=True)
class Between:
    """A loan from one organisation to another, as it stands at the end of a day; amounts in baht."""

    loan: Loan
    stands: Standing

    @property
    def lender(self) -> Organisation:
        return self.loan.organisation

    @property
    def borrower(self) -> Organisation:
        return self.loan.membership.member_organisation

    @property
    def owed(self) -> Decimal:
        return self.stands.principal

    @property
    def next_due_on(self) -> date | None:
        return self.stands.next_due.due_on if self.stands.next_due else None

    @property
    def next_due(self) -> Decimal | None:
        return self.stands.next_due.left if self.stands.next_due else None

    @property
    def days_late(self) -> int:
        return self.stands.days_late

    @property
    def late_since(self) -> date | None:
        """The first day on which something was late, or None where nothing is."""
        return self.stands.unpaid_since + timedelta(days=1) if self.days_late else None

    @property
    def state(self) -> str:
        return "late" if self.days_late else self.loan.state


def loans_between(organisation: Organisation, *, on: date) -> list[Between]:
    """Return all open loans between organisations of a network, and those its organisations have from elsewhere.

    organisation: the network, or a group of it: all see all. Source: trust, two officers collude.
    """
    key = organisation.network_key
    from_elsewhere = Borrowing.objects.filter(network_id=key).exclude(lender__in=_kept(key)).values("loan_id")
    here = Q(network_id=key, membership__member_organisation__isnull=False)
    return _standing(Loan.objects.filter(here | Q(pk__in=from_elsewhere)), on=on)


def borrowed_by(organisation: Organisation, *, on: date) -> list[Between]:
    """Return the open loans that an organisation owes to others, whoever keeps their accounts."""
    return _standing(Loan.objects.filter(membership__member_organisation=organisation), on=on)


def _kept(key: int):
    return Organisation.objects.filter(Q(pk=key) | Q(keeper=key)).values("pk")


def _standing(loans, *, on: date) -> list[Between]:
    found = list(loans.filter(state__in=SHOWN, signed_on__lte=on).select_related(*WITH_BOTH))
    stand: dict = {}
    for network_id in {loan.network_id for loan in found}:
        stand |= standings(_of(found, network_id), on=on)
    rows = [Between(loan, stand[loan.pk]) for loan in found]
    return sorted(rows, key=lambda one: (-one.days_late, one.lender.code, one.loan.number))


def _of(loans: Iterable[Loan], network_id: int) -> list[Loan]:
    return [loan for loan in loans if loan.network_id == network_id]
