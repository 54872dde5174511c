"""A network's round over its groups, worked by hand: three groups with books, one of them late, and one on paper.

k1 has 5 covered members, k2 3, k3 2, one of k1 dies; the group on paper counts 4. So 4 + 3 + 2 + 4 = 13 pay 100:
gross 1,300, fee 10 % 130, net 1,170.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from federation.between.queries.settlement import settlement_of
from federation.kit.invariants import Scope
from federation.ledger.queries import as_text
from federation.ledger.twins import OtherBookRefused, mirrors_of
from federation.proof.gather import verify
from tests import builders
from tests.federation.handover.worlds import paper_group
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import MARCH, act, sheet, taken_back
from welfare.funeral.models import DeathDue, DeathState
from welfare.funeral.queries.money import deaths_of, late_parts, money_of

pytestmark = pytest.mark.django_db

NEXT = date(2026, 3, 19)  # the network meets


class World:
    def __init__(self):
        self.network = builders.network()
        self.groups = [builders.group(self.network) for _ in range(3)]
        self.paper = paper_group(self.network)
        self.in_network = [builders.member_group(self.network, one) for one in [*self.groups, self.paper]]
        self.scheme = worlds.scheme(self.network, rite=Decimal(0))
        counts = zip(self.groups, (5, 3, 2), strict=True)
        self.places = {group.pk: worlds.cover(self.scheme, builders.members(group, n)) for group, n in counts}

    def of(self, n):
        return self.places[self.groups[n].pk]

    def opened(self, **facts):
        return worlds.opened(self.of(0)[0], on_paper={self.paper: 4}, **facts)


@pytest.fixture
def world():
    return World()


def parts(death):
    return {one.organisation_id: (one.payers, one.amount, one.paid) for one in death.parts.all()}


def test_a_network_counts_over_all_groups_and_enters_the_round_in_every_book(world):
    death = world.opened()
    assert (death.payers, death.gross, death.fee, death.net) == (13, 1300, 130, 1170)
    k1, k2, k3 = world.groups
    assert parts(death) == {
        k1.pk: (4, 400, 0),
        k2.pk: (3, 300, 0),
        k3.pk: (2, 200, 0),
        world.paper.pk: (4, 400, 0),
    }
    assert worlds.held(world.network, "14050-FUN") == 1300
    assert [worlds.held(one, "14040") for one in world.groups] == [400, 300, 200]
    assert [worlds.held(one, "24030") for one in world.groups] == [400, 300, 200]
    assert death.dues.count() == 9  # who pays in the group on paper, its own list says
    mirrors = mirrors_of(death.entry)
    assert len(mirrors) == 3 and {one.on for one in mirrors} == {death.entry.on}
    [first] = [one for one in mirrors if one.book_id == k1.book_id]
    assert as_text(first).split("\n")[0] == f"Dr {'funeral aid to collect from members':<40}        400.00"


def test_each_group_collects_on_its_own_sheet_and_pays_over_on_the_networks(world):
    worlds.gift(world.scheme, "2000.00")
    death = world.opened()
    k1, k2, k3 = world.groups
    payout = worlds.paid(worlds.proposed(death, "1170.00", on=date(2026, 2, 20)))
    assert payout.entry and worlds.held(world.network, "11010-FUN") == 830

    sheet(k1, {one.membership: 100 for one in world.of(0)[1:]})
    sheet(k2, {one.membership: 100 for one in world.of(1)[:2]})
    assert (worlds.held(k1, "14040"), worlds.held(k1, "11010")) == (0, 400)
    assert (worlds.held(k2, "14040"), worlds.held(k2, "11010")) == (100, 200)
    builders.cash(k2, "100.00", on=MARCH)  # it pays for who is late out of its own cash

    paying = {world.in_network[0]: 400, world.in_network[1]: 300, world.in_network[3]: 400}
    made = sheet(world.network, paying, on=NEXT)
    assert [amount for *_rest, amount in parts(death).values()] == [400, 300, 0, 400]
    assert worlds.held(world.network, "11010-FUN") == 830 + 1100
    assert worlds.held(world.network, "14050-FUN") == 200
    assert (worlds.held(k1, "24030"), worlds.held(k1, "11010")) == (0, 0)
    assert money_of(death).still_owed == 200
    assert [one.organisation for one in late_parts(world.scheme, on=NEXT)] == [k3]

    slip = settlement_of(world.in_network[0], day=NEXT)
    assert list(slip.brought.values()) == [400] and slip.agrees
    opened = settlement_of(world.in_network[0], day=death.entry.on)
    assert opened.agrees and opened.net == 0 and list(opened.credited.values()) == [-400]

    broken = [outcome for outcome in verify(Scope(world.network.network_key)) if not outcome.found.holds]
    assert [(one.check.code, one.found.breaks) for one in broken] == []

    taken_back(made)
    assert worlds.held(world.network, "14050-FUN") == 1300 and worlds.held(k1, "24030") == 400
    assert [amount for *_rest, amount in parts(death).values()] == [0, 0, 0, 0]


def test_a_group_sees_its_part_and_a_group_without_part_nothing(world):
    death = world.opened()
    other = builders.group(world.network)
    assert list(deaths_of(world.groups[1])) == [death] and list(deaths_of(other)) == []


def test_a_round_of_a_network_is_taken_back_in_all_books(world):
    death = world.opened()
    act(death, kind="take_back", reason="ผิดคน")
    death.refresh_from_db()
    assert death.state == DeathState.TAKEN_BACK
    assert [worlds.held(one, "14040") for one in world.groups] == [0, 0, 0]
    assert [worlds.held(one, "24030") for one in world.groups] == [0, 0, 0]


def test_a_group_gives_up_a_due_out_of_its_own_money_and_still_owes_the_network(world):
    death = world.opened()
    due = DeathDue.objects.get(death=death, membership=world.of(1)[0].membership)
    give_up = {"kind": "give_up", "reason": "ยากจน", "resolution_no": "3/2569", "resolution_on": MARCH}
    act(death, due=due, **give_up)
    assert worlds.held(world.groups[1], "14040") == 200 and worlds.held(world.groups[1], "24030") == 300


def test_a_group_whose_month_is_closed_moves_the_day_for_all_books(world):
    from federation.ledger.months import close

    with transaction.atomic():
        for month in (date(2026, 1, 1), date(2026, 2, 1)):
            close(world.groups[2].book, month=month)
    waiting = worlds.entered(world.of(0)[0], on_paper={world.paper: 4})
    with pytest.raises(OtherBookRefused) as refused, transaction.atomic():
        worlds.checked(waiting)
    assert world.groups[2].book.name in str(refused.value)
    death = worlds.checked(waiting, on=date(2026, 3, 2))
    assert death.entry.on == date(2026, 3, 2)
    assert {one.on for one in mirrors_of(death.entry)} == {date(2026, 3, 2)}
