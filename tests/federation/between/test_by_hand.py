"""A network lends to a group and the group lends on, every figure in both books worked by hand beforehand.

The network lends 24,000 at 0.5 % a month on what is left (30 days to a month), twelve parts of 2,000, due on the 5th;
late instalments cost 3 % a year by the calendar. The group lends 15,000 and 5,000 of it to two members at 1 % a month,
due on the 6th, and buys fertiliser for 3,000; 1,000 stays in its box.

16 Jan 2568 the group brings shares 9,000 and savings for the pool 1,000
 5 Feb      paid out 24,000; 6 Feb lent on 15,000 and 5,000, stock 3,000     unlent  1,000
 5 Mar      pays 120 + 2,000; 6 Mar members pay 150 + 1,500 and 50 + 1,000   unlent  1,500
 5 Apr      pays 110 + 2,000; 6 Apr only the small loan pays, 40 + 1,000     unlent    500
 5 May      the group pays nothing; 6 May 30 + 1,000                         unlent  1,500
 5 Jun      pays a fine of 2,000 x 3 % x 31/365 = 5.10, interest 2 x 100 = 200 and 2,000 of principal, which is more
            than the fund has: 500 of its own money; 6 Jun 20 + 1,000        unlent    500
10 Jun      the network gives the group an adviser and a plan
 5 Jul      new schedule, 18 x 1,000 from 5 Aug; put off: interest 90.00, fine 2,000 x 3 % x 30/365 = 4.93
 6 Jul      the small loan is settled, 10 + 1,000                            unlent  1,500
 5 Aug      pays 90 + 1,000                                                  unlent    500
"""

from datetime import date
from decimal import Decimal

import pytest

from federation.consolidation.queries import consolidated
from federation.kit.invariants import Scope as Books
from federation.ledger import books, chart
from federation.ledger.journal import entries
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import as_text
from federation.proof.gather import verify
from groups.sheets.steps import RowIn, book_sheet_step
from loans.acts.steps.frame import decide_step as decide_act_step
from loans.acts.steps.frame import propose_step
from loans.arrears.queries.portfolio import portfolio
from loans.arrears.rules.classes import Scale, class_of
from loans.lending.models import Borrowing
from loans.lending.queries.standing import standing
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.events import pay_out_step, repay_step
from loans.products.rules import FineRule
from loans.wholesale.models import FundFact
from loans.wholesale.queries import fund_on
from tests import builders

pytestmark = pytest.mark.django_db


