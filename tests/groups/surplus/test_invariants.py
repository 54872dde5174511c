from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.invariants import Scope
from groups.surplus.invariants import CHECKS
from groups.surplus.models import YearClose
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import plan

pytestmark = pytest.mark.django_db
TABLES = ("groups_yearclose", "groups_headpart", "groups_dividendpart", "groups_paybatch", "ledger_line", "ledger_head")


@pytest.fixture
def group():
    """An adopted year of three members: one was paid in cash, one into shares, one waits; one owed a loan."""
    group = worlds.group(code="K01")
    anon, bua, chai, _nothing = builders.members(group, 4)
    for member, baht in ((anon, "100"), (bua, "100"), (chai, "1000")):
        worlds.save(member, baht, on=date(2025, 1, 5))
    builders.loan(chai, "1200.00", on=date(2025, 12, 5))
    worlds.earn(group, "1000.00")
    worlds.spend(group, "100.00")
    worlds.choose(bua, "shares")
    close = worlds.adopted(worlds.closed(group), plan(dividend=90, reserve=10))
    worlds.paid(close)
    worlds.paid(close, anon, purse=worlds.cash_of(group))
    return group


def broken(**scope):
    return {check.code: found.breaks for check in CHECKS if (found := check.find(Scope(**scope))).breaks}


def attack(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_all_holds_of_an_adopted_year_and_everything_was_looked_at(group):
    assert broken() == {}
    assert {check.code: check.find(Scope(book_id=group.book.pk)).count for check in CHECKS} == {
        "I-36": 1,
        "I-36b": 1,
        "I-36c": 3,
        "I-37": 3,
        "I-38": 3,
        "I-48": 1,
        "I-51": 1,
    }


PART = "UPDATE groups_dividendpart SET {} WHERE membership_id IN (SELECT id FROM groups_membership WHERE number = {})"


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (PART.format("dividend = dividend + 0.01", 1), {"I-36", "I-37", "I-38"}),
        (PART.format("dividend = dividend - 0.01", 3), {"I-36", "I-36b", "I-38"}),
        (PART.format("weight = 0", 1), {"I-37", "I-38"}),
        (PART.format("deducted = 0", 3), {"I-36b", "I-36c"}),
        (PART.format("paid_on = NULL, entry_id = NULL", 1), {"I-36b", "I-36c"}),
        ("UPDATE groups_headpart SET percent = 80 WHERE head = 'dividend'", {"I-36"}),
        ("UPDATE groups_headpart SET amount = 5000 WHERE head = 'reserve'", {"I-51"}),
        ("UPDATE groups_yearclose SET surplus = 500", {"I-51"}),
        ("UPDATE ledger_head SET closed_through = '2025-11-01'", {"I-51"}),
        (
            "UPDATE ledger_line SET credit = credit + 1 WHERE account_id IN"
            " (SELECT id FROM ledger_account WHERE code = '54090') AND credit > 0",
            {"I-48"},
        ),
    ],
)
def test_what_was_changed_behind_the_books_is_found(group, fault, found):
    attack(fault)

    assert set(broken()) >= found
    assert all(text.startswith("K01") for texts in broken().values() for text in texts)


def test_a_satang_moved_from_one_member_to_another_is_found(group):
    attack(PART.format("dividend = dividend + 0.01", 2))
    attack(PART.format("dividend = dividend - 0.01", 1))

    assert {"I-38"} <= set(broken()) <= {"I-36b", "I-37", "I-38"}


def test_a_dividend_at_a_rate_is_held_to_the_rate():
    group = worlds.group(code="K02")
    for member, baht in zip(builders.members(group, 2), ("1000", "210"), strict=True):
        worlds.save(member, baht, on=date(2025, 1, 5))
    worlds.earn(group, "1000.00")
    asked = plan("rate", rate=Decimal("0.051"), rounding="quarter", dividend=100)
    close = worlds.adopted(worlds.closed(group), asked)

    assert [str(part.dividend) for part in close.parts.order_by("membership__number")] == ["51.00", "10.75"]
    assert broken() == {}
    attack(PART.format("dividend = 10.71", 2))
    assert {"I-36", "I-37"} <= set(broken())


def refused(statement):
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE groups_yearclose SET surplus = 1", "year_is_kept"),
        ("UPDATE groups_yearclose SET state = 'closed'", "year_is_kept"),
        ("UPDATE groups_yearclose SET resolution_no = '9'", "year_is_kept"),
        ("UPDATE groups_yearclose SET basis = '{}'", "year_is_kept"),
        ("DELETE FROM groups_yearclose", "year_is_kept"),
        ("UPDATE groups_headpart SET percent = 1", "allotment_is_kept"),
        ("DELETE FROM groups_headpart", "allotment_is_kept"),
        ("UPDATE groups_dividendpart SET dividend = 1", "dividend_is_kept"),
        ("UPDATE groups_dividendpart SET deductions = '[]'", "dividend_is_kept"),
        ("UPDATE groups_dividendpart SET paid_on = '2026-03-01' WHERE paid_on IS NOT NULL", "dividend_is_kept"),
        ("DELETE FROM groups_dividendpart", "dividend_is_kept"),
        ("UPDATE groups_paybatch SET total = 1", "dividend_batch_is_kept"),
        ("DELETE FROM groups_paybatch", "dividend_batch_is_kept"),
        ('UPDATE groups_choice SET "into" = NULL', "groups_choice_is_append_only"),
    ],
)
def test_adopted_year_is_not_altered(group, statement, rule):
    assert refused(statement) == rule


def test_nobody_is_added_to_an_adopted_year(group):
    close = YearClose.objects.get()
    late = builders.member(group, "มาทีหลัง", joined_on=date(2026, 1, 5))

    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        close.parts.create(network_id=close.network_id, membership=late, weight=1, dividend=Decimal("1.00"))


def test_every_guard_is_always_on():
    names = ("year_kept", "head_kept", "part_kept", "parts_new", "batch_kept", "choice_append_only")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname = ANY (%s) AND tgenabled = 'A' AND tgrelid::regclass::text"
            " = ANY (%s)",
            [list(names), [*TABLES[:4], "groups_choice"]],
        )
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(names)
