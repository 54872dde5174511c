import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.audit.models import Act
from federation.ledger import books, chart, queries
from federation.ledger.funds import open_fund
from federation.ledger.models import Entry, EntryKind
from tests import builders
from tests.federation.ledger.fund_worlds import book_it
from tests.federation.reports.worlds import saving_group

ADDRESS = "/o/KLONG/transfer/"


@pytest.fixture
def group(client, transactional_db):
    with transaction.atomic():
        group = saving_group(3, months=1)
        client.force_login(builders.officer(group))
    return group


def typed(**more):
    return {
        "key": str(uuid.uuid4()),
        "way": "to_bank",
        "bank": chart.BANK,
        "amount": "250.50",
        "on": "6/1/2569",
        "memo": "ใบนำฝาก 12",
        **more,
    }


def held(group):
    codes = (chart.CASH, chart.BANK)
    return [queries.balance(books.account(group.book, code)) for code in codes]


def test_cash_is_taken_to_the_bank_after_a_look(client, group):
    form = typed()

    look = client.post(ADDRESS, form).content.decode()
    assert held(group) == [Decimal("300.00"), Decimal("0.00")]
    answer = client.post(ADDRESS, {**form, "confirmed": "yes"})

    entry = Entry.objects.get(kind=EntryKind.TRANSFER)
    assert "250.50" in look
    assert "สองร้อยห้าสิบบาทห้าสิบสตางค์" in look
    assert "49.50" in look
    assert answer.url == f"/o/KLONG/books/entries/{entry.number}/"
    assert held(group) == [Decimal("49.50"), Decimal("250.50")]
    assert queries.as_text(entry).splitlines()[0].startswith("Dr bank, account 3 (satja)")
    assert Act.objects.filter(what="money_moved").count() == 1


def test_money_is_fetched_from_the_bank(client, group):
    client.post(ADDRESS, {**typed(), "confirmed": "yes"})
    client.post(ADDRESS, {**typed(way="from_bank", amount="50"), "confirmed": "yes"})

    assert held(group) == [Decimal("99.50"), Decimal("200.50")]


def test_the_same_form_twice_books_once(client, group):
    form = {**typed(), "confirmed": "yes"}

    answers = [client.post(ADDRESS, form) for _again in range(3)]

    assert len({answer.url for answer in answers}) == 1
    assert Entry.objects.filter(kind=EntryKind.TRANSFER).count() == 1


def test_the_same_key_with_another_amount_is_refused_with_the_way_to_what_is_stored(client, group):
    form = {**typed(), "confirmed": "yes"}
    client.post(ADDRESS, form)

    answer = client.post(ADDRESS, {**form, "amount": "1.00"})

    assert answer.status_code == 422
    assert "/o/KLONG/books/entries/2/" in answer.content.decode()
    assert held(group) == [Decimal("49.50"), Decimal("250.50")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "1,25"},
        {"amount": "0"},
        {"amount": "-5"},
        {"on": "32/1/2569"},
        {"bank": "54050"},
        {"way": "sideways"},
    ],
)
def test_what_cannot_be_read_is_kept_and_changes_nothing(client, group, wrong):
    answer = client.post(ADDRESS, {**typed(**wrong), "confirmed": "yes"})

    assert answer.status_code == 422
    assert held(group) == [Decimal("300.00"), Decimal("0.00")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"amount": "300.01"}, "ไม่มีเงิน"),
        ({"on": "1/12/2569"}, "ยังไม่ถึง"),
        ({"on": "31/12/2568"}, "ก่อน"),
    ],
)
def test_what_the_books_refuse_is_said_and_a_new_key_drawn(client, group, wrong, words):
    form = {**typed(**wrong), "confirmed": "yes"}

    answer = client.post(ADDRESS, form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert form["key"] not in page
    assert 'value="ใบนำฝาก 12"' in page
    assert held(group) == [Decimal("300.00"), Decimal("0.00")]


@pytest.mark.parametrize("key", ["", "x" * 1000])
def test_a_key_that_is_none_is_a_bad_request(client, group, key):
    assert client.post(ADDRESS, typed(key=key)).status_code == 400


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("registrar", 403), ("chair", 200)])
def test_who_may_move_money(client, group, role, status):
    client.force_login(builders.officer(group, role))

    assert client.get(ADDRESS).status_code == status


def test_a_day_in_a_closed_month_is_refused(client, group):
    from tests.federation.reports.worlds import JANUARY, close

    with transaction.atomic():
        close(group, JANUARY)

    answer = client.post(ADDRESS, {**typed(on=f"{date(2026, 1, 7):%d/%m}/2569"), "confirmed": "yes"})

    assert answer.status_code == 422
    assert "เดือนนั้นปิด" in answer.content.decode()


def test_the_money_of_a_fund_goes_between_its_own_purses(client, group):
    with transaction.atomic():
        open_fund(group.book, code="WELF", name_th="สวัสดิการวันละบาท", name_en="one baht a day")
        book_it(group, "fund", date(2026, 1, 5), ("11010-WELF", "80.00"), ("43060-WELF", "-80.00"))

    assert "11010-WELF" in client.get(ADDRESS).content.decode()
    form = typed(bank="12400-WELF", amount="30")
    look = client.post(ADDRESS, form).content.decode()
    client.post(ADDRESS, {**form, "confirmed": "yes"})

    assert "50.00" in look
    codes = ("11010-WELF", "12400-WELF", chart.CASH, chart.BANK)
    held_by = [queries.balance(books.account(group.book, code)) for code in codes]
    assert held_by == [Decimal("50.00"), Decimal("30.00"), Decimal("300.00"), Decimal("0.00")]
