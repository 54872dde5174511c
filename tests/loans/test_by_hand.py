"""One loan from the request to the recovery of what was charged off, every figure worked by hand beforehand.

12,000 baht at 1 % a month on what is left (30 days to a month, 360 to a year), twelve parts of 1,000, due on the 5th.
Late instalments cost 3 % a year by the calendar. One guarantor. Order of a payment: fines, interest, principal.

5 Jan 2568  paid out                                            12,000.00
5 Feb-5 Jul six payments: 1,000 and interest 120, 110, 100, 90, 80, 70 = 570       left  6,000.00
5 Aug, Sep  nothing; a reminder, a visit, a letter and the notice to the guarantor
5 Oct       new schedule, 12 x 500 from 5 Nov. Unpaid until then and put off, without interest on it:
            interest 3 x 60 = 180.00; fines 1,000 x 3 % x 61/365 = 5.01 and x 30/365 = 2.47; together 187.48
5 Nov       560 = interest 60 + principal 500                                      left  5,500.00
5 Dec-5 Mar nothing
5 Apr 2569  set off 3,000 of satja: fines on 500 for 121, 90, 59, 31 days = 4.97 + 3.70 + 2.42 + 1.27 = 12.36;
            interest 5 x 55 = 275.00; principal 2,712.64 (Dec to Apr 2,500.00, of May 212.64)  left  2,787.36
5 Jun       the guarantor pays 2,000: fine on 287.36 for 31 days = 0.73; interest 2 x 27.87 = 55.74;
            principal 1,943.53                                                     left    843.83
30 Sep      charged off 843.83
5 Nov       recovered 500
"""

from datetime import date, time
from decimal import Decimal

import pytest

from federation.kit.invariants import Scope as Books
from federation.ledger import books, chart
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import as_text
from federation.proof.gather import verify
from groups.registry.models import Office
from loans.acts.steps.frame import decide_step as decide_act_step
from loans.acts.steps.frame import propose_step
from loans.arrears.queries.portfolio import portfolio
from loans.arrears.rules.classes import Scale, class_of
from loans.followup.queries.cases import to_open
from loans.followup.steps.cases import open_case_step
from loans.followup.steps.doings import Doing, do_step
from loans.followup.steps.letters import Writing, write_letter_step
from loans.lending.queries.standing import standing
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.decisions import Decision, decide_step
from loans.lending.steps.events import repay_step
from loans.lending.steps.requests import GuarantorIn, RequestIn, ask_step
from loans.products.rules import FineRule
from tests import builders

pytestmark = pytest.mark.django_db

FIRST = date(2025, 1, 5)


