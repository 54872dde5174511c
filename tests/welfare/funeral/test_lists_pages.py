"""A list held against all that is open, lists on paper, and the way from a person's page to whom they name."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from federation.access.permissions import Role
from federation.kit import clock
from tests import builders
from tests.welfare.funeral import death_worlds as worlds
from tests.welfare.funeral.test_deaths_money import MARCH, sheet
from tests.welfare.funeral.test_people_pages import address, page
from welfare.funeral.models import ListCheck
from welfare.funeral.queries.checks import expected_of_all
from welfare.funeral.rules.presets import PRESETS

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: worlds.at(APRIL))
    monkeypatch.setattr(clock, "today", lambda: APRIL)


def two_deaths():
    """Two deaths among five: of the three who live one brought all, one a part, one nothing."""
    group = builders.group()
    scheme = worlds.scheme(group)
    places = worlds.cover(scheme, builders.members(group, 5))
    worlds.opened(places[0])
    worlds.opened(places[1], died_on=MARCH, claimed_on=MARCH)
    sheet(group, {places[2].membership: 200, places[3].membership: 130}, on=date(2026, 3, 6))
    return group, scheme, places


def test_all_that_is_open_is_asked_of_each_once():
    _group, scheme, places = two_deaths()
    found = {one.number: (one.amount, one.paid_before) for one in expected_of_all(scheme)}
    assert found[places[2].number] == (0, True)
    assert found[places[3].number] == (70, False)
    assert found[places[4].number] == (200, False)
    assert found[places[1].number] == (100, False)  # of the first death, counted while alive
    assert len(found) == 4


def test_a_list_is_held_against_all_deaths_at_once(client):
    group, scheme, places = two_deaths()
    client.force_login(builders.officer(group, Role.TREASURER))
    rows = ["เลขที่,ชื่อ,จำนวนเงิน", f"{places[3].number},,70", f"{places[4].number},,100", f"{places[2].number},,100"]
    sent = SimpleUploadedFile("หักเงินเดือน.csv", "\n".join(rows).encode(), content_type="text/csv")
    at = address("list_check_new", group, scheme=scheme.code)
    answer = client.post(at, {"death": "all", "numbers": "funeral", "file": sent})
    kept = ListCheck.objects.get()
    assert kept.death is None and answer.headers["Location"].endswith(f"{kept.pk}/")
    fates = {fate: [number for number, _line in found] for fate, found in kept.found["fates"].items() if found}
    assert fates == {
        "paid": [places[3].number],
        "other_sum": [places[4].number],
        "paid_before": [places[2].number],
        "missing": [places[1].number],
    }
    assert page(client, "list_check", group, scheme=scheme.code, pk=kept.pk)
    assert "หักเงินเดือน.csv" in page(client, "list_check_new", group, scheme=scheme.code)


@pytest.mark.parametrize("listing", ["registry", "cut-off"])
def test_lists_are_printed(client, listing):
    group, scheme, _places = two_deaths()
    client.force_login(builders.officer(group, Role.TREASURER))
    at = address("scheme_list", group, scheme=scheme.code, listing=listing)
    assert "file=pdf" in client.get(at).content.decode()
    answer = client.get(at, {"file": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_who_may_see_members_comes_from_a_persons_page_to_whom_they_name(client):
    group, scheme, places = two_deaths()
    client.force_login(builders.officer(group, Role.SECRETARY))
    link = f"/members/{places[2].membership.number}/beneficiaries/"
    assert link in page(client, "covered", group, scheme=scheme.code, number=places[2].number)


def test_prepaid_units_are_offered_to_a_group_and_not_to_a_network(client):
    offered = {}
    for organisation, role in ((builders.group(), Role.CHAIR), (builders.network(), Role.NETWORK_COMMITTEE)):
        client.force_login(builders.officer(organisation, role))
        text = page(client, "scheme_examples", organisation)
        offered[role] = {preset.model for preset in PRESETS.values() if f"/start/{preset.name}/" in text}
    assert offered[Role.CHAIR] - offered[Role.NETWORK_COMMITTEE] == {"prepaid"}
