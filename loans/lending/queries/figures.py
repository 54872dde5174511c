"""The figures that a decision on a loan rests on, read for many requests at once in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from federation.bylaws.queries import Bylaws, bylaws_of
from federation.kit.money import ZERO
from federation.ledger.chart import CASH
from federation.ledger.funds import MAIN_FUND, plain
from federation.ledger.journal import purses
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from loans.lending.models import (
    OPEN_STATES,
    EventKind,
    Guarantee,
    JointBorrower,
    Lien,
    Loan,
    LoanEvent,
    LoanRequest,
    LoanState,
    RequestState,
)
from loans.lending.queries.exposure import Exposure, exposure
from loans.lending.queries.guarantees import (
    Free,
    StandsFor,
    free_savings,
    holder_key,
    pledged_value,
    principal_left,
    standing_guarantees,
    who_stands_for_whom,
)
from loans.lending.queries.standing import standings
from loans.lending.rules.guarantees import ring_through
from loans.products.queries import in_force_on
from loans.products.rules import ProductTerms

DAYS_OF_A_MONTH = 30  # as lateness is counted in months


@dataclass(frozen=True, slots=True)
class Lendable:
    """The money an organisation has to lend, in baht.

    kept_back: by the bylaws. promised: of approved requests and signed contracts, not paid out yet.
    """

    cash: Decimal
    bank: Decimal
    kept_back: Decimal
    promised: Decimal

    @property
    def left(self) -> Decimal:
        return max(self.cash + self.bank - self.kept_back - self.promised, ZERO)


@dataclass(frozen=True, slots=True)
class GuarantorFigures:
    """A guarantor: own savings, and how many other contracts he or she guarantees over all groups of the network."""

    guarantee: Guarantee
    free: Free
    others: int
    days_late: int

    @property
    def membership(self) -> Membership:
        return self.guarantee.membership


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the rules need to know of a request on a day; amounts in baht.

    amount, instalments: as asked, or as they are about to be approved. own: the borrower's savings, without what the
    loan to be refinanced binds. owed: principal of the borrower's other loans, and what is approved for them.
    live_of_product: loans of this product that run already. ring: the members of a ring this loan would close.
    to_settle: what it takes to pay off the loan to be refinanced. exposure: of an organisation that borrows.
    """

    request: LoanRequest
    on: date
    bylaws: Bylaws
    terms: ProductTerms
    amount: Decimal
    instalments: int
    is_offered: bool
    is_newest_version: bool
    own: Free
    owed: Decimal
    live_of_product: int
    days_late: int
    guarantors: tuple[GuarantorFigures, ...]
    joint: tuple[JointBorrower, ...]
    pledged: Decimal
    ring: tuple[Membership, ...]
    to_settle: Decimal
    lendable: Lendable
    exposure: Exposure | None = None

    @property
    def membership(self) -> Membership:
        return self.request.membership

    @property
    def days_still_normal(self) -> int:
        """Up to how many days late a loan is still in the first class of the bylaws."""
        return self.bylaws["arrears_months"][0] * DAYS_OF_A_MONTH

    @property
    def guaranteed_for_others(self) -> Decimal:
        return sum((one.amount for one in self.own.because if one.why == Lien.Why.GUARANTEE), ZERO)

    @property
    def ceiling_figures(self) -> dict:
        """What the formula of a ceiling may name."""
        held = {"satja": self.own.satja, "shares": self.own.shares, "special": self.own.special}
        return {
            **held,
            "savings": self.own.savings,
            "own_debt": self.owed,
            "guaranteed": self.guaranteed_for_others,
        }


def lendable(organisation: Organisation, *, on: date, bylaws: Bylaws, fund: str = "") -> Lendable:
    """Return the money there is to lend at the end of a day, of the main fund or one that products name.

    What the bylaws keep from lending is kept in the main fund.
    """
    accounts = purses(organisation.book, fund=fund or MAIN_FUND)
    held = balances(accounts, on=on)
    cash = sum((held[account.pk] for account in accounts if plain(account.code) == CASH), ZERO)
    bank = sum((held[account.pk] for account in accounts if plain(account.code) != CASH), ZERO)
    return Lendable(cash, bank, ZERO if fund else bylaws["kept_from_lending"], _promised(organisation, fund=fund))


def _promised(organisation: Organisation, *, fund: str) -> Decimal:
    """Return what is approved or signed out of a fund's money and not paid out, in baht."""
    requests = LoanRequest.objects.filter(
        network_id=organisation.network_key,
        organisation=organisation,
        state=RequestState.APPROVED,
        product_version__product__fund=fund,
    )
    loans = Loan.objects.of(organisation).filter(state__in=[LoanState.SIGNED, LoanState.RUNNING], is_imported=False)
    loans = loans.filter(product__fund=fund)
    payouts = LoanEvent.objects.filter(
        network_id=organisation.network_key, loan__in=loans, kind=EventKind.PAYOUT, struck_at=None
    )
    signed = loans.aggregate(baht=Sum("principal"))["baht"] or ZERO
    paid_out = payouts.aggregate(baht=Sum("amount"))["baht"] or ZERO
    approved = requests.aggregate(baht=Sum("amount_approved"))["baht"] or ZERO
    return approved + max(signed - paid_out, ZERO)


def figures_of(
    request: LoanRequest, *, on: date, amount: Decimal | None = None, instalments: int | None = None
) -> Figures:
    """Return the figures of one request, as asked or as it is about to be approved."""
    return figures_of_all(request.organisation, [request], on=on, amount=amount, instalments=instalments)[0]


