"""Lending in the demo: members ask, the committee decides on the meeting day, contracts are signed and paid out.

Everything is written by the steps that people's own acts take.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db.models import Count

from federation.bylaws.queries import bylaws_of
from federation.demo.borrowers import Borrowers, Homes
from federation.demo.money import Purse, buy_goods, moment
from federation.demo.wishes import Wish, wish
from federation.kit.dates import be_year, next_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.people.models import User
from groups.registry.models import Membership
from loans.acts.models import Act, ActKind
from loans.acts.steps.frame import propose_and_decide_step, propose_step
from loans.lending.models import OPEN_STATES, Guarantee, Loan, LoanRequest
from loans.lending.queries.guarantees import Free, free_savings
from loans.lending.queries.requests import undecided
from loans.lending.queries.standing import standing
from loans.lending.rules.contracts import first_due_by_default
from loans.lending.rules.decisions import rank_by
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.decisions import Decision, RulesRefuse, decide_step
from loans.lending.steps.requests import GuarantorIn, RequestIn, ask_step
from loans.products.rules import ProductTerms

LENT = frozenset({"loan", "loan_emergency", "loan_other"})  # columns of the sheet
MEMBERS_PER_REQUEST = 52
KEPT = Decimal("0.12")  # of the money there is, what the committee leaves in the bank
LEAST_SAVED = Decimal(6000)
AGREED = "คณะกรรมการพิจารณาแล้วเห็นชอบให้กู้"
TOO_MUCH = "ขอกู้เกินวงเงินตามระเบียบ ให้ยื่นใหม่ตามวงเงินที่กู้ได้"
NOT_NOW = "หลักประกันยังไม่ครบตามระเบียบ ให้หาผู้ค้ำเพิ่มแล้วยื่นใหม่"
PAID_OUT = "จ่ายเงินกู้ตามมติที่ประชุม"


@dataclass
class Lender:
    """A group as one that lends. versions: {name of the example: its product's version}.

    homes: {membership id: household}. now: the visitor's moment, before which all happens.
    """

    purse: Purse
    borrowers: Borrowers
    versions: dict
    meeting_days: tuple
    homes: Homes
    secretary: User
    now: object
    tranches: list = field(default_factory=list)

    @property
    def rng(self) -> Random:
        return self.borrowers.rng

    @property
    def organisation(self):
        return self.purse.organisation

    def terms(self) -> dict[str, ProductTerms]:
        return {name: ProductTerms.from_data(version.terms) for name, version in self.versions.items()}


def lend(lender: Lender, members: Iterable[Membership], *, on: date, once: str = "") -> None:
    """Let members ask before a meeting, and let the committee decide and pay out on it. once: what else happens."""
    members = list(members)
    _second_halves(lender, on=on)
    wanted = max(1, round(len(members) / MEMBERS_PER_REQUEST + lender.rng.uniform(-0.5, 0.5)))
    asked_on = max(on - timedelta(days=lender.rng.randint(0, 6)), on.replace(day=1))
    ask(lender, members, wanted, on=asked_on, once=once)
    _decide(lender, on=on, halves=once == "tranches")


def ask(
    lender: Lender, members: list[Membership], wanted: int, *, on: date, once: str = "", first: str = ""
) -> list[LoanRequest]:
    """Let some members ask for loans; return their requests. first: the product that is asked for, if fixed."""
    asking = Asking(lender, members, on=on)
    found = [asking.ask(member, first=first) for member in asking.willing(wanted)]
    if once == "refinances":
        found += asking.ask_to_refinance()
    return [request for request in found if request]


class Asking:
    """A day on which members ask, with all that is known of them read once."""

    def __init__(self, lender: Lender, members: list[Membership], *, on: date):
        self.lender, self.members, self.on = lender, members, on
        self.open = list(Loan.objects.of(lender.organisation).filter(state__in=OPEN_STATES).select_related("account"))
        self.free = free_savings(members, on=on)
        self.offered = lender.terms()
        lender.borrowers.stands_for = _stands_for(lender.organisation)

    def willing(self, wanted: int) -> list[Membership]:
        """Choose who asks: members without a loan, more often those who have saved much and can borrow much."""
        waiting = set(undecided(self.lender.organisation).values_list("membership", flat=True))
        busy = {loan.membership_id for loan in self.open} | waiting
        borrowers = self.lender.borrowers
        able = [
            member
            for member in self.members
            if borrowers.may_borrow(member, on=self.on, busy=busy) and self.free[member.pk].savings >= LEAST_SAVED
        ]
        lots = sorted(able, key=lambda one: -self.lender.rng.random() * float(self.free[one.pk].savings))
        return lots[:wanted]

    def ask(self, member: Membership, **more) -> LoanRequest | None:
        """Let a member ask; nothing is asked where nobody is left who could stand for it."""
        free = self.free[member.pk]
        wanted = wish(self.lender.rng, offered=self.offered, savings=_named(free), **more)
        if wanted.amount > self.offered[wanted.product].most_amount and not wanted.too_much:
            return None
        if (guarantors := self.guarantors(member, wanted, free)) is None:
            return None
        return self._ask(member, wanted, guarantors)

    def ask_to_refinance(self) -> list[LoanRequest]:
        """Let somebody who has paid off most of an ordinary loan ask for a new one that settles it."""
        borrowers = self.lender.borrowers
        for loan in self.open:
            member = next((one for one in self.members if one.pk == loan.membership_id), None)
            if (
                member is None
                or loan.state != "running"
                or member.pk in borrowers.marked
                or member.pk in borrowers.late
            ):
                continue
            amount = loan.principal // 1200 * 1200
            if amount <= self.free[member.pk].satja and loan.product_id == self.lender.versions["ordinary"].product_id:
                wanted = Wish("ordinary", amount, 12, "รวมสัญญาเดิมและซื้อปุ๋ยสวนปาล์ม", "ขายผลปาล์ม")
                return [self._ask(member, wanted, (), refinances=loan)]
        return []

    def guarantors(self, member: Membership, wanted: Wish, free: Free) -> tuple[GuarantorIn, ...] | None:
        """Return who stands for what the member's own savings do not cover; None where nobody can."""
        uncovered = max(wanted.amount - free.free, ZERO)
        terms = self.offered[wanted.product]
        if not uncovered and terms.own_savings_without_guarantor or not terms.guarantors:
            return ()
        part = (uncovered / terms.guarantors // 100 + 1) * 100
        able = self.lender.borrowers.guarantors_for(member, self.members, on=self.on, homes=self.lender.homes)
        able = [one for one in able if self.free[one.pk].free >= part]
        if len(able) < terms.guarantors:
            return () if wanted.too_much else None
        chosen = self.lender.rng.sample(able, terms.guarantors)
        stands_for = self.lender.borrowers.stands_for
        for one in chosen:
            stands_for[one.pk] = stands_for.get(one.pk, 0) + 1
        return tuple(GuarantorIn(one, part) for one in chosen)

    def _ask(self, member: Membership, wanted: Wish, guarantors: tuple, **more) -> LoanRequest:
        lender = self.lender
        asked = RequestIn(
            membership=member,
            product_version=lender.versions[wanted.product],
            amount=wanted.amount,
            instalments=wanted.instalments,
            first_due_on=_first_due(lender, wanted, on=self.on),
            purpose=wanted.purpose,
            repaid_from=wanted.repaid_from,
            is_urgent=wanted.is_urgent,
            goods=wanted.goods,
            guarantors=guarantors,
            **more,
        )
        at = moment(self.on, 9, until=lender.now)
        return ask_step(lender.organisation, asked=asked, on=self.on, by=lender.purse.treasurer, at=at)


def _first_due(lender: Lender, wanted: Wish, *, on: date) -> date:
    meeting = on.replace(day=lender.meeting_days[0])
    if wanted.product == "in_goods":
        return next_month(meeting.replace(day=1), by=6).replace(day=meeting.day)
    return first_due_by_default(meeting, meeting_days=lender.meeting_days[:1])


def _named(free: Free) -> dict[str, Decimal]:
    held = {"satja": free.satja, "shares": free.shares, "special": free.special, "savings": free.savings}
    return {**held, "own_debt": ZERO, "guaranteed": ZERO}


def _stands_for(organisation) -> dict:
    """Return {membership id: how many open loans and requests it guarantees}."""
    found = Guarantee.objects.filter(network_id=organisation.network_key, membership__organisation=organisation)
    live = found.filter(released_on=None).exclude(request__state__in=["refused", "withdrawn"])
    return dict(live.values_list("membership").annotate(n=Count("pk")))


def bound_members(organisation) -> set:
    """Return the ids of the memberships that borrow or guarantee: they do not leave."""
    borrow = Loan.objects.of(organisation).filter(state__in=OPEN_STATES).values_list("membership", flat=True)
    return set(borrow) | set(_stands_for(organisation))


def _decide(lender: Lender, *, on: date, halves: bool) -> None:
    """Decide in the order of the bylaws on all that wait; what the money does not reach to waits on."""
    requests = list(undecided(lender.organisation))
    if not requests:
        return
    rank = rank_by(bylaws_of(lender.organisation, on=on)["loan_priority"])
    left = (lender.purse.cash + lender.purse.bank) * (1 - KEPT)
    for request in sorted(requests, key=rank):
        if request.amount > left:
            continue
        if not approve(lender, request, on=on):
            continue
        left -= request.amount
        loan = sign_step(request, signed_on=on, by=lender.secretary, at=moment(on, 16, until=lender.now))
        first = loan.principal // 200 * 100 if halves and not request.goods else loan.principal
        if first < loan.principal:
            halves = False
            lender.tranches.append((loan, loan.principal - first))
        pay_out(lender, loan, first, on=on)


def approve(lender: Lender, request: LoanRequest, *, on: date) -> bool:
    """Approve a request, or where the rules are against it refuse it with the reason; tell whether it was approved."""
    decision = Decision(True, f"{on.month}/{be_year(on)}", on, text=AGREED)
    who = {"by": lender.secretary, "at": moment(on, 15, 45, until=lender.now)}
    try:
        decide_step(request, decision=decision, **who)
    except RulesRefuse:
        why = NOT_NOW if request.guarantees.all() else TOO_MUCH
        decide_step(request, decision=replace(decision, approve=False, text=why), **who)
        return False
    return True


def pay_out(lender: Lender, loan: Loan, amount: Decimal, *, on: date) -> None:
    """Pay out of the meeting's cash, or where it does not reach, out of the bank; as two officers propose and check."""
    purse = lender.purse
    goods = loan.request.goods
    if goods:
        buy_goods(purse, amount, on=on)
    settled = _to_settle_with(loan, on=on)
    source = "goods" if goods else "cash" if purse.cash >= amount else "bank"
    data = {"from": source, "bank": chart.BANK, "amount": f"{amount:.2f}"}
    if goods:
        data["goods"] = [{"name": row["name"], "count": row["count"]} for row in goods]
    act_on(lender, loan, kind=ActKind.PAYOUT, on=on, data=data, reason=PAID_OUT)
    if source == "cash":
        purse.cash -= amount - settled
    elif source == "bank":
        purse.bank -= amount - settled


def _to_settle_with(loan: Loan, *, on: date) -> Decimal:
    """Return what an earlier loan takes out of a payout, in baht."""
    return standing(loan.request.refinances, on=on).to_settle if loan.request.refinances_id else ZERO


def act_on(lender: Lender, loan: Loan, *, on: date, **facts) -> Act:
    """Let the treasurer propose an act and the chair carry it out; return the act. facts: as `propose` takes them."""
    checked = {"checked_by": lender.purse.chair, "checked_at": moment(on, 17, until=lender.now)}
    return propose_and_decide_step(lender.organisation, loan, **_proposal(lender, on=on, **facts), **checked)


def propose(lender: Lender, loan: Loan, *, on: date, **facts) -> Act:
    """Let the treasurer propose an act, and leave it waiting. facts: kind, data, reason; resolved: by the meeting."""
    return propose_step(lender.organisation, loan, **_proposal(lender, on=on, **facts))


def _proposal(lender: Lender, *, kind: str, on: date, data: dict, reason: str, resolved: bool = False) -> dict:
    resolution = {"resolution_no": f"{on.month}/{be_year(on)}", "resolution_on": on} if resolved else {}
    facts = {"kind": kind, "on": on, "data": data, "reason": reason, **resolution}
    return {**facts, "by": lender.purse.treasurer, "at": moment(on, 16, 30, until=lender.now)}


def _second_halves(lender: Lender, *, on: date) -> None:
    """Pay out the second part of loans that are paid in parts."""
    for loan, amount in lender.tranches:
        pay_out(lender, loan, amount, on=on)
    lender.tranches = []
