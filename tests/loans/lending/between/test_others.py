"""A group that helps another, a network above a network, a sheet that repays, loans taken over, and chance."""

import random
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.kit.invariants import Scope
from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import balance
from federation.organisations.models import Level
from federation.proof.gather import verify
from groups.registry.models import MemberClass
from groups.registry.steps import admit_step
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from loans.acts.steps.frame import propose_and_decide_step
from loans.arrears.queries import late_loans, network_portfolio, portfolio
from loans.lending.models import Borrowing, Loan, LoanEvent
from loans.lending.queries.between import borrowed_by, loans_between
from loans.lending.queries.exposure import exposure
from tests import builders
from tests.loans.acts.worlds import REASON
from tests.loans.lending.between.worlds import RESOLVED, SIGNED_ON, World, act, agree, both, buy_shares, lender, lent

pytestmark = pytest.mark.django_db

APR, MAY = date(2026, 4, 5), date(2026, 5, 5)
RATE = D("0.06")


def breaks(world):
    found = verify(Scope(network_id=world.network.network_key))
    return {one.check.code: one.found.breaks for one in found if not one.found.holds and "I-44" not in one.check.code}


@transaction.atomic
def helper():
    """A group that helps another of its network: the other is an associate member and promises nothing."""
    network = builders.network()
    giving, helped = builders.group(network, name="กลุ่มผู้ช่วย"), builders.group(network, name="กลุ่มที่ขาดเงิน")
    facts = {"joined_on": date(2026, 1, 10), "by": builders.user("registrar"), "at": builders.AT}
    joined = admit_step(giving, member_organisation=helped, member_class=MemberClass.ASSOCIATE, **facts)
    for group in (giving, helped):
        builders.cash(group, "20000.00", on=builders.MEETING)
    return network, World(giving, helped, joined)


def test_a_group_helps_another_and_the_whole_network_sees_it():
    network, world = helper()
    world.loan = builders.loan(world.membership, "5000.00", on=SIGNED_ON, asked=RESOLVED, yearly_rate=RATE)
    paid = builders.repay(world.loan, "441.67", on=APR)

    giving = world.network.code
    assert both(paid.entry)[1] == (
        f"Dr interest paid to the network {giving} 25.00\n"
        f"Dr from {giving}, contract 1/2569 416.67\n"
        "Cr cash on hand 441.67"
    )
    seen = [
        [(one.lender, one.borrower, one.owed) for one in loans_between(where, on=APR)]
        for where in (network, world.group, world.network)
    ]
    assert seen == [[(world.network, world.group, D("4583.33"))]] * 3
    assert [one.loan for one in borrowed_by(world.group, on=APR)] == [world.loan]
    assert exposure(world.network, world.membership, on=APR).limit == D("50000.00")
    assert agree() and breaks(world) == {}


@transaction.atomic
def province():
    """A province network of which a district network, with a network id of its own, is a member."""
    above = builders.network(name="เครือข่ายจังหวัด", level=Level.PROVINCE)
    district = builders.network(name="เครือข่ายอำเภอ")
    member = builders.member_group(above, district)
    for organisation in (above, district):
        builders.cash(organisation, "50000.00", on=builders.MEETING)
    buy_shares(member, "9000.00")
    return World(above, district, member)


def test_a_province_lends_to_a_district_as_a_network_to_a_group():
    world = province()
    assert world.network.network_key != world.group.network_key
    world.loan = builders.loan(world.membership, "12000.00", on=SIGNED_ON, asked=RESOLVED, yearly_rate=RATE)
    builders.repay(world.loan, "1060.00", on=MAY)
    late = builders.repay(world.loan, "1060.00", on=APR)
    act(world, "strike", on=MAY, data={"event": str(late.pk)})
    borrowing = Borrowing.objects.get()

    assert borrowing.network_id == world.group.pk
    assert balance(borrowing.account) == balance(world.loan.account)
    assert agree() and breaks(world) == {}
    [row] = loans_between(world.group, on=MAY)
    assert (row.lender, row.borrower) == (world.network, world.group)
    assert [one.loan for one in borrowed_by(world.group, on=MAY)] == [world.loan]


