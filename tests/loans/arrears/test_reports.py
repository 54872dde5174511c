from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from federation.kit.report import Report
from federation.ledger import books
from federation.ledger.chart import WRITTEN_OFF
from federation.ledger.months import close
from federation.reports.monthly import monthly_report
from loans.lending.steps.events import enter_step, strike_step
from tests import builders
from tests.federation.reports.worlds import sheet
from tests.loans.arrears import worlds
from tests.loans.arrears.test_month_end import FEBRUARY, JANUARY, MARCH, lend_at_one_per_cent, lend_e9, resolve
from tests.loans.arrears.test_month_end import close as close_month

pytestmark = pytest.mark.django_db

D = Decimal
AT = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def rows(report, section, *keys):
    grid = report.section(section).grid
    at = [[column.key for column in grid.columns].index(key) for key in keys]
    return [tuple(str(row.cells[n]) if n == 0 else row.cells[n] for n in at) for row in grid.rows]


def test_a_group_that_never_lent_says_nothing_of_loans():
    group = builders.group()

    report = monthly_report(group, JANUARY, at=AT)

    assert {"loans", "arrears", "loan_classes", "loan_ratios"} & {section.key for section in report.sections} == set()


def test_what_was_lent_and_paid_back_ties_to_the_books():
    group = builders.group()
    ordinary, urgent = builders.product(group), builders.product(group, "urgent", kind="emergency", name="ฉุกเฉิน")
    first, second = builders.member(group, "กมล"), builders.member(group, "แก้ว")
    old = builders.loan(first, "12000.00", version=ordinary, on=date(2026, 1, 5))
    builders.loan(second, "3000.00", version=urgent, on=date(2026, 2, 5), instalments=3)
    builders.repay(old, "1120.00", on=date(2026, 2, 5))

    report = monthly_report(group, FEBRUARY, at=AT)

    keys = ("product", "paid_out_count", "paid_out", "principal", "interest", "fine", "count", "lent")
    assert rows(report, "loans", *keys) == [
        ("เงินกู้สามัญ", 0, D("0.00"), D("1000.00"), D("120.00"), D("0.00"), 1, D("11000.00")),
        ("ฉุกเฉิน", 1, D("3000.00"), D("0.00"), D("0.00"), D("0.00"), 1, D("3000.00")),
    ]
    assert str(report.section("loans").items[0]) == (
        "ยกมา 12,000.00 + จ่ายกู้ 3,000.00 − รับคืนเงินต้น 1,000.00 = คงเหลือ 14,000.00 บาท"
    )
    proofs = {str(proof.label): (proof.printed, proof.ledger) for proof in report.proofs}
    assert proofs["ลูกหนี้เงินกู้ สามัญ"] == (D("11000.00"), D("11000.00"))
    assert proofs["ลูกหนี้เงินกู้ ฉุกเฉิน"] == (D("3000.00"), D("3000.00"))
    assert report.difference == 0


def test_loans_are_not_listed_with_what_members_hold():
    group = builders.group()
    builders.loan(builders.member(group), "12000.00", on=date(2026, 1, 5))

    assert rows(monthly_report(group, JANUARY, at=AT), "held", "code") == []


def test_late_loans_stand_by_months_with_their_parts():
    group = builders.group()
    version = builders.product(group)
    for _n in range(3):
        builders.loan(builders.member(group), "6000.00", version=version, on=date(2026, 1, 5), instalments=6)
    first, second, _third = group.loans.order_by("number")
    builders.repay(first, "1060.00", on=date(2026, 2, 5))
    builders.repay(second, "1060.00", on=date(2026, 2, 5))
    builders.repay(second, "1050.00", on=date(2026, 3, 5))

    report = monthly_report(group, MARCH, at=AT)

    assert rows(report, "arrears", "late", "count", "principal", "interest", "fine", "lent") == [
        ("ไม่เกิน 1 เดือน", 2, D("3000.00"), D("170.00"), D("0.00"), D("11000.00")),
        ("2–3 เดือน", 0, D("0.00"), D("0.00"), D("0.00"), D("0.00")),
        ("4–6 เดือน", 0, D("0.00"), D("0.00"), D("0.00"), D("0.00")),
        ("7–12 เดือน", 0, D("0.00"), D("0.00"), D("0.00"), D("0.00")),
        ("เกิน 12 เดือน", 0, D("0.00"), D("0.00"), D("0.00"), D("0.00")),
    ]
    assert "2 จาก 3 สัญญา" in str(report.section("arrears").note)


