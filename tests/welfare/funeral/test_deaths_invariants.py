"""What must hold of deaths, attacked past the guards of the database."""

from contextlib import contextmanager

import pytest
from django.db import connection

from federation.kit.invariants import Scope
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import MARCH, act, due, sheet
from tests.welfare.funeral.test_deaths_network import World
from welfare.funeral.invariants import CHECKS

pytestmark = pytest.mark.django_db


@contextmanager
def no_guards():
    """Put the triggers aside, as somebody with the database's keys could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("death", "deathdue", "deathpart", "deathpaid", "payout", "deathact"):
            cursor.execute(f"ALTER TABLE welfare_{table} DISABLE TRIGGER USER")
        yield cursor


def broken(organisation=None):
    scope = Scope(organisation.network_key) if organisation else Scope()
    return {check.code for check in CHECKS if not check.find(scope).holds}


def own():
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    places = worlds.cover(scheme, builders.members(group, 4))
    death = worlds.opened(places[0])
    sheet(group, {places[1].membership: 100, places[2].membership: 40})
    worlds.paid(worlds.proposed(death, "100.00"))
    give_up = {"kind": "give_up", "reason": "ยากจน", "resolution_no": "3/2569", "resolution_on": MARCH}
    act(death, due=due(death, places[3]), **give_up)
    return group


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        ("UPDATE welfare_death SET payers = 4", {"I-52"}),
        ("UPDATE welfare_deathdue SET amount = 101 WHERE paid = 40", {"I-52", "I-52c"}),
        ("UPDATE welfare_deathdue SET paid = 41 WHERE paid = 40", {"I-52b", "I-52c"}),
        ("UPDATE welfare_deathdue SET given_up = 0, settled_on = NULL WHERE given_up > 0", {"I-52b", "I-52c"}),
        ("UPDATE welfare_deathdue SET settled_on = NULL", {"I-52b"}),
        ("UPDATE welfare_deathpaid SET amount = 1 WHERE amount = 40", {"I-52b"}),
        ("UPDATE welfare_payout SET amount = 99", {"I-33f", "I-33g"}),
        ("UPDATE welfare_payout SET asked_by_id = (SELECT opened_by_id FROM welfare_death)", {"I-33f"}),
        ("UPDATE welfare_death SET state = 'paid'", {"I-33f"}),
        ("UPDATE welfare_death SET net = net + 10, fee = fee - 10", {"I-33g"}),
    ],
)
def test_an_attack_on_a_groups_round_is_found(attack, codes):
    group = own()
    assert broken(group) == set()
    with no_guards() as cursor:
        cursor.execute(attack)
        assert broken(group) == codes


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        ("UPDATE welfare_deathpart SET amount = amount + 1 WHERE payers = 3", {"I-52", "I-52c"}),
        ("UPDATE welfare_deathpart SET paid = 1 WHERE payers = 3", {"I-52b", "I-52c"}),
        ("UPDATE welfare_deathdue SET paid = 1, settled_on = NULL", {"I-52b", "I-52d"}),
        ("DELETE FROM welfare_deathdue WHERE id = (SELECT id FROM welfare_deathdue LIMIT 1)", {"I-52", "I-52d"}),
    ],
)
def test_an_attack_on_a_networks_round_is_found(attack, codes):
    world = World()
    world.opened()
    assert broken(world.network) == set()
    with no_guards() as cursor:
        cursor.execute(attack)
        assert broken(world.network) == codes


def test_prepaid_units_below_zero_and_without_a_person_are_found():
    group = builders.group()
    scheme = worlds.scheme(group, model="prepaid", units_target=3, units_warn=2)
    places = worlds.cover(scheme, builders.members(group, 3))
    sheet(group, {places[1].membership: 100}, on=worlds.START.replace(day=5))
    worlds.opened(places[0])
    assert broken(group) == set()
    with no_guards() as cursor:
        cursor.execute("UPDATE welfare_covered SET prepaid_account_id = NULL")
        assert broken(group) == {"I-33g"}