class World:
    """A network with 60,000 of its own, a group with 20,000 of its members', and what happens between them."""

    def __init__(self):
        self.network = builders.network("NW", books_from=date(2025, 1, 1))
        self.group = builders.group(self.network, code="GA", books_from=date(2025, 1, 1))
        self.treasurer, self.chair = builders.user("treasurer"), builders.user("chair")
        long_ago = {"joined_on": date(2020, 1, 1), "promise": None, "born_on": date(1980, 1, 1)}
        self.big, self.small = (builders.member(self.group, name, **long_ago) for name in ("กมล", "ขวัญ"))
        self.membership = builders.member_group(self.network, self.group, promise=None)
        self.open(self.network, "60000.00", [(books.account(self.network.book, chart.OPENING_SURPLUS).pk, "60000.00")])
        satja = [(self.big.satja_account_id, "12000.00"), (self.small.satja_account_id, "8000.00")]
        self.open(self.group, "20000.00", satja)
        fine = FineRule(kind="yearly", yearly_rate=Decimal("0.03"), cap_percent=Decimal(10))
        self.wholesale = builders.product(self.network, "groups", yearly_rate=Decimal("0.06"), fine=fine, guarantors=0)
        self.retail = builders.product(self.group, "ordinary", guarantors=0, fine=fine)

    def open(self, organisation, amount, credits):
        """Bring opening balances forward: cash against these accounts."""
        moves = [debit(self.cash(organisation), Decimal(amount)), *(credit(one, Decimal(b)) for one, b in credits)]
        who = {"by": self.treasurer, "checked_by": self.chair}
        post(book=organisation.book, on=date(2025, 1, 1), kind="opening", key="opening", moves=moves, **who)

    def cash(self, organisation):
        return books.account(organisation.book, chart.CASH).pk

    def bring(self, on, **amounts):
        """Let the group bring money to the network's meeting."""
        row = RowIn(self.membership, {column: Decimal(amount) for column, amount in amounts.items()}, "paid")
        book_sheet_step(self.network, meeting_on=on, rows=[row], by=self.treasurer, at=builders.at_noon(on))

    def lend(self, membership, amount, *, instalments, on, version, fund=None):
        asked = {"fund": fund} if fund else {}
        facts = {"amount": Decimal(amount), "instalments": instalments, "on": on}
        request = builders.approved_request(membership, version, **facts, **asked)
        loan = sign_step(request, signed_on=on, by=self.treasurer, at=builders.at_noon(on))
        money = [(self.cash(loan.organisation), Decimal(amount))]
        who = {"by": self.treasurer, "checked_by": self.chair, "at": builders.at_noon(on)}
        pay_out_step(loan, on=on, amount=Decimal(amount), money=money, data={"from": "cash"}, **who)
        return loan

    def pay(self, loan, amount, on):
        loan.refresh_from_db()
        money = [(self.cash(loan.organisation), Decimal(amount))]
        facts = {"payer": loan.membership, "by": self.treasurer, "at": builders.at_noon(on), "kind": "repayment"}
        repay_step(loan, on=on, amount=Decimal(amount), money=money, **facts)

    def restructure(self, on):
        """Put what the group owes on a new schedule of eighteen parts, by resolution."""
        self.loan.refresh_from_db()
        at = builders.at_noon(on)
        data = {"first_due": "2025-08-05", "instalments": 18, "consents": []}
        proposal = {"kind": "restructure", "on": on, "data": data, "reason": "ผู้กู้รายใหญ่ในกลุ่มผิดนัด"}
        proposal |= {"resolution_no": "7/2568", "resolution_on": on, "by": self.treasurer, "at": at}
        decide_act_step(propose_step(self.network, self.loan, **proposal), agree=True, by=self.chair, at=at)

    def buy_stock(self, on, amount):
        """Let the group buy fertiliser out of the borrowed money."""
        goods = books.account(self.group.book, chart.GOODS).pk
        moves = [debit(goods, Decimal(amount)), credit(self.cash(self.group), Decimal(amount))]
        entry = post(
            book=self.group.book, on=on, kind="journal", key="fertiliser", moves=moves, by=self.treasurer
        ).entry
        FundFact.objects.create(
            network_id=self.group.network_key,
            borrowing=self.fund,
            kind="used",
            on=on,
            amount=Decimal(amount),
            words="ปุ๋ยสวนยาง",
            entry=entry,
            by=self.treasurer,
            at=builders.at_noon(on),
        )


def lived_through():
    """Let it all happen."""
    world = World()
    world.bring(date(2025, 1, 16), shares="9000.00", special="1000.00")
    facts = {"instalments": 12, "on": date(2025, 2, 5), "version": world.wholesale}
    world.loan = world.lend(world.membership, "24000.00", **facts)
    world.fund = Borrowing.objects.get(organisation=world.group)
    lent_on = {"on": date(2025, 2, 6), "version": world.retail, "fund": world.fund}
    world.bad = world.lend(world.big, "15000.00", instalments=10, **lent_on)
    good = world.lend(world.small, "5000.00", instalments=5, **lent_on)
    world.buy_stock(date(2025, 2, 6), "3000.00")
    world.pay(world.loan, "2120.00", date(2025, 3, 5))
    world.pay(world.bad, "1650.00", date(2025, 3, 6))
    world.pay(good, "1050.00", date(2025, 3, 6))
    world.pay(world.loan, "2110.00", date(2025, 4, 5))
    world.pay(good, "1040.00", date(2025, 4, 6))
    world.pay(good, "1030.00", date(2025, 5, 6))
    world.pay(world.loan, "2205.10", date(2025, 6, 5))
    world.pay(good, "1020.00", date(2025, 6, 6))
    world.restructure(date(2025, 7, 5))
    world.pay(good, "1010.00", date(2025, 7, 6))
    world.pay(world.loan, "1090.00", date(2025, 8, 5))
    return world


