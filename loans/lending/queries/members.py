"""A member's side of lending: own loans, guarantees given, savings bound and free."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from groups.registry.models import Membership
from loans.lending.models import OPEN_STATES, Guarantee, Loan
from loans.lending.queries.guarantees import Free, free_savings, guarantees_given, principal_left


@dataclass(frozen=True, slots=True)
class MemberLoans:
    """loans: [(loan, principal still owed, baht)] that are open; guarantees: those that stand; free: savings."""

    loans: list[tuple[Loan, Decimal]]
    guarantees: list[Guarantee]
    free: Free

    @property
    def has_any(self) -> bool:
        return bool(self.loans or self.guarantees or self.free.because)


def loans_of_member(membership: Membership, *, on: date) -> MemberLoans:
    """Return what a member owes and guarantees at the end of a day. A constant number of queries."""
    found = Loan.objects.filter(network_id=membership.network_id, membership=membership, state__in=OPEN_STATES)
    loans = list(found.select_related("account", "product").order_by("number"))
    left = principal_left(loans, on=on)
    free = free_savings([membership], on=on)[membership.pk]
    return MemberLoans([(loan, left[loan.pk]) for loan in loans], guarantees_given(membership), free)
