from datetime import date, timedelta

import pytest
from django.db import connection

from federation.kit import clock
from federation.kit.invariants import Scope
from federation.proof.gather import checks
from loans.arrears.invariants import classes_follow_from_months, no_class_is_stored
from loans.lending.models import LoanEvent
from tests import builders
from tests.loans.arrears import worlds

pytestmark = pytest.mark.django_db


def lend_for_a_year():
    group = worlds.lending_group(1, books_from=date(2025, 1, 1))
    today, member = clock.today(), group.members[0]
    for days in (0, 1, 29, 31, 62, 95, 125, 190, 260, 370, 430):
        worlds.loan(member, "1000.00", on=date(2025, 1, 5), unpaid_since=today - timedelta(days=days))
    for fact in ({"restructured_on": date(2025, 3, 1)}, {"in_court_since": date(2025, 3, 1)}):
        worlds.loan(member, "1000.00", on=date(2025, 1, 5), unpaid_since=date(2025, 2, 5), **fact)
    paused = worlds.loan(member, "1000.00", on=date(2025, 1, 5), unpaid_since=today - timedelta(days=100))
    on, until = today - timedelta(days=90), today - timedelta(days=50)
    after = {"principal_after": 1000, "unpaid_since": today - timedelta(days=100)}
    worlds.event(paused, "pause", on=on, data={"until": until.isoformat(), "interest_runs": True}, **after)
    return group


def test_rules_and_database_class_every_loan_alike():
    group = lend_for_a_year()

    found = classes_follow_from_months(Scope())

    assert (found.count, found.breaks) == (14, ())
    assert classes_follow_from_months(Scope(book_id=builders.group().book.pk)).count == 0
    assert classes_follow_from_months(Scope(network_id=group.network_key)).count == 14


def test_a_date_that_does_not_follow_from_the_facts_is_named():
    group = lend_for_a_year()
    event = LoanEvent.objects.get(loan__number=11)
    LoanEvent.objects.filter(pk=event.pk).update(unpaid_since=clock.today())

    assert classes_follow_from_months(Scope()).breaks == (f"{group.book.code} 11: loss / normal",)


def test_no_class_is_stored_anywhere():
    assert no_class_is_stored(Scope()).holds
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'loans\\_%'"
            " AND (column_name LIKE '%class%' OR column_name LIKE '%npl%')"
        )
        assert cursor.fetchone() == (0,)


def test_verify_asks_them():
    assert {"I-40", "I-40b"} <= {check.code for check in checks()}
