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
        baht-months: Ana 100 x (11 + 10 + ... + 0) = 6,600, Bua 13,200, Dam 6,600, Chai 100 x (11 + ... + 3) = 6,300 less
        900 x 2 taken in October = 4,500; together 30,900
        of 50.50: Ana 10.786, Bua 21.573, Chai 7.354, Dam 10.786; two satang over go to Ana and Dam: 10.79, 21.57, 7.35
        and 10.79. The refund is all Bua's. Ana and Dam take theirs into satja and special savings, the others in cash
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.kit.dates import month_range
from federation.kit.invariants import Scope as Books
from federation.ledger.books import account
from federation.proof.gather import verify
from groups.departures.queries import net_of
from groups.departures.rules import Heir
from groups.departures.steps import asking, deciding
from groups.departures.steps import deaths as leaving
from groups.departures.steps import paying as refunds
from groups.departures.steps.beneficiaries import name_beneficiaries_step
from groups.promises.steps import promise_step
from groups.sheets.steps import RowIn, book_sheet_step
from groups.surplus.rules import Year
from tests import builders
from tests.groups.surplus import worlds
from welfare.claims.rules.presets import PRESETS
from welfare.claims.steps import claims
from welfare.claims.steps.claims import Filing
from welfare.claims.steps.papers import add_paper_step
from welfare.claims.steps.rules import add_benefit_step
from welfare.funds.queries import fund_balance, purses
from welfare.funds.steps import enrol_step, gift_step
from welfare.funeral.steps.deaths import check_death_step, open_death_step
from welfare.funeral.steps.payouts import decide_payout_step, propose_payout_step

pytestmark = pytest.mark.django_db

OPENS = date(2025, 1, 1)
RESOLUTION = {"resolution_no": "1/2568", "resolution_on": OPENS}


def D(text):
    return Decimal(text)


def lines(entry):
    """An entry as a bookkeeper reads it: [(account, debit less credit)]."""
    return [(line.account.code, f"{line.debit - line.credit:.2f}") for line in entry.lines.order_by("n")]


def by(name, on):
    return {"by": builders.user(name), "at": builders.at_noon(on)}


class Village:
    """The group, its welfare fund with two benefits, its funeral scheme, and four members with a place in both."""

    def __init__(self):
        self.group = builders.group(builders.network(books_from=OPENS), books_from=OPENS)
        self.fund = builders.fund(self.group)
        self.birth = self._benefit("khru_chop-birth")
        self.death = self._benefit("sadao-death")
        self.scheme = self._scheme()
        promises = {"อานนท์": "100", "บัว": "200", "ชัย": "100", "แดง": "100"}
        self.ana, self.bua, self.chai, self.dam = self.members = [
            self._member(name, promise) for name, promise in promises.items()
        ]
        self._cover()

    @transaction.atomic
    def _benefit(self, preset):
        rule = PRESETS[preset]
        given = {"holds_from": OPENS, **RESOLUTION, **by("sets", OPENS)}
        version = add_benefit_step(self.fund, terms=rule.terms, name_th=rule.name_th, cases=rule.cases, **given)
        return version.benefit

    def _scheme(self):
        from tests.welfare.funeral.worlds import scheme

        return scheme(self.group, on=OPENS, terms={"fee_percent": D("10.00")}, **RESOLUTION)

    def _cover(self):
        from tests.welfare.funeral.worlds import cover

        self.covered = dict(zip(self.members, cover(self.scheme, self.members, on=OPENS, **RESOLUTION), strict=True))

    @transaction.atomic
    def _member(self, name, promise):
        joined = date(2025, 1, 5)
        member = builders.member(self.group, name, joined_on=joined, promise=None)
        promise_step(member, amount=D(promise), from_month=OPENS, **by("sets", joined))
        enrol_step(self.fund, member, since=joined, **by("sets", joined))
        return member

    @transaction.atomic
    def sheet(self, on, *, loan="0", funeral="0"):
        rows = []
        for member in self.members:
            if member is self.chai and on > date(2025, 9, 20):
                continue
            amounts = {"satja": D("200") if member is self.bua else D("100"), "fund_welf": D("30"), "funeral_funeral": D(funeral)}
            amounts["entry_fee"] = D("20") if on.month == 1 else D(0)
            amounts["loan"] = D(loan) if member is self.bua else D(0)
            rows.append(RowIn(member, {code: baht for code, baht in amounts.items() if baht}, state="paid"))
        return book_sheet_step(self.group, meeting_on=on, rows=rows, **by("treasurer", on)).entry

    @transaction.atomic
    def claim(self, benefit, member, *, event_on, on, source, **facts):
        filing = Filing(event_on=event_on, facts=facts, payee_name="นางสมใจ ใจดี", claimant_name="นางสมใจ ใจดี")
        claim = claims.file_step(benefit, member, filing, on=on, **by("files", on))
        for paper in claim.checks and claims_papers(benefit, on):
            add_paper_step(claim, kind=paper, seen=True, on=on, **by("files", on))
        claim = claims.agree_step(claim, resolution_no="8/2568", resolution_on=on, on=on, **by("agrees", on))
        claim = claims.approve_step(claim, on=on, **by("approves", on))
        return claims.pay_step(claim, on=on, source=source, **by("pays", on))


def claims_papers(benefit, on):
    from welfare.claims.queries.rules import terms_of, version_on

    return terms_of(version_on(benefit, on=on)).documents
