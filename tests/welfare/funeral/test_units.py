"""What is left of prepaid units when a place ends: heirs, member or fund, by two people, never more than there is."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from federation.ledger.queries import as_text
from federation.ledger.refusals import NeedsSecondPerson
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_invariants import broken, no_guards
from tests.welfare.funeral.test_deaths_money import MARCH, sheet
from tests.welfare.funeral.unit_worlds import proposed, resigned
from welfare.funeral.models import UnitsBack
from welfare.funeral.queries.units import ended_with_units, prepaid_left
from welfare.funeral.rules import Terms
from welfare.funeral.steps.deaths import DecidedBefore
from welfare.funeral.steps.payouts import FundLacks, NotPayable
from welfare.funeral.steps.units import decide_units_back_step

pytestmark = pytest.mark.django_db


def world(**facts):
    """A group with three members of a prepaid scheme at nine baht; each brought twenty-seven."""
    group = builders.group()
    facts = {"rate_member": Decimal(9), "fee_percent": Decimal(0), "units_target": 3, "units_warn": 2} | facts
    scheme = worlds.scheme(group, model="prepaid", **facts)
    places = worlds.cover(scheme, builders.members(group, 3))
    sheet(group, {one.membership: 27 for one in places}, on=date(2026, 1, 5))
    for one in places:
        one.refresh_from_db()
    return group, places


@transaction.atomic
def decided(back, *, agree=True, who="pays"):
    return decide_units_back_step(back, agree=agree, by=builders.user(who), at=worlds.at(MARCH))


def test_units_of_who_resigned_go_back_to_the_member_by_two_people():
    group, (one, *_rest) = world()
    assert prepaid_left(one.membership) == 27 and ended_with_units(group) == []
    with pytest.raises(NotPayable):
        proposed(one, "27.00")
    one = resigned(one)
    assert [(place.pk, place.held) for place in ended_with_units(group)] == [(one.pk, 27)]
    back = proposed(one, "27.00")
    assert back.kind == UnitsBack.To.MEMBER
    with pytest.raises(NotPayable):
        proposed(one, "0.01")
    with pytest.raises(NeedsSecondPerson):
        decided(back, who="asks")
    assert as_text(decided(back).entry).split("\n") == [
        f"Dr {'prepaid funeral aid, FUN 1':<40}         27.00",
        f"   Cr {'cash on hand, FUN':<40}         27.00",
    ]
    assert prepaid_left(one.membership) == 0 and ended_with_units(group) == []
    with pytest.raises(DecidedBefore):
        decided(back)
    assert broken(group) == set()


def test_units_of_the_dead_go_to_the_heirs_in_parts_whatever_the_terms_say_of_who_leaves():
    group, (dead, *_rest) = world(units_back="fund")
    worlds.opened(dead)
    dead.refresh_from_db()
    first, second = proposed(dead, "20.00", name="ลูกคนโต", relation="บุตร"), proposed(dead, "7.00", name="ลูกคนเล็ก")
    assert {first.kind, second.kind} == {UnitsBack.To.HEIRS}
    decided(first)
    decided(second, agree=False)
    assert prepaid_left(dead.membership) == 7
    decided(proposed(dead, "7.00", name="ลูกคนเล็ก"))
    assert prepaid_left(dead.membership) == 0 and worlds.held(group, "11010-FUN") == 54


def test_units_stay_with_the_fund_where_the_terms_say_so():
    group, (one, *_rest) = world(units_back="fund")
    back = decided(proposed(resigned(one), "27.00", name=""))
    assert (back.kind, back.name) == (UnitsBack.To.FUND, "")
    assert worlds.held(group, "43070-FUN") == 27 and worlds.held(group, "11010-FUN") == 81
    assert broken(group) == set()


def test_a_round_that_counted_the_member_is_opened_or_declined_first():
    _group, (dead, one, _other) = world()
    waits = worlds.entered(dead)
    one = resigned(one)
    with pytest.raises(NotPayable):
        proposed(one, "27.00")
    worlds.checked(waits)
    with pytest.raises(NotPayable):
        proposed(one, "27.00")
    decided(proposed(one, "18.00"))
    assert prepaid_left(one.membership) == 0


def test_a_name_a_day_after_the_end_and_money_in_the_purse_are_asked_for():
    _group, (one, *_rest) = world()
    one = resigned(one)
    for wrong in ({"name": " "}, {"on": date(2026, 2, 19)}):
        with pytest.raises(NotPayable):
            proposed(one, "27.00", **wrong)
    with pytest.raises(FundLacks) as refused:
        decided(proposed(one, "27.00", purse="bank"))
    assert "81.00" in str(refused.value)


def test_terms_resolved_before_this_was_asked_read_as_back_to_the_member():
    data = Terms(units_back="fund").to_data()
    assert Terms.from_data(data).units_back == "fund"
    del data["units_back"]
    assert Terms.from_data(data).units_back == "member"


@pytest.mark.parametrize("attack", ["UPDATE welfare_unitsback SET amount = 1", "DELETE FROM welfare_unitsback"])
def test_the_database_keeps_what_was_given_back(attack):
    _group, (one, *_rest) = world()
    decided(proposed(resigned(one), "27.00"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_units_given_back_that_differ_from_their_entry_are_found():
    group, (one, *_rest) = world()
    decided(proposed(resigned(one), "27.00"))
    with no_guards() as cursor:
        cursor.execute("ALTER TABLE welfare_unitsback DISABLE TRIGGER USER")
        cursor.execute("UPDATE welfare_unitsback SET amount = 26")
        assert broken(group) == {"I-33g"}


def test_the_pages_give_units_back_and_the_departures_page_tells_of_them(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: worlds.at(MARCH))
    monkeypatch.setattr(clock, "today", lambda: MARCH)
    group, (one, *_rest) = world()
    resigned(one)
    treasurer, chair = Client(), Client()
    treasurer.force_login(builders.officer(group, Role.TREASURER))
    chair.force_login(builders.officer(group, Role.CHAIR))
    where = {"code": group.code, "scheme": "aid", "number": one.number}
    page, form = (reverse(f"welfare:{name}", kwargs=where) for name in ("covered", "covered_units"))
    assert form in treasurer.get(page).content.decode()
    assert page in treasurer.get(reverse("groups:leaving", kwargs={"code": group.code})).content.decode()
    typed = {"name": "อานนท์ ใจดี", "amount": "28", "on": "5/3/2569", "purse": "cash"}
    refused = treasurer.post(form, typed)
    assert refused.status_code == 422 and "27.00" in refused.content.decode()
    assert treasurer.post(form, typed | {"amount": "27"}).status_code == 302
    decide = reverse("welfare:covered_units_back", kwargs={**where, "back": UnitsBack.objects.get().pk})
    assert decide in treasurer.get(page).content.decode()
    assert treasurer.post(decide, {"agree": "yes"}).status_code == 403
    assert chair.get(decide).status_code == 200
    assert chair.post(decide, {"agree": "yes"}).status_code == 302
    assert prepaid_left(one.membership) == 0
    assert treasurer.get(form).status_code == 404
