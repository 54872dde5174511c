"""Loans between organisations: all of a network, for all to see, and what one organisation borrowed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext

from federation.kit.dates import show_date
from federation.kit.money import show
from federation.organisations.models import Organisation
from loans.lending.models import Borrowing, Loan, LoanState
from loans.lending.queries.standing import standings
from loans.lending.rules.standing import Standing

SHOWN = (LoanState.SIGNED, LoanState.RUNNING)
WITH_BOTH = ("organisation", "membership__member_organisation", "account", "request", "product")


@dataclass(frozen=True, slots=True)
class Between:
    """A loan from one organisation to another, as it stands at the end of a day; amounts in baht.

    case: the code of its open file. letters: how many were written to the borrower in it. Only for the borrower's page.
    """

    loan: Loan
    stands: Standing
    case: str = ""
    letters: int = 0

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
    def next_words(self) -> str:
        """What comes next in plain words: the day, the baht, and what of it is principal and what interest."""
        due = self.stands.next_due
        if due is None:
            return ""
        words = gettext("next part %(day)s: %(baht)s baht (principal %(principal)s, interest %(interest)s)")
        return words % {
            "day": show_date(due.due_on, style="short"),
            "baht": show(due.left),
            "principal": show(due.principal - due.paid_principal),
            "interest": show(due.interest - due.paid_interest),
        }

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
    rows = _standing(Loan.objects.filter(membership__member_organisation=organisation), on=on)
    cases = _cases([row.loan for row in rows if row.days_late])
    return [replace(row, **cases.get(row.loan.pk, {})) for row in rows]


def funds_of_loans(organisation: Organisation) -> dict:
    """Return {loan id: id of the borrowing in the borrower's own book}. One query."""
    found = Borrowing.objects.filter(network_id=organisation.network_key, organisation=organisation)
    return dict(found.values_list("loan_id", "pk"))


def _cases(loans: list[Loan]) -> dict:
    """Return {loan id: its open file and how many letters went from it to the borrower}; files stand above."""
    if not loans:
        return {}
    to_borrower = Count("cases__letters", filter=Q(cases__letters__to_guarantee=None))
    found = Loan.objects.filter(pk__in=[loan.pk for loan in loans], cases__isnull=False, cases__closed_on=None)
    rows = found.order_by().values_list("pk", "cases__code").annotate(n=to_borrower)
    return {pk: {"case": case, "letters": n} for pk, case, n in rows}


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
