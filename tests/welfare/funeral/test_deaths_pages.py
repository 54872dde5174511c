"""The pages of deaths: from the claim to the payee's signature, by two people; a group's view of a network's round."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from federation.access.permissions import Role
from federation.kit import clock
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_network import World
from welfare.funeral.models import Death, DeathAct, Payout
from welfare.funeral.papers import deaths as papers

pytestmark = pytest.mark.django_db

DAY = "10/2/2569"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: worlds.at(worlds.CLAIMED))
    monkeypatch.setattr(clock, "today", lambda: worlds.CLAIMED)


def signed_in(organisation, role):
    client = Client()
    client.force_login(builders.officer(organisation, role))
    return client


def at(name, organisation, **parts):
    return reverse(f"welfare:{name}", kwargs={"code": organisation.code, **parts})


def test_a_death_from_the_claim_to_the_payees_signature():
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    places = worlds.cover(scheme, builders.members(group, 4))
    treasurer, secretary, chair = (signed_in(group, role) for role in (Role.TREASURER, Role.SECRETARY, Role.CHAIR))
    name = places[0].membership.person.given
    found = treasurer.get(at("death_choose", group), {"q": name}).content.decode()
    new = at("death_new", group, scheme="aid", number=places[0].number)
    assert new in found
    typed = {"died_on": "8/2/2569", "claimed_on": DAY, "filed_by_name": "มาลี", "papers": ["death_certificate"]}
    refused = treasurer.post(new, typed)
    assert refused.status_code == 422 and "มาลี" in refused.content.decode()
    typed["papers"] = ["death_certificate", "identity_or_house", "member_identity", "bank_book"]
    assert treasurer.post(new, typed).status_code == 302
    death = Death.objects.get()
    check = at("death_check", group, pk=death.pk)
    assert treasurer.get(check).status_code == 403
    assert secretary.get(check).status_code == 200
    assert secretary.post(check, {"agree": "yes"}).status_code == 302
    typed = {"kind": "arranger", "name": "มาลี ใจดี", "amount": "270", "on": DAY, "purse": "cash"}
    assert treasurer.post(at("payout_new", group, pk=death.pk), typed).status_code == 422
    typed["why_not_named"] = "ไม่ได้ระบุชื่อไว้"
    assert treasurer.post(at("payout_new", group, pk=death.pk), typed).status_code == 302
    payout = Payout.objects.get()
    page = at("payout", group, pk=death.pk, payout=payout.pk)
    assert treasurer.post(page, {"agree": "yes"}).status_code == 403
    assert chair.post(page, {"agree": "yes"}).status_code == 302
    received = at("payout_received", group, pk=death.pk, payout=payout.pk)
    assert treasurer.post(received, {"on": DAY}).status_code == 302
    payout.refresh_from_db()
    assert payout.received_on == worlds.CLAIMED
    for client in (treasurer, secretary, chair):
        for address in (at("deaths", group), at("death", group, pk=death.pk), page):
            assert client.get(address).status_code == 200


def test_a_due_is_given_up_by_two_people_once_it_is_late(monkeypatch):
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    places = worlds.cover(scheme, builders.members(group, 3))
    death = worlds.opened(places[0])
    due = death.dues.first()
    treasurer, secretary = signed_in(group, Role.TREASURER), signed_in(group, Role.SECRETARY)
    typed = {"reason": "ยากจน", "resolution_no": "2/2569", "resolution_on": DAY}
    ask = at("death_give_up", group, pk=death.pk, due=due.pk)
    assert ask not in treasurer.get(at("death", group, pk=death.pk)).content.decode()
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 31))
    assert ask in treasurer.get(at("death", group, pk=death.pk)).content.decode()
    assert treasurer.post(ask, typed).status_code == 302
    decide = at("death_act", group, pk=death.pk, act=DeathAct.objects.get().pk)
    assert secretary.get(decide).status_code == 200
    assert secretary.post(decide, {"agree": "yes"}).status_code == 302
    due.refresh_from_db()
    assert due.given_up == 100


def test_a_group_sees_its_part_of_a_networks_round_and_no_other_groups_members():
    world = World()
    death = world.opened()
    k2 = signed_in(world.groups[1], Role.TREASURER)
    page = k2.get(at("death", world.groups[1], pk=death.pk)).content.decode()
    assert "300.00" in page and world.groups[2].name_th not in page.replace(world.groups[1].name_th, "")
    for place in world.of(1):
        assert place.membership.name in page
    network = signed_in(world.network, Role.NETWORK_TREASURER)
    page = network.get(at("death", world.network, pk=death.pk)).content.decode()
    assert world.paper.name in page
    assert k2.get(at("death_check", world.groups[1], pk=death.pk)).status_code == 403


def test_late_payers_get_a_notice(monkeypatch):
    group = builders.group()
    scheme = worlds.scheme(group)
    places = worlds.cover(scheme, builders.members(group, 3))
    death = worlds.opened(places[0])
    later = worlds.CLAIMED.replace(month=3)
    monkeypatch.setattr(clock, "today", lambda: later)
    treasurer = signed_in(group, Role.TREASURER)
    late = at("deaths_late", group)
    due = death.dues.order_by("membership__number").first()
    assert due.membership.name in treasurer.get(late).content.decode()
    assert treasurer.post(late, {"on": "9/3/2569", "dues": [str(due.pk)]}).status_code == 302
    due.refresh_from_db()
    assert due.notice_on.isoformat() == "2026-03-09"


def test_papers_are_drawn():
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    places = worlds.cover(scheme, builders.members(group, 3))
    death = worlds.opened(places[0])
    payout = worlds.paid(worlds.proposed(death, "180.00"))
    made = [papers.notice_of(death, organisation=group), papers.list_of(death, organisation=group)]
    made += [papers.voucher_of(payout), papers.receipt_of(payout)]
    assert all(data.startswith(b"%PDF") for data in made)


def test_a_groups_officer_files_for_its_own_member_on_the_networks_scheme():
    network = builders.network()
    groups = [builders.group(network) for _ in range(2)]
    for one in groups:
        builders.member_group(network, one)
    scheme = worlds.scheme(network)
    ours, theirs = (worlds.cover(scheme, builders.members(one, 2)) for one in groups)
    treasurer, other = (signed_in(one, Role.TREASURER) for one in groups)
    new = at("death_new", groups[0], scheme=scheme.code, number=ours[0].number)
    choose = at("death_choose", groups[0])
    assert choose in treasurer.get(at("deaths", groups[0])).content.decode()
    assert new in treasurer.get(choose, {"q": str(ours[0].number)}).content.decode()
    their_name = theirs[0].shown_name
    assert their_name not in treasurer.get(choose, {"q": str(theirs[0].number)}).content.decode()
    not_ours = at("death_new", groups[0], scheme=scheme.code, number=theirs[0].number)
    assert treasurer.get(not_ours).status_code == 404
    typed = {"died_on": "8/2/2569", "claimed_on": DAY, "filed_by_name": "มาลี"}
    typed["papers"] = ["death_certificate", "identity_or_house", "member_identity"]
    page = treasurer.post(new, typed, follow=True)
    death = Death.objects.get()
    assert page.status_code == 200 and (death.payers, death.entry_id) == (3, None)
    assert other.get(at("death", groups[1], pk=death.pk)).status_code == 404
    secretary = signed_in(groups[0], Role.SECRETARY)
    assert secretary.post(at("death_check", groups[0], pk=death.pk), {"agree": "yes"}).status_code == 403
    checker = signed_in(network, Role.NETWORK_COMMITTEE)
    assert checker.post(at("death_check", network, pk=death.pk), {"agree": "yes"}).status_code == 302
    death.refresh_from_db()
    assert death.entry_id


def test_a_group_is_told_to_tell_the_network_where_groups_on_paper_are_counted_too():
    world = World()
    group, place = world.groups[0], world.of(0)[0]
    treasurer = signed_in(group, Role.TREASURER)
    new = at("death_new", group, scheme=world.scheme.code, number=place.number)
    found = treasurer.get(at("death_choose", group), {"q": str(place.number)}).content.decode()
    assert place.shown_name in found and new not in found and "notice-info" in found
    assert treasurer.get(new).status_code == 403


def test_a_death_tells_apart_what_the_payees_get_and_what_members_bring(monkeypatch):
    group = builders.group()
    scheme = worlds.scheme(group)
    worlds.gift(scheme, "500.00")
    death = worlds.opened(worlds.cover(scheme, builders.members(group, 3))[0])
    worlds.paid(worlds.proposed(death, "100.00"))
    treasurer = signed_in(group, Role.TREASURER)
    page = treasurer.get(at("death", group, pk=death.pk))
    assert page.context["since"] is None and "ผู้รับยังต้องได้อีก" in page.content.decode()
    monkeypatch.setattr(clock, "today", lambda: death.due_on.replace(year=2027))
    page = treasurer.get(at("death", group, pk=death.pk))
    assert (page.context["late"], page.context["since"]) == (80, death.due_on)
    assert group.name in treasurer.get(at("deaths", group)).content.decode()
