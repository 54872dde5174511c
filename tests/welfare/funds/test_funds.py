"""Opening a fund, giving places in it, and closing it."""

from datetime import date
from decimal import Decimal

import pytest

from federation.ledger import books
from tests import builders
from tests.welfare.funds.worlds import TODAY, enrol
from welfare.funds.models import Enrolment
from welfare.funds.queries import fund_balance, fund_coded, fund_or_none, funds_of, funds_open_to, places, purse
from welfare.funds.steps import (
    AlreadyPlaced,
    CodeTaken,
    FundRefused,
    NoPlace,
    close_fund_step,
    end_place_step,
)

pytestmark = pytest.mark.django_db


def test_a_fund_has_purses_and_capital_of_its_own():
    group = builders.group()

    fund = builders.fund(group, code="welf")

    assert fund.code == "WELF"
    assert purse(fund, "cash").code == "11010-WELF"
    assert purse(fund, "bank").code == "12400-WELF"
    assert books.account(group.book, "23080.WELF").fund == "main"
    assert fund_balance(fund) == Decimal("0.00")


@pytest.mark.parametrize("code", ["กองทุน", "a", "main", "W-1", "TOOLONGACODE1"])
def test_a_code_that_no_account_can_carry_is_refused(code):
    with pytest.raises(FundRefused):
        builders.fund(builders.group(), code=code)


def test_a_code_is_used_once_for_ever():
    group = builders.group()
    close_fund_step(builders.fund(group), on=TODAY)

    with pytest.raises(CodeTaken):
        builders.fund(group, code="welf")


def test_funds_are_found_by_day_and_kind():
    group = builders.group()
    fund = builders.fund(group)
    part = builders.fund(group, code="CARE", part_of=fund, monthly=None)

    assert [one.code for one in funds_of(group, on=TODAY)] == ["CARE", "WELF"]
    assert funds_of(group, on=date(2025, 12, 31)) == []
    assert fund_or_none(group, kind="one_baht") == fund
    assert [one.code for one in funds_open_to(group, on=TODAY)] == ["WELF"]
    assert fund_coded(group, "care") == part


def test_a_place_has_the_funds_own_number_and_it_is_never_used_again():
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)

    first = enrol(fund, member)
    end_place_step(first, on=TODAY, why="ลาออก")
    second = enrol(fund, member)

    assert (first.number, second.number) == (1, 2)
    assert [one.number for one in places(fund, on=TODAY)] == [2]


def test_nobody_has_two_running_places():
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)
    enrol(fund, member)

    with pytest.raises(AlreadyPlaced):
        enrol(fund, member)
    assert Enrolment.objects.count() == 1


def test_members_of_other_groups_have_no_place_in_a_groups_fund_but_in_the_networks():
    network = builders.network()
    group, other = builders.group(network), builders.group(network)
    builders.member_group(network, other)
    member = builders.member(other)

    with pytest.raises(NoPlace):
        enrol(builders.fund(group), member)
    assert enrol(builders.fund(network, code="NET"), member).number == 1


def test_a_fund_with_places_is_not_closed():
    group = builders.group()
    fund = builders.fund(group)
    enrol(fund, builders.member(group))

    with pytest.raises(FundRefused) as refused:
        close_fund_step(fund, on=TODAY)
    assert len(refused.value.problems) == 1
