"""Sums of deaths and prepaid units against the worked examples. Source: domain, 12, E8; case 24."""

from datetime import date
from decimal import Decimal

import pytest

from federation.kit.words import baht_words
from welfare.funeral.rules import Terms
from welfare.funeral.rules.money import (
    NothingToPayOut,
    all_are_asked,
    instalments,
    owed_by,
    payable_now,
    refill_due,
    sums_of,
    units_of,
)


def terms(**facts):
    plain = {"rate_member": Decimal(100), "rate_relative": Decimal(50), "fee_percent": Decimal(10)}
    return Terms(
        **plain | {name: Decimal(x) if isinstance(x, str) and x[0].isdigit() else x for name, x in facts.items()}
    )


def sums(payers, *, relation="member", model="per_death", **facts):
    found = sums_of(terms(**facts), model=model, relation=relation, payers=payers)
    return found.gross, found.fee, found.net


def test_a_members_and_a_relatives_death_among_412():
    assert sums(412) == (41200, 4120, 37080)
    assert baht_words(sums(412)[2]) == "สามหมื่นเจ็ดพันแปดสิบบาทถ้วน"
    assert sums(412, relation="spouse") == (20600, 2060, 18540)


def test_prepaid_at_nine_and_at_fifteen_baht():
    at_nine = sums(1234, model="prepaid", rate_member="9", fee_percent="4")
    assert at_nine == (11106, Decimal("444.24"), Decimal("10661.76"))
    assert baht_words(at_nine[2]) == "หนึ่งหมื่นหกร้อยหกสิบเอ็ดบาทเจ็ดสิบหกสตางค์"
    at_fifteen = sums(1234, model="prepaid", rate_member="15", fee_percent="4")
    assert at_fifteen == (18510, Decimal("740.40"), Decimal("17769.60"))


def test_case_24():
    assert sums(100) == (10000, 1000, 9000)
    assert sums(100, deduction="500") == (10000, 1500, 8500)
    assert sums(80, relation="parent") == (4000, 400, 3600)
    assert sums(0, model="saving", fixed_sum="60000") == (60000, 6000, 54000)


def test_nothing_is_opened_for_nobody():
    with pytest.raises(NothingToPayOut):
        sums(0)


def test_units_are_worth_the_rate_and_warn_after_25_deaths():
    rule = terms(rate_member="9", units_target=30, units_warn=25)
    full = units_of(rule, Decimal(270))
    assert (full.left, full.used, full.warns, full.worth) == (30, 0, False, 270)
    assert units_of(terms(rate_member="15"), Decimal(270)).left == 18
    assert units_of(terms(rate_member="15"), Decimal(270)).worth == 450
    after = units_of(rule, Decimal(45))
    assert (after.left, after.used, after.warns, after.to_target) == (5, 25, True, 225)
    assert units_of(rule, Decimal("17.99")).left == 1


def test_all_are_asked_at_once_when_half_are_at_the_warning():
    rule = terms(rate_member="9", units_target=30, units_warn=25)
    low, full = Decimal(45), Decimal(261)
    assert all_are_asked(rule, [low, full]) and not all_are_asked(rule, [low, full, full])
    assert refill_due(rule, full, all_asked=True) == 9
    assert refill_due(rule, full, all_asked=False) == 0
    assert refill_due(rule, low, all_asked=False) == 225
    assert not all_are_asked(terms(rate_member="9", refill="at_warning"), [low])


def test_the_rites_go_ahead_then_fifty_thousand_within_seven_days_then_the_rest():
    rule = terms(rite="1000", first_part="50000", first_part_days=7, rest_days=90)
    parts = instalments(rule, net=Decimal(98000), claimed_on=date(2026, 2, 10))
    assert [(one.kind, one.amount, one.until) for one in parts] == [
        ("rite", 1000, date(2026, 2, 10)),
        ("first", 50000, date(2026, 2, 17)),
        ("rest", 47000, date(2026, 5, 11)),
    ]
    assert owed_by(parts, date(2026, 2, 17)) == 1000 and owed_by(parts, date(2026, 2, 18)) == 51000
    assert [one.amount for one in instalments(rule, net=Decimal(600), claimed_on=date(2026, 2, 10))] == [600]


def test_only_what_came_in_is_paid_where_the_fund_advances_nothing():
    facts = {"net": Decimal(90), "paid": Decimal(20)}
    assert payable_now(**facts, collected=Decimal(50), advance="collected") == 30
    assert payable_now(**facts, collected=Decimal(100), advance="collected") == 70
    assert payable_now(**facts, collected=Decimal(0), advance="full") == 70
