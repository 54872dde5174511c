"""The pool's pages: asked by the treasurer, done by the committee, seen by the group in figures."""

from datetime import date

import pytest
import time_machine

from federation.between.models import PoolAct
from tests import builders
from tests.federation.between.test_pool import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel(builders.at_noon(date(2026, 6, 30)), tick=False):
        made = World()
        made.treasurer = builders.officer(made.network, "network_treasurer")
        made.committee = builders.officer(made.network, "network_committee")
        yield made


def test_interest_is_proposed_by_one_and_done_by_another(world, client):
    client.force_login(world.treasurer)
    answer = client.post("/o/NW/pool/interest/", {"until": "30/6/2569"}, follow=True)
    act = PoolAct.objects.get()
    assert "113.64" in answer.content.decode()
    refused = client.post(f"/o/NW/pool/acts/{act.pk}/", {"agree": "yes"})
    assert refused.status_code == 200
    act.refresh_from_db()
    assert act.state == "proposed"

    client.force_login(world.committee)
    answer = client.post(f"/o/NW/pool/acts/{act.pk}/", {"agree": "yes"}, follow=True)

    assert "10,090.41" in answer.content.decode()
    act.refresh_from_db()
    assert (act.state, act.entry.kind) == ("done", "journal")


def test_a_withdrawal_too_early_says_from_when_and_keeps_what_was_typed(world, client):
    client.force_login(world.treasurer)
    form = {"membership": "1", "amount": "3,000", "on": "15/7/2569", "into": "cash", "reason": "ซื้อปุ๋ย"}
    form |= {"resolution_no": "6/2569", "resolution_on": "20/6/2569"}
    answer = client.post("/o/NW/pool/withdrawal/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "30 กรกฎาคม 2569" in page
    assert "ซื้อปุ๋ย" in page
    assert not PoolAct.objects.exists()


def test_a_group_sees_the_pool_of_its_network_only_where_it_may(world, client):
    client.force_login(builders.officer(world.first, "treasurer"))
    assert client.get("/o/NW/pool/").status_code == 404


def test_a_group_reads_its_own_savings_in_the_pool_and_no_other_groups(world, client):
    client.force_login(builders.officer(world.first, "treasurer"))
    answer = client.get("/o/GA/pool/")
    [own] = answer.context["pools"]
    assert (own.pool, own.share.membership) == (world.network, world.one)
    assert "10,000.00" in answer.content.decode()
    assert "90.41" in answer.content.decode()
    assert "4,000.00" not in answer.content.decode()
    assert "/o/GA/pool/" in client.get("/o/GA/between/").content.decode()


def test_whoever_checks_sees_that_the_interest_comes_to_something_else_by_now(world, client):
    act = world.propose_interest(date(2026, 6, 30))
    client.force_login(world.committee)
    assert client.get(f"/o/NW/pool/acts/{act.pk}/").context["otherwise"] is None
    world.bring(date(2026, 5, 16), {world.one: "100.00"})

    words = client.get(f"/o/NW/pool/acts/{act.pk}/").content.decode()
    assert "เสนอไว้ 113.64 บาท" in words and 'name="agree"' not in words
