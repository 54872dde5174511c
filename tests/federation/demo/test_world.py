from datetime import date
from decimal import Decimal

import pytest

from federation.bylaws.catalogue import RULES
from federation.demo import names
from federation.demo.habits import Meeting, brings
from federation.demo.people import Villagers, dice, founders
from federation.demo.world import DISTRICT, VILLAGES
from federation.kit.identity import parse_id
from federation.kit.phones import read_phone
from federation.kit.thai import clean_name
from federation.organisations.places import place
from federation.people.rules import age

TODAY, BOOKS_FROM = date(2026, 11, 21), date(2024, 11, 1)
PROMISE = {"satja": Decimal("100.00")}


@pytest.mark.parametrize("pool", [name for name, value in vars(names).items() if isinstance(value, tuple)])
def test_names_are_typed_as_they_are_kept(pool):
    typed = getattr(names, pool)

    assert [name for name in typed if clean_name(name).text != name or clean_name(name).problems] == []
    assert len(typed) == len(set(typed)) > 10


def test_every_tambon_of_the_district_has_a_group():
    assert {place(village.place).district.code for village in VILLAGES} == {DISTRICT}
    assert len({village.place for village in VILLAGES}) == 13


@pytest.mark.parametrize("village", VILLAGES, ids=lambda village: village.code)
def test_village_keeps_its_own_bylaws(village):
    bylaws = {key: rule.default for key, rule in RULES.items()} | village.bylaws

    assert 40 <= village.members <= 190
    assert bylaws["satja_min"] <= min(village.promises) <= max(village.promises) <= bylaws["satja_max"]
    assert all(rule.kind.check(bylaws[key]) == bylaws[key] for key, rule in RULES.items())


@pytest.mark.parametrize("village", VILLAGES, ids=lambda village: village.code)
def test_founders_could_have_joined_when_they_did(village):
    people = founders(Villagers(village, rng=dice(village.code), today=TODAY), books_from=BOOKS_FROM)

    assert len(people) == village.members
    assert len({(who.person.given, who.person.family, who.home) for who in people}) == len(people)
    for who in people:
        assert who.person.born_on < who.joined_on < BOOKS_FROM
        assert age(who.person.born_on, on=who.joined_on) >= village.youngest
        assert who.person.guardian or age(who.person.born_on, on=TODAY) >= 20
        assert not who.person.national_id or parse_id(who.person.national_id).reveal().startswith("984")
        assert not who.person.phone or read_phone(who.person.phone).startswith("0770")


def test_months_are_missed_in_the_rains():
    def missed(month):
        rng, meeting = dice("rain"), Meeting(month, may_wait=False, par=Decimal(10), part=Decimal(10))
        who = founders(Villagers(VILLAGES[0], rng=rng, today=TODAY), books_from=BOOKS_FROM)[0]
        return sum(bool(brings(who, dues=PROMISE, shorts=(), meeting=meeting, rng=rng).mark) for _turn in range(2000))

    assert missed(12) > 3 * missed(7) > 0