def test_a_sheet_of_the_network_repays_the_loan_in_both_books():
    world = lent()
    amounts = {"satja": D("500.00"), "loan_group": D("1060.00")}
    sheet = book_sheet_step(
        world.network,
        meeting_on=APR,
        rows=[RowIn(world.membership, amounts, PAID)],
        by=builders.user(),
        at=builders.at_noon(APR),
    )
    paid = LoanEvent.objects.get(kind="repayment")
    assert (paid.entry, paid.principal, paid.interest) == (sheet.entry, D("1000.00"), D("60.00"))
    assert balance(Borrowing.objects.get().account) == D("11000.00")
    assert agree() and breaks(world) == {}


def test_the_networks_own_portfolio_counts_loans_to_groups():
    world = lent()
    on = date(2026, 6, 20)
    [loan] = portfolio(world.network, on=on)
    assert (loan.control, loan.principal, loan.standing.days) == ("13040", D("12000.00"), 76)
    assert [one.loan_id for one in network_portfolio(world.network, on=on)] == [world.loan.pk]
    assert [str(one.membership) for one in late_loans(world.network, on=on)] == [str(world.membership)]


def test_a_group_on_paper_borrows_without_a_mirror():
    network = builders.network()
    with transaction.atomic():
        paper = builders.group(network, name="กลุ่มกระดาษ")
        type(paper).objects.filter(pk=paper.pk).update(book=None)
        paper.refresh_from_db()
        member = builders.member_group(network, paper)
        builders.cash(network, "20000.00", on=builders.MEETING)
        buy_shares(member, "9000.00")
    world = World(network, paper, member)
    world.loan = builders.loan(member, "12000.00", on=SIGNED_ON, asked=RESOLVED, yearly_rate=RATE)
    builders.repay(world.loan, "1060.00", on=APR)
    assert not Borrowing.objects.exists() and balance(world.loan.account) == D("11000.00")
    assert balance(books.account(network.book, "41040.00001")) == D("60.00")


def test_a_loan_taken_over_is_mirrored_out_of_the_surplus():
    world = lender()
    with transaction.atomic():
        moves = [
            debit(books.account(world.network.book, chart.LOANS_TO_DETAIL).pk, D("5000.00")),
            credit(books.account(world.network.book, chart.OPENING_SURPLUS).pk, D("5000.00")),
        ]
        who = {"by": builders.user("asks"), "checked_by": builders.user("checks")}
        post(book=world.network.book, on=builders.MEETING, kind="opening", key="test:lent", moves=moves, **who)
        builders.product(world.network, "lent", yearly_rate=RATE)
        row = {
            "number": world.membership.number,
            "contract_no": "7/2568",
            "product": "lent",
            "signed_on": "2025-06-05",
            "principal": "9000.00",
            "principal_left": "5000.00",
            "next_due": "2026-04-05",
            "instalments_left": 5,
            "interest_owed": "0.00",
            "unpaid_since": None,
        }
        act_ = propose_and_decide_step(
            world.network,
            None,
            kind="opening",
            on=SIGNED_ON,
            data={"rows": [row]},
            reason=REASON,
            by=builders.user("proposes"),
            at=builders.at_noon(SIGNED_ON),
            checked_by=builders.user("checks2"),
            checked_at=builders.at_noon(SIGNED_ON),
        )
    entry = Entry.objects.get(key=f"loans:opening:{act_.pk}", book=world.network.book)
    code = world.network.code
    assert both(entry) == [
        "Dr loan, contract 7/2568 5,000.00\nCr loans to be detailed 5,000.00",
        f"Dr retained surplus 5,000.00\nCr from {code}, contract 7/2568 5,000.00",
    ]
    assert Borrowing.objects.get().contract_no == "7/2568"
    assert agree() and breaks(world) == {}

    undone(world, act_)
    assert balance(Borrowing.objects.get().account) == D("0.00")
    assert agree() and breaks(world) == {}


