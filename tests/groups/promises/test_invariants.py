from decimal import Decimal

import pytest

from federation.kit.invariants import Scope
from groups.promises.invariants import promises_follow_their_member, short_months_recount
from groups.promises.models import Promise, ShortMonth
from tests import builders
from tests.groups.promises.test_steps import FEB, JAN, MAR, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    group = builders.group(code="K01")
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    sheet(group, JAN, {anon: "30.00", busaba: "100.00"})
    sheet(group, FEB, {anon: "excused", busaba: "100.00"})
    sheet(group, MAR, {anon: {"satja": "190.00", "fine": "10.00"}, busaba: "50.00"})
    return group


def test_short_months_made_by_posting_are_their_own_recount(group):
    found = short_months_recount(Scope())

    assert (found.count, found.breaks) == (2, ())
    assert ShortMonth.objects.count() == 3


@pytest.mark.parametrize(
    "fault",
    [
        {"paid": Decimal("20.00")},
        {"promised": Decimal("500.00")},
        {"excused": True},
        {"fined": Decimal("0.00")},
        {"month": FEB.replace(month=4)},
    ],
)
def test_a_short_month_that_was_changed_is_found(group, fault):
    ShortMonth.objects.filter(membership__number=1, month=JAN).update(**fault)

    assert all(text.startswith("K01 001 2026-") for text in short_months_recount(Scope()).breaks)
    assert short_months_recount(Scope()).breaks


def test_a_short_month_taken_away_is_found_and_named(group):
    ShortMonth.objects.filter(membership__number=2).delete()

    assert short_months_recount(Scope()).breaks == ("K01 002 2026-03: - / 50.00 of 100.00, fined 0.00",)


def test_only_the_book_asked_about_is_counted(group):
    other = builders.group(group.keeper)
    builders.member(other)
    ShortMonth.objects.all().delete()

    assert short_months_recount(Scope(book_id=other.book_id)).breaks == ()
    assert short_months_recount(Scope(network_id=group.network_key)).count == 3


def test_a_promise_before_its_member_is_found(group):
    Promise.objects.filter(membership__number=2).update(from_month=JAN.replace(year=2025))

    found = promises_follow_their_member(Scope())

    assert (found.count, found.breaks) == (2, ("K01 002 2025-01",))
