"""What the database refuses of funds, and what `verify` finds where it was forced in all the same."""

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.invariants import Scope
from tests import builders
from tests.welfare.funds.test_acts import done, propose
from tests.welfare.funds.test_network import World
from tests.welfare.funds.test_sheet import pay
from tests.welfare.funds.worlds import enrol, gift
from welfare.funds.invariants import CHECKS

pytestmark = pytest.mark.django_db
TABLES = ("welfarefund", "duesrule", "enrolment", "duespaid", "gift", "fundact")


@pytest.fixture
def fund():
    group = builders.group(code="K09")
    fund, member = builders.fund(group), builders.member(group)
    enrol(fund, member)
    pay(group, member, "90.00")
    gift(fund, "500.00")
    done(propose(fund))
    settle()
    return fund


def settle():
    """Check the foreign keys that wait for the end: a table with checks pending cannot be altered or emptied."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def broken():
    return {check.code: check.find(Scope()).breaks for check in CHECKS}


def force(sql):
    """Change what the guards keep."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE welfare_{table} DISABLE TRIGGER USER")
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE welfare_welfarefund SET code = 'OTHER'",
        "UPDATE welfare_duesrule SET monthly = 1",
        "UPDATE welfare_enrolment SET since = '2020-01-01'",
        "UPDATE welfare_duespaid SET amount = 900",
        "UPDATE welfare_gift SET donor = 'state'",
        "UPDATE welfare_fundact SET amount = 1",
        "UPDATE welfare_fundact SET reason = 'อื่น'",
        *(f"DELETE FROM welfare_{table}" for table in TABLES),
        *(f"TRUNCATE welfare_{table} CASCADE" for table in TABLES),
    ],
)
def test_what_is_kept_is_not_changed(fund, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_all_holds_of_funds_moved_by_their_steps(fund):
    world = World()
    pay(world.group, world.member, "90.00", column=world.column)
    pay(world.network, world.membership, "60.00")

    assert broken() == {"I-78": (), "I-78b": (), "I-79": ()}


@pytest.mark.parametrize(
    ("sql", "code", "named"),
    [
        ("UPDATE welfare_duespaid SET amount = 80", "I-78", "K09 #1, WELF: 80.00 / 90.00"),
        ("DELETE FROM welfare_duespaid", "I-78", "K09 #1, WELF: 0 / 90.00"),
        ("UPDATE welfare_duespaid SET struck_by_id = entry_id", "I-78b", "K09 #1"),
        ("UPDATE welfare_gift SET struck_by_id = entry_id", "I-78b", "K09 #2"),
        ("UPDATE welfare_gift SET amount = 600", "I-79", "K09 #2"),
        ("UPDATE welfare_fundact SET amount = 99", "I-79", "K09 #3"),
        (
            "UPDATE welfare_fundact SET asked_by_id = (SELECT id FROM people_user WHERE username = 'pays')",
            "I-79",
            "K09 #3",
        ),
    ],
)
def test_what_was_forced_in_is_found(fund, sql, code, named):
    force(sql)

    assert broken()[code] == (named,)
