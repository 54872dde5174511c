from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from federation.access.permissions import Role
from federation.organisations.models import Affiliation, Organisation
from federation.ratios.rules import RATIOS
from tests import builders
from tests.federation.ratios import worlds
from tests.federation.ratios.worlds import OPENED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_end_of_february():
    with time_machine.travel("2026-02-28T05:00:00Z", tick=False):
        yield


@pytest.fixture
def network():
    return builders.network(books_from=OPENED)


@pytest.fixture
def group(network):
    return worlds.group(network, name="กลุ่มบ้านหนึ่ง")[0]


def see(client, organisation, name, *, role=Role.TREASURER, by=None, query="", **parts):
    client.force_login(by or builders.officer(organisation, role))
    url = reverse(f"federation:{name}", kwargs={"code": organisation.code, **parts})
    return client.get(f"{url}?{query}")


def affiliate(group, network):
    Affiliation.objects.get_or_create(member=group, upper=network, defaults={"since": OPENED})


def test_ratios_show_values_and_fold_what_is_not_enough_data(client, group):
    shown = see(client, group, "ratios").content.decode()

    assert "27.59 %" in shown and "21,000.00" in shown
    assert "มาประชุม" in shown and f"/o/{group.code}/ratios/attendance/" in shown.partition("<details")[2]


def test_ratios_of_pearls_stand_under_their_letters(client, group):
    shown = see(client, group, "ratios", query="set=pearls").content.decode()

    assert "196.67 %" in shown and "P6" in shown and "S11" in shown


def test_ratio_shows_formula_figures_day_and_the_way_to_the_entries(client, group):
    shown = see(client, group, "ratio", key="utilisation").content.decode()

    assert "12,000.00 ÷ 43,500.00 × 100 = <strong>27.59 %</strong>" in shown
    assert "28 กุมภาพันธ์ 2569" in shown
    assert f"/o/{group.code}/books/accounts/13010/?since=2026-01-01&amp;until=2026-02-28" in shown


def test_ratio_offers_no_way_to_pages_that_the_reader_may_not_open(client, group, network):
    facilitator = builders.officer(network, Role.FACILITATOR)

    shown = see(client, group, "ratio", by=facilitator, key="utilisation")

    assert shown.status_code == 200
    assert "27.59 %" in shown.content.decode() and "/books/" not in shown.content.decode()


def test_ratios_are_looked_at_first_at_the_end_of_the_last_month(client, group):
    with time_machine.travel("2026-03-20T05:00:00Z", tick=False):
        shown = see(client, group, "ratios")

    assert shown.context["on"] == date(2026, 2, 28) and 'value="28/2/2569"' in shown.content.decode()


def test_ratio_without_enough_data_says_which_figure_is_missing(client, group):
    shown = see(client, group, "ratio", key="r7").content.decode()

    assert "ข้อมูลไม่พอ" in shown and "เงินปันผล" in shown


def test_every_ratio_has_its_page(client, group):
    officer = builders.officer(group)
    for key in RATIOS:
        assert see(client, group, "ratio", by=officer, key=key).status_code == 200, key


def test_ratio_of_no_such_name_is_not_found(client, group):
    assert see(client, group, "ratio", key="nothing").status_code == 404


def test_all_groups_of_a_network_are_added_up_and_lead_to_each(client, network, group):
    affiliate(group, network)
    affiliate(worlds.group(network, name="กลุ่มบ้านสอง")[0], network)

    shown = see(client, network, "ratio", role=Role.NETWORK_COMMITTEE, key="savings_each", query="of=groups")

    assert "42,000.00 ÷ 8 = <strong>5,250.00</strong>" in shown.content.decode()
    assert f"/o/{group.code}/ratios/savings_each/?on=2026-02-28" in shown.content.decode()


def test_ratios_by_kind_and_area_lead_to_each_cut(client, network, group):
    affiliate(group, network)
    Organisation.objects.filter(pk=group.pk).update(place_code="840203")
    by = builders.officer(network, Role.NETWORK_COMMITTEE)

    kind = see(client, network, "ratios", by=by, query="by=kind").content.decode()
    area = see(client, network, "ratios", by=by, query="by=area").content.decode()
    cut = see(client, network, "ratios", by=by, query="of=groups&cut=area:840203")

    assert "cut=kind%3Asatja&amp;" in kind and "5,250.00" in kind
    assert "cut=area%3A840203" in area
    assert cut.status_code == 200
    assert see(client, network, "ratios", by=by, query="of=groups&cut=area:99").status_code == 404


def test_compare_puts_who_stands_apart_first_and_says_since_when(client, network):
    for name in ("หนึ่ง", "สอง", "สาม"):
        affiliate(builders.group(network, books_from=OPENED, name=name), network)
    for group in Organisation.objects.kept_by(network):
        _lend(group, on=date(2026, 2, 20))
    bad = builders.group(network, books_from=OPENED, name="สี่ห้าหก")
    affiliate(bad, network)
    _lend(bad, on=date(2025, 10, 5))

    shown = see(client, network, "compare", role=Role.NETWORK_COMMITTEE, query="figure=par_30")

    sides = shown.context["sides"]
    assert [side["organisation"].pk for side in sides][0] == bad.pk and len(sides) == 4
    assert "100.00 %" in sides[0]["words"] and "0.00 %" in sides[0]["words"] and not sides[1]["words"]
    assert "ไม่ได้จัดอันดับ" in shown.content.decode()


def _lend(group, *, on):
    member = builders.member(group, joined_on=OPENED)
    return builders.loan(member, amount="6000", on=on)


def test_compare_costs_the_same_for_one_group_and_for_three(client, network):
    counts = []
    by = builders.officer(network, Role.NETWORK_COMMITTEE)
    client.force_login(by)
    for name in ("หนึ่ง", "สอง", "สาม"):
        affiliate(worlds.group(network, name=name)[0], network)
        client.get(f"/o/{network.code}/compare/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/o/{network.code}/compare/").status_code == 200
        counts.append(len(queries))
    assert counts == [15, 15, 15]


def test_compare_is_for_networks(client, group):
    assert see(client, group, "compare").status_code == 404


def test_ratios_and_groups_side_by_side_come_as_files_too(client, network, group):
    affiliate(group, network)
    by = builders.officer(network, Role.NETWORK_COMMITTEE)

    for name in ("ratios", "compare"):
        answer = see(client, network, name, by=by, query="file=csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert "<" not in answer.content.decode("utf-8-sig")


def test_ratios_of_a_network_without_groups_say_so(client, network):
    shown = see(client, network, "ratios", role=Role.NETWORK_COMMITTEE, query="of=groups")

    assert shown.status_code == 200
