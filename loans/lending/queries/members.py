"""A member's side of lending: own loans, guarantees given, savings bound and free."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from groups.registry.models import Membership
from loans.lending.models import OPEN_STATES, Guarantee, Lien, Loan
from loans.lending.queries.guarantees import Free, free_savings, guarantees_given, principal_left


@dataclass(frozen=True, slots=True)
class MemberLoans:
    """loans: [(loan, principal still owed, baht)] that are open; guarantees: those that stand; free: savings."""

    loans: list[tuple[Loan, Decimal]]
    guarantees: list[Guarantee]
    free: Free

    @property
    def loans_bound(self) -> list[tuple[Loan, Decimal, Decimal]]:
        """Return (loan, principal still owed, what it binds of one's own savings now)."""
        return [(loan, left, self._bound(Lien.Why.OWN_LOAN, loan.pk)) for loan, left in self.loans]

    @property
    def guarantees_bound(self) -> list[tuple[Guarantee, Decimal]]:
        """Return (guarantee, what it binds of one's savings now)."""
        return [(one, self._bound(Lien.Why.GUARANTEE, one.loan_id or one.request_id)) for one in self.guarantees]

    def _bound(self, why: str, of) -> Decimal:
        return sum((one.amount for one in self.free.because if one.why == why and one.of == of), ZERO)

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