def test_the_worked_example_by_class_with_its_ratios_apart():
    group = worlds.lending_group(5)
    lend_e9(group)

    report = monthly_report(group, JANUARY, at=AT)

    assert rows(report, "loan_classes", "class", "principal", "rate", "allowance") == [
        ("ปกติ", D(10000), D(0), D("0.00")),
        ("กล่าวถึงเป็นพิเศษ", D(8000), D(2), D("160.00")),
        ("ต่ำกว่ามาตรฐาน", D(20000), D(20), D("4000.00")),
        ("สงสัย", D(15000), D(50), D("7500.00")),
        ("สูญ", D(5000), D(100), D("5000.00")),
    ]
    found = {name: (part, percent) for name, part, percent in rows(report, "loan_ratios", "name", "part", "percent")}
    assert found["PAR 30"] == (D(48000), D("82.76"))
    assert found["หนี้ค้างเกิน 3 เดือน"] == (D(40000), D("68.97"))
    assert len({str(row.cells[1]) for row in report.section("loan_ratios").grid.rows}) == 6
    assert "ไม่ได้ลงบัญชี" in str(report.section("loan_classes").note)


def test_own_satja_is_shown_as_what_could_be_taken_off():
    group = worlds.lending_group(1)
    worlds.loan(group.members[0], "20000", unpaid_since=date(2025, 9, 30))
    sheet(group, JANUARY, satja="6000.00")

    report = monthly_report(group, JANUARY, at=AT)

    assert rows(report, "loan_classes", "class", "allowance", "own", "less_own") == [
        ("ต่ำกว่ามาตรฐาน", D("4000.00"), D("6000.00"), D("2800.00"))
    ]


def test_where_it_is_booked_the_report_says_so():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes", interest_basis="accrued")

    section = monthly_report(group, JANUARY, at=AT).section("loan_classes")

    assert "16,660.00" in str(section.note) and "ลงบัญชี" in str(section.note)
    assert any("ลงบัญชี" in str(item) for item in section.items)


def test_what_leaves_the_group_names_nobody_and_leads_to_no_loan():
    group = worlds.lending_group(5)
    lend_e9(group)

    report = monthly_report(group, JANUARY, at=AT).without_names()

    text = str(report.to_data())
    assert [member.name for member in group.members if member.name in text] == []
    assert "tloans:" not in text


def test_the_report_is_the_same_read_from_what_was_stored():
    group = worlds.lending_group(5)
    lend_e9(group)
    report = monthly_report(group, JANUARY, at=AT)

    again = Report.from_data(report.to_data())

    for key in ("loans", "arrears", "loan_classes", "loan_ratios"):
        assert again.section(key).grid.totals == report.section(key).grid.totals
    assert str(again.section("loan_classes").items[0]) == str(report.section("loan_classes").items[0])


@pytest.mark.parametrize("n", [1, 5])
def test_the_cost_of_the_loan_sections_does_not_grow(n, django_assert_num_queries):
    group = worlds.lending_group(n)
    for member in group.members:
        worlds.loan(member, unpaid_since=date(2026, 1, 6))

    with django_assert_num_queries(38):
        monthly_report(group, JANUARY, at=AT)


def proof(report, label):
    return next((one.printed, one.ledger) for one in report.proofs if str(one.label) == label)