CASH, GOODS = "cash on hand", "finished goods"
SHARES, POOL = "shares, member group 001", "special savings, member 001"
LENT, INTEREST, FINES = (
    "loan, contract 1/2568",
    "interest on loans to member groups 001",
    "fines on loans to member groups 001",
)
SHARES_THERE, POOL_THERE = "shares in the network NW", "savings in the network's pool NW"
BORROWED = "from NW, contract 1/2568"
INTEREST_THERE, FINES_THERE = "interest paid to the network NW", "fines paid to the network NW"
BIG, SMALL, EARNED = "loan, contract 1/2568", "loan, contract 2/2568", "interest on ordinary loans"


def entry(day, debits, credits):
    """Return an entry as `as_text` writes it. debits, credits: [(account, baht)]."""
    text = [f"Dr {name:<40}{baht:>14}" for name, baht in debits]
    text += [f"   Cr {name:<40}{baht:>14}" for name, baht in credits]
    return f"{day} " + "\n".join(text)


def both(day, total, principal, *, interest, fine=None):
    """Return a payment to the network as it stands in the network's book, and in the group's."""
    above, below = [(INTEREST, interest), (LENT, principal)], [(INTEREST_THERE, interest), (BORROWED, principal)]
    if fine:
        above, below = [(FINES, fine), *above], [(FINES_THERE, fine), *below]
    return entry(day, [(CASH, total)], above), entry(day, below, [(CASH, total)])


def member_pays(day, total, loan, *, interest, principal="1,000.00"):
    return entry(day, [(CASH, total)], [(EARNED, interest), (loan, principal)])


MARCH = both("2025-03-05", "2,120.00", "2,000.00", interest="120.00")
APRIL = both("2025-04-05", "2,110.00", "2,000.00", interest="110.00")
JUNE = both("2025-06-05", "2,205.10", "2,000.00", interest="200.00", fine="5.10")
AUGUST = both("2025-08-05", "1,090.00", "1,000.00", interest="90.00")

OF_THE_NETWORK = [
    entry("2025-01-16", [(CASH, "10,000.00")], [(SHARES, "9,000.00"), (POOL, "1,000.00")]),
    entry("2025-02-05", [(LENT, "24,000.00")], [(CASH, "24,000.00")]),
    *(MARCH[0], APRIL[0], JUNE[0], AUGUST[0]),
]
OF_THE_GROUP = [
    entry("2025-01-16", [(SHARES_THERE, "9,000.00"), (POOL_THERE, "1,000.00")], [(CASH, "10,000.00")]),
    entry("2025-02-05", [(CASH, "24,000.00")], [(BORROWED, "24,000.00")]),
    entry("2025-02-06", [(BIG, "15,000.00")], [(CASH, "15,000.00")]),
    entry("2025-02-06", [(SMALL, "5,000.00")], [(CASH, "5,000.00")]),
    entry("2025-02-06", [(GOODS, "3,000.00")], [(CASH, "3,000.00")]),
    MARCH[1],
    member_pays("2025-03-06", "1,650.00", BIG, interest="150.00", principal="1,500.00"),
    member_pays("2025-03-06", "1,050.00", SMALL, interest="50.00"),
    APRIL[1],
    member_pays("2025-04-06", "1,040.00", SMALL, interest="40.00"),
    member_pays("2025-05-06", "1,030.00", SMALL, interest="30.00"),
    JUNE[1],
    member_pays("2025-06-06", "1,020.00", SMALL, interest="20.00"),
    member_pays("2025-07-06", "1,010.00", SMALL, interest="10.00"),
    AUGUST[1],
]

# Day: owed to the network, lent on, used, in the box (below zero: of the group's own money).
FUND = [
    (date(2025, 2, 5), "24000.00", "0.00", "0.00", "24000.00"),
    (date(2025, 2, 6), "24000.00", "20000.00", "3000.00", "1000.00"),
    (date(2025, 3, 5), "22000.00", "20000.00", "3000.00", "-1000.00"),
    (date(2025, 3, 6), "22000.00", "17500.00", "3000.00", "1500.00"),
    (date(2025, 4, 6), "20000.00", "16500.00", "3000.00", "500.00"),
    (date(2025, 5, 6), "20000.00", "15500.00", "3000.00", "1500.00"),
    (date(2025, 6, 5), "18000.00", "15500.00", "3000.00", "-500.00"),
    (date(2025, 6, 6), "18000.00", "14500.00", "3000.00", "500.00"),
    (date(2025, 7, 6), "18000.00", "13500.00", "3000.00", "1500.00"),
    (date(2025, 8, 5), "17000.00", "13500.00", "3000.00", "500.00"),
    (date(2025, 8, 31), "17000.00", "13500.00", "3000.00", "500.00"),
]

