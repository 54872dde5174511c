"""Until when dues reach, what is owed at a meeting, and how dues are split."""

from datetime import date
from decimal import Decimal

import pytest

from welfare.funds.rules.dues import Cost, NotWhole, check_split, daily, owed, reaches, split_dues

JAN = date(2026, 1, 1)
ONE_BAHT = [Cost(JAN, **daily(Decimal("1.00")))]


def through(paid, *, begin=JAN, pays="monthly", costs=ONE_BAHT, on=date(2026, 6, 30)):
    return reaches(begin, pays=pays, costs=costs, paid=Decimal(paid), on=on)


def test_dues_pay_the_months_in_their_order():
    assert through("0.00") == date(2025, 12, 31)
    assert through("30.00") == date(2026, 1, 31)
    assert through("90.00") == date(2026, 3, 31)


def test_a_month_paid_in_part_is_covered_in_whole_days():
    assert through("15.00") == date(2026, 1, 15)  # 15/30 of 31 days are 15.5
    assert through("0.50") == date(2025, 12, 31)
    assert through("44.00") == date(2026, 2, 13)  # 14/30 of 28 days are 13.07


def test_the_first_month_costs_the_whole_month():
    assert through("30.00", begin=date(2026, 1, 20)) == date(2026, 1, 31)


def test_a_half_year_and_a_year_are_counted_in_months_from_the_first():
    assert through("180.00", pays="half_yearly", begin=date(2026, 3, 9)) == date(2026, 8, 31)
    assert through("365.00", pays="yearly", begin=date(2026, 3, 9)) == date(2027, 2, 28)


def test_each_month_costs_what_held_on_its_first_day():
    dearer = [*ONE_BAHT, Cost(date(2026, 3, 1), monthly=Decimal("60.00"))]

    assert through("120.00", costs=dearer) == date(2026, 3, 31)
    assert through("120.00") == date(2026, 4, 30)


def test_what_costs_nothing_is_covered_as_far_as_one_looks():
    assert through("0.00", costs=[]) == date(2026, 6, 30)
    assert through("0.00", costs=[Cost(date(2026, 5, 1), monthly=Decimal("30.00"))]) == date(2026, 4, 30)


def at(paid, *, month=date(2026, 3, 1), pays="monthly", until=None):
    return owed(JAN, pays=pays, costs=ONE_BAHT, paid=Decimal(paid), month=month, until=until)


def test_this_month_is_due_and_what_was_missed_stands_beside_it():
    found = at("20.00")

    assert (found.due, found.missed, found.missed_since) == (Decimal("30.00"), Decimal("40.00"), JAN)


def test_who_paid_ahead_owes_nothing_and_may_pay_twelve_months_ahead():
    found = at("150.00")

    assert (found.due, found.missed) == (Decimal("0.00"), Decimal("0.00"))
    assert found.most == Decimal("300.00")  # January 2026 to March 2027 are 450, 150 are paid


def test_a_yearly_due_stands_all_through_its_year_and_the_next_may_be_paid():
    found = at("0.00", pays="yearly", month=date(2026, 10, 1))

    assert (found.due, found.missed, found.most) == (Decimal("365.00"), Decimal("0.00"), Decimal("730.00"))


def test_nothing_is_owed_after_a_place_has_ended():
    assert at("60.00", until=date(2026, 2, 10)).due == Decimal("0.00")


def test_dues_are_split_to_the_satang():
    parts = [("CARE", Decimal(50)), ("TURN", Decimal(30)), ("KEEP", Decimal(20))]

    assert split_dues(Decimal("30.00"), parts=parts, fund="WELF") == [
        ("CARE", Decimal("15.00")),
        ("TURN", Decimal("9.00")),
        ("KEEP", Decimal("6.00")),
    ]
    assert sum(baht for _code, baht in split_dues(Decimal("0.01"), parts=parts, fund="WELF")) == Decimal("0.01")
    assert split_dues(Decimal("30.00"), parts=[], fund="WELF") == [("WELF", Decimal("30.00"))]


@pytest.mark.parametrize(
    "parts", [[("A", "50"), ("B", "40")], [("A", "50"), ("A", "50")], [("A", "120"), ("B", "-20")], [("A", "99.99")]]
)
def test_parts_that_are_not_a_whole_are_refused(parts):
    with pytest.raises(NotWhole):
        check_split([(code, Decimal(percent)) for code, percent in parts])
