"""Each invariant of the books: green on clean data, red on one planted fault, and the fault is named."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from federation.kit.invariants import Scope
from federation.ledger import books, chart, invariants, submissions
from federation.ledger.models import EntryKind
from federation.ledger.posting import correct, credit, debit, post, reverse
from federation.proof import gather
from tests.federation.ledger.books import book, cash, deposit, holder, user
from tests.federation.ledger.test_twin_invariants import BETWEEN
from tests.federation.proof.faults import broken, past_the_guards

pytestmark = pytest.mark.django_db


def small_world():
    """Two books: opening, two sheets with receipts, a transfer sent by a form, a reversal, a correction."""
    group, other = book("G01"), book("G02", network_id=2)
    ana, bun, odd = holder(group, 1), holder(group, 2), holder(other, 1)
    bank = books.account(group, chart.BANK)
    post(
        book=group,
        on=date(2026, 1, 1),
        kind=EntryKind.OPENING,
        key="opening",
        moves=[debit(bank.pk, Decimal("1000.00")), credit(ana.pk, Decimal("1000.00"))],
        by=user(),
        checked_by=user("chair"),
        memo="ยอดยกมา",
    )
    deposit(group, {ana: "100.00", bun: "50.00"}, papers=True)
    feb = deposit(group, {ana: "100.00", bun: "70.00"}, on=date(2026, 2, 5), key="sheet:2", papers=True).entry
    moves = [debit(bank.pk, Decimal("300.00")), credit(cash(group).pk, Decimal("300.00"))]
    sent = post(
        book=group, on=date(2026, 2, 6), kind=EntryKind.TRANSFER, key="transfer:1", moves=moves, by=user()
    ).entry
    submissions.keep_answer(
        key=uuid.UUID(int=7), book=group, user=user(), digest=b"d" * 32, entry=sent, at=sent.recorded_at
    )
    reverse(sent, on=date(2026, 2, 7), by=user(), checked_by=user("chair"), reason="โอนผิดบัญชี ทำใหม่")
    correct(
        feb,
        on=date(2026, 3, 1),
        moves=[debit(bun.pk, Decimal("20.00")), credit(ana.pk, Decimal("20.00"))],
        key="correction:1",
        by=user(),
        checked_by=user("chair"),
        reason="ลงผิดคน",
    )
    deposit(other, {odd: "25.00"}, papers=True)


FEB = "(SELECT id FROM ledger_entry WHERE key = 'sheet:2')"
REVERSAL = "(SELECT id FROM ledger_entry WHERE kind = 'reversal')"
ANA = "(SELECT id FROM ledger_account WHERE code = '31020.00001' AND network_id = 1)"
ODD = "(SELECT id FROM ledger_account WHERE code = '31020.00001' AND network_id = 2)"

FAULTS = {
    "I-01": (f"UPDATE ledger_line SET credit = 99 WHERE entry_id = {FEB} AND n = 2", "G01 #3: 170.00 / 169.00"),
    "I-02": (f"DELETE FROM ledger_line WHERE entry_id = {FEB} AND n > 1", "G01 #3"),
    "I-03": (f"UPDATE ledger_line SET account_id = {ODD} WHERE entry_id = {FEB} AND n = 2", "G01 #3, 2"),
    "I-04": (f"UPDATE ledger_line SET credit = 99 WHERE entry_id = {FEB} AND n = 2", "G01: 1.00"),
    "I-05": ("UPDATE ledger_entry SET number = 99 WHERE kind = 'correction'", "G01 #99"),
    "I-06": ("UPDATE ledger_head SET number = 5 WHERE network_id = 1", "G01: #5 / #6"),
    "I-07": (
        f"UPDATE ledger_line SET credit = 170 - credit WHERE entry_id = {FEB} AND n > 1",
        "G01 #3: hash",
    ),
    "I-09": (
        "UPDATE ledger_submission SET user_id = (SELECT id FROM people_user WHERE username = 'chair')",
        "G01 #4",
    ),
    "I-10": (
        f"UPDATE ledger_line SET account_id = {ANA} WHERE entry_id = {REVERSAL} AND credit > 0",
        "G01 #5",
    ),
    "I-13": (
        "ALTER TABLE ledger_entry DROP CONSTRAINT entry_of_its_kind_needs_four_eyes;"
        "UPDATE ledger_entry SET checked_by_id = NULL WHERE kind = 'opening'",
        "G01 #1",
    ),
    "I-11": (
        "ALTER TABLE ledger_entry DROP CONSTRAINT entry_reverses_only_as_reversal;"
        "UPDATE ledger_entry SET kind = 'journal' WHERE kind = 'reversal'",
        "G01 #5",
    ),
    "I-16": (f"UPDATE ledger_entry SET \"on\" = '2036-02-05' WHERE id = {FEB}", "G01 #3: 2036-02-05"),
    "I-20": (
        f"UPDATE ledger_line SET balance = balance - 1 WHERE entry_id = {FEB} AND n = 2",
        "G01 #3, 31020.00001: -1201.00 / -1200.00",
    ),
    "I-20b": (
        "UPDATE ledger_monthtotal SET opening = 1 WHERE month = '2026-03-01'",
        "G01, 31020, 2026-03: 1.00 20.00 20.00 / -1320.00 20.00 20.00",
    ),
    "I-21": (f"UPDATE ledger_account SET kind = 'liability' WHERE id = {ANA}", "G01, 31020.00001"),
    "I-21b": ("UPDATE ledger_entry SET kind = 'journal' WHERE key = 'sheet:2'", "G01 #3: 31020.00001 31020.00002"),
    "I-23": (
        f"UPDATE ledger_line SET balance = 5 WHERE entry_id = {FEB} AND n = 2",
        "G01 #3, 31020.00001: -5.00",
    ),
    "I-24": (
        f"UPDATE ledger_line SET balance = -5 WHERE entry_id = {FEB} AND n = 1",
        "G01 #3, 11010: -5.00",
    ),
    "I-24b": (f"UPDATE ledger_account SET never_negative = false WHERE id = {ANA}", "G01, 31020.00001"),
    "I-25": (
        "INSERT INTO ledger_fund (id, network_id, book_id, code, name_th, name_en)"
        " SELECT gen_random_uuid(), network_id, id, 'WELF', 'ก', 'a' FROM ledger_book WHERE network_id = 1;"
        f"UPDATE ledger_account SET fund = 'WELF', kind = 'liability' WHERE id = {ANA};",
        "G01 #1, WELF: -1000.00",
    ),
    "I-34": ("UPDATE ledger_receipt SET number = 9 WHERE number = 3", "G01 4/2569"),
    "I-35": (f"UPDATE ledger_line SET receipt = NULL WHERE entry_id = {FEB} AND n = 2", "G01 #3: 3"),
    "I-41": ("UPDATE ledger_memo SET text = 'บัตร ๙-๑๐๑๐-๐๐๐๐๑-๑๕-๙ ของสมาชิก'", None),
    "I-46": (
        "ALTER TABLE ledger_entry DROP CONSTRAINT entry_fact_booked_once;"
        "UPDATE ledger_entry SET key = 'sheet:1' WHERE key = 'sheet:2'",
        "G01, sheet:1: 2",
    ),
}


def test_clean_books_hold_everywhere():
    small_world()

    assert set(broken()) == {"I-60b", "I-60c"}  # no group stands behind these books, so nobody wrote their sheets


@pytest.mark.parametrize("kind", ["transfer", "opening", "closing"])
def test_an_entry_of_a_kind_that_does_not_touch_its_accounts_is_named(kind):
    small_world()

    with past_the_guards() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DROP CONSTRAINT entry_of_its_kind_needs_four_eyes")
        cursor.execute(f"UPDATE ledger_entry SET kind = '{kind}' WHERE id = {FEB}")
        assert broken()["I-21b"] == ("G01 #3: 31020.00001 31020.00002",)


def test_a_transfer_has_two_lines():
    small_world()

    with past_the_guards() as cursor:
        cursor.execute(
            "DELETE FROM ledger_line WHERE n = 2 AND entry_id IN (SELECT id FROM ledger_entry WHERE number = 4)"
        )
        assert broken()["I-21b"] == ("G01 #4: ",)


def test_money_and_members_accounts_that_may_fall_below_zero_are_named():
    group = book("G01")
    holder(group, 1)

    with past_the_guards() as cursor:
        cursor.execute("UPDATE ledger_account SET never_negative = false")
        found = broken()["I-24b"]

    assert {text.removeprefix("G01, ") for text in found} == {*chart.MONEY, "31020.00001"}


@pytest.mark.parametrize("code", FAULTS)
def test_a_planted_fault_is_named_by_its_invariant(code):
    small_world()
    fault, named = FAULTS[code]

    with past_the_guards() as cursor:
        cursor.execute(fault)
        found = broken()

    assert code in found
    assert named is None or found[code][0] == named


def test_every_invariant_of_the_books_has_a_planted_fault():
    assert {check.code for check in invariants.CHECKS} <= set(FAULTS) | BETWEEN


def test_counts_say_how_much_was_looked_at():
    small_world()

    counts = {o.check.code: o.found.count for o in gather.verify(Scope())}

    assert (counts["I-01"], counts["I-03"], counts["I-04"]) == (7, 16, 2)
    assert (counts["I-07"], counts["I-10"], counts["I-34"]) == (7, 1, 5)


def test_a_network_is_looked_at_alone():
    small_world()

    with past_the_guards() as cursor:
        cursor.execute(f"UPDATE ledger_line SET credit = 99 WHERE entry_id = {FEB} AND n = 2")

        assert "I-01" in broken(Scope(network_id=1))
        assert "I-01" not in broken(Scope(network_id=2))


CHAIN_FAULTS = {
    "a memo rewritten": ("UPDATE ledger_memo SET text = 'อื่น'", "G01 #1: memo_digest"),
    "a receipt rewritten": (
        "UPDATE ledger_receipt SET payer = gen_random_uuid() WHERE number = 1 AND network_id = 1",
        "G01 #2: receipts_digest",
    ),
    "a date moved": (f"UPDATE ledger_entry SET \"on\" = '2026-02-04' WHERE id = {FEB}", "G01 #3: hash"),
    "an account renumbered": (f"UPDATE ledger_account SET code = '31020.00009' WHERE id = {ANA}", "G01 #1: hash"),
    "a link cut": (
        f"UPDATE ledger_entry SET previous_hash = decode(repeat('00', 32), 'hex') WHERE id = {FEB}",
        "G01 #3: previous_hash",
    ),
}


@pytest.mark.parametrize("fault", CHAIN_FAULTS)
def test_the_chain_shows(fault):
    small_world()
    change, named = CHAIN_FAULTS[fault]

    with past_the_guards() as cursor:
        cursor.execute(change)
        found = broken()

    assert found["I-07"][0] == named


def test_an_erased_memo_leaves_the_chain_whole():
    small_world()

    with past_the_guards() as cursor:
        cursor.execute("DELETE FROM ledger_memo")
        assert "I-07" not in broken()
