"""Heads 5 and 6 of a group's month: what its members got, the deaths, what was brought for them and what is missing."""

from datetime import date

import pytest

from federation.handover.queries import heads_of
from tests import builders
from tests.welfare.claims import claim_worlds
from tests.welfare.funeral import death_worlds
from tests.welfare.funeral.test_deaths_money import act, sheet, taken_back

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def funeral(group, month):
    heads = heads_of(group, month)
    return heads.funeral_deaths, heads.funeral_collected, heads.funeral_unpaid


def test_deaths_stand_in_the_month_of_the_claim_and_dues_in_that_of_the_sheet():
    group = builders.group()
    scheme = death_worlds.scheme(group)
    members = builders.members(group, 4)
    covered = death_worlds.cover(scheme, members)
    death = death_worlds.opened(covered[0])
    brought = sheet(group, {members[1]: "100", members[2]: "100"})
    due = death.dues.get(membership=members[3])
    act(death, kind="give_up", due=due, reason="ยากจนมาก", resolution_no="9/2569", resolution_on=MARCH)

    assert funeral(group, JANUARY) == (0, 0, 0)
    assert funeral(group, FEBRUARY) == (1, 0, 300)
    assert funeral(group, MARCH) == (0, 200, 0)

    taken_back(brought)
    assert funeral(group, MARCH) == (0, 0, 200)
    assert funeral(builders.group(), MARCH) == (None, None, None)


def test_welfare_counts_persons_and_baht_of_the_day_it_was_paid():
    world = claim_worlds.world()
    claim = claim_worlds.filed(world)
    heads = heads_of(world.organisation, FEBRUARY)
    assert (heads.welfare_persons, heads.welfare_paid) == (0, 0)

    claim = claim_worlds.paid(world, claim=claim)
    heads = heads_of(world.organisation, FEBRUARY)
    assert (heads.welfare_persons, heads.welfare_paid) == (1, claim.amount)
    assert heads_of(world.organisation, MARCH).welfare_paid == 0
    assert (heads.funeral_deaths, heads_of(builders.group(), FEBRUARY).welfare_paid) == (None, None)
