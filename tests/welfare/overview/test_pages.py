"""The home page of welfare, as its readers find it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from federation.access.permissions import Role
from tests import builders
from tests.welfare.claims import claim_worlds as claims
from tests.welfare.funds.worlds import enrol
from tests.welfare.funeral import death_worlds as deaths
from welfare.overview.queries import in_network, of_member, open_deaths

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def in_march():
    with time_machine.travel(builders.at_noon(TODAY), tick=False):
        yield


def home(client, organisation, role=Role.TREASURER):
    client.force_login(builders.officer(organisation, role, name=f"reads {role}"))
    return client.get(reverse("welfare:welfare", kwargs={"code": organisation.code}))


def address(name, organisation, **more):
    return reverse(name, kwargs={"code": organisation.code, **more})


def test_a_treasurer_begins_with_a_claim(client):
    group = builders.group()
    builders.fund(group)

    answer = home(client, group)

    assert [one.url for one in answer.context["begin"]] == [
        address("welfare:claim_add", group),
        address("groups:leaving", group),
    ]
    page = answer.content.decode()
    assert page.index(address("welfare:claim_add", group)) < page.index("กองทุนวันละบาท")


def test_who_may_not_file_is_offered_nothing_to_file(client):
    group = builders.group()
    builders.fund(group)

    assert home(client, group, Role.AUDITOR).context["begin"] == []


@pytest.mark.parametrize(("role", "may_start"), [(Role.CHAIR, True), (Role.TREASURER, False)])
def test_without_a_fund_who_may_start_one_is_led_there_and_no_claim_is_offered(client, role, may_start):
    group = builders.group()

    page = home(client, group, role).content.decode()

    assert "ยังไม่มีกองทุน" in page
    assert (address("welfare:fund_new", group) in page) == may_start
    assert address("welfare:claim_add", group) not in page


def test_late_claims_stand_first_with_since_when(client):
    world = claims.world()
    late = claims.filed(world, on=date(2026, 1, 2), event_on=date(2025, 12, 30))
    fresh = claims.filed(world, on=TODAY)

    answer = home(client, world.organisation, Role.AUDITOR)

    assert [one.claim for one in answer.context["claims"]] == [late, fresh]
    assert [one.late for one in answer.context["claims"]] == [True, False]
    assert answer.context["late"] == 1
    assert answer.content.decode().count("badge-bad") == 2


def test_deaths_say_what_they_wait_for_and_how_late_the_payees_are():
    group = builders.group()
    scheme = deaths.scheme(group)
    first, second, third, *_rest = deaths.cover(scheme, builders.members(group, 5))
    deaths.entered(first)
    opened = deaths.opened(second)
    deaths.proposed(deaths.opened(third), "100.00")

    found = {one.death.covered_id: one for one in open_deaths(group, on=TODAY)}

    assert [found[one.pk].waits_for for one in (first, second, third)] == ["check", "pay", "decide"]
    assert [one.days_late for one in open_deaths(group, on=opened.due_on)] == [0, 0, 0]
    later = date.fromordinal(opened.due_on.toordinal() + 3)
    assert [one.days_late for one in open_deaths(group, on=later)] == [3, 3, 0]


def test_a_paid_death_waits_for_nothing(client):
    group = builders.group()
    scheme = deaths.scheme(group)
    deaths.gift(scheme, "5000.00")
    first, *_others = deaths.cover(scheme, builders.members(group, 3))
    death = deaths.opened(first)
    deaths.paid(deaths.proposed(death, str(death.net), on=TODAY))

    assert open_deaths(group, on=TODAY) == []


def test_a_group_sees_what_its_members_have_in_its_network(client):
    network = builders.network()
    group, other = builders.group(network), builders.group(network)
    fund = builders.fund(network, name="กองทุนวันละบาทเครือข่าย")
    for one in (group, other):
        builders.member_group(network, one)
    for member in (*builders.members(group, 2), builders.member(other, "คนอื่น")):
        enrol(fund, member)

    found = in_network(group, on=TODAY)

    assert [(one.pk, n) for one, n in found.funds] == [(fund.pk, 2)]
    assert (found.schemes, found.claims) == ([], 0)
    page = home(client, group).content.decode()
    assert address("welfare:places_above", group, fund="welf") in page


def test_a_group_that_is_no_member_of_its_network_is_told_of_no_funds_above():
    network = builders.network()
    builders.fund(network)

    assert in_network(builders.group(network), on=TODAY) is None


def test_the_home_page_costs_the_same_for_six_claims_as_for_two(client):
    world = claims.world()
    home(client, world.organisation, Role.AUDITOR)
    costs = []
    for days in ((1, 2), (3, 4, 5, 6)):
        for day in days:
            claims.filed(world, event_on=date(2026, 2, day), on=date(2026, 2, 20))
        costs.append(_count(client, world.organisation))
    assert costs[0] == costs[1]


def _count(client, organisation):
    with CaptureQueriesContext(connection) as counted:
        home(client, organisation, Role.AUDITOR)
    return len(counted)


def test_a_member_s_welfare_is_places_cover_and_claims():
    world = claims.world()
    scheme = deaths.scheme(world.organisation)
    deaths.cover(scheme, [world.member])
    claims.filed(world)

    found = of_member(world.member, on=TODAY)

    [(place, through)] = found.places
    assert (place, through) == (world.place, date(2027, 2, 28))
    assert [one.shown_state for one in found.covered] == ["covered"]
    assert (len(found.claims), found.open, found.received) == (1, 1, Decimal("0.00"))
