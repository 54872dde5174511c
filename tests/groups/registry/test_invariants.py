from datetime import date

import pytest
from django.db import connection

from federation.kit.invariants import Scope
from federation.organisations.models import Organisation
from groups.registry.invariants import CHECKS
from groups.registry.models import MemberFlow, Membership, MembershipEvent
from groups.registry.steps import change_state_step
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db
FIND = {check.code: check.find for check in CHECKS}


@pytest.fixture
def group():
    group = builders.group(code="K01")
    builders.members(group, 3)
    return group


def found(code, group=None):
    return FIND[code](Scope(book_id=group.book_id if group else None))


def test_all_holds_of_a_register_made_by_its_steps(group):
    change_state_step(
        Membership.objects.get(number=2), state="died", on=date(2026, 2, 1), reason="ชรา", by=builders.user(), at=AT
    )
    builders.member_group(group.keeper, group)

    assert {code: found(code).breaks for code in FIND} == dict.fromkeys(FIND, ())
    assert (found("I-22").count, found("I-22", group).count, found("I-22b").count) == (12, 9, 4)


def test_an_account_of_two_members_is_found(group):
    first, second = Membership.objects.order_by("number")[:2]
    Membership.objects.filter(pk=second.pk).update(satja_account=first.satja_account)

    assert found("I-22").breaks == ("K01, 31020.00001: 2", "K01, 31020.00002: 0")
    assert found("I-22b").breaks == ("K01 002: 31020.00001 31010.00002 21020.00002",)


def test_an_account_of_another_group_is_found(group):
    other = builders.member(builders.group(group.keeper, code="K02"))
    Membership.objects.filter(pk=other.pk).update(shares_account=Membership.objects.get(number=3).shares_account)

    assert found("I-22").breaks == ("K02, 31010.00001: 0",)
    assert found("I-22", group).holds


def test_a_state_without_its_step_is_found(group):
    MembershipEvent.objects.filter(membership__number=1).delete()
    Membership.objects.filter(number=2).update(state="on_hold")

    assert found("I-22c").breaks == ("K01 001: admitted / -", "K01 002: on_hold / admitted")


def test_a_person_of_another_network_is_found(group):
    elsewhere = builders.person(builders.group(), "คนอื่น")
    Membership.objects.filter(number=1).update(person=elsewhere)

    assert found("I-22d").breaks == ("K01 001",)


def test_two_chairs_are_found_even_without_the_constraint(group):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE groups_office DROP CONSTRAINT office_one_holder_at_a_time")
    for member in Membership.objects.order_by("number")[:2]:
        Organisation.objects.get(pk=group.pk).offices.create(
            network_id=group.network_key,
            person=member.person,
            post="chair",
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
        )

    assert found("I-22e").breaks == ("K01 chair: 2026-01-01", "K01 chair: 2026-01-01")


def test_months_of_joining_and_leaving_that_do_not_add_up_are_found(group):
    MemberFlow.objects.filter(organisation=group).update(joined=7)

    assert found("I-22f").breaks == ("K01 2026-01-01: 7 -0 / 3 -0",)


def test_the_database_counts_who_joins_and_leaves_month_by_month(group):
    builders.member(group, "มาใหม่", joined_on=date(2026, 2, 10))
    change_state_step(
        Membership.objects.get(number=2), state="died", on=date(2026, 2, 1), reason="ชรา", by=builders.user(), at=AT
    )
    Membership.objects.filter(number=3).update(state="applied")
    builders.member_group(group.keeper, group)

    assert list(MemberFlow.objects.order_by("month").values_list("month", "joined", "gone")) == [
        (date(2026, 1, 1), 2, 0),
        (date(2026, 2, 1), 1, 1),
    ]
