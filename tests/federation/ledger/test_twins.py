"""Money between two organisations: an entry here and its mirror there, of one event and one day."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from federation.ledger import books, chart, months
from federation.ledger.models import EntryKind, Twin
from federation.ledger.posting import credit, debit, lock, post
from federation.ledger.queries import as_text, balance
from federation.ledger.refusals import BelowZero, MonthClosed
from federation.ledger.twins import (
    OtherBookRefused,
    day_open_in_all,
    mirrors_of,
    post_between,
    reverse_between,
    standing_mirrors,
    take_back_from_one,
)
from tests import builders
from tests.federation.ledger.pairs import above, cash_of, network_of, pay_shares, unequal_days

pytestmark = pytest.mark.django_db

FEB = date(2026, 2, 5)


def four_eyes(**more):
    return {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"} | more


def close(organisation, month=builders.BOOKS_FROM):
    lock(organisation.book)
    months.close(organisation.book, month=month)


def test_a_group_that_joins_is_tied_account_by_account():
    _network, [(group, membership)] = network_of(1)

    tied = {t.account.code.split(".")[0]: t for t in Twin.objects.filter(is_upper=True).select_related("account")}
    below = {t.account_id: t.account.code for t in Twin.objects.filter(is_upper=False).select_related("account")}
    assert {code: below[twin.other_account_id].split(".")[0] for code, twin in tied.items()} == {
        "31030": "17040", "31020": "17060", "21020": "17050", "41040": "55060", "42050": "55070", "43050": "55080",
        "23040": "14060", "51020": "45020", "58020": "46050",
    }  # fmt: skip
    assert tied["31030"].account_id == membership.shares_account_id
    assert {twin.other_book_id for twin in tied.values()} == {group.book_id}


def test_an_entry_of_two_groups_is_mirrored_in_both_books_of_one_event_and_day():
    network, [(one, first), (two, second)] = network_of(2)

    posted = pay_shares(network, {first: "500.00", second: "300.00"}, key="sheet:1", memo="ประชุมเดือนแรก")

    assert [mirror.book_id for mirror in posted.mirrors] == sorted([one.book_id, two.book_id])
    for mirror in posted.mirrors:
        assert (mirror.kind, mirror.event, mirror.on) == (EntryKind.BETWEEN, posted.entry.event, posted.entry.on)
        assert mirror.key == f"between:{posted.entry.pk}"
    [mine] = [mirror for mirror in posted.mirrors if mirror.book_id == one.book_id]
    assert as_text(mine).splitlines() == [
        f"Dr {'shares in the network ' + network.code:<40}        500.00",
        f"   Cr {'cash on hand':<40}        500.00",
    ]
    assert balance(cash_of(one)) == D("9500.00")
    assert balance(first.shares_account) == D("500.00")
    assert unequal_days() == []


def test_the_groups_bank_pays_where_it_is_named():
    network, [(group, membership)] = network_of(1)
    bank = books.account(group.book, chart.BANK)
    moves = [debit(bank.pk, D("900.00")), credit(cash_of(group).pk, D("900.00"))]
    post(book=group.book, on=builders.MEETING, kind="transfer", key="t", moves=moves, by=builders.user())

    pay_shares(network, {membership: "400.00"}, key="sheet:1", purses={group.book_id: bank.pk})

    assert (balance(bank), balance(cash_of(group))) == (D("500.00"), D("9100.00"))


def test_interest_added_to_savings_moves_no_money_below():
    network, [(group, membership)] = network_of(1)
    moves = [
        debit(above(membership, chart.INTEREST_TO_GROUPS).pk, D("12.50")),
        credit(membership.special_account_id, D("12.50")),
    ]

    [mirror] = post_between(
        book=network.book, on=builders.MEETING, kind="journal", key="interest", moves=moves, by=builders.user()
    ).mirrors

    assert {line.account.code.split(".")[0] for line in mirror.lines.all()} == {"45020", "17050"}
    assert balance(cash_of(group)) == D("10000.00")
    assert unequal_days() == []


def test_a_group_on_paper_has_no_mirror():
    network, [(_group, _membership)] = network_of(1)
    paper = builders.group(network)
    paper.book = None
    paper.save(update_fields=["book"])
    membership = builders.member_group(network, paper)

    assert pay_shares(network, {membership: "500.00"}, key="sheet:1").mirrors == []


def test_a_group_that_has_not_the_cash_is_named_and_nothing_is_written():
    network, [(rich, first), (poor, second)] = network_of(2)

    with pytest.raises(OtherBookRefused) as caught, transaction.atomic():
        pay_shares(network, {first: "100.00", second: "10000.01"}, key="sheet:1")

    assert caught.value.book == poor.book
    assert isinstance(caught.value.reason, BelowZero)
    assert poor.book.name in str(caught.value)
    assert network.book.entries.filter(kind="sheet").count() == rich.book.entries.filter(kind="between").count() == 0


def test_a_group_whose_month_is_closed_is_named():
    network, [(group, membership)] = network_of(1)
    close(group)

    with pytest.raises(OtherBookRefused, match=group.book.name) as caught, transaction.atomic():
        pay_shares(network, {membership: "100.00"}, key="sheet:1")
    assert isinstance(caught.value.reason, MonthClosed)


def test_a_reversal_takes_back_every_mirror():
    network, [(one, first), (two, second)] = network_of(2)
    entry = pay_shares(network, {first: "500.00", second: "300.00"}, key="sheet:1").entry

    posted = reverse_between(entry, on=FEB, **four_eyes())

    assert {m.reverses.key for m in posted.mirrors} == {f"between:{entry.pk}"}
    assert balance(cash_of(one)) == balance(cash_of(two)) == balance(cash_of(network)) == D("10000.00")
    assert {e.book_id for e in mirrors_of(entry)} == {one.book_id, two.book_id}
    assert standing_mirrors(entry) == []
    assert unequal_days() == []


def test_a_reversal_is_refused_by_name_where_a_groups_money_is_gone():
    network, [(group, membership)] = network_of(1)
    moves = [
        debit(above(membership, chart.GROUP_SHARES).pk, D("50.00")),
        credit(cash_of(network).pk, D("50.00")),
    ]
    pay_shares(network, {membership: "50.00"}, key="sheet:1")
    back = post_between(
        book=network.book, on=builders.MEETING, kind="loan", key="back", moves=moves, by=builders.user()
    ).entry
    everything = [debit(books.account(group.book, "54050").pk, D("10000.00")), credit(cash_of(group).pk, D("10000.00"))]
    post(book=group.book, on=builders.MEETING, kind="journal", key="j", moves=everything, by=builders.user())

    with pytest.raises(OtherBookRefused, match=group.book.name), transaction.atomic():
        reverse_between(back, on=FEB, **four_eyes())


def test_one_group_is_taken_out_of_an_entry_of_two_and_then_the_rest():
    network, [(one, first), (two, second)] = network_of(2)
    entry = pay_shares(network, {first: "500.00", second: "300.00"}, key="sheet:1").entry
    [mirror] = [m for m in mirrors_of(entry) if m.book_id == two.book_id]

    taken = take_back_from_one(entry, mirror, on=FEB, purses={"main": cash_of(network).pk}, **four_eyes())

    assert taken.entry.kind == EntryKind.CORRECTION
    assert taken.entry.event == taken.mirrors[0].event == entry.event
    assert (balance(first.shares_account), balance(second.shares_account)) == (D("500.00"), D("0.00"))
    assert (balance(cash_of(network)), balance(cash_of(two))) == (D("10500.00"), D("10000.00"))
    assert unequal_days() == []

    reverse_between(entry, on=date(2026, 2, 6), **four_eyes())

    assert balance(cash_of(network)) == balance(cash_of(one)) == balance(cash_of(two)) == D("10000.00")
    assert balance(first.shares_account) == balance(second.shares_account) == D("0.00")
    assert unequal_days() == []


@pytest.mark.parametrize(
    ("closed_above", "closed_below", "day", "found", "concerns"),
    [
        (0, 0, date(2026, 1, 5), date(2026, 1, 5), None),
        (1, 0, date(2026, 1, 5), date(2026, 2, 28), date(2026, 1, 1)),
        (0, 1, date(2026, 1, 5), date(2026, 2, 28), date(2026, 1, 1)),
        (1, 2, date(2026, 1, 5), date(2026, 3, 31), date(2026, 1, 1)),
        (2, 1, date(2026, 2, 5), date(2026, 3, 31), date(2026, 2, 1)),
        (2, 3, date(2026, 2, 5), date(2026, 4, 10), date(2026, 2, 1)),
        (3, 1, date(2026, 4, 9), date(2026, 4, 9), None),
    ],
)
def test_the_day_of_a_fact_is_one_that_all_books_take(closed_above, closed_below, day, found, concerns):
    network, [(group, _membership)] = network_of(1, cash=None)
    for organisation, closed in ((network, closed_above), (group, closed_below)):
        for month in range(1, closed + 1):
            close(organisation, month=date(2026, month, 1))

    both = [network.book, group.book]

    assert day_open_in_all(both, day, today=date(2026, 4, 10)) == (found, concerns)
    assert day_open_in_all(both[::-1], day, today=date(2026, 4, 10)) == (found, concerns)


def test_the_day_is_refused_naming_the_group_that_closed_this_month():
    network, [(group, _membership)] = network_of(1, cash=None)
    close(group)

    with pytest.raises(OtherBookRefused, match=group.book.name):
        day_open_in_all([network.book, group.book], date(2026, 1, 5), today=date(2026, 1, 20))
    with pytest.raises(MonthClosed):
        day_open_in_all([group.book, network.book], date(2026, 1, 5), today=date(2026, 1, 20))


def test_the_lock_takes_the_books_below_in_id_order_in_one_statement():
    network, joined = network_of(3, cash=None)
    other = builders.group(network)

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        lock(other.book, network.book)

    [statement] = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("SELECT 1 FROM ledger_head", "SELECT h.book_id FROM ledger_head"))
        locked = [pk for (pk,) in cursor.fetchall()]
    assert locked == sorted([network.book_id, other.book_id, *(group.book_id for group, _m in joined)])


def test_a_group_locks_itself_alone():
    _network, [(group, _membership), _second] = network_of(2, cash=None)

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        lock(group.book)

    [statement] = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("SELECT 1 FROM ledger_head", "SELECT h.book_id FROM ledger_head"))
        assert cursor.fetchall() == [(group.book_id,)]
