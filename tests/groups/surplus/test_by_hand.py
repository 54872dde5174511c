"""A small group's first year from the opening to the dividend, every figure worked by hand beforehand.

Four members join on 5 January 2568 and promise 100, 200, 100 and 100 baht a month; each pays 20 on joining and 30 a
month for welfare. Every month until September the sheet brings 500 of satja and 120 for welfare, then 400 and 90.

5 Jan   580.00 into the main box (500 + 4 x 20), 120.00 into the fund's
5 Feb   Bua borrows 600 at 1 % a month, six parts of 100: interest 6, 5, 4, 3, 2, 1 = 21.00 by 5 August
10 Mar  the municipality gives the fund 3,000.00, by bank
15 Aug  Ana has a child and two nights in hospital: 500 + 2 x 100 = 700.00, in cash (9 x ... of 960.00 then there)
20 Sep  Chai dies. He belonged for 258 days: welfare 1,500.00, by bank. Each of three others brings 20: 60.00, of which
        the scheme keeps 10 % = 6.00 and his wife gets 54.00. He held 9 x 100 = 900.00: 450, 270 and 180 to his heirs
31 Dec  main income 80.00 + 21.00 = 101.00, no expense. Welfare: dues 9 x 120 + 3 x 90 = 1,350.00, gift 3,000.00, paid
        2,200.00, left 2,150.00. Funeral aid: left 6.00
20 Jan  dividend 50 % = 50.50, refund on interest 10 % = 10.10, reserve 10 % = 10.10, welfare 30 % = 30.30
        baht-months: Ana 100 x (11 + 10 + ... + 0) = 6,600, Bua 13,200, Dam 6,600, Chai 100 x (11 + ... + 3) = 6,300
        less 900 x 2 taken in October = 4,500; together 30,900
        of 50.50: Ana 10.786, Bua 21.573, Chai 7.354, Dam 10.786; two satang over go to Ana and Dam: 10.79, 21.57, 7.35
        and 10.79. The refund is all Bua's. Ana and Dam take theirs into satja and special savings, the others in cash
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.closing.steps import close_month_step
from federation.kit.dates import month_range
from federation.kit.invariants import Scope as Books
from federation.ledger.books import account
from federation.ledger.queries import balance
from federation.proof.gather import verify
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.promises.steps import promise_step
from groups.registry.rules import Heir
from groups.sheets.steps import RowIn, book_sheet_step
from groups.surplus.models import DividendPart
from groups.surplus.rules import Year
from tests import builders
from tests.groups.departures import worlds as departures
from tests.groups.surplus import worlds
from tests.welfare.funeral import people_worlds as funeral
from welfare.claims.queries.rules import terms_of, version_on
from welfare.claims.rules.presets import PRESETS
from welfare.claims.steps import claims
from welfare.claims.steps.claims import Filing
from welfare.claims.steps.papers import add_paper_step
from welfare.claims.steps.rules import add_benefit_step
from welfare.funds.queries import fund_balance, purses
from welfare.funds.steps import enrol_step
from welfare.funds.steps.gifts import gift_step
from welfare.funeral.steps.deaths import check_death_step, open_death_step
from welfare.funeral.steps.payouts import decide_payout_step, propose_payout_step

pytestmark = pytest.mark.django_db

OPENS, JOINED, DIED = date(2025, 1, 1), date(2025, 1, 5), date(2025, 9, 20)
RESOLUTION = {"resolution_no": "1/2568", "resolution_on": OPENS}
PROMISES = {"อานนท์": "100", "บัว": "200", "ชัย": "100", "แดง": "100"}
HEIRS = [Heir("นางสมใจ ใจดี", "ภรรยา", "50"), Heir("นายก้อง ใจดี", "บุตร", "30"), Heir("นางเพ็ญ ใจดี", "มารดา", "20")]


def lines(entry):
    """An entry as a bookkeeper reads it: {account: debit less credit}."""
    found = {}
    for line in entry.lines.select_related("account"):
        found[line.account.code] = found.get(line.account.code, Decimal(0)) + line.debit - line.credit
    return {code: f"{signed:.2f}" for code, signed in found.items()}


def by(name, on):
    return {"by": builders.user(name), "at": builders.at_noon(on)}


class Village:
    """The group, its welfare fund with two benefits, its funeral scheme, and four members with a place in both."""

    def __init__(self):
        self.group = builders.group(builders.network(books_from=OPENS), books_from=OPENS)
        self.fund = builders.fund(self.group)
        self.birth, self.death = self._benefit("khru_chop-birth"), self._benefit("sadao-death")
        self.scheme = funeral.scheme(self.group, on=OPENS, terms={"fee_percent": Decimal("10.00")}, **RESOLUTION)
        self.members = [self._member(*promise) for promise in PROMISES.items()]
        self.ana, self.bua, self.chai, self.dam = self.members
        self.covered = funeral.cover(self.scheme, self.members, on=OPENS, **RESOLUTION)
        self._name_heirs()

    @transaction.atomic
    def _benefit(self, preset):
        rule = PRESETS[preset]
        given = {"holds_from": OPENS, **RESOLUTION, **by("sets", OPENS)}
        return add_benefit_step(self.fund, terms=rule.terms, name_th=rule.name_th, cases=rule.cases, **given).benefit

    @transaction.atomic
    def _member(self, name, promise):
        member = builders.member(self.group, name, joined_on=JOINED, promise=None)
        promise_step(member, amount=Decimal(promise), from_month=OPENS, **by("sets", JOINED))
        enrol_step(self.fund, member, since=JOINED, **by("sets", JOINED))
        return member

    @transaction.atomic
    def _name_heirs(self):
        heirs = [Heir(heir.name, heir.relation, Decimal(heir.percent)) for heir in HEIRS]
        name_beneficiaries_step(self.chai, heirs, witnesses="นายหนึ่ง นายสอง", on=JOINED, **by("sets", JOINED))

    @transaction.atomic
    def sheet(self, month, *, loan="0", funeral="0"):
        """The meeting of the 5th: everybody who lives pays what is promised."""
        on = date(2025, month, 5)
        rows = [RowIn(member, self._paid(member, on, loan, funeral), state="paid") for member in self._alive(on)]
        return book_sheet_step(self.group, meeting_on=on, rows=rows, **by("treasurer", on)).entry

    def _alive(self, on):
        return [member for member in self.members if member != self.chai or on < DIED]

    def _paid(self, member, on, loan, funeral):
        amounts = {
            "satja": "200" if member == self.bua else "100",
            "entry_fee": "20" if on.month == 1 else "0",
            "loan": loan if member == self.bua else "0",
            "fund_welf": "30",
            "funeral_funeral": funeral,
        }
        return {code: Decimal(baht) for code, baht in amounts.items() if Decimal(baht)}

    @transaction.atomic
    def claim(self, benefit, member, *, event_on, on, source, claimant="", **facts):
        """A claim with all its papers, agreed, approved and paid on one day by four people."""
        filing = Filing(event_on=event_on, facts=facts, claimant_name=claimant)
        claim = claims.file_step(benefit, member, filing, on=on, **by("files", on))
        for paper in terms_of(version_on(benefit, on=on)).documents:
            add_paper_step(claim, kind=paper, seen=True, on=on, **by("files", on))
        resolved = {"resolution_no": "8/2568", "resolution_on": on}
        claims.agree_step(claim, **resolved, on=on, **by("agrees", on))
        claims.approve_step(claim, on=on, **by("approves", on))
        return claims.pay_step(claim, on=on, source=source, **by("pays", on))

    @transaction.atomic
    def dies(self, *, claimed_on):
        """The round that Chai's death opens."""
        given = {"died_on": DIED, "claimed_on": claimed_on}
        death = open_death_step(self.covered[2], **given, **by("opens", claimed_on))
        return check_death_step(death, agree=True, **by("checks", claimed_on))

    @transaction.atomic
    def pays_out(self, death, *, on):
        given = {"kind": "named", "name": HEIRS[0].name, "relation": HEIRS[0].relation, "amount": death.net, "on": on}
        payout = propose_payout_step(death, **given, **by("asks", on))
        return decide_payout_step(payout, agree=True, **by("decides", on))

    def holds(self, code):
        return f"{balance(account(self.group.book, code)):.2f}"


