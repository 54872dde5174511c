"""Columns that collect for a fund: its part of the money goes into its own purses, and comes back out of them."""

from decimal import Decimal as D

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from federation.ledger import books
from federation.ledger.funds import fund_account, open_fund
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import as_text, balance
from federation.ledger.twins import mirrors_of, pair, post_between
from groups.registry.items import Item
from groups.sheets import items, rules
from groups.sheets.queries import came_in_cash
from groups.sheets.steps import CashBanked, RowIn, book_sheet_step, joined, take_back_row_step
from tests import builders
from tests.federation.ledger.pairs import network_of
from tests.federation.proof.faults import broken
from tests.groups.sheets.test_reversals import ask, decide

pytestmark = pytest.mark.django_db


def collects(monkeypatch, **accounts):
    """Give the sheet a column for each {code: account}, or {code: {membership id: account}}."""

    def column(code, account):
        of = account.get if isinstance(account, dict) else (lambda _pk: account)
        return Item(code, code, lambda membership, amount: [(of(membership.pk).pk, amount)])

    source = [column(code, account) for code, account in accounts.items()]
    monkeypatch.setattr(items, "ITEM_SOURCES", [*items.ITEM_SOURCES, lambda *args, **given: source])


@pytest.fixture
def group(monkeypatch):
    group = builders.group()
    for code, name in (("WELF", "one baht a day"), ("AID", "funeral aid")):
        open_fund(group.book, code=code, name_th=name, name_en=name)
    dues = {f"dues_{code.lower()}": fund_account(group.book, "43060", fund=code) for code in ("WELF", "AID")}
    collects(monkeypatch, **dues)
    return group


def book(group, rows, *, slips=()):
    given = {"rows": rows, "slips": [(D(amount), "KTB") for amount in slips], "by": builders.user(), "at": builders.AT}
    with transaction.atomic():
        return book_sheet_step(group, meeting_on=builders.MEETING, **given)


def lines(entry):
    return [" ".join(line.split()) for line in as_text(entry).splitlines()]


def rows_of(group):
    anon, bua = builders.members(group, 2)
    return [
        RowIn(anon, {"satja": D(100), "dues_welf": D(30), "dues_aid": D(20)}, rules.PAID),
        RowIn(bua, {"satja": D(50), "dues_welf": D(60)}, rules.PAID),
    ]


CREDITS = [
    "Cr satja, member 001 100.00",
    "Cr members' dues, one baht a day 30.00",
    "Cr members' dues, funeral aid 20.00",
    "Cr satja, member 002 50.00",
    "Cr members' dues, one baht a day 60.00",
]


def test_cash_goes_into_each_funds_own_box(group):
    sheet = book(group, rows_of(group))
    assert lines(sheet.entry) == [
        "Dr cash on hand 150.00",
        "Dr cash on hand, funeral aid 20.00",
        "Dr cash on hand, one baht a day 90.00",
        *CREDITS,
    ]
    assert came_in_cash(sheet) is True
    assert not set(broken()) & {"I-01", "I-24", "I-61", "I-62", "I-63", "I-65"}


def test_funds_are_filled_from_the_notes_first_and_the_main_fund_takes_the_rest(group):
    sheet = book(group, rows_of(group), slips=["200.00"])
    assert lines(sheet.entry) == [
        "Dr bank, account 3 (satja) 150.00",
        "Dr cash on hand, funeral aid 20.00",
        "Dr cash on hand, one baht a day 40.00",
        "Dr bank, one baht a day 50.00",
        *CREDITS,
    ]
    assert came_in_cash(sheet) is None
    assert "I-63" not in broken()


def test_a_sheet_that_came_by_slips_alone_fills_banks(group):
    sheet = book(group, rows_of(group), slips=["260.00"])
    assert lines(sheet.entry)[:3] == [
        "Dr bank, account 3 (satja) 150.00",
        "Dr bank, funeral aid 20.00",
        "Dr bank, one baht a day 90.00",
    ]
    assert came_in_cash(sheet) is False


def test_taking_a_sheet_back_empties_the_purses_of_the_funds(group):
    sheet = book(group, rows_of(group), slips=["200.00"])
    reversal = decide(ask(sheet))
    assert lines(reversal.entry)[-2:] == ["Cr cash on hand, one baht a day 40.00", "Cr bank, one baht a day 50.00"]
    assert balance(fund_account(group.book, "11010", fund="WELF")) == 0
    assert "I-63" not in broken()


def test_a_sheet_is_not_taken_back_once_a_fund_paid_its_cash_out(group):
    sheet = book(group, rows_of(group))
    paid = [
        debit(fund_account(group.book, "56040", fund="AID").pk, D(5)),
        credit(fund_account(group.book, "11010", fund="AID").pk, D(5)),
    ]
    with transaction.atomic():
        post(book=group.book, on=builders.MEETING, kind=EntryKind.FUND, key="aid", moves=paid, by=builders.user())
    with pytest.raises(CashBanked, match="เงินสด funeral aid"):
        decide(ask(sheet))


