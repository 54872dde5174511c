from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.invariants import Scope
from federation.ledger import books, chart
from federation.ledger.posting import credit, debit, post
from groups.departures.invariants import CHECKS
from groups.departures.models import PaidOut
from tests import builders
from tests.groups.departures.test_dying import name
from tests.groups.departures.test_moving import admitted, let_go
from tests.groups.departures.worlds import DAY, asked, decided, died, paid, saver
from tests.groups.promises.test_steps import sheet

pytestmark = pytest.mark.django_db
D = Decimal


def broken():
    """Return the codes of the checks that do not hold now."""
    return {check.code for check in CHECKS if not check.find(Scope()).holds}


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def behind_the_guards(statement, *values):
    """Do what only somebody with the database in hand could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("groups_departure", "groups_paidout", "groups_task", "groups_beneficiary"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def settled(group):
    """A resignation that waits to be paid, a death paid whole."""
    waiting = decided(asked(saver(group, satja="700.00")))
    dead = saver(group, "บุษบา", satja="300.00", special="45.67")
    name(dead)
    done = decided(died(dead))
    for payment in done.payments.all():
        paid(payment)
    done.refresh_from_db()
    return waiting, done


def test_all_checks_hold_for_who_left_and_who_died(settled):
    assert broken() == set() and len(CHECKS) == 6


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE groups_departure SET net = net + 1 WHERE id = %s",
        "UPDATE groups_departure SET settlement = '[]' WHERE id = %s",
        "UPDATE groups_departure SET decided_by_id = asked_by_id WHERE id = %s",
        "UPDATE groups_departure SET state = 'asked' WHERE id = %s",
        "UPDATE groups_departure SET state = 'withdrawn' WHERE id = %s",
        "UPDATE groups_departure SET state = 'taken_back' WHERE id = %s",
        "UPDATE groups_departure SET reason = 'อื่น' WHERE id = %s",
        "DELETE FROM groups_departure WHERE id = %s",
    ],
)
def test_what_was_decided_stays(settled, statement):
    for one in settled:
        with pytest.raises(IntegrityError):
            sql(statement, one.pk)


def test_nobody_gets_more_than_was_decided_and_nothing_paid_changes(settled):
    waiting, done = settled
    more = {"network_id": waiting.network_id, "departure": waiting, "name": "ใครก็ได้", "amount": D("0.01")}

    with pytest.raises(IntegrityError), transaction.atomic():
        PaidOut.objects.create(**more)
    for statement in (
        "UPDATE groups_paidout SET amount = amount + 1 WHERE departure_id = %s",
        "UPDATE groups_paidout SET name = 'x' WHERE departure_id = %s",
        "DELETE FROM groups_paidout WHERE departure_id = %s",
    ):
        for one in (waiting, done):
            with pytest.raises(IntegrityError):
                sql(statement, one.pk)


def test_a_departure_is_not_done_before_it_is_paid_whole(settled):
    with pytest.raises(IntegrityError):
        sql("UPDATE groups_departure SET state = 'done' WHERE id = %s", settled[0].pk)


def test_names_and_tasks_stay(group, settled):
    task = died(saver(group, "ชัย", satja="5.00")).tasks.first()

    for statement, pk in (
        ("UPDATE groups_beneficiary SET percent = 1 WHERE membership_id = %s", settled[1].membership_id),
        ("DELETE FROM groups_beneficiary WHERE membership_id = %s", settled[1].membership_id),
        ("DELETE FROM groups_task WHERE id = %s", task.pk),
        ("UPDATE groups_task SET due_on = due_on + 1 WHERE id = %s", task.pk),
    ):
        with pytest.raises(IntegrityError):
            sql(statement, pk)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE groups_departure SET state = 'done' WHERE state = 'decided'", {"I-56", "I-56c"}),
        ("UPDATE groups_departure SET net = net + 1 WHERE state = 'done'", {"I-56c"}),
        ("UPDATE groups_paidout SET amount = amount + 1 WHERE entry_id IS NULL", {"I-56", "I-56c"}),
        ("UPDATE groups_beneficiary SET percent = percent - 1 WHERE position = 1", {"I-56e"}),
        ("UPDATE groups_membership SET state = 'admitted', ended_on = NULL WHERE state = 'died'", {"I-56b"}),
    ],
)
def test_each_check_finds_what_somebody_did_to_the_database(settled, statement, codes):
    behind_the_guards(statement)

    assert broken() == codes


def test_money_that_comes_to_who_left_is_found(group, settled):
    member = settled[1].membership
    moves = [debit(books.account(group.book, chart.CASH).pk, D("5.00")), credit(member.satja_account_id, D("5.00"))]
    with transaction.atomic():
        post(book=group.book, on=DAY, kind="journal", key="journal:1", moves=moves, by=builders.user("x"))

    assert broken() == {"I-56b"}


def test_a_later_row_of_the_dead_is_found(group):
    anon = builders.member(group, "อานนท์")
    died(anon, died_on=DAY.replace(day=1))
    behind_the_guards("UPDATE groups_departure SET asked_at = asked_at - interval '9 years'")

    sheet(group, DAY.replace(day=1), {anon: "100.00"}, day=20)

    assert "I-56d" in broken()


def test_a_move_whose_money_does_not_arrive_is_found(group):
    other = builders.group(group.keeper)
    admitted(let_go(saver(group, satja="700.00"), other))
    assert broken() == set()

    behind_the_guards("UPDATE groups_departure SET net = net - 1")

    assert broken() == {"I-56f"}
