"""What the database itself refuses of contracts, decisions and securities, whoever asks it."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from loans.lending.models import Collateral, DecisionSeat, Guarantee, JointBorrower, Lien, Loan, LoanRequest
from tests import builders
from tests.loans.lending import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group(books_from=date(2024, 1, 1))


@pytest.fixture
def asked(group):
    """A request with a guarantor, a joint borrower, collateral and somebody who sat in its decision."""
    borrower, helper, other = (worlds.saver(group, given, satja="9000.00") for given in ("อานนท์", "บุญมา", "ไกร"))
    made = worlds.request(borrower, worlds.product(group), guarantors=[(helper, "2000.00")])
    of = {"network_id": made.network_id, "request": made}
    JointBorrower.objects.create(**of, membership=other, part=Decimal("1000.00"))
    Collateral.objects.create(**of, kind="ที่ดิน", description="นา", value=Decimal("9000.00"), valued_on=date(2026, 1, 9))
    DecisionSeat.objects.create(**of, person=builders.person(group, "แก้ว"), seat="decided")
    return made


@pytest.fixture
def loan(asked):
    with transaction.atomic():
        return worlds.sign(worlds.approve(asked))


def refused(sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "principal = 1",
        "membership_id = (SELECT membership_id FROM loans_guarantee)",
        "terms = '{}'",
        "effective_yearly_rate = 0.01",
        "signed_on = signed_on - 1",
        "is_imported = true",
        "contract_no = '99/2569'",
        "request_id = NULL, is_imported = true",
        "signed_by_id = (SELECT id FROM people_user WHERE username = 't')",
    ],
)
def test_a_contract_stays_as_it_was_signed(loan, change):
    refused(f"UPDATE loans_loan SET {change}")


@pytest.mark.parametrize(
    "change",
    [
        "amount = 99999, amount_approved = 99999",
        "amount_approved = 1",
        "membership_id = (SELECT membership_id FROM loans_guarantee)",
        "purpose = 'x'",
        "resolution_no = '99'",
        "checks = '[1]'",
        "decided_by_id = (SELECT id FROM people_user WHERE username = 't')",
        "state = 'asked'",  # without taking the whole decision back
        "state = 'refused'",
        "first_due_on = '2031-01-05'",
        "asked_by_id = (SELECT id FROM people_user WHERE username = 't')",
    ],
)
def test_a_decided_request_stays_as_it_was_decided(asked, change):
    worlds.approve(asked)
    refused(f"UPDATE loans_loanrequest SET {change}")
    refused("DELETE FROM loans_loanrequest")


def test_nobody_decides_on_what_he_or_she_entered(asked):
    refused("UPDATE loans_loanrequest SET decided_by_id = asked_by_id")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE loans_decisionseat SET seat = 'absent'",
        "DELETE FROM loans_decisionseat",
        "UPDATE loans_jointborrower SET part = 1",
        "DELETE FROM loans_jointborrower",
        "UPDATE loans_guarantee SET amount = 1",
        "UPDATE loans_guarantee SET membership_id = (SELECT membership_id FROM loans_loanrequest)",
        "DELETE FROM loans_guarantee",
        "UPDATE loans_collateral SET value = 1",
        "DELETE FROM loans_collateral",
    ],
)
@pytest.mark.parametrize("when", ["approved", "signed"])
def test_what_belongs_to_a_decided_request_stays(asked, when, sql):
    worlds.approve(asked)
    if when == "signed":
        with transaction.atomic():
            worlds.sign(asked)
    refused(sql)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM loans_lien", "UPDATE loans_lien SET amount = 1", "UPDATE loans_lien SET since = since + 1"]
)
def test_bound_savings_are_released_never_removed(loan, sql):
    assert Lien.objects.exists()
    refused(sql)


def test_no_table_of_loans_is_emptied(loan):
    tables = sorted(model._meta.db_table for model in apps.get_app_config("loans").get_models())
    assert len(tables) > 15
    for table in tables:
        refused(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgtype & 32 = 32 AND tgenabled = 'A'",
                [table],
            )
            assert cursor.fetchone(), table
    assert Loan.objects.exists() and LoanRequest.objects.exists() and Guarantee.objects.exists()
