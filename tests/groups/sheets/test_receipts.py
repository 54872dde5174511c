import uuid
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from federation.kit import clock
from federation.ledger.chain import short_code
from groups.sheets import actions, rules
from groups.sheets.models import ReceiptPrint
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.groups.sheets.test_reversals import ask, decide
from tests.groups.sheets.worlds import address

pytestmark = pytest.mark.django_db
COPY = "สำเนาใบเสร็จรับเงิน"


@pytest.fixture
def sheet():
    group = builders.group(name="กลุ่มบ้านคลอง")
    anon, bua, chai = builders.members(group, 3)
    return book(group, builders.MEETING, {anon: None, bua: anon, chai: None})


def book(group, on, payers):
    rows = [
        RowIn(member, {"satja": D("100.25")}, rules.PAID, payer=payer and payer.pk) for member, payer in payers.items()
    ]
    return book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user(), at=builders.AT)


@pytest.fixture
def client(sheet):
    client = Client()
    client.force_login(builders.officer(sheet.organisation))
    return client


def print_all(client, sheet, *, paper="a4", batch=None, receipts=()):
    answer = client.post(
        address(sheet, "receipts/print/"),
        {"batch": str(batch or uuid.uuid4()), "paper": paper, "receipt": [str(r.pk) for r in receipts]},
    )
    return client.get(answer.headers["Location"])


def test_a_receipt_says_who_paid_for_whom_how_much_in_words_and_the_code_of_its_entry(client, sheet):
    page = print_all(client, sheet).text

    assert page.count('<article class="receipt">') == 2
    for words in (
        "<b>1/2569</b>",
        "กลุ่มบ้านคลอง",
        "5 มกราคม 2569",
        "200.50",
        "สองร้อยบาทห้าสิบสตางค์",
        short_code(sheet.entry.hash),
    ):
        assert words in page
    assert page.count("กาญจนา ใจดี") == 1


def paying(sheet, *, due, amount, **more):
    """Another sheet of the same group, where one member pays satja and a fine."""
    [anon, *_others] = sheet.organisation.memberships.order_by("number")
    dues = {"satja": D(due)} if due else {}
    row = RowIn(anon, {"satja": D(amount), "fine": D(10)}, rules.PAID, dues=dues)
    facts = {"rows": [row], "by": builders.user(), "at": builders.AT, **more}
    return book_sheet_step(sheet.organisation, meeting_on=date(2026, 1, 20), **facts)


@pytest.mark.parametrize(
    ("due", "amount", "lines"),
    [
        ("100", "60", ["สัจจะประจำเดือน มกราคม 2569</th><td>60.00"]),
        (
            "100",
            "250",
            ["สัจจะประจำเดือน มกราคม 2569</th><td>100.00", "สัจจะเกินจากเดือนนี้ (ชดเชยเดือนที่ขาดส่งก่อน ถ้ามี)</th><td>150.00"],
        ),
        ("", "50", ["สัจจะ (รับในเดือน มกราคม 2569)</th><td>50.00"]),
    ],
)
def test_a_receipt_says_for_which_month_satja_was_paid(client, sheet, due, amount, lines):
    page = print_all(client, paying(sheet, due=due, amount=amount)).text

    assert [line in page for line in [*lines, "ค่าปรับ</th><td>10.00"]] == [True] * (len(lines) + 1)


@pytest.mark.parametrize(
    ("slips", "cash", "transfer"),
    [([], True, False), ([(D(110), "KTB")], False, True), ([(D(50), "KTB")], False, False)],
)
def test_a_receipt_says_cash_or_transfer_where_all_money_came_so(client, sheet, slips, cash, transfer):
    page = print_all(client, paying(sheet, due="100", amount="100", slips=slips)).text

    assert ("<b>เงินสด</b>" in page, "<b>เงินโอน</b>" in page) == (cash, transfer)


def test_who_received_the_money_and_who_checked_sign(client, sheet):
    page = print_all(client, sheet).text

    assert [page.count(f"{who} ……") for who in ("ผู้รับเงิน", "ผู้ตรวจ")] == [2, 2]