def test_a_group_without_funds_is_asked_for_its_purses_alone():
    group = builders.group()
    [member] = builders.members(group, 1)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        book(group, [RowIn(member, {"satja": D(100)}, rules.PAID)], slips=["40.00"])
    asked = [query["sql"] for query in seen if "ledger_fund" in query["sql"] or "11010" in query["sql"]]
    assert len(asked) == 1


@pytest.fixture
def scheme(monkeypatch):
    """A network with a funeral fund that two groups owe: each one's twin stands in its own book."""
    network, joined_groups = network_of(2)
    open_fund(network.book, code="AID", name_th="เงินสงเคราะห์", name_en="funeral aid")
    owed = {}
    for group, membership in joined_groups:
        above, _below = pair(
            upper=network.book,
            lower=group.book,
            controls=("14050-AID", "24030"),
            codes=(f"{membership.number:05}", f"{network.code}.{membership.number}"),
            names=[(group.code, group.code), (network.code, network.code)],
            since=builders.BOOKS_FROM,
        )
        owed[membership.pk] = above
        _owe(network, group, above)
        builders.cash(group, 500, on=builders.MEETING)
    collects(monkeypatch, funeral=owed)
    return network, joined_groups, owed


def _owe(network, group, above):
    """A death round of 300 baht that the group owes: it will collect it from its members."""
    moves = [debit(above.pk, D(300)), credit(fund_account(network.book, "21060", fund="AID").pk, D(300))]
    purses = {group.book_id: books.account(group.book, "14040").pk}
    given = {"kind": EntryKind.FUND, "key": f"death:{group.code}", "by": builders.user()}
    with transaction.atomic():
        post_between(book=network.book, on=builders.MEETING, moves=moves, purses=purses, **given)


def test_what_groups_owe_a_funeral_fund_comes_into_its_purses_and_out_of_theirs(scheme):
    network, [(one, first), (two, second)], owed = scheme
    _to_bank(two)
    rows = [
        RowIn(first, {"satja": D(100), "funeral": D(300)}, rules.PAID),
        RowIn(second, {"satja": D(100), "funeral": D(300)}, rules.PAID, by_bank=True),
    ]
    sheet = book(network, rows, slips=["400.00"])

    assert lines(sheet.entry)[:4] == [
        "Dr cash on hand 100.00",
        "Dr bank, account 3 (satja) 100.00",
        "Dr cash on hand, funeral aid 300.00",
        "Dr bank, funeral aid 300.00",
    ]
    by_book = {mirror.book_id: lines(mirror) for mirror in mirrors_of(sheet.entry)}
    assert f"Dr {network.code} 300.00" in by_book[one.book_id]
    assert by_book[one.book_id][-1] == "Cr cash on hand 400.00"
    assert by_book[two.book_id][-1] == "Cr bank, account 3 (satja) 400.00"
    assert [balance(account) for account in owed.values()] == [0, 0]
    assert not set(broken()) & {"I-30", "I-31", "I-32", "I-63"}


def test_one_groups_part_goes_back_out_of_the_purses_it_went_into(scheme):
    network, [(one, first), (two, second)], owed = scheme
    _to_bank(two)
    rows = [
        RowIn(first, {"satja": D(100), "funeral": D(300)}, rules.PAID),
        RowIn(second, {"satja": D(100), "funeral": D(300)}, rules.PAID, by_bank=True),
    ]
    sheet = book(network, rows, slips=["400.00"])
    row = sheet.rows.get(membership=second)
    [mirror] = [entry for entry in mirrors_of(sheet.entry) if entry.book_id == two.book_id]
    eyes = {"by": builders.user("asks"), "checked_by": builders.user("checks"), "reason": "ลงผิดกลุ่ม แก้ใหม่"}
    correction = take_back_row_step(row, mirror, today=builders.MEETING, at=builders.AT, **eyes)
    assert lines(correction) == [
        "Dr satja, member 002 100.00",
        f"Dr {two.code} 300.00",
        "Cr bank, funeral aid 300.00",
        "Cr bank, account 3 (satja) 100.00",
    ]
    assert balance(owed[second.pk]) == 300
    assert "I-30" not in broken()


def _to_bank(group):
    moves = [
        debit(books.account(group.book, "12300").pk, D(450)),
        credit(books.account(group.book, "11010").pk, D(450)),
    ]
    with transaction.atomic():
        post(book=group.book, on=builders.MEETING, kind="transfer", key="bank", moves=moves, by=builders.user())


def test_a_feature_keeps_and_strikes_what_its_column_took(group, monkeypatch):
    class Box:
        pass

    told = []
    box = Box()
    dues = fund_account(group.book, "43060", fund="WELF")
    column = Item("tin", "tin", lambda membership, amount: [(dues.pk, amount)], till=box)
    monkeypatch.setattr(items, "ITEM_SOURCES", [*items.ITEM_SOURCES, lambda *args, **given: [column]])
    monkeypatch.setitem(joined.KEEPERS, Box, lambda till, **given: told.append((till, given["entry"])))
    monkeypatch.setattr(joined, "STRIKERS", [lambda entry, **given: told.append((entry, given["reversal"]))])
    [member] = builders.members(group, 1)
    sheet = book(group, [RowIn(member, {"tin": D(10)}, rules.PAID)])
    reversal = decide(ask(sheet))
    assert told == [(box, sheet.entry), (sheet.entry, reversal.entry)]
