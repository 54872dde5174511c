"""Attacks on the books by raw SQL, as whoever holds the database would try them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit import clock
from federation.kit.ids import new_id
from federation.ledger import books, chain, chart, posting
from federation.ledger.models import Account, Entry, EntryKind, Head
from federation.ledger.posting import INSERT_LINES
from tests.federation.ledger.books import MEETING, book, cash, deposit, holder, user

pytestmark = pytest.mark.django_db

GUARDS = {
    "ledger_entry": {"entry_settles", "entry_append_only", "entry_not_truncated", "between_mirrors"},
    "ledger_line": {"line_before_its_entry", "line_append_only", "line_not_truncated"},
    "ledger_receipt": {"receipt_before_its_entry", "receipt_append_only", "receipt_not_truncated"},
    "ledger_submission": {"submission_append_only", "submission_not_truncated"},
    "ledger_head": {"head_kept", "head_not_truncated"},
    "ledger_monthtotal": {"month_total_kept", "month_total_not_truncated"},
    "ledger_account": {"account_kept", "account_holder_fits"},
    "ledger_book": {"book_kept"},
    "ledger_twin": {"twin_named_by_its_twin", "twin_append_only", "twin_not_truncated"},
}


def run(sql, given=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def refused(constraint, sql, given=None):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        run(sql, given)
    assert caught.value.__cause__.diag.constraint_name == constraint
    assert caught.value.__cause__.sqlstate == "23514"


def test_every_guard_stands_and_is_always_on():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname LIKE 'ledger\\_%%'"
        )
        found = cursor.fetchall()

    standing: dict = {}
    for table, name, enabled in found:
        assert enabled == "A", name
        standing.setdefault(table, set()).add(name)
    assert standing == GUARDS


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ('UPDATE ledger_entry SET "on" = "on" - 1', "ledger_entry_is_append_only"),
        ("DELETE FROM ledger_entry", "ledger_entry_is_append_only"),
        ("UPDATE ledger_line SET credit = credit + 1 WHERE credit > 0", "ledger_line_is_append_only"),
        ("UPDATE ledger_line SET balance = 0", "ledger_line_is_append_only"),
        ("DELETE FROM ledger_line", "ledger_line_is_append_only"),
        ("UPDATE ledger_receipt SET amount = 1", "ledger_receipt_is_append_only"),
        ("DELETE FROM ledger_receipt", "ledger_receipt_is_append_only"),
        ("UPDATE ledger_monthtotal SET debit = 0", "month_totals_are_kept"),
        ("DELETE FROM ledger_monthtotal", "month_totals_are_kept"),
        ("UPDATE ledger_head SET number = 0", "head_is_kept"),
        ("UPDATE ledger_head SET hash = decode(repeat('00', 32), 'hex')", "head_is_kept"),
        ("DELETE FROM ledger_head", "head_is_kept"),
        ("UPDATE ledger_head SET closed_through = '2026-02-01'", "months_close_in_order"),
        ("UPDATE ledger_account SET kind = 'income'", "account_is_kept"),
        ("UPDATE ledger_account SET code = code || 'x'", "account_is_kept"),
        ("UPDATE ledger_account SET fund = 'other'", "account_is_kept"),
        ("DELETE FROM ledger_account", "account_is_kept"),
        ("UPDATE ledger_book SET opened_on = '2020-01-01'", "book_is_kept"),
        ("DELETE FROM ledger_book", "book_is_kept"),
    ],
)
def test_what_is_written_stays_written(sql, constraint):
    group = book()
    deposit(group, {holder(group, 1): "100.00"}, papers=True)

    refused(constraint, sql)


@pytest.mark.parametrize(
    "table",
    [
        "ledger_entry",
        "ledger_line",
        "ledger_receipt",
        "ledger_submission",
        "ledger_head",
        "ledger_monthtotal",
        "ledger_twin",
    ],
)
def test_no_table_of_the_books_is_truncated(table):
    run("SET CONSTRAINTS ALL IMMEDIATE")

    refused(f"{table}_is_append_only", f"TRUNCATE {table} CASCADE")


def test_a_closed_month_does_not_reopen():
    group = book()
    run("UPDATE ledger_head SET closed_through = '2026-01-01' WHERE book_id = %s", [group.pk])

    refused("months_close_in_order", "UPDATE ledger_head SET closed_through = NULL")


def test_a_written_entry_takes_no_more_lines():
    group = book()
    entry = deposit(group, {holder(group, 1): "100.00"}).entry

    refused(
        "entry_takes_no_more",
        'INSERT INTO ledger_line (network_id, entry_id, n, account_id, debit, credit, balance, number, "on")'
        " VALUES (1, %s, 3, %s, 5, 0, 5, 1, '2026-01-05')",
        [entry.pk, cash(group).pk],
    )


def forged(group, moves, *, number=1, previous=chain.GENESIS, on=MEETING, **change):
    """Insert an entry past `post`, with a hash that recomputes, and let the guards speak.

    moves: [(account, debit, credit)].
    """
    entry = Entry(
        network_id=group.network_id, book=group, number=number, on=on, kind=EntryKind.JOURNAL, key="forged",
        event=group.pk, by=user(), recorded_at=change.pop("recorded_at", None) or clock.now(), previous_hash=previous,
    )  # fmt: skip
    for name, value in change.items():
        setattr(entry, name, value)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_LINES,
            {
                "network": group.network_id, "entry": entry.pk, "number": entry.number, "on": entry.on,
                "accounts": [account.pk for account, _d, _c in moves],
                "debits": [Decimal(d) for _a, d, _c in moves],
                "credits": [Decimal(c) for _a, _d, c in moves],
                "receipts": [None for _ in moves],
            },
        )  # fmt: skip
        lines = cursor.fetchone()[0]
    entry.hash = change.get("hash") or chain.entry_hash(entry, lines=lines)
    entry.save(force_insert=True)


@pytest.mark.parametrize(
    ("forge", "constraint"),
    [
        (lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "4")]), "entry_balances_in_each_fund"),
        (lambda g, a: forged(g, [(cash(g), "5", "0")]), "entry_has_its_lines"),
        (lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "5")], number=3), "entry_continues_the_chain"),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "5")], previous=b"\x01" * 32),
            "entry_continues_the_chain",
        ),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "5")], hash=b"\x02" * 32),
            "entry_hash_recomputes",
        ),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "5")], on=date(2025, 12, 1)),
            "entry_not_before_its_book",
        ),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (a, "0", "5")], on=date(2100, 1, 1)),
            "entry_not_in_the_future",
        ),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (books.account(g, chart.SATJA), "0", "5")]),
            "line_not_on_a_control_account",
        ),
        (
            lambda g, a: forged(g, [(cash(g), "5", "0"), (holder(book("G02"), 1), "0", "5")]),
            "entry_stays_in_its_book",
        ),
        (lambda g, a: forged(g, [(a, "5", "0"), (cash(g), "0", "5")]), "account_not_below_zero"),
    ],
)
def test_a_forged_entry_is_refused(forge, constraint):
    group = book()
    ana = holder(group, 1)

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        forge(group, ana)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_a_forged_entry_that_keeps_every_rule_is_taken():
    """The other forgeries are refused for what they break, not for being made past `post`."""
    group = book()

    forged(group, [(cash(group), "5", "0"), (holder(group, 1), "0", "5")])

    assert Head.objects.get(book=group).number == 1


def test_a_reversal_that_is_no_mirror_is_refused():
    group = book()
    ana = holder(group, 1)
    entry = deposit(group, {ana: "100.00"}).entry

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        forged(
            group,
            [(ana, "99", "0"), (cash(group), "0", "99")],
            number=2,
            previous=bytes(entry.hash),
            kind=EntryKind.REVERSAL,
            reverses=entry,
            checked_by=user("chair"),
        )
    assert caught.value.__cause__.diag.constraint_name == "reversal_mirrors_its_entry"


@pytest.mark.parametrize("amount", ["NaN", "-5", "100000000000"])
def test_a_line_holds_only_real_amounts(amount):
    group = book()
    ana = holder(group, 1)

    with (
        pytest.raises(Exception, match="line_is_one_sided_and_capped|numeric field overflow"),
        transaction.atomic(),
    ):
        forged(group, [(cash(group), amount, "0"), (ana, "0", amount)])


def test_replication_mode_does_not_open_the_books():
    """Guards are ENABLE ALWAYS: what a superuser's replica mode would skip still bites."""
    group = book()
    deposit(group, {holder(group, 1): "100.00"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                run("SET LOCAL session_replication_role = replica")
            return
        run("SET LOCAL session_replication_role = replica")
    refused("ledger_line_is_append_only", "DELETE FROM ledger_line")


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("amount", "99.00", "receipt_adds_up"),
        ("lines", "{1}", "receipt_adds_up"),
        ("number", "2", "receipt_numbers_follow"),
        ("be_year", "2570", "receipt_numbers_follow"),
    ],
)
def test_a_receipt_says_what_was_paid(monkeypatch, column, value, constraint):
    """A receipt written otherwise than its lines, with a digest that covers the lie, is refused with its entry."""
    group = book()
    ana = holder(group, 1)
    number = posting._number_receipts

    def lie(entry, moves):
        receipts = number(entry, moves)
        told = {column: [1] if column == "lines" else type(getattr(next(iter(receipts.values())), column))(value)}
        return {paper: replace(receipt, **told) for paper, receipt in receipts.items()}

    monkeypatch.setattr(posting, "_number_receipts", lie)

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        deposit(group, {ana: "100.00"}, papers=True)
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_lines_on_accounts_that_do_not_exist_are_refused():
    """No foreign key looks at the accounts of lines: the settling does, even where the strangers balance each other."""
    group = book()
    ana = holder(group, 1)
    ghost = Account(pk=new_id())

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        forged(group, [(cash(group), "5", "0"), (ana, "0", "5"), (ghost, "7", "0"), (Account(pk=new_id()), "0", "7")])
    assert caught.value.__cause__.diag.constraint_name == "entry_stays_in_its_book"
