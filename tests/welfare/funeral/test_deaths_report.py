"""Deaths in the monthly report: as at the month's end, by number, a group with its own part of a network's round."""

from datetime import date

import pytest

from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import sheet
from tests.welfare.funeral.test_deaths_network import World
from welfare.funeral.reports.deaths import funeral_section

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (2, 3, 4))


def figures(section):
    return [row.cells[4:] for row in section.grid.rows]


def test_a_month_shows_what_had_come_in_by_its_end():
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    places = worlds.cover(scheme, builders.members(group, 3))
    assert funeral_section(group, FEBRUARY) is None
    death = worlds.opened(places[0])
    sheet(group, {one.membership: 100 for one in places[1:]})
    worlds.paid(worlds.proposed(death, "180.00"))
    assert figures(funeral_section(group, FEBRUARY)) == [[200, 0, 200, 180, 180]]
    assert figures(funeral_section(group, MARCH)) == [[200, 200, 0, 180, 180]]
    assert figures(funeral_section(group, APRIL)) == []
    assert places[0].membership.name not in str(funeral_section(group, MARCH))


def test_a_network_shows_its_groups_and_a_group_its_own_part():
    world = World()
    world.opened()
    assert figures(funeral_section(world.network, FEBRUARY)) == [[1300, 0, 1300, 1170, 0]]
    assert figures(funeral_section(world.groups[1], FEBRUARY)) == [[300, 0, 300, 0, 0]]
