"""Dues on the deposit sheet."""

from datetime import date
from decimal import Decimal

import pytest

from groups.sheets.items import columns_of, of_welfare
from groups.sheets.models import Sheet
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.queries.till import MoreThanOwed
from tests import builders
from tests.welfare.funds.worlds import enrol, lines
from welfare.funds.models import DuesPaid
from welfare.funds.queries import days_behind, fund_balance, paid_through, purses
from welfare.funds.queries.funds import has_any
from welfare.funds.steps import dues_rule_step, strike_dues_step

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 5)


def pay(organisation, membership, amount, *, column="fund_welf", on=MARCH, slips=(), **more):
    """Book a sheet on which one member pays dues."""
    row = RowIn(membership, {column: Decimal(amount), **more}, "paid")
    return book_sheet_step(
        organisation, meeting_on=on, rows=[row], slips=slips, by=builders.user("pays"), at=builders.at_noon(on)
    )


def test_dues_go_into_the_purse_of_the_fund_and_are_kept_by_place():
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)
    place = enrol(fund, member)

    sheet = pay(group, member, "90.00", satja=Decimal("100.00"))

    assert lines(sheet.entry) == [
        "Dr cash on hand 100.00",
        "Dr cash on hand, กองทุนวันละบาท 90.00",
        "Cr satja, member 001 100.00",
        "Cr members' dues, กองทุนวันละบาท 90.00",
    ]
    assert (fund_balance(fund), purses(fund)["cash"]) == (Decimal("90.00"), Decimal("90.00"))
    assert paid_through([place], on=MARCH) == {place.pk: date(2026, 3, 31)}
    assert days_behind(place, on=date(2026, 4, 5)) == 5


def test_dues_are_split_over_parts_each_with_its_purse():
    group = builders.group()
    fund, member = builders.fund(group, monthly=None), builders.member(group)
    parts = [builders.fund(group, code=code, part_of=fund, monthly=None) for code in ("CARE", "KEEP", "TURN")]
    dues_rule_step(
        fund,
        holds_from=fund.started_on,
        monthly=Decimal("30.00"),
        split=[("CARE", Decimal(50)), ("TURN", Decimal(30)), ("KEEP", Decimal(20))],
        resolution_no="1/2569",
        resolution_on=fund.started_on,
        by=builders.user("sets"),
        at=builders.AT,
    )
    enrol(fund, member)

    pay(group, member, "30.00")

    assert [fund_balance(part) for part in parts] == [Decimal("15.00"), Decimal("6.00"), Decimal("9.00")]
    assert fund_balance(fund) == Decimal("0.00")
    assert DuesPaid.objects.get().amount == Decimal("30.00")


def test_what_is_due_and_what_was_missed_stand_on_the_sheet():
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)
    enrol(fund, member)

    sheet = Sheet(organisation=group, network_id=group.network_key, meeting_on=MARCH, month=date(2026, 3, 1))
    columns = columns_of(sheet, [member])

    assert columns.dues(member)["fund_welf"] == Decimal("30.00")
    assert any("60.00" in note for note in columns.notes(member))


@pytest.mark.parametrize("amount", ["450.01", "1000.00"])
def test_more_than_a_year_ahead_is_refused_by_name(amount):
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)
    enrol(fund, member)

    with pytest.raises(MoreThanOwed) as refused:
        pay(group, member, amount)
    assert "450.00" in str(refused.value.problems)
    assert not DuesPaid.objects.exists()


def test_who_has_no_place_pays_no_dues():
    group = builders.group()
    builders.fund(group)

    with pytest.raises(MoreThanOwed):
        pay(group, builders.member(group), "30.00")


def test_dues_that_were_taken_back_reach_nowhere():
    group = builders.group()
    fund, member = builders.fund(group), builders.member(group)
    place = enrol(fund, member)
    sheet = pay(group, member, "90.00")

    strike_dues_step(sheet.entry, reversal=sheet.entry, at=builders.AT)

    assert paid_through([place], on=MARCH) == {place.pk: date(2025, 12, 31)}


def test_a_sheet_asks_once_where_there_never_was_a_fund_and_finds_what_the_network_has(django_assert_num_queries):
    network = builders.network()
    group = builders.group(network)
    given = {"month": date(2026, 3, 1), "on": MARCH, "bylaws": {}, "paid_this_month": {}}

    with django_assert_num_queries(1):
        assert of_welfare(group, [], **given) == []
    builders.fund(network)
    assert has_any(group)
    assert not has_any(builders.group(builders.network()))