def figures_of_all(
    organisation: Organisation,
    requests: Iterable[LoanRequest],
    *,
    on: date,
    amount: Decimal | None = None,
    instalments: int | None = None,
) -> list[Figures]:
    """Return the figures of requests of one organisation, in their order. See `requests.with_parts` for their parts."""
    requests = list(requests)
    if not requests:
        return []
    bylaws = bylaws_of(organisation, on=on)
    known = _Known(organisation, requests, on=on)
    funds = {request.product_version.product.fund for request in requests}
    money = {fund: lendable(organisation, on=on, bylaws=bylaws, fund=fund) for fund in funds}
    return [
        known.figures(
            request,
            bylaws=bylaws,
            lendable=money[request.product_version.product.fund],
            amount=amount or request.amount,
            instalments=instalments or request.instalments,
        )
        for request in requests
    ]


class _Known:
    """What is read once for all the requests."""

    def __init__(self, organisation: Organisation, requests: list[LoanRequest], *, on: date):
        self.on = on
        self.guarantees = {request.pk: standing_guarantees(request) for request in requests}
        people = {request.membership for request in requests}
        people |= {one.membership for each in self.guarantees.values() for one in each}
        self.free = free_savings(people, on=on)
        self.loans = _open_loans(organisation, people)
        self.left = principal_left(self.loans, on=on)
        self.standings = standings(self.loans, on=on)
        self.approved = list(
            LoanRequest.objects.filter(
                network_id=organisation.network_key, organisation=organisation, state=RequestState.APPROVED
            ).select_related("product_version")
        )
        self.stands_for = who_stands_for_whom(organisation.network_key) if any(self.guarantees.values()) else []
        self.members = {holder_key(member): member for member in people}
        self.in_force = in_force_on(organisation, on)

    def figures(self, request: LoanRequest, **given) -> Figures:
        own_loans = [loan for loan in self.loans if loan.membership_id == request.membership_id]
        others = [loan for loan in own_loans if loan.pk != request.refinances_id]
        version, out = request.product_version, {request.pk, request.refinances_id}
        approved = [one for one in self.approved if one.membership_id == request.membership_id and one.pk != request.pk]
        of_kind = [loan for loan in others if loan.product_id == version.product_id]
        of_kind += [one for one in approved if one.product_version.product_id == version.product_id]
        promised = sum((one.amount_approved for one in approved), ZERO)
        stands_for = [one for one in self.stands_for if one.of not in out]
        settle = self.standings.get(request.refinances_id)
        return Figures(
            request=request,
            on=self.on,
            terms=ProductTerms.from_data(version.terms),
            is_offered=version.product.is_offered,
            is_newest_version=version == self.in_force.get(version.product_id),
            own=self.free[request.membership_id].leaving_out(out),
            owed=sum((self.left[loan.pk] for loan in others), promised),
            live_of_product=len(of_kind),
            days_late=self._days_late(own_loans),
            guarantors=tuple(self._guarantor(one, stands_for, out) for one in self.guarantees[request.pk]),
            joint=tuple(sorted(request.joint_borrowers.all(), key=lambda one: str(one.pk))),
            pledged=pledged_value(request),
            ring=self._ring(request, stands_for),
            to_settle=settle.to_settle if settle else ZERO,
            exposure=self._exposure(request, without=out, bylaws=given["bylaws"]),
            **given,
        )

    def _exposure(self, request: LoanRequest, *, without: set, bylaws: Bylaws) -> Exposure | None:
        if not request.membership.member_organisation_id:
            return None
        without = tuple(filter(None, without))
        return exposure(request.organisation, request.membership, on=self.on, without=without, bylaws=bylaws)

    def _days_late(self, loans: list[Loan]) -> int:
        return max((self.standings[loan.pk].days_late for loan in loans), default=0)

    def _guarantor(self, guarantee: Guarantee, stands_for: list[StandsFor], out: set) -> GuarantorFigures:
        own_loans = [loan for loan in self.loans if loan.membership_id == guarantee.membership_id]
        key = holder_key(guarantee.membership)
        return GuarantorFigures(
            guarantee=guarantee,
            free=self.free[guarantee.membership_id].leaving_out(out),
            others=sum(one.guarantor == key for one in stands_for),
            days_late=self._days_late(own_loans),
        )

    def _ring(self, request: LoanRequest, stands_for: list[StandsFor]) -> tuple[Membership, ...]:
        edges: dict = {}
        for one in stands_for:
            edges.setdefault(one.guarantor, set()).add(one.borrower)
        guarantors = [holder_key(one.membership) for one in self.guarantees[request.pk]]
        ring = ring_through(holder_key(request.membership), guarantors=guarantors, stands_for=edges)
        return tuple(self._member(key, request) for key in ring)

    def _member(self, key, request: LoanRequest) -> Membership:
        """Return a member of a ring by who holds it; one who is only known elsewhere in the network, from there."""
        if key not in self.members:
            held = Membership.objects.filter(network_id=request.network_id).select_related(
                "person", "member_organisation"
            )
            by = {"member_organisation": key} if isinstance(key, int) else {"person": key}
            self.members[key] = held.filter(**by).order_by("ended_on", "pk").first()
        return self.members[key]


def _open_loans(organisation: Organisation, members: Iterable[Membership]) -> list[Loan]:
    """Return the open loans of these members in an organisation, oldest first."""
    ids = [member.pk for member in members]
    found = Loan.objects.of(organisation).filter(membership__one_of=ids, state__in=OPEN_STATES)
    return list(found.select_related("account").order_by("number"))