def first_eight_months(village):
    january = village.sheet(1)
    village.sheet(2)
    on = date(2025, 2, 5)
    terms = {"instalments": 6, "first_due_on": date(2025, 3, 5), "paid_out": False}
    builders.pay_out(builders.loan(village.bua, "600.00", on=on, **terms), "600.00", on=on)
    march = village.sheet(3, loan="106")
    with transaction.atomic():
        from_town = {"donor": "local", "donor_name": "เทศบาลตำบล", "amount": Decimal("3000.00")}
        gift = gift_step(village.fund, **from_town, on=date(2025, 3, 10), **by("treasurer", date(2025, 3, 10)))
    for month, loan in ((4, "105"), (5, "104"), (6, "103"), (7, "102"), (8, "101")):
        village.sheet(month, loan=loan)
    return january, march, gift.entry


def test_a_small_groups_year_from_opening_to_dividend():
    village = Village()
    january, march, gift = first_eight_months(village)
    assert lines(january) == {
        "11010": "580.00", "11010-WELF": "120.00", "31020.00001": "-100.00", "31020.00002": "-200.00",
        "31020.00003": "-100.00", "31020.00004": "-100.00", "43010": "-80.00", "43060-WELF": "-120.00",
    }  # fmt: skip
    assert {code: baht for code, baht in lines(march).items() if code[0] in "14"} == {
        "11010": "606.00", "11010-WELF": "120.00", "13010.00001": "-100.00", "41010": "-6.00", "43060-WELF": "-120.00",
    }  # fmt: skip
    assert lines(gift) == {"12400-WELF": "3000.00", "46070-WELF": "-3000.00"}
    _birth_and_death(village)
    _after(village)
    _close_and_share(village)