class World:
    """A group with money to lend, a borrower with 3,000 of satja, a guarantor with 9,000 saved, and a committee."""

    def __init__(self):
        self.group = builders.group(books_from=date(2025, 1, 1))
        long_ago = {"joined_on": date(2020, 1, 1), "promise": None, "born_on": date(1980, 1, 1)}
        self.borrower = builders.member(self.group, "กมล", **long_ago)
        self.guarantor = builders.member(self.group, "ขวัญ", **long_ago)
        self.treasurer, self.chair = builders.user("treasurer"), builders.user("chair")
        self.seats = [self._seat(given, post) for given, post in (("แก้ว", "chair"), ("นารี", "secretary"))]
        self._open_books()
        fine = FineRule(kind="yearly", yearly_rate=Decimal("0.03"), cap_percent=Decimal(10))
        self.product = builders.product(self.group, "ordinary", fine=fine, guarantors=1)

    def _seat(self, given, post_held):
        person = builders.person(self.group, given)
        Office.objects.create(
            network_id=self.group.network_key,
            organisation=self.group,
            person=person,
            post=post_held,
            since=date(2024, 1, 1),
            until=date(2027, 12, 31),
        )
        return person

    def _open_books(self):
        book = self.group.book
        moves = [
            debit(books.account(book, chart.CASH).pk, Decimal("30000.00")),
            credit(self.borrower.satja_account_id, Decimal("3000.00")),
            credit(self.guarantor.satja_account_id, Decimal("4000.00")),
            credit(self.guarantor.special_account_id, Decimal("5000.00")),
            credit(books.account(book, chart.OPENING_SURPLUS).pk, Decimal("18000.00")),
        ]
        who = {"by": self.treasurer, "checked_by": self.chair}
        post(book=book, on=date(2025, 1, 1), kind="opening", key="opening", moves=moves, **who)

    def lend(self):
        """Ask, decide, sign and pay out on the first meeting day."""
        asked = RequestIn(
            membership=self.borrower,
            product_version=self.product,
            amount=Decimal("12000.00"),
            instalments=12,
            first_due_on=date(2025, 2, 5),
            purpose="ซื้อปุ๋ยสวนยาง",
            guarantors=(GuarantorIn(self.guarantor, Decimal("9000.00")),),
        )
        request = ask_step(self.group, asked=asked, on=FIRST, by=self.treasurer, at=builders.at_noon(FIRST))
        decision = Decision(True, "1/2568", FIRST, text="เห็นชอบ")
        decide_step(request, decision=decision, by=builders.user("secretary"), at=builders.at_noon(FIRST))
        self.loan = sign_step(request, signed_on=FIRST, by=self.treasurer, at=builders.at_noon(FIRST))
        self.act("payout", FIRST, {"from": "cash", "amount": "12000.00"})

    def act(self, kind, on, data, *, resolution=""):
        """Propose an act and let the chair agree."""
        at = builders.at_noon(on)
        proposal = {"kind": kind, "on": on, "data": data, "reason": "ตามที่ที่ประชุมตกลงกัน", "by": self.treasurer, "at": at}
        if resolution:
            proposal |= {"resolution_no": resolution, "resolution_on": on}
        decide_act_step(propose_step(self.group, self.loan, **proposal), agree=True, by=self.chair, at=at)
        self.loan.refresh_from_db()

    def pay(self, amount, on, *, payer=None):
        """Let somebody pay in cash at the desk, by default the borrower."""
        money = [(books.account(self.group.book, chart.CASH).pk, Decimal(amount))]
        facts = {"payer": payer or self.borrower, "by": self.treasurer, "at": builders.at_noon(on)}
        repay_step(self.loan, on=on, amount=Decimal(amount), money=money, **facts)
        self.loan.refresh_from_db()

    def follow_up(self):
        """Open a case in August, remind, visit, write to borrower and guarantor, each at a lawful hour."""
        day = date(2025, 8, 6)
        [found] = to_open(self.group, on=day)
        case = open_case_step(found, on=day, by=self.treasurer, at=builders.at_noon(day))
        self._do(case, "reminder", day, hour=time(10, 0))
        self._do(case, "visit", date(2025, 9, 5), hour=time(11, 0), place="บ้านผู้กู้", cause="crop")
        self.letters = [
            self._write(case, "letter_1", date(2025, 9, 12)),
            self._write(case, "guarantor_notice", date(2025, 9, 12), to_guarantee=self.loan.guarantees.get()),
        ]

    def _do(self, case, kind, on, **facts):
        doing = Doing(kind, on, self.seats[0], **facts)
        do_step(case, doing, today=on, by=self.treasurer, at=builders.at_noon(on))

    def _write(self, case, kind, on, **facts):
        writing = Writing(kind, self.seats[0], **facts)
        return write_letter_step(case, writing, on=on, by=self.treasurer, at=builders.at_noon(on))

    def book(self):
        """Return the loan's entries as a bookkeeper writes them, in the order of the book."""
        entries = {event.entry.number: event.entry for event in self.loan.events.select_related("entry") if event.entry}
        return [f"{entry.on} {as_text(entry)}" for _number, entry in sorted(entries.items())]

    def class_on(self, day):
        """Return (principal, class, days late) at the end of a day."""
        [found] = portfolio(self.group, on=day)
        return str(found.principal), class_of(found.standing, scale=Scale()), found.standing.days


LOAN, CASH = "loan, contract 1/2568", "cash on hand"
INTEREST, FINES = "interest on ordinary loans", "fines on ordinary loans"


def entry(day, debits, credits):
    """Return an entry as `as_text` writes it. debits, credits: [(account, baht)]."""
    text = [f"Dr {name:<40}{baht:>14}" for name, baht in debits]
    text += [f"   Cr {name:<40}{baht:>14}" for name, baht in credits]
    return f"{day} " + "\n".join(text)


def paid(day, total, *, interest, principal="1,000.00"):
    return entry(day, [(CASH, total)], [(INTEREST, interest), (LOAN, principal)])


BOOK = [
    entry("2025-01-05", [(LOAN, "12,000.00")], [(CASH, "12,000.00")]),
    paid("2025-02-05", "1,120.00", interest="120.00"),
    paid("2025-03-05", "1,110.00", interest="110.00"),
    paid("2025-04-05", "1,100.00", interest="100.00"),
    paid("2025-05-05", "1,090.00", interest="90.00"),
    paid("2025-06-05", "1,080.00", interest="80.00"),
    paid("2025-07-05", "1,070.00", interest="70.00"),
    paid("2025-11-05", "560.00", interest="60.00", principal="500.00"),
    entry(
        "2026-04-05",
        [("satja, member 001", "3,000.00")],
        [(FINES, "12.36"), (INTEREST, "275.00"), (LOAN, "2,712.64")],
    ),
    entry("2026-06-05", [(CASH, "2,000.00")], [(FINES, "0.73"), (INTEREST, "55.74"), (LOAN, "1,943.53")]),
    entry("2026-09-30", [("write-off", "843.83")], [(LOAN, "843.83")]),
    entry("2026-11-05", [(CASH, "500.00")], [("bad debts recovered", "500.00")]),
]