def late_payment():
    """January to March are closed; then a payment of February comes in, and March's is split anew."""
    group = builders.group()
    loan = builders.loan(builders.member(group), "12000.00", on=date(2026, 1, 5))
    builders.repay(loan, "1240.00", on=date(2026, 3, 5))
    with transaction.atomic():
        for month in (JANUARY, FEBRUARY, MARCH):
            close(group.book, month=month)
    builders.repay(loan, "1120.00", on=date(2026, 2, 5), at=builders.at_noon(date(2026, 4, 5)))
    return group


def test_interest_ties_to_the_income_statement_after_a_payment_was_split_anew():
    group = late_payment()

    april, march = (monthly_report(group, month, at=AT) for month in (date(2026, 4, 1), MARCH))

    assert rows(april, "loans", "product", "principal", "interest")[0][1:] == (D("1000.00"), D("120.00"))
    assert "ดอกเบี้ย: รับชำระ 120.00 + ปรับของเดือนก่อน ๆ -130.00 = ตามงบกำไรขาดทุน -10.00 บาท" in [
        str(item) for item in april.section("loans").items
    ]
    assert proof(april, "ดอกเบี้ยเงินกู้ของเดือน") == (D("-10.00"), D("-10.00"))
    assert proof(march, "ดอกเบี้ยเงินกู้ของเดือน") == (D("240.00"), D("240.00"))
    assert april.difference == 0


def test_a_payment_taken_back_in_a_later_month_ties_in_both():
    group = builders.group()
    loan = builders.loan(builders.member(group), "12000.00", on=date(2026, 1, 5))
    event = builders.repay(loan, "1120.00", on=date(2026, 2, 5))
    with transaction.atomic():
        for month in (JANUARY, FEBRUARY):
            close(group.book, month=month)
        who = {"by": builders.user("treasurer"), "checked_by": builders.user("checks")}
        strike_step(event, on=date(2026, 3, 5), at=builders.at_noon(date(2026, 3, 5)), reason="จดผิดสัญญา", **who)

    february, march = (monthly_report(group, month, at=AT) for month in (FEBRUARY, MARCH))

    assert proof(february, "ดอกเบี้ยเงินกู้ของเดือน") == (D("120.00"), D("120.00"))
    assert proof(march, "ดอกเบี้ยเงินกู้ของเดือน") == (D("-120.00"), D("-120.00"))
    assert march.difference == 0


def test_interest_that_the_months_end_books_is_named_apart():
    group = worlds.lending_group(2)
    lend_at_one_per_cent(group)
    resolve(group, interest_basis="accrued")
    close_month(group, JANUARY)

    report = monthly_report(group, JANUARY, at=AT)

    assert proof(report, "ดอกเบี้ยเงินกู้ของเดือน") == (D("205.16"), D("205.16"))
    assert any("ตอนสิ้นเดือนหรือลงเอง 205.16" in str(item) for item in report.section("loans").items)


def test_what_is_recovered_of_a_claim_is_named_by_its_parts():
    group = builders.group()
    loan = builders.loan(builders.member(group), "12000.00", on=date(2026, 1, 5))
    money = [(books.account(group.book, WRITTEN_OFF).pk, D("12000.00"))]
    with transaction.atomic():
        enter_step(
            loan,
            kind="charge_off",
            on=date(2026, 2, 5),
            amount=D("12000.00"),
            money=money,
            data={"interest": "120.00", "fine": "0.00"},
            by=builders.user("treasurer"),
            checked_by=builders.user("checks"),
            at=builders.at_noon(date(2026, 2, 5)),
        )
    loan.refresh_from_db()
    builders.repay(loan, "400.00", on=date(2026, 2, 9))

    items = [str(item) for item in monthly_report(group, FEBRUARY, at=AT).section("loans").items]

    assert any("400.00 บาท จากหนี้ที่ตัด เงินต้น 280.00 ดอกเบี้ย 120.00 ค่าปรับ 0.00" in item for item in items)
