"""A thousand acts between a network and three groups, in any order: the books agree on every day."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.kit.invariants import Scope
from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.invariants import CHECKS
from federation.ledger.months import open_month
from federation.ledger.posting import credit, debit, lock, post
from federation.ledger.queries import trial_balance
from federation.ledger.twins import (
    day_open_in_all,
    pair,
    post_between,
    reverse_between,
    standing_mirrors,
    take_back_from_one,
)
from tests import builders
from tests.federation.ledger.pairs import above, cash_of, network_of, unequal_days
from tests.federation.ledger.test_twins import close

pytestmark = pytest.mark.django_db

ACTS = 1000


class Play:
    """A network and three groups, the second of which lends to the third; `today` goes on as the acts do."""

    def __init__(self, seed):
        self.rng, self.done = random.Random(seed), Counter()
        self.network, self.joined = network_of(3, cash="3000.00")
        self.today, self.entries = date(2026, 1, 5), []
        second, third = self.joined[1][0], self.joined[2][0]
        self.associate = builders.member_group(second, third)
        self.loans = {m: self._loan(self.network, g, m) for g, m in self.joined}
        self.loans[self.associate] = self._loan(second, third, self.associate)

    def _loan(self, upper, lower, membership):
        codes = (f"{membership.number:05d}", f"{upper.code}.{membership.number:05d}")
        names = (("กู้", "loan"), ("กู้", "loan"))
        given = {"controls": chart.LOAN_TWIN, "codes": codes, "names": names, "since": builders.BOOKS_FROM}
        return pair(upper=upper.book, lower=lower.book, **given)[0]

    def act(self, n):
        name = self.rng.choice(["pay"] * 6 + ["lend", "interest", "lone", "reverse", "part", "close", "peer"])
        try:
            with transaction.atomic():
                getattr(self, name)(n)
            self.done[name] += 1
        except Refused as refusal:
            self.done[type(refusal).__name__] += 1

    def baht(self, most=40000):
        return D(self.rng.randint(1, most)) / 100

    def post(self, upper, n, moves, *, kind="sheet", purses=None):
        lock(upper.book)
        back = self.rng.choice([0, 0, 0, 1, 5, 20])
        on = max(date.fromordinal(self.today.toordinal() - back), builders.BOOKS_FROM)
        given = {"book": upper.book, "on": on, "kind": kind, "key": f"act:{n}", "by": builders.user()}
        self.entries.append(post_between(moves=moves, purses=purses, **given).entry)

    def pay(self, n):
        """Some groups pay shares, savings and interest, out of cash or bank."""
        moves, purses = [], {}
        for group, membership in self.rng.sample(self.joined, self.rng.randint(1, 3)):
            to = [membership.shares_account, membership.special_account, above(membership, chart.GROUP_INTEREST)]
            moves += [credit(self.rng.choice(to).pk, self.baht()) for _ in range(self.rng.randint(1, 2))]
            if self.rng.random() < 0.2:
                purses[group.book_id] = books.account(group.book, chart.BANK).pk
        total = sum(move.credit for move in moves)
        self.post(self.network, n, [debit(cash_of(self.network).pk, total), *moves], purses=purses)

    def lend(self, n):
        [(_group, membership)] = self.rng.sample(self.joined, 1)
        self._lend(self.network, membership, n)

    def peer(self, n):
        self._lend(self.associate.organisation, self.associate, n)

    def _lend(self, upper, membership, n):
        amount, loan = self.baht(90000), self.loans[membership]
        out = [debit(loan.pk, amount), credit(cash_of(upper).pk, amount)]
        back = [debit(cash_of(upper).pk, amount), credit(loan.pk, amount)]
        self.post(upper, n, self.rng.choice([out, out, back]), kind="loan")

    def interest(self, n):
        [(_group, membership)] = self.rng.sample(self.joined, 1)
        paid, amount = above(membership, chart.INTEREST_TO_GROUPS), self.baht(5000)
        self.post(
            self.network, n, [debit(paid.pk, amount), credit(membership.special_account_id, amount)], kind="journal"
        )

    def lone(self, n):
        """Something of one organisation alone, between its box and its bank."""
        who = self.rng.choice([self.network, *(group for group, _m in self.joined)])
        moves = [debit(books.account(who.book, chart.BANK).pk, D("50.00")), credit(cash_of(who).pk, D("50.00"))]
        lock(who.book)
        post(book=who.book, on=self.today, kind="transfer", key=f"act:{n}", moves=moves, by=builders.user())

    def eyes(self):
        return {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"}

    def reverse(self, _n):
        entry = self.rng.choice(self.entries)
        lock(entry.book)
        both = [entry.book, *(mirror.book for mirror in standing_mirrors(entry))]
        on, _concerned = day_open_in_all(both, entry.on, today=self.today)
        reverse_between(entry, on=on, **self.eyes())

    def part(self, _n):
        entry = self.rng.choice(self.entries)
        lock(entry.book)
        if mirrors := standing_mirrors(entry):
            mirror = self.rng.choice(mirrors)
            on, _concerned = day_open_in_all([entry.book, mirror.book], entry.on, today=self.today)
            purse = books.account(entry.book, chart.CASH).pk
            take_back_from_one(entry, mirror, on=on, purses={"main": purse}, **self.eyes())

    def close(self, _n):
        """Time goes on; now and then somebody closes a month that is over."""
        self.today = date.fromordinal(self.today.toordinal() + self.rng.randint(1, 4))
        who = self.rng.choice([self.network, *(group for group, _m in self.joined)])
        if open_month(who.book) < self.today.replace(day=1):
            close(who, month=open_month(who.book))


@pytest.mark.parametrize("seed", [4])
def test_whatever_is_tried_the_books_agree_on_every_day(seed):
    play = Play(seed)

    for n in range(ACTS):
        play.act(n)

    assert min(play.done[name] for name in ("pay", "lend", "peer", "interest", "lone", "reverse", "part")) > 20, (
        play.done
    )
    assert play.done["OtherBookRefused"] > 20, play.done
    assert unequal_days() == []
    for organisation in [play.network, *(group for group, _m in play.joined)]:
        assert sum(row.closing for row in trial_balance(organisation.book, on=play.today)) == 0
    assert {check.code: found.breaks for check in CHECKS if not (found := check.find(Scope())).holds} == {}