def _birth_and_death(village):
    born = date(2025, 8, 15)
    birth = village.claim(village.birth, village.ana, event_on=born, on=date(2025, 8, 25), source="cash", nights=2)
    assert lines(birth.entry) == {"56030-WELF": "700.00", "11010-WELF": "-700.00"}
    village.sheet(9)
    reported = departures.died(village.chai, died_on=DIED, on=date(2025, 9, 25))
    given = {"on": date(2025, 9, 30), "source": "bank", "claimant": "นางอรุณ ใจดี"}
    welfare = village.claim(village.death, village.chai, event_on=DIED, **given)
    assert lines(welfare.entry) == {"56040-WELF": "1500.00", "12400-WELF": "-1500.00"}
    death = village.dies(claimed_on=date(2025, 9, 25))
    assert (death.payers, death.gross, death.fee, death.net) == (3, 60, 6, 54)
    assert lines(death.entry) == {"14040-FUN": "60.00", "21060-FUN": "-54.00", "43070-FUN": "-6.00"}
    october = village.sheet(10, funeral="20")
    assert {code: baht for code, baht in lines(october).items() if "FUN" in code} == {
        "11010-FUN": "60.00", "14040-FUN": "-60.00",
    }  # fmt: skip
    payout = village.pays_out(death, on=date(2025, 10, 6))
    assert lines(payout.entry) == {"21060-FUN": "54.00", "11010-FUN": "-54.00"}
    left = departures.decided(reported, on=date(2025, 10, 6))
    assert lines(left.entry) == {"31020.00003": "900.00", "23050": "-900.00"}
    heirs = [departures.paid(one, on=date(2025, 10, 6)) for one in left.payments.order_by("-amount")]
    assert [lines(heir.entry) for heir in heirs] == [
        {"23050": "450.00", "11010": "-450.00"},
        {"23050": "270.00", "11010": "-270.00"},
        {"23050": "180.00", "11010": "-180.00"},
    ]


def _after(village):
    village.sheet(11)
    village.sheet(12)
    assert village.holds("11010") == "4901.00"
    assert purses(village.fund) == {"cash": Decimal("650.00"), "bank": Decimal("1500.00")}
    assert fund_balance(village.fund) == Decimal("2150.00")
    assert village.holds("21060-FUN") == "0.00"


@transaction.atomic
def _close_months(village, *, on):
    for month in month_range(OPENS, date(2025, 12, 1)):
        close_month_step(village.group, month=month, **by("treasurer", on))


def _close_and_share(village):
    year = Year(OPENS, date(2025, 12, 31))
    _close_months(village, on=date(2026, 1, 10))
    close = worlds.closed(village.group, year=year, at=builders.at_noon(date(2026, 1, 12)))
    assert close.surplus == Decimal("101.00")
    assert lines(close.entry) == {
        "41010": "21.00", "43010": "80.00", "33020": "-101.00",
        "43060-WELF": "1350.00", "46070-WELF": "3000.00", "56030-WELF": "-700.00", "56040-WELF": "-1500.00",
        "35020-WELF": "-2150.00", "43070-FUN": "6.00", "35020-FUN": "-6.00",
    }  # fmt: skip
    meeting = date(2026, 1, 20)
    asked = worlds.plan("share_months", dividend="50", patronage="10", reserve="10", welfare="30", leavers="died")
    on = {"on": meeting, "at": builders.at_noon(meeting)}
    worlds.choose(village.ana, "satja", **on)
    worlds.choose(village.dam, "special", **on)
    close = worlds.adopted(close, asked, **on)
    assert lines(close.adoption) == {
        "33020": "101.00", "23040": "-60.60", "34100": "-10.10", "11010": "-30.30",
        "11010-WELF": "30.30", "46080-WELF": "-30.30",
    }  # fmt: skip
    parts = {part.membership: part for part in DividendPart.objects.filter(year=close)}
    weights = [parts[member].weight for member in village.members]
    assert weights == [6600, 13_200, 4500, 6600]
    shown = [(str(parts[member].dividend), str(parts[member].patronage)) for member in village.members]
    assert shown == [("10.79", "0.00"), ("21.57", "10.10"), ("7.35", "0.00"), ("10.79", "0.00")]
    into = worlds.paid(close, **on)
    assert lines(into.entry) == {"23040": "21.58", "31020.00001": "-10.79", "21020.00004": "-10.79"}
    cash = worlds.paid(close, village.bua, village.chai, purse=account(village.group.book, "11010"), **on)
    assert lines(cash.entry) == {"23040": "39.02", "11010": "-39.02"}
    assert (village.holds("23040"), village.holds("33020"), village.holds("11010")) == ("0.00", "0.00", "4831.68")
    broken = {one.check.code: one.found.breaks for one in verify(Books()) if one.found.breaks}
    assert broken == {}