@transaction.atomic
def undone(world, takeover):
    who = {"by": builders.user("proposes"), "checked_by": builders.user("checks2")}
    at = builders.at_noon(SIGNED_ON)
    facts = {"kind": "strike", "on": SIGNED_ON, "data": {"act": str(takeover.pk)}, "reason": REASON}
    return propose_and_decide_step(world.network, None, at=at, checked_at=at, **who, **facts)


class Play:
    """Events drawn by chance on three loans, two of a network and one of a group to another."""

    def __init__(self, seed):
        self.rng, self.day, self.done = random.Random(seed), APR, []
        first = lent("12000.00")
        self.worlds = [first, self._second(first), self._peer(first)]

    def _second(self, first):
        group = builders.group(first.network, name="กลุ่มที่สอง")
        member = builders.member_group(first.network, group)
        with transaction.atomic():
            builders.cash(group, "30000.00", on=builders.MEETING)
            buy_shares(member, "6000.00", on=date(2026, 2, 5))
        world = World(first.network, group, member)
        world.loan = builders.loan(member, "9000.00", on=SIGNED_ON, asked=RESOLVED, yearly_rate=RATE)
        return world

    def _peer(self, first):
        group = builders.group(first.network, name="กลุ่มที่สาม")
        facts = {"joined_on": date(2026, 1, 10), "by": builders.user("registrar"), "at": builders.AT}
        with transaction.atomic():
            builders.cash(group, "30000.00", on=builders.MEETING)
            member = admit_step(group, member_organisation=first.group, member_class="associate", **facts)
        world = World(group, first.group, member)
        world.loan = builders.loan(member, "6000.00", on=SIGNED_ON, asked=RESOLVED, yearly_rate=RATE)
        return world

    def step(self):
        world = self.rng.choice(self.worlds)
        world.loan.refresh_from_db()
        name = self.rng.choice(["repay"] * 4 + ["early", "late", "strike", "set_off", "pause"])
        try:
            with transaction.atomic():
                getattr(self, name)(world)
        except Refused:
            return
        self.done.append(name)
        self.day += timedelta(days=self.rng.randint(1, 20))

    def _baht(self):
        return f"{self.rng.randint(100, 150000) / 100:.2f}"

    def repay(self, world):
        builders.repay(world.loan, self._baht(), on=self.day)

    def early(self, world):
        builders.repay(world.loan, self._baht(), on=self.day, kind="prepayment")

    def late(self, world):
        before = max(self.day - timedelta(days=self.rng.randint(1, 40)), SIGNED_ON)
        builders.repay(world.loan, self._baht(), on=before, at=builders.at_noon(self.day))

    def strike(self, world):
        paid = list(world.loan.events.filter(kind__in=["repayment", "prepayment"], struck_at=None).order_by("seq"))
        if paid:
            at = builders.at_noon(self.day)
            act(world, "strike", on=self.day, data={"event": str(self.rng.choice(paid).pk)}, at=at)

    def set_off(self, world):
        at = builders.at_noon(self.day)
        act(world, "set_off", on=self.day, data={"shares": "50.00", "consent": "written"}, at=at)

    def pause(self, world):
        until = (self.day + timedelta(days=10)).isoformat()
        act(world, "pause", on=self.day, data={"until": until, "interest_runs": True}, at=builders.at_noon(self.day))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_to_three_loans_every_pair_stays_at_nothing(seed):
    play = Play(seed)
    for n in range(25):
        play.step()
        if n % 5 == 4:
            assert agree(), play.done
    assert len(set(play.done)) >= 3, play.done
    assert agree() and breaks(play.worlds[0]) == {}
    for world in play.worlds:
        loan = Loan.objects.get(pk=world.loan.pk)
        assert balance(loan.account) == balance(Borrowing.objects.get(loan_id=loan.pk).account)
