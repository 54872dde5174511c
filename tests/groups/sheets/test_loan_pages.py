"""What the pages of a sheet say of loans: short here and over there, sums without coins, receipts, later payments."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client

from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.queries.brought import booked_anew_by, brought_by
from tests import builders
from tests.groups.sheets.worlds import address, draft, save, typed

pytestmark = pytest.mark.django_db
FEB, MAR = date(2026, 2, 5), date(2026, 3, 5)


@pytest.fixture
def anon():
    return builders.member(builders.group(), "อานนท์")


@pytest.fixture
def client(anon):
    client = Client()
    client.force_login(builders.officer(anon.organisation))
    return client


def book(anon, *, on, **amounts):
    rows = [RowIn(anon, {column: D(baht) for column, baht in amounts.items()}, PAID)]
    at = builders.at_noon(on)
    return book_sheet_step(anon.organisation, meeting_on=on, rows=rows, by=builders.user(), at=at)


def receipt(client, sheet):
    batch = client.get(address(sheet, "receipts/")).context["batch"]
    printed = client.post(address(sheet, "receipts/print/"), {"batch": batch, "paper": "roll"})
    return client.get(printed.headers["Location"]).text


def test_the_count_page_says_by_column_what_is_short_and_what_is_over(client, anon):
    builders.loan(anon, "12000.00")
    sheet = draft(anon.organisation, on=FEB)
    save(sheet, typed(sheet, anon, satja="40", entry_fee="20", loan="8370.10"))

    page = client.get(address(sheet, "post/")).text

    assert "บางช่องขาด บางช่องเกิน 8,430.10" in page
    assert "สัจจะยังขาด 60.00, ส่งเงินกู้สามัญเกิน 7,250.10" in page
    assert "8,430.10 ลงเงินสะสมพิเศษ 0.90 จะรวมเป็น 8,431.00 บาท" in page


def test_a_receipt_says_how_the_loan_was_paid_and_never_changes(client, anon):
    loan = builders.loan(anon, "12000.00")
    sheet = book(anon, on=MAR, loan="2240", loan_extra="1000")
    first = receipt(client, sheet)
    assert "สัญญา 1/2569: เงินต้น 2,000.00 · ดอกเบี้ย 240.00" in first
    assert "เงินต้นคงเหลือ 10,000.00" in first
    assert "เงินต้นคงเหลือ 9,000.00" in first

    builders.repay(loan, "1000.00", on=FEB)
    again = receipt(client, sheet)

    assert "สัญญา 1/2569: เงินต้น 2,000.00 · ดอกเบี้ย 240.00" in again
    assert "เงินต้นคงเหลือ 10,000.00" in again
    assert "ลงบัญชีใหม่ภายหลัง เพราะมีรายการย้อนหลังเข้ามา: เงินต้น 2," in again
    assert sum((one.parts.total for one in brought_by(sheet.entry)), D(0)) == D("3240.00")


def test_after_posting_one_is_told_which_later_payments_were_booked_anew(client, anon):
    loan = builders.loan(anon, "12000.00")
    builders.repay(loan, "1240.00", on=MAR)

    sheet = book(anon, on=FEB, loan="1120")

    assert [one.event.on for one in booked_anew_by(sheet.entry)] == [MAR]
    page = client.get(address(sheet)).text
    assert "อยู่ก่อนเงินส่งที่บันทึกไว้แล้ว 1 รายการ" in page
    assert f'href="/o/{anon.organisation.code}/loans/1/"' in page
