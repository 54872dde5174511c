from decimal import Decimal as D

import pytest
from django.db import connection

from federation.kit.invariants import Scope
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.posting import EntryKind, credit, debit, post, reverse
from groups.sheets import rules
from groups.sheets.invariants import CHECKS
from groups.sheets.models import CashCount, Sheet, SheetReversal, SheetRow
from groups.sheets.steps import RowIn, book_sheet_step
from tests import builders
from tests.groups.sheets.test_reversals import ask, decide
from tests.groups.sheets.worlds import in_notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """A group with a sheet counted in notes and slips, an imported one, and one taken back."""
    group = builders.group(code="K01")
    anon, bua, chai = builders.members(group, 3)
    rows = [
        RowIn(anon, {"satja": D(100), "entry_fee": D(20)}, rules.PAID),
        RowIn(bua, {"satja": D(50), "special": D(5)}, rules.PART, payer=anon.pk),
        RowIn(chai, {}, rules.EXCUSED),
    ]
    book(group, rows, day=5, counted=in_notes(D(75)), slips=[(D(100), "KTB")])
    book(group, rows, day=12, imported=True)
    decide(ask(book(group, rows, day=19)))
    return group


def book(group, rows, *, day, **more):
    on = builders.MEETING.replace(day=day)
    return book_sheet_step(group, meeting_on=on, rows=rows, by=builders.user(), at=builders.AT, **more)


def broken(**scope):
    return {check.code: found.breaks for check in CHECKS if (found := check.find(Scope(**scope))).breaks}


def test_all_holds_of_what_posting_writes_and_everything_was_looked_at(group):
    assert broken() == {}
    assert [check.find(Scope()).count for check in CHECKS] == [3, 3, 1, 9, 9, 3, 3, 9, 2]
    assert [check.find(Scope(book_id=builders.group().book.pk)).count for check in CHECKS] == [0] * 9


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ({"amounts": {"satja": "60.00", "special": "5.00"}}, {"I-61", "I-62", "I-65"}),
        ({"amounts": {"satja": "55.00", "special": "0.00"}}, set()),
        ({"amounts": {"satja": "50.00", "special": "0.00", "fine": "5.00"}}, {"I-61"}),
        ({"payer": None}, {"I-65"}),
        ({"state": "blank"}, {"I-64"}),
        ({"state": "absent"}, {"I-64"}),
    ],
)
def test_a_row_that_was_changed_is_found_and_named(group, fault, found):
    SheetRow.objects.filter(membership__number=2, sheet__meeting_on=builders.MEETING).update(**fault)

    assert set(broken()) == found
    assert all(text.startswith("K01 2026-01-05") for texts in broken().values() for text in texts)


def test_a_count_that_was_changed_is_found(group):
    CashCount.objects.filter(denomination=20).update(count=7)

    assert broken() == {"I-63": ("K01 2026-01-05: 295.00 / 175.00",)}


@pytest.mark.parametrize("fault", [{"state": "posted"}, {"meeting_on": "2026-01-20"}, {"other_entry": True}])
def test_a_sheet_that_left_its_entry_is_found(group, fault):
    taken_back, first = Sheet.objects.get(state="reversed"), Sheet.objects.get(meeting_on=builders.MEETING)
    if fault.pop("other_entry", False):
        fault = {"entry": first.entry}
    Sheet.objects.filter(pk=taken_back.pk).update(**fault)

    assert "I-60" in broken()


def forge(group, kind, **more):
    """Post an entry that follows the chain and passes every guard, with nothing behind it."""
    member, cash = group.memberships.get(number=1), account(group.book, CASH)
    moves = [debit(cash.pk, D(500)), credit(member.satja_account_id, D(500))]
    facts = {"on": builders.MEETING, "by": builders.user(), "moves": moves, **more}
    return post(book=group.book, kind=kind, key="sheet:forged", **facts).entry


def test_an_entry_of_a_sheet_that_nobody_wrote_is_found(group):
    forged = forge(group, EntryKind.SHEET)

    assert broken() == {"I-60b": (f"K01 #{forged.number}",)}


def test_a_sheet_that_another_posted_than_the_books_say_is_found(group):
    Sheet.objects.filter(meeting_on=builders.MEETING).update(posted_by=builders.user("chair"))

    assert broken() == {"I-60b": ("K01 #1",)}


def test_a_reversal_or_correction_that_nobody_asked_for_is_found(group):
    first = Sheet.objects.get(meeting_on=builders.MEETING).entry
    people = {"by": builders.user(), "checked_by": builders.user("chair"), "on": builders.MEETING}
    mirror = reverse(first, reason="ไม่มีใครขอให้กลับ", **people).entry
    forged = forge(group, EntryKind.CORRECTION, corrects=first, checked_by=people["checked_by"])

    assert broken()["I-60c"] == (f"K01 #{mirror.number}", f"K01 #{forged.number}")


@pytest.mark.parametrize("fault", [{"asked_by": "anybody"}, {"decided_by": "anybody"}, {"entry": None}])
def test_a_request_that_names_others_than_the_books_is_found(group, fault):
    fault = {name: who and builders.user(who) for name, who in fault.items()}
    SheetReversal.objects.update(**fault)

    assert broken() == {"I-60c": ("K01 #4",)}


def test_a_receipt_that_is_missing_is_found(group):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_receipt DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_receipt WHERE number = 1")
        cursor.execute("ALTER TABLE ledger_receipt ENABLE TRIGGER USER")

    assert broken() == {"I-65": ("K01 2026-01-05 001: 175.00 / 0",)}
