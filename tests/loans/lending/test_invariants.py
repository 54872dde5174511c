"""Loans in every state hold; what was changed by hand is found and named."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction

from federation.kit.invariants import Scope
from federation.ledger import books
from federation.ledger import invariants as ledger
from federation.ledger.books import account
from federation.ledger.chart import ALLOWANCE, CASH
from federation.ledger.posting import EntryKind, credit, debit, post
from groups.sheets import invariants as sheets
from groups.sheets.rules import PAID
from groups.sheets.steps import RowIn, book_sheet_step
from loans.lending.invariants import CHECKS
from loans.lending.models import Loan
from loans.lending.steps.events import enter_step, new_schedule_step, strike_step
from loans.products.rules import ProductTerms
from loans.schedules.rules import make_schedule
from tests import builders
from tests.federation.proof import faults

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, APR = (date(2026, month, 5) for month in (1, 2, 3, 4))
LATE = builders.at_noon(date(2026, 4, 6))


def who(on):
    return {"on": on, "by": builders.user("pays"), "at": LATE}


@pytest.fixture
def group():
    """Loans repaid in and out of turn, restructured, settled, taken back, charged off and recovered."""
    group = builders.group(code="K01")
    anon, bua, chai = builders.members(group, 3)
    version = builders.product(group)
    first = builders.loan(anon, "12000.00", version=version)
    builders.repay(first, "1240.00", on=MAR)
    rows = [RowIn(anon, {"satja": D(100), "loan": D("1120.00"), "loan_extra": D("500.00")}, PAID)]
    book_sheet_step(group, meeting_on=FEB, rows=rows, by=builders.user(), at=LATE)
    second = builders.loan(bua, "6000.00", instalments=6, version=version)
    wrong = builders.repay(second, "700.00", on=FEB)
    checks = {"checked_by": builders.user("checks")}
    strike_step(wrong, **who(FEB), **checks, reason="จดผิดคน")
    enter_step(second, kind="waiver", amount=D("10.00"), data={"interest": "10.00", "fine": "0"}, **who(MAR), **checks)
    schedule = make_schedule([(MAR, D("6000.00"))], terms=terms_of(second), instalments=10)
    new_schedule_step(second, schedule.rows, holds_from=MAR, reason="น้ำท่วม", by=builders.user("pays"), at=LATE)
    third = builders.loan(chai, "3000.00", instalments=3, version=version)
    money = [(account(group.book, ALLOWANCE).pk, D("3000.00"))]
    enter_step(third, kind="charge_off", amount=D("3000.00"), money=money, **who(MAR), **checks)
    builders.repay(Loan.objects.get(pk=third.pk), "400.00", on=APR)
    return group


def terms_of(loan):
    return ProductTerms.from_data(loan.terms).schedule


def broken(**scope):
    return {check.code: found.breaks for check in CHECKS if (found := check.find(Scope(**scope))).breaks}


def test_all_holds_of_what_the_steps_write_and_everything_was_looked_at(group):
    for checks in (CHECKS, sheets.CHECKS, ledger.CHECKS):
        assert [check.code for check in checks if check.find(Scope()).breaks] == []
    assert [check.find(Scope()).count for check in CHECKS] == [3, 3, 3, 10, 3, 10, 8, 4, 11, 3, 3, 3, 3, 11, 3]
    assert [check.find(Scope(book_id=builders.group().book.pk)).count for check in CHECKS] == [0] * 15


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE loans_loanevent SET unpaid_since = '2026-12-05' WHERE seq = 2", {"I-70"}),
        ("UPDATE loans_loanevent SET principal_after = principal_after + 1 WHERE kind = 'prepayment'", {"I-70"}),
        ("UPDATE loans_loanevent SET principal_after = principal_after + 1 WHERE seq = 2 AND struck_at IS NULL",
         {"I-70", "I-71"}),
        ("UPDATE loans_loanevent SET amount = 1121, principal = 1001 WHERE amount = 1120",
         {"I-27b", "I-70"}),
        ("UPDATE loans_loanevent SET interest = interest + 1, principal = principal - 1 WHERE amount = 1120",
         {"I-27b", "I-29", "I-70"}),
        ("UPDATE loans_loan SET state = 'settled', closed_on = '2026-04-05' WHERE number = 1", {"I-70"}),
        ("UPDATE loans_loanevent SET after = jsonb_set(after, '{baht,0}', '1') WHERE after IS NOT NULL", {"I-70"}),
        ("UPDATE loans_loan SET principal = 11000 WHERE number = 1", {"I-26", "I-28", "I-72b"}),
        ("UPDATE loans_loan SET terms = jsonb_set(terms, '{control}', '\"13020\"') WHERE number = 1",
         {"I-27", "I-72"}),
        ("UPDATE loans_loanevent SET entry_id = NULL WHERE kind = 'payout' AND loan_id IN "
         "(SELECT id FROM loans_loan WHERE number = 1)", {"I-27b", "I-27c"}),
        ("UPDATE loans_loanevent SET by_id = checked_by_id, checked_by_id = by_id WHERE kind = 'payout'", {"I-27c"}),
        ("UPDATE loans_loanevent SET \"on\" = \"on\" + 1 WHERE amount = 1240", {"I-27c", "I-70"}),
        ("DELETE FROM loans_loanadjustment", {"I-27b", "I-27c", "I-29"}),
        ("UPDATE loans_schedulerow SET principal = principal + 1 WHERE n = 1", {"I-28", "I-70", "I-72b"}),
        ("UPDATE loans_schedulerow SET due_on = '2026-01-01' WHERE n = 3", {"I-28", "I-70", "I-72b"}),
        ("UPDATE loans_loanevent SET struck_at = NULL, struck_by_id = NULL", {"I-27b", "I-27c", "I-29", "I-70"}),
        ("UPDATE loans_loan SET terms = jsonb_set(terms, '{schedule,yearly_rate}', '\"0.06\"') WHERE number = 1",
         {"I-70", "I-72"}),
        ("UPDATE loans_loan SET terms = jsonb_set(terms, '{most_instalments}', '59') WHERE number = 1", {"I-72"}),
        ("UPDATE loans_loan SET effective_yearly_rate = 0.1 WHERE number = 1", {"I-72b"}),
        ("UPDATE loans_loanevent SET payer_id = (SELECT membership_id FROM loans_loan WHERE number = 3)"
         " WHERE amount = 1120", {"I-73"}),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_found(group, attack, found):
    with faults.past_the_guards() as cursor:
        for (check,) in list(_checks_of(cursor)):
            cursor.execute(f"ALTER TABLE loans_loanevent DROP CONSTRAINT {check}")
        cursor.execute(attack)
        assert set(broken()) == found
        assert all(text.startswith("K01") for texts in broken().values() for text in texts)


def _checks_of(cursor):
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'loans_loanevent'::regclass AND contype = 'c'")
    return cursor.fetchall()


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("UPDATE loans_loanrequest SET decided_by_id = %(user)s", "K01 request 1: decided"),
        ("UPDATE loans_loanevent SET checked_by_id = %(user)s WHERE kind = 'payout'", "K01 1/2569: payout"),
        ("UPDATE loans_loanevent SET by_id = %(user)s WHERE kind = 'waiver'", "K01 2/2569: waiver"),
        ("INSERT INTO loans_decisionseat SELECT gen_random_uuid(), 'decided', false, r.network_id, %(person)s, r.id"
         " FROM loans_loanrequest r WHERE r.number = 1", "K01 request 1: seat"),
    ],
)  # fmt: skip
def test_who_helps_themself_to_a_loan_is_found(group, attack, words):
    borrower = Loan.objects.get(number=2 if "waiver" in attack else 1).membership.person
    user = builders.user("borrows")
    user.person = borrower
    user.save(update_fields=["person"])
    columns = "(id, seat, close_kin, network_id, person_id, request_id)"
    with faults.past_the_guards() as cursor:
        cursor.execute(
            attack.replace("loans_decisionseat", f"loans_decisionseat {columns}"),
            {"user": user.pk, "person": borrower.pk},
        )
        assert words in broken()["I-14"]


def test_a_line_on_a_loan_without_a_fact_is_found(group):
    loan, cash = Loan.objects.get(number=1), account(group.book, CASH)
    moves = [debit(cash.pk, D(5)), credit(loan.account_id, D(5))]
    facts = {"book": group.book, "on": APR, "key": "loan:forged", "moves": moves, "by": builders.user()}
    post(kind=EntryKind.LOAN, **facts)

    assert set(broken()) == {"I-27b", "I-27c", "I-71"}


def test_an_account_of_a_loan_that_is_nobodys_is_found(group):
    control = account(group.book, "13010")
    books.holder_account(group.book, control=control, holder_code="99999", name_th="เปล่า", name_en="nobody's")

    assert broken() == {"I-27": ("K01 13010.99999",)}


@pytest.mark.parametrize("change", ["amount = 1", "\"on\" = '2026-01-06'", "kind = 'recovery'", "entry_id = NULL"])
def test_the_facts_of_a_loan_are_kept_by_the_database(group, change):
    with (
        pytest.raises(IntegrityError, match="struck, never altered"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE loans_loanevent SET {change}")
