"""The terms of funeral aid, who is paid, and lists of who paid: plain arithmetic."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from welfare.funeral.rules import BadTerms, Terms
from welfare.funeral.rules.check import Expected, Found, ListRow, compare
from welfare.funeral.rules.law import AboveCeiling, above_ceiling, check_lawful, remarks
from welfare.funeral.rules.payees import BadShares, NotInOrder, Payee, order
from welfare.funeral.rules.people import may_follow, state_from

D = Decimal


def test_terms_come_back_from_data_as_they_were():
    terms = Terms(rate_member=D("100.00"), rate_relative=D("50.00"), covers=("member", "spouse", "parent", "child"))

    assert Terms.from_data(terms.to_data()) == terms


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate_member": D("-1.00")}, "rate_member"),
        ({"rate_member": D("NaN")}, "rate_member"),
        ({"rate_member": D("1.005")}, "rate_member"),
        ({"fee_percent": D("100.01")}, "fee_percent"),
        ({"wait_days": -1}, "wait_days"),
        ({"covers": ("spouse",)}, "covers"),
        ({"covers": ("member", "cousin")}, "covers"),
        ({"units_target": 30, "units_warn": 30}, "units_warn"),
        ({"payout_factor": D("0")}, "payout_factor"),
        ({"age_by": "guess"}, "age_by"),
        ({"payees_most": 0}, "payees_most"),
        ({"lapse_cases": True}, "lapse_cases"),
    ],
)
def test_terms_that_cannot_be_are_refused(change, field):
    with pytest.raises(BadTerms) as refused:
        Terms(**change)

    assert refused.value.reason == field


def test_terms_with_a_key_too_many_or_too_few_are_refused():
    data = Terms().to_data()

    for odd in ({**data, "extra": 1}, {key: data[key] for key in data if key != "rite"}, None):
        with pytest.raises(BadTerms):
            Terms.from_data(odd)


@pytest.mark.parametrize(
    ("model", "change", "field"),
    [
        ("per_death", {"rate_member": D("0.00")}, "rate_member"),
        ("prepaid", {"covers": ("member", "child")}, "rate_relative"),
        ("yearly", {"fixed_sum": D("9000.00")}, "yearly_fee"),
        ("balance", {}, "fixed_sum"),
        ("saving", {"fixed_sum": D("50000.00")}, "saving_months"),
        ("lottery", {}, "model"),
    ],
)
def test_a_model_needs_its_own_terms(model, change, field):
    with pytest.raises(BadTerms) as refused:
        Terms(**change).check_for(model)

    assert refused.value.reason == field


def test_fee_is_rounded_half_up_or_down():
    gross = D("111.62")  # four per cent of it are 4.4648

    assert Terms(fee_percent=D("4.00")).fee_of(D("11106.00")) == D("444.24")
    assert Terms(fee_percent=D("2.50")).fee_of(D("0.60")) == D("0.02")
    assert Terms(fee_percent=D("2.50"), fee_rounding="down").fee_of(D("0.60")) == D("0.01")
    assert Terms(fee_percent=D("4.00")).fee_of(gross) == D("4.46")


@pytest.mark.parametrize(
    ("claimed", "until"),
    [
        (date(2026, 3, 1), date(2026, 3, 30)),
        (date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 2, 10), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_by_the_thirtieth_of_the_month_of_notice(claimed, until):
    assert Terms(pay_by="30th").pay_until(claimed) == until


def test_pay_until_goes_by_days_or_by_the_rest():
    assert Terms(pay_by="days", pay_days=7).pay_until(date(2026, 3, 1)) == date(2026, 3, 8)
    assert Terms(first_part=D("50000.00")).pay_until(date(2026, 3, 1)) == date(2026, 5, 30)


def test_age_counts_full_years_or_the_year_alone():
    born, on = date(1970, 12, 31), date(2026, 1, 1)

    assert Terms(age_by="full_years").age_on(born, on) == 55
    assert Terms(age_by="birth_year").age_on(born, on) == 56
    assert not Terms(max_entry_age=55).is_too_old(born, on)
    assert Terms(max_entry_age=55, age_by="birth_year").is_too_old(born, on)
    assert not Terms(max_entry_age=0).is_too_old(date(1900, 1, 1), on)


def test_an_accident_may_need_no_waiting():
    terms, approved, died = Terms(wait_days=180), date(2026, 1, 1), date(2026, 6, 29)

    assert not terms.covers_death(approved_on=approved, died_on=died)
    assert terms.covers_death(approved_on=approved, died_on=date(2026, 6, 30))
    assert not terms.covers_death(approved_on=approved, died_on=died, by_accident=True)
    assert replace(terms, accident_exempt=True).covers_death(approved_on=approved, died_on=died, by_accident=True)


def test_state_follows_from_decision_waiting_and_dues():
    facts = {"covered_from": date(2026, 6, 30), "is_behind": False}

    assert state_from("covered", **facts, on=date(2026, 6, 29)) == "waiting"
    assert state_from("covered", **facts, on=date(2026, 6, 30)) == "covered"
    assert state_from("covered", **facts | {"is_behind": True}, on=date(2026, 6, 30)) == "arrears"
    assert state_from("suspended", **facts | {"is_behind": True}, on=date(2026, 6, 30)) == "suspended"
    assert may_follow("expelled") == ()


def test_a_registered_association_keeps_to_the_ceilings():
    above = Terms(fee_percent=D("10.00"), entry_fee=D("150.00"), maintenance_fee=D("6.00"), maintenance_per="month")

    with pytest.raises(AboveCeiling) as refused:
        check_lawful(above, footing="association")
    assert set(refused.value.fields) == {"fee_percent", "entry_fee", "maintenance_fee"}
    check_lawful(above, footing="custom")
    check_lawful(Terms(fee_percent=D("9.00"), entry_fee=D("100.00"), maintenance_fee=D("50.00")), footing="association")


def test_others_are_told_of_the_ceilings_and_that_they_do_not_bind():
    found = remarks(Terms(fee_percent=D("10.00")), footing="custom", members=412)

    assert len(found) == len(above_ceiling(Terms(fee_percent=D("10.00")))) + 1
    assert "9.00" in str(found[0])
    assert remarks(Terms(fee_percent=D("4.00")), footing="association", members=90000) == []
    assert len(remarks(Terms(fee_percent=D("5.00")), footing="association", members=2501)) == 1
    assert remarks(Terms(fee_percent=D("5.00")), footing="association", members=2500) == []


def payee(name="มาลี ใจดี", percent="100.00", kind="named", **facts):
    return Payee(kind=kind, name=name, percent=D(percent), **facts)


def test_named_persons_share_the_net_exactly():
    shares = order(
        [payee("มาลี", "33.33"), payee("มานะ", "33.33"), payee("มานี", "33.34")],
        net=D("37080.01"),
        most=3,
        named=["มาลี", "มานะ", "มานี"],
    )

    assert [share.amount for share in shares] == [D("12358.77"), D("12358.77"), D("12362.47")]
    assert sum(share.amount for share in shares) == D("37080.01")


def test_passing_over_the_named_person_needs_a_reason():
    with pytest.raises(NotInOrder):
        order([payee(kind="spouse")], net=D("100.00"), most=2, named=["มานะ"])

    told = payee(kind="spouse", why_not_named="ผู้มีชื่อเสียชีวิตก่อน")
    [share] = order([told], net=D("100.00"), most=2, named=["มานะ"])
    assert share.amount == D("100.00")


def test_only_who_was_named_is_the_named_person():
    with pytest.raises(NotInOrder):
        order([payee("ใครก็ไม่รู้")], net=D("100.00"), most=2, named=["มาลี ใจดี"])
    with pytest.raises(NotInOrder):
        order([payee()], net=D("100.00"), most=2, named=[])


@pytest.mark.parametrize("percents", [("50.00", "49.99"), ("100.00", "0.00"), ("40.00", "30.00", "30.00")])
def test_shares_make_a_whole_among_as_many_as_the_terms_let(percents):
    with pytest.raises(BadShares):
        order([payee(percent=one) for one in percents], net=D("100.00"), most=2)


def test_reverse_check_of_the_pay_offices_list():
    """Case 24: 42 expected = 38 paid in the file, 1 paid before, 2 missing, 1 in the file and not paid."""
    everybody = [Expected(number=n, name=f"คนที่ {n}", amount=D("100.00"), paid_before=n == 42) for n in range(1, 43)]
    rows = [ListRow(line=n + 1, number=n, name=f"คนที่ {n}", amount=D("100.00")) for n in range(1, 39)]
    rows.append(ListRow(line=40, number=39, name="คนที่ 39", amount=D("0.00")))

    found = compare(everybody, rows)

    counted = {fate: found.count(fate) for fate in ("paid", "paid_before", "missing", "not_paid")}
    assert counted == {"paid": 38, "paid_before": 1, "missing": 2, "not_paid": 1}
    assert found.expected == 42
    assert Found.from_data(found.to_data()) == found


def test_reverse_check_shows_doubt_and_matches_nobody_by_name_alone():
    everybody = [
        Expected(number=1, name="นายเกษม ทองคำ", amount=D("20.00")),
        Expected(number=2, name="นางดวงใจ บุญชู", amount=D("20.00")),
        Expected(number=3, name="มานะ เพชรแก้ว", amount=D("20.00")),
    ]
    rows = [
        ListRow(line=2, number=None, name="เกษม ทองคำ", amount=D("20.00")),
        ListRow(line=3, number=2, name="ใครคนอื่น", amount=D("20.00")),
        ListRow(line=4, number=3, name="", amount=D("15.00")),
        ListRow(line=5, number=3, name="", amount=D("20.00")),
        ListRow(line=6, number=99, name="คนแปลกหน้า", amount=D("20.00")),
    ]

    found = compare(everybody, rows)

    assert found.fates["missing"] == [(1, None)]
    assert found.odd["like_name"] == [(2, 1)]
    assert found.fates["other_name"] == [(2, 3)]
    assert found.fates["other_sum"] == [(3, 4)]
    assert found.odd["twice"] == [(5, 3)]
    assert found.odd["unknown"] == [(6, None)]
    assert found.expected == 3