# Month's end: principal, class, days late. From October on it is restructured, whatever the days say.
MONTH_ENDS = [
    (date(2025, 1, 31), "12000.00", "normal", 0),
    (date(2025, 2, 28), "11000.00", "normal", 0),
    (date(2025, 3, 31), "10000.00", "normal", 0),
    (date(2025, 4, 30), "9000.00", "normal", 0),
    (date(2025, 5, 31), "8000.00", "normal", 0),
    (date(2025, 6, 30), "7000.00", "normal", 0),
    (date(2025, 7, 31), "6000.00", "normal", 0),
    (date(2025, 8, 31), "6000.00", "normal", 26),
    (date(2025, 9, 30), "6000.00", "normal", 56),
    (date(2025, 10, 31), "6000.00", "restructured", 0),
    (date(2025, 11, 30), "5500.00", "restructured", 0),
    (date(2025, 12, 31), "5500.00", "restructured", 26),
    (date(2026, 1, 31), "5500.00", "restructured", 57),
    (date(2026, 2, 28), "5500.00", "restructured", 85),
    (date(2026, 3, 31), "5500.00", "restructured", 116),
    (date(2026, 4, 30), "2787.36", "restructured", 0),
    (date(2026, 5, 31), "2787.36", "restructured", 26),
    (date(2026, 6, 30), "843.83", "restructured", 0),
    (date(2026, 7, 31), "843.83", "restructured", 0),
    (date(2026, 8, 31), "843.83", "restructured", 0),
]


def lived_through():
    """Let it all happen."""
    world = World()
    world.lend()
    for month, amount in zip(range(2, 8), (1120, 1110, 1100, 1090, 1080, 1070), strict=True):
        world.pay(f"{amount}.00", date(2025, month, 5))
    world.follow_up()
    consents = [str(world.loan.guarantees.get().pk)]
    terms = {"first_due": "2025-11-05", "instalments": 12, "consents": consents}
    world.act("restructure", date(2025, 10, 5), terms, resolution="9/2568")
    world.pay("560.00", date(2025, 11, 5))
    world.act("set_off", date(2026, 4, 5), {"satja": "3000.00", "consent": "written"}, resolution="4/2569")
    world.act("guarantor_call", date(2026, 5, 5), {"calls": {consents[0]: "2000.00"}}, resolution="5/2569")
    world.pay("2000.00", date(2026, 6, 5), payer=world.guarantor)
    world.act("charge_off", date(2026, 9, 30), {}, resolution="10/2569")
    world.pay("500.00", date(2026, 11, 5))
    return world


def test_the_entries_are_those_a_bookkeeper_writes():
    assert lived_through().book() == BOOK


def test_principal_and_class_at_each_month_end():
    world = lived_through()
    assert [(day, *world.class_on(day)) for day, *_rest in MONTH_ENDS] == MONTH_ENDS
    assert portfolio(world.group, on=date(2026, 9, 30)) == []


def test_what_is_owed_on_the_days_that_count():
    world = lived_through()
    before = standing(world.loan, on=date(2025, 10, 4))
    assert (before.unpaid_since, before.principal) == (date(2025, 8, 5), Decimal("6000.00"))
    after = standing(world.loan, on=date(2025, 10, 5))
    assert (after.interest + after.fine, after.unpaid_since) == (Decimal("187.48"), date(2025, 11, 5))
    assert standing(world.loan, on=date(2026, 9, 29)).principal == Decimal("843.83")


def test_the_letters_carry_the_sums_of_their_day():
    """On 12 September: principal and interest of August and September; fines of 38 and 7 days."""
    world = lived_through()
    sums = {amount for letter in world.letters for amount in str(letter.data).split("'")}
    # interest that has fallen due 60 + 60; fines 1,000 x 3 % x 38/365 = 3.12 and x 7/365 = 0.58
    assert {"2000.00", "120.00", "3.70"} <= sums


def test_what_was_lived_through_holds():
    world = lived_through()
    scope = Books(network_id=world.group.network_key)
    assert {outcome.check.code: outcome.found.breaks for outcome in verify(scope) if not outcome.found.holds} == {}