def test_the_passbook_and_the_entry_name_a_receipt_with_its_year(client, sheet):
    code = sheet.organisation.code

    passbook = client.get(f"/o/{code}/members/1/statement/?since=1/1/2569&until=31/1/2569")

    for page in (passbook, client.get(address(sheet, "entry/"))):
        assert "1/2569</td>" in page.text


def test_the_first_print_is_the_receipt_and_every_later_one_a_copy(client, sheet):
    first, second = sheet.entry.receipts.order_by("number")

    assert COPY not in print_all(client, sheet, receipts=[first]).text
    again = print_all(client, sheet).text
    assert again.count(COPY) == 1
    assert print_all(client, sheet, receipts=[second]).text.count(COPY) == 1
    assert list(ReceiptPrint.objects.order_by("at").values_list("is_copy", flat=True)).count(False) == 2


def test_pressing_print_twice_prints_once(client, sheet):
    batch = uuid.uuid4()

    pages = [print_all(client, sheet, batch=batch).text for _tap in range(2)]

    assert [COPY in page for page in pages] == [False, False]
    assert ReceiptPrint.objects.count() == 2


def test_a_page_of_prints_opened_again_later_shows_copies(client, sheet):
    batch = uuid.uuid4()
    print_all(client, sheet, batch=batch)
    ReceiptPrint.objects.update(at=clock.now() - timedelta(hours=1))

    assert client.get(address(sheet, f"receipts/prints/{batch}/")).text.count(COPY) == 2


def test_looking_at_the_list_prints_nothing(client, sheet):
    assert client.get(address(sheet, "receipts/")).status_code == 200
    assert client.get(address(sheet, "receipts/print/")).status_code == 405
    assert not ReceiptPrint.objects.exists()


@pytest.mark.parametrize("sent", [{"batch": "x", "paper": "a4"}, {"batch": str(uuid.uuid4()), "paper": "b5"}])
def test_printing_refuses_what_no_form_sends(client, sheet, sent):
    assert client.post(address(sheet, "receipts/print/"), sent).status_code == 400


def test_a_roll_gets_a_page_of_its_own_format(client, sheet):
    assert 'class="receipts on-roll"' in print_all(client, sheet, paper="roll").text


def test_the_database_takes_one_original_of_a_receipt(sheet):
    [receipt, _other] = sheet.entry.receipts.order_by("number")
    actions.print_receipts(sheet, receipts=[receipt], batch=uuid.uuid4(), by=builders.user(), at=builders.AT)
    printed = ReceiptPrint.objects.get()

    with pytest.raises(IntegrityError, match="receipt_printed_once_then_copied"), transaction.atomic():
        ReceiptPrint.objects.create(
            network_id=printed.network_id,
            receipt=receipt,
            batch=uuid.uuid4(),
            is_copy=False,
            by=printed.by,
            at=printed.at,
        )


def test_numbers_run_on_through_a_reversal_and_begin_again_with_the_year():
    group = builders.group(books_from=date(2025, 12, 1))
    members = dict.fromkeys(builders.members(group, 2))
    decide(ask(book(group, date(2025, 12, 5), members)))

    again, next_year = book(group, date(2025, 12, 5), members), book(group, date(2026, 1, 5), members)

    numbers = [[(r.be_year, r.number) for r in s.entry.receipts.order_by("number")] for s in (again, next_year)]
    assert numbers == [[(2568, 3), (2568, 4)], [(2569, 1), (2569, 2)]]


def test_a_sheet_that_was_imported_has_no_receipts_to_print(client):
    group = builders.group()
    member = builders.member(group)
    rows = [RowIn(member, {"satja": D(100)}, rules.PAID)]
    past = book_sheet_step(
        group, meeting_on=builders.MEETING, rows=rows, by=builders.user(), at=builders.AT, imported=True
    )
    client = Client()
    client.force_login(builders.officer(group))

    page = client.get(address(past, "receipts/"))

    assert page.status_code == 200
    assert 'name="paper"' not in page.text