# Month's end: what the group owes the network and the member the group, with class and days late.
MONTH_ENDS = [
    (date(2025, 3, 31), ("22000.00", "normal", 0), ("13500.00", "normal", 0)),
    (date(2025, 4, 30), ("20000.00", "normal", 0), ("13500.00", "normal", 24)),
    (date(2025, 5, 31), ("20000.00", "normal", 26), ("13500.00", "normal", 55)),
    (date(2025, 6, 30), ("18000.00", "normal", 25), ("13500.00", "special_mention", 85)),
    (date(2025, 7, 31), ("18000.00", "restructured", 0), ("13500.00", "special_mention", 116)),
    (date(2025, 8, 31), ("17000.00", "restructured", 0), ("13500.00", "sub_standard", 147)),
]

# Code: sum of both books, what they owe each other, what is left.
CONSOLIDATED = {
    "11010": ("63800.00", "0.00", "63800.00"),
    "13010": ("13500.00", "0.00", "13500.00"),
    "13040": ("17000.00", "17000.00", "0.00"),
    "15010": ("3000.00", "0.00", "3000.00"),
    "17040": ("9000.00", "9000.00", "0.00"),
    "17050": ("1000.00", "1000.00", "0.00"),
    "21020": ("1000.00", "1000.00", "0.00"),
    "24020": ("17000.00", "17000.00", "0.00"),
    "31020": ("20000.00", "0.00", "20000.00"),
    "31030": ("9000.00", "9000.00", "0.00"),
    "33010": ("60000.00", "0.00", "60000.00"),
    "41010": ("300.00", "0.00", "300.00"),
    "41040": ("520.00", "520.00", "0.00"),
    "42050": ("5.10", "5.10", "0.00"),
    "55060": ("520.00", "520.00", "0.00"),
    "55070": ("5.10", "5.10", "0.00"),
}


def written(organisation):
    """Return an organisation's entries after the opening, as a bookkeeper writes them."""
    found = entries(organisation.book, since=date(2025, 1, 2), until=date(2025, 12, 31))
    return [f"{one.on} {as_text(one)}" for one in found]


def test_both_books_hold_the_entries_a_bookkeeper_writes():
    world = lived_through()
    assert written(world.network) == OF_THE_NETWORK
    assert written(world.group) == OF_THE_GROUP


def test_where_the_borrowed_money_is_on_every_day_that_counts():
    world = lived_through()
    found = [(day, fund_on(world.fund, on=day)) for day, *_rest in FUND]
    assert [(d, *map(str, (f.owed, f.on_lent, f.used, f.unlent))) for d, f in found] == FUND
    assert {f.lost for _day, f in found} == {Decimal("0.00")}


def test_principal_and_class_of_both_loans_at_each_month_end():
    world = lived_through()
    assert [(day, at(world.network, world.loan, day), at(world.group, world.bad, day)) for day, *_r in MONTH_ENDS] == (
        MONTH_ENDS
    )


def at(organisation, loan, day):
    """Return (principal, class, days late) of a loan at the end of a day."""
    [found] = [one for one in portfolio(organisation, on=day) if one.loan_id == loan.pk]
    return str(found.principal), class_of(found.standing, scale=Scale()), found.standing.days


def test_what_the_new_schedule_put_off_is_still_owed():
    world = lived_through()
    after = standing(world.loan, on=date(2025, 7, 5))
    assert (after.interest, after.fine, after.unpaid_since) == (Decimal("90.00"), Decimal("4.93"), date(2025, 8, 5))


def test_the_two_books_as_one():
    world = lived_through()
    found = consolidated([world.network, world.group], on=date(2025, 8, 31))
    rows = {row.code: tuple(map(str, (row.sum, row.eliminated, row.net))) for row in found.rows if row.sum}
    assert rows == CONSOLIDATED


def test_what_was_lived_through_holds():
    world = lived_through()
    scope = Books(network_id=world.network.pk)
    assert {outcome.check.code: outcome.found.breaks for outcome in verify(scope) if not outcome.found.holds} == {}
