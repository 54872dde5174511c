"""Savings of groups in the network's pool: interest by the day, and taking out by rule, in both books."""

from datetime import date
from decimal import Decimal

import pytest

from federation.between.queries.pool import pool_of
from federation.between.rules import stretches
from federation.between.steps import (
    AlreadyDecided,
    FiguresChanged,
    NotFree,
    NothingToPay,
    NotThatDay,
    decide_step,
    propose_interest_step,
    propose_withdrawal_step,
)
from federation.kit.invariants import Scope
from federation.ledger import months
from federation.ledger.posting import lock
from federation.ledger.queries import as_text, balance
from federation.ledger.refusals import NeedsSecondPerson
from federation.ledger.twins import mirrors_of
from federation.proof.gather import verify
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.steps.independence import PostInBorrower
from tests import builders

pytestmark = pytest.mark.django_db

COST, THERE = "interest on member groups' savings 001", "savings in the network's pool NW"


class World:
    """Two groups with savings in the pool of their network: 10,000 since 16 January, 4,000 since 16 March."""

    def __init__(self):
        self.network = builders.network("NW", books_from=date(2026, 1, 1))
        self.first, self.second = (builders.group(self.network, code=code) for code in ("GA", "GB"))
        self.one, self.two = (builders.member_group(self.network, g, promise=None) for g in (self.first, self.second))
        for group in (self.first, self.second):
            builders.cash(group, "20000.00", on=date(2026, 1, 2))
        self.bring(date(2026, 1, 16), {self.one: "10000.00", self.two: "0.00"})
        self.bring(date(2026, 3, 16), {self.one: "0.00", self.two: "4000.00"})
        self.asks, self.agrees = builders.user("nw-treasurer"), builders.user("nw-chair")

    def bring(self, on, amounts, *, column="special"):
        rows = [RowIn(m, {column: Decimal(a)}, "paid") for m, a in amounts.items()]
        book_sheet_step(self.network, meeting_on=on, rows=rows, by=builders.user("t"), at=builders.at_noon(on))

    def propose_interest(self, until):
        return propose_interest_step(self.network, until=until, by=self.asks, at=builders.at_noon(until))

    def ask_out(self, amount, *, on=date(2026, 8, 1), asked=date(2026, 6, 30), by=None):
        facts = {"into": "cash", "reason": "ซื้อปุ๋ย", "resolution_no": "6/2569", "resolution_on": date(2026, 6, 20)}
        return propose_withdrawal_step(
            self.one, amount=Decimal(amount), on=on, by=by or self.asks, at=builders.at_noon(asked), **facts
        )

    def decide(self, act, *, on, by=None):
        return decide_step(act, agree=True, by=by or self.agrees, at=builders.at_noon(on))


def test_interest_runs_from_the_day_after_money_came():
    """2 % a year: 10,000 for 165 days (17 Jan to 30 Jun) = 90.41; 4,000 for 106 days = 23.23."""
    world = World()
    assert [(s.balance, s.run) for s in pool_of(world.network, on=date(2026, 6, 30))] == [
        (Decimal("10000.00"), Decimal("90.41")),
        (Decimal("4000.00"), Decimal("23.23")),
    ]


def test_interest_is_booked_in_both_books_and_begins_anew():
    world = World()
    done = world.decide(world.propose_interest(date(2026, 6, 30)), on=date(2026, 6, 30))

    [mirror] = mirrors_of(done.entry)
    assert as_text(done.entry).splitlines() == [
        f"Dr {COST:<40}{'90.41':>14}",
        f"   Cr {'special savings, member 001':<40}{'90.41':>14}",
    ]
    assert as_text(mirror).splitlines()[0].startswith("Dr savings in the network's pool NW")
    assert balance(world.one.special_account) == Decimal("10090.41")
    after = pool_of(world.network, on=date(2026, 7, 1))
    assert [share.run for share in after] == [Decimal("0.55"), Decimal("0.22")]
    holds = verify(Scope(network_id=world.network.pk))
    assert {one.check.code: one.found.breaks for one in holds if not one.found.holds} == {}


def test_interest_is_paid_once_for_a_day():
    world = World()
    world.decide(world.propose_interest(date(2026, 6, 30)), on=date(2026, 6, 30))
    with pytest.raises(NothingToPay):
        world.propose_interest(date(2026, 6, 30))


def test_interest_that_came_out_otherwise_meanwhile_is_proposed_anew():
    world = World()
    act = world.propose_interest(date(2026, 6, 30))
    world.bring(date(2026, 5, 16), {world.one: "100.00"})
    with pytest.raises(FiguresChanged):
        world.decide(act, on=date(2026, 6, 30))


def test_a_group_whose_month_is_closed_is_left_out_by_name_and_gets_it_the_next_time():
    world = World()
    act = world.propose_interest(date(2026, 6, 30))
    lock(world.second.book)
    for month in range(1, 7):
        months.close(world.second.book, month=date(2026, month, 1))

    done = world.decide(act, on=date(2026, 6, 30))

    assert done.amount == Decimal("90.41")
    [(left, words)] = done.data["left_out"]
    assert left == str(world.two.pk)
    assert "GB" in words or world.second.name in words
    assert [share.run for share in pool_of(world.network, on=date(2026, 6, 30))] == [Decimal("0.00"), Decimal("23.23")]


def test_savings_are_taken_out_after_the_notice_by_two_people_without_a_post_in_the_group():
    world = World()
    with pytest.raises(NotThatDay):
        world.ask_out("3000.00", on=date(2026, 7, 1))
    with pytest.raises(NotFree):
        world.ask_out("10000.01")
    with pytest.raises(PostInBorrower):
        world.ask_out("3000.00", by=builders.officer(world.first, "treasurer"))
    act = world.ask_out("3000.00")
    with pytest.raises(NeedsSecondPerson):
        world.decide(act, on=date(2026, 8, 1), by=world.asks)
    with pytest.raises(NotThatDay):
        world.decide(act, on=date(2026, 7, 20))

    done = world.decide(act, on=date(2026, 8, 1))

    [mirror] = mirrors_of(done.entry)
    assert as_text(mirror).splitlines() == [
        f"Dr {'cash on hand':<40}{'3,000.00':>14}",
        f"   Cr {THERE:<40}{'3,000.00':>14}",
    ]
    assert balance(world.one.special_account) == Decimal("7000.00")
    with pytest.raises(AlreadyDecided):
        world.decide(done, on=date(2026, 8, 1))


def test_who_is_late_with_a_loan_takes_nothing_out():
    world = World()
    world.bring(date(2026, 2, 3), {world.one: "3000.00"}, column="shares")
    builders.loan(world.one, "5000.00", on=date(2026, 2, 5), guarantors=())
    with pytest.raises(NotFree):
        world.ask_out("1000.00")


def test_a_balance_day_by_day_is_put_together_where_it_stays():
    changes = [(date(2026, 1, 16), Decimal(100)), (date(2026, 1, 16), Decimal(50)), (date(2026, 1, 20), Decimal(-150))]
    found = stretches(Decimal(0), changes=changes, first=date(2026, 1, 1), last=date(2026, 1, 31))
    assert [(one.first.day, one.last.day, one.balance, one.days) for one in found] == [(17, 20, Decimal(150), 4)]
