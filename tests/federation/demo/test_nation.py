from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from federation.kit.clock import now
from federation.kit.invariants import Scope
from federation.ledger.queries import trial_balance
from federation.organisations.models import Organisation
from federation.organisations.places import place
from federation.proof.gather import verify
from groups.registry.models import Membership
from groups.sheets.models import Sheet
from tests import builders

pytestmark = pytest.mark.django_db


def seed(**options):
    told = StringIO()
    call_command("seed_nation", stdout=told, **{"groups": 20, "members": 3, "months": 2} | options)
    return told.getvalue()


def test_every_proof_of_the_books_holds_in_a_seeded_nation():
    seed()

    broken = [
        (outcome.check.code, list(outcome.found.breaks)[:3])
        for outcome in verify(Scope())
        if outcome.found.breaks and not outcome.check.code.startswith("I-44")
    ]

    assert broken == []


def test_groups_lie_in_real_tambons_of_their_networks_district_and_belong_upwards():
    seed()

    groups = Organisation.objects.groups().select_related("keeper")
    assert groups.count() == 20
    assert all(place(group.place_code).tambon for group in groups)
    assert all(group.place_code.startswith(group.keeper.place_code) for group in groups)
    assert Organisation.objects.filter(level="nation").count() == 1
    assert [len(set(groups.values_list("keeper"))), Membership.objects.count(), Sheet.objects.count()] == [2, 60, 40]


def test_month_totals_follow_from_the_entries():
    seed(groups=1, members=2, months=3)

    group = Organisation.objects.groups().get()
    rows = {row.account.code: row for row in trial_balance(group.book, on=date.max.replace(day=1))}
    promised = sum(member.promises.get().amount for member in Membership.objects.all())
    assert rows["11010"].natural == rows["31020"].natural == 3 * promised > Decimal(0)


def test_a_whole_chart_is_the_rule_and_a_small_one_is_asked_for():
    def accounts():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_account a JOIN ledger_book b ON b.id = a.book_id")
            return cursor.fetchone()[0]

    seed(groups=1, months=1, small_charts=True)
    small = accounts()
    seed(groups=1, months=1)

    assert small < 60 < 300 < accounts()


def test_it_says_how_quick_it_was():
    assert "ledger_line" in seed(groups=1, months=1)


def test_among_real_organisations_nothing_is_made_unless_told():
    real = builders.network()

    with pytest.raises(CommandError):
        seed(groups=1)
    assert list(Organisation.objects.all()) == [real]

    seed(groups=1, beside_real_data=True)
    assert Organisation.objects.filter(is_demo=True).count() == 4


@pytest.mark.parametrize("none", ["groups", "members", "months"])
def test_of_each_there_is_at_least_one(none):
    with pytest.raises(CommandError):
        seed(**{none: 0})


def test_nobody_can_sign_in_as_who_entered_it():
    seed(groups=1)

    with connection.cursor() as cursor:
        cursor.execute("SELECT is_active, password FROM people_user WHERE username = 'seed-nation'")
        assert cursor.fetchone() == (False, "!")
    assert Sheet.objects.filter(posted_at__lte=now()).exists()
