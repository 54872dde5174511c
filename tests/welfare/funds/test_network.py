"""Dues of a network's fund: members pay them on their group's sheet, the group hands them over on the network's."""

from decimal import Decimal

import pytest

from federation.kit.invariants import Scope
from federation.ledger import books
from federation.ledger.queries import balance
from federation.ledger.twins import mirrors_of
from federation.proof.gather import verify
from groups.sheets.items import columns_of
from groups.sheets.models import Sheet, SheetReversal
from groups.sheets.steps import reverse_sheet_step
from loans.lending.queries.till import MoreThanOwed
from tests import builders
from tests.welfare.funds.test_sheet import MARCH, pay
from tests.welfare.funds.worlds import enrol, lines
from welfare.funds.models import DuesPaid
from welfare.funds.queries import fund_balance, purses

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        self.network = builders.network(code="KAN", name="เครือข่าย")
        self.group = builders.group(self.network, code="K01")
        self.membership = builders.member_group(self.network, self.group)
        self.fund = builders.fund(self.network)
        self.member = builders.member(self.group)
        self.place = enrol(self.fund, self.member)
        self.column = "fund_kan_welf"

    def taken(self):
        return balance(books.account(self.group.book, "24030.KAN.WELF.IN"))

    def dues_of_group(self):
        sheet = Sheet(
            organisation=self.network, network_id=self.network.pk, meeting_on=MARCH, month=MARCH.replace(day=1)
        )
        return columns_of(sheet, [self.membership]).dues(self.membership).get("fund_welf")

    def broken(self):
        found = {one.check.code: one.found.breaks for one in verify(Scope())}
        return {code: broken for code, broken in found.items() if broken}


def test_a_group_takes_dues_for_its_network_as_a_debt():
    world = World()

    sheet = pay(world.group, world.member, "90.00", column=world.column)

    assert lines(sheet.entry) == [
        "Dr cash on hand 90.00",
        "Cr dues taken for กองทุนวันละบาท 90.00",
    ]
    assert DuesPaid.objects.get().enrolment == world.place
    assert fund_balance(world.fund) == Decimal("0.00")
    assert world.dues_of_group() == Decimal("90.00")


def test_what_a_group_hands_over_comes_into_the_fund_and_leaves_its_debt():
    world = World()
    pay(world.group, world.member, "90.00", column=world.column)

    sheet = pay(world.network, world.membership, "60.00")

    assert (fund_balance(world.fund), purses(world.fund)["cash"]) == (Decimal("60.00"), Decimal("60.00"))
    [mirror] = mirrors_of(sheet.entry)
    assert lines(mirror) == [
        "Dr dues owed to KAN, WELF 60.00",
        "Cr cash on hand 60.00",
    ]
    assert world.taken() == Decimal("30.00")
    assert world.dues_of_group() == Decimal("30.00")
    assert world.broken() == {}


def test_a_group_hands_over_no_more_than_it_took():
    world = World()
    pay(world.group, world.member, "30.00", column=world.column)

    with pytest.raises(MoreThanOwed) as refused:
        pay(world.network, world.membership, "60.00")
    assert "30.00" in str(refused.value.problems)


def test_a_handover_taken_back_is_owed_again():
    world = World()
    pay(world.group, world.member, "90.00", column=world.column)
    sheet = pay(world.network, world.membership, "90.00")

    asked = {"asked_by": builders.user("asks"), "asked_at": builders.AT, "reason": "พิมพ์ผิดทั้งหน้า"}
    reversal = SheetReversal.objects.create(network_id=world.network.pk, sheet=sheet, **asked)
    reverse_sheet_step(reversal, today=MARCH, by=builders.user("checks"), at=builders.at_noon(MARCH))

    assert purses(world.fund)["cash"] == Decimal("0.00")
    assert world.dues_of_group() == Decimal("90.00")
    assert world.broken() == {}
