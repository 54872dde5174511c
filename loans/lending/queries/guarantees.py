"""What of members' savings is bound by loans and guarantees, what is free, and who stands for whom."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from federation.bylaws.queries import bylaws_of_all
from federation.kit.money import ZERO
from federation.ledger.queries import balances
from groups.registry.models import Membership
from groups.registry.queries import ACCOUNTS
from loans.lending.models import (
    OPEN_STATES,
    EventKind,
    Guarantee,
    Lien,
    Loan,
    LoanEvent,
    LoanRequest,
    LoanState,
    RequestState,
)
from loans.lending.rules.guarantees import bound, liens


@dataclass(frozen=True, slots=True)
class Bound:
    """One reason why savings are not free: `amount` baht are bound now, of `at_first` when it was signed.

    loan: the contract that binds them; none while an approved request waits for its contract.
    """

    why: str
    amount: Decimal
    at_first: Decimal
    loan: Loan | None = None
    request: LoanRequest | None = None

    @property
    def of(self):
        """The id of the loan or the request."""
        return self.loan.pk if self.loan else self.request.pk


@dataclass(frozen=True, slots=True)
class Free:
    """A member's savings, what loans and guarantees bind of them, and what is free; in baht.

    savings = satja + shares + special; `bound` may be above them, `free` is never below zero.
    """

    savings: Decimal
    satja: Decimal
    shares: Decimal
    special: Decimal
    because: tuple[Bound, ...] = ()

    @property
    def bound(self) -> Decimal:
        return sum((one.amount for one in self.because), ZERO)

    @property
    def free(self) -> Decimal:
        return max(self.savings - self.bound, ZERO)

    def leaving_out(self, ids: Container) -> "Free":
        """Return the same without what these loans (about to be paid off) or requests (asked about) bind."""
        return replace(self, because=tuple(one for one in self.because if one.of not in ids))


def free_savings(memberships: Iterable[Membership], *, on: date) -> dict:
    """Return {membership id: `Free`} at the end of a day, for memberships of one network, in a few queries.

    Source: domain: 1.4 Loans; features: 38 Lien on savings.
    """
    memberships = list(memberships)
    if not memberships:
        return {}
    ids = [membership.pk for membership in memberships]
    of_network = Membership.objects.filter(network_id=memberships[0].network_id, pk__one_of=ids)
    found = list(of_network.select_related("organisation", *ACCOUNTS))
    held = balances([getattr(one, field) for one in found for field in ACCOUNTS], on=on)
    because = _bound(found, on=on)
    return {one.pk: _free(one, held, because.get(one.pk, ())) for one in found}


def _free(membership: Membership, held: dict, because) -> Free:
    satja, shares, special = (held[getattr(membership, f"{field}_id")] for field in ACCOUNTS)
    return Free(satja + shares + special, satja, shares, special, tuple(because))


def _bound(memberships: list[Membership], *, on: date) -> dict:
    """Return {membership id: [Bound]}: by the liens of open loans, and by requests approved but not signed."""
    network_id = memberships[0].network_id
    ids = [one.pk for one in memberships]
    standing = list(
        Lien.objects.filter(network_id=network_id, membership__one_of=ids)
        .filter(Q(since__lte=on) | Q(loan__state=LoanState.SIGNED))  # a contract binds from the moment it is entered
        .filter(Q(released_on=None) | Q(released_on__gt=on))
        .select_related("loan__account")
        .order_by("since", "pk")
    )
    loans = {lien.loan for lien in standing}
    left, secured = principal_left(loans, on=on), _secured(loans)
    falls = _falling(memberships, on=on)
    found: dict = {}
    for lien in standing:
        goes_down = lien.why == Lien.Why.OWN_LOAN or falls[lien.loan.organisation_id]
        now = bound(lien.amount, left=left[lien.loan_id], agreed=secured[lien.loan_id], falls=goes_down)
        found.setdefault(lien.membership_id, []).append(Bound(lien.why, now, lien.amount, loan=lien.loan))
    for membership_id, one in _promised(network_id, ids):
        found.setdefault(membership_id, []).append(one)
    return found


def _secured(loans: Iterable[Loan]) -> dict:
    """Return {loan id: the principal its security was worked out for}: of a loan taken over, what was left then."""
    found = {loan.pk: loan.principal for loan in loans}
    if imported := [loan for loan in loans if loan.is_imported]:
        taken = LoanEvent.objects.filter(network_id=imported[0].network_id, loan__in=imported, struck_at=None)
        taken = taken.filter(kind=EventKind.OPENING)
        found |= dict(taken.values_list("loan_id", "amount"))
    return found


def _falling(memberships: list[Membership], *, on: date) -> dict:
    """Return {organisation id: whether guarantees fall with the principal there}."""
    in_force = bylaws_of_all({one.organisation for one in memberships}, on=on)
    return {pk: bylaws["guarantee_release"] == "with_principal" for pk, bylaws in in_force.items()}


def principal_left(loans: Iterable[Loan], *, on: date) -> dict:
    """Return {loan id: principal that its security still stands for, in baht, at the end of a day}.

    All of it before the payout; after a charge-off what is still claimed, though the books show nothing.
    """
    loans = list(loans)
    owed = balances([loan.account for loan in loans], on=on)
    claimed = _claimed([loan for loan in loans if loan.state == LoanState.CHARGED_OFF], on=on)
    return {
        loan.pk: loan.principal
        if loan.state == LoanState.SIGNED
        else owed[loan.account_id] + claimed.get(loan.pk, ZERO)
        for loan in loans
    }


def _claimed(loans: list[Loan], *, on: date) -> dict:
    """Return {loan id: principal charged off and not recovered yet}."""
    if not loans:
        return {}
    facts = LoanEvent.objects.filter(network_id=loans[0].network_id, loan__in=loans, struck_at=None, on__lte=on)
    charged, back = Q(kind=EventKind.CHARGE_OFF), Q(kind=EventKind.RECOVERY)
    sums = (
        facts.filter(charged | back)
        .values_list("loan")
        .annotate(out=Sum("principal", filter=charged), back=Sum("principal", filter=back))
    )
    return {loan: (out or ZERO) - (back or ZERO) for loan, out, back in sums}


def _promised(network_id: int, ids: list):
    """Yield (membership id, Bound) for what approved requests will bind when their contracts are signed."""
    requests = (
        LoanRequest.objects.filter(network_id=network_id, state=RequestState.APPROVED)
        .filter(Q(membership__one_of=ids) | Q(guarantees__membership__one_of=ids, guarantees__released_on=None))
        .distinct()
        .prefetch_related("guarantees", "collaterals")
        .order_by("number", "pk")
    )
    for request in requests:
        standing, pledged = standing_guarantees(request), pledged_value(request)
        guaranteed = [one.amount for one in standing]
        own, parts = liens(
            request.amount_approved, guaranteed=guaranteed, collateral=pledged, own_free=request.amount_approved
        )
        yield request.membership_id, Bound(Lien.Why.OWN_LOAN, own, own, request=request)
        for one, part in zip(standing, parts, strict=True):
            yield one.membership_id, Bound(Lien.Why.GUARANTEE, part, part, request=request)


def standing_guarantees(request: LoanRequest) -> list[Guarantee]:
    """Return the guarantees of a request that are not released, in the order they were entered."""
    return sorted((one for one in request.guarantees.all() if one.released_on is None), key=lambda one: str(one.pk))


def pledged_value(request: LoanRequest) -> Decimal:
    """Return what the collateral of a request is worth, in baht."""
    return sum((one.value for one in request.collaterals.all() if one.released_on is None), ZERO)


def live_guarantees(network_id: int) -> QuerySet[Guarantee]:
    """Return the guarantees that stand in a network: of open loans, and of requests approved but not signed."""
    open_loan = Q(loan__state__in=OPEN_STATES)
    approved = Q(loan=None, request__state=RequestState.APPROVED)
    found = Guarantee.objects.filter(open_loan | approved, network_id=network_id, released_on=None)
    return found.order_by("pk")


def holder_key(membership: Membership):
    """Return who holds a membership, the same in all organisations of a network: a person or an organisation."""
    return membership.person_id or membership.member_organisation_id


@dataclass(frozen=True, slots=True)
class StandsFor:
    """Who stands for whom, as `holder_key` names them, and by which loan or request."""

    guarantor: object
    borrower: object
    of: object


HOLDER = ("person_id", "member_organisation_id")


def who_stands_for_whom(network_id: int) -> list[StandsFor]:
    """Return all guarantees that stand in a network, over all its groups; one query."""
    ways = ("membership", "loan__membership", "request__membership")
    columns = [f"{way}__{field}" for way in ways for field in HOLDER]
    found = []
    for row in live_guarantees(network_id).values_list("loan_id", "request_id", *columns):
        loan, request, *holders = row
        found.append(StandsFor(holders[0] or holders[1], next(filter(None, holders[2:])), loan or request))
    return found


def guarantees_given(membership: Membership) -> list[Guarantee]:
    """Return the standing guarantees of a member in this organisation, with loan and borrower."""
    found = live_guarantees(membership.network_id).filter(membership=membership)
    borrowers = ("loan__membership__person", "request__membership__person")
    organisations = ("loan__membership__member_organisation", "request__membership__member_organisation")
    return list(found.select_related("loan__account", *borrowers, *organisations))
