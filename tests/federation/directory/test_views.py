"""The pages about an organisation, as its officers and its network's committee use them."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from federation.audit.models import Act
from federation.bylaws.actions import set_bylaw
from federation.directory.actions import affiliate
from federation.organisations.bank_accounts import bank_accounts_of
from federation.organisations.models import Affiliation, Organisation, StateChange
from federation.organisations.queries import groups_below
from tests import builders

pytestmark = pytest.mark.django_db

PROFILE = {
    "name_th": "กลุ่มสัจจะกะแดะ",
    "kind": "satja",
    "origin": "self_formed",
    "founded": "2544",
    "place_code": "กะแดะ",
}
GROUP = {**PROFILE, "code": "KDT-01", "books_from": "1/2569", "state": "active"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(builders.AT, tick=False) as clock:
        yield clock


@pytest.fixture
def network():
    return builders.network("KDT", name="เครือข่ายกาญจนดิษฐ์")


@pytest.fixture
def committee(client, network):
    client.force_login(builders.officer(network, "network_committee"))
    return client


def page(name, organisation, **more):
    return reverse(f"federation:{name}", kwargs={"code": organisation.code, **more})


def words(answer):
    return answer.content.decode()


def test_a_group_is_added_with_its_books_and_found_in_the_list(committee, network):
    answer = committee.post(page("group_add", network), {**GROUP, "moo": "2", "village": "บ้านคลอง"})

    assert answer.status_code == 302
    group = Organisation.objects.get(code="KDT-01")
    assert (group.keeper, group.place_code, group.founded_on) == (network, "840203", date(2001, 1, 1))
    assert group.founded_year_only and group.book.opened_on == date(2026, 1, 1)
    assert list(groups_below(network, on=date(2026, 1, 5))) == [group]
    text = words(committee.get(page("groups", network)))
    assert "กลุ่มสัจจะกะแดะ" in text and "ต.กะแดะ อ.กาญจนดิษฐ์" in text
    assert Act.objects.get(what="group_founded").organisation == group


def test_a_tambon_that_several_bear_is_asked_about_and_the_choice_is_kept(committee, network):
    asked = committee.post(page("group_add", network), {**GROUP, "place_code": "วังทอง"})

    assert asked.status_code == 422
    assert "ต.วังทอง อ.วังทอง จ.พิษณุโลก" in words(asked)
    assert not Organisation.objects.filter(code="KDT-01").exists()
    chosen = {"place_code": "วังทอง", "place_code-for": "วังทอง", "place_code-choice": "650801"}
    committee.post(page("group_add", network), {**GROUP, **chosen})
    assert Organisation.objects.get(code="KDT-01").place_code == "650801"


def test_a_choice_made_for_another_text_does_not_count(committee, network):
    stale = {"place_code": "กะแดะ", "place_code-for": "วังทอง", "place_code-choice": "650801"}

    committee.post(page("group_add", network), {**GROUP, **stale})

    assert Organisation.objects.get(code="KDT-01").place_code == "840203"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "มีไทย"}, "code"),
        ({"code": "kdt"}, "code"),
        ({"name_th": " "}, "name_th"),
        ({"kind": "network"}, "kind"),
        ({"place_code": "ไม่มีที่นี่"}, "place_code"),
        ({"founded": "เมื่อก่อน"}, "founded"),
        ({"founded": "2570"}, "founded"),
        ({"books_from": "13/2569"}, "books_from"),
        ({"moo": "0"}, "moo"),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_adds_nothing(committee, network, change, field):
    answer = committee.post(page("group_add", network), {**GROUP, **change})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Organisation.objects.count() == 1
    assert str(change[field]).strip() in words(answer)


def test_a_changed_profile_keeps_what_was_with_who_and_when(client, network):
    group = builders.group(network, name="กลุ่มเดิม")
    client.force_login(builders.officer(group, "secretary"))

    client.post(page("organisation_edit", group), PROFILE)

    text = words(client.get(page("organisation", group)))
    assert Organisation.objects.get(pk=group.pk).name_th == "กลุ่มสัจจะกะแดะ"
    assert "กลุ่มเดิม → กลุ่มสัจจะกะแดะ" in text
    assert "– → ต.กะแดะ อ.กาญจนดิษฐ์ จ.สุราษฎร์ธานี" in text
    assert "พ.ศ. 2544" in text


def test_the_profile_shows_the_meeting_days_of_the_bylaws(client, network):
    group = builders.group(network)
    paper = {"resolution_no": "1/2569", "resolution_on": date(2026, 1, 5), "resolution_text": "เห็นชอบ"}
    set_bylaw(
        group,
        rule="meeting_days",
        value=(5, 20),
        holds_from=date(2026, 1, 5),
        by=builders.user(),
        at=builders.AT,
        **paper,
    )
    client.force_login(builders.officer(group, "treasurer"))

    assert "<dd>5, 20</dd>" in words(client.get(page("organisation", group)))


def test_a_profile_saved_without_a_change_writes_nothing(client, network):
    group = builders.group(network)
    client.force_login(builders.officer(group, "secretary"))
    drawn = client.get(page("organisation_edit", group)).context["form"]

    client.post(page("organisation_edit", group), {field.name: field.value() or "" for field in drawn})

    assert not Act.objects.filter(what="profile_changed").exists()


def test_a_network_s_place_is_its_district(committee, network):
    sent = {"name_th": network.name_th, "kind": "network", "origin": "unknown", "place_code": "กาญจนดิษฐ์"}

    committee.post(page("organisation_edit", network), sent)

    assert Organisation.objects.get(pk=network.pk).place_code == "8402"


def test_a_group_pauses_by_a_resolution_and_the_page_tells_why(committee, network):
    group = builders.group(network)
    sent = {"state": "suspended", "on": "5/1/2569", "reason": "รอเลือกกรรมการใหม่", "resolution_on": "5/1/2569"}

    refused = committee.post(page("organisation_state", group), sent)
    committee.post(page("organisation_state", group), {**sent, "resolution_no": "1/2569"})

    assert "resolution_no" in refused.context["form"].errors
    assert Organisation.objects.get(pk=group.pk).state == "suspended"
    text = words(committee.get(page("organisation", group)))
    assert "รอเลือกกรรมการใหม่" in text and "1/2569" in text
    assert StateChange.objects.filter(organisation=group, state="suspended").count() == 1


def test_a_closed_group_offers_no_new_state(committee, network):
    group = builders.group(network)
    Organisation.objects.filter(pk=group.pk).update(state="closed")

    answer = committee.get(page("organisation_state", group))

    assert '<form method="post" class="form"' not in words(answer)
    assert committee.post(page("organisation_state", group), {"state": "active"}).status_code == 422


def test_an_organisation_joins_a_higher_one_by_its_code_and_leaves_it(committee, network):
    province = builders.network("SRT", level="province", name="เครือข่ายสุราษฎร์ธานี")

    unknown = committee.post(page("affiliations", network), {"upper": "XYZ", "sort": "network"})
    committee.post(page("affiliations", network), {"upper": "srt", "sort": "federation", "since": "1/1/2569"})
    link = Affiliation.objects.get(member=network)
    committee.post(page("affiliation_end", network, pk=link.pk), {"until": "4/1/2569"})

    assert list(unknown.context["form"].errors) == ["upper"]
    assert (link.upper, link.sort, link.since) == (province, "federation", date(2026, 1, 1))
    assert Affiliation.objects.get(pk=link.pk).until == date(2026, 1, 4)
    assert committee.get(page("affiliation_end", network, pk=link.pk)).status_code == 404


def test_a_link_of_another_organisation_is_not_found(committee, network):
    other, province = builders.network("OTH"), builders.network("SRT", level="province")
    link = affiliate(other, upper=province, by=builders.user(), at=builders.AT)

    assert committee.post(page("affiliation_end", network, pk=link.pk), {"until": "4/1/2569"}).status_code == 404
    assert Affiliation.objects.get(pk=link.pk).until is None


def test_a_bank_account_is_added_and_only_its_last_figures_are_shown(committee, network):
    group = builders.group(network)
    sent = {"bank": "ธ.ก.ส.", "name": "กลุ่มสัจจะกะแดะ", "number": "020-1-23456-789"}

    again = [committee.post(page("bank_account_add", group), sent).status_code for _ in range(2)]

    assert again == [302, 422]
    assert bank_accounts_of(group).count() == 1
    text = words(committee.get(page("organisation", group)))
    assert "xxx-xxx-6789" in text and "2345" not in text


def test_the_list_of_groups_is_searched_counted_and_handed_over_as_a_file(committee, network):
    builders.members(builders.group(network, code="KDT-01", name="กลุ่มกะแดะ"), 3)
    builders.group(network, code="KDT-02", name="=กลุ่มท่าทอง")
    builders.group(builders.network("OTH"), code="OTH-1", name="กลุ่มอื่น")

    found = words(committee.get(page("groups", network), {"q": "ท่าทอง"}))
    whole = words(committee.get(page("groups", network)))
    book = openpyxl.load_workbook(io.BytesIO(committee.get(page("groups", network), {"file": "xlsx"}).content))
    text = committee.get(page("groups", network), {"file": "csv"}).content.decode("utf-8-sig")

    assert "KDT-02" in found and "KDT-01" not in found
    assert "KDT-01" in whole and "OTH-1" not in whole
    cells = [[cell.value for cell in row] for row in book.active.rows]
    assert ["KDT-01", "กลุ่มกะแดะ"] in [row[:2] for row in cells] and cells[-1][-1] == 3
    assert "KDT-02,'=กลุ่มท่าทอง" in text


def test_a_group_of_another_keeper_is_listed_without_its_members(committee, network):
    guest = builders.group(builders.network("OTH"), code="OTH-1")
    builders.members(guest, 2)
    affiliate(guest, upper=network, by=builders.user(), at=builders.AT)

    table = committee.get(page("groups", network)).context["table"]

    assert [(row.record.code, row.record.members) for row in table.rows] == [("OTH-1", None)]


def test_of_a_group_on_paper_the_members_are_not_known_rather_than_none(committee, network):
    builders.group(network, code="PAPER")
    network.kept.update(book=None)

    table = committee.get(page("groups", network)).context["table"]

    assert [(row.record.code, row.record.members) for row in table.rows] == [("PAPER", None)]


def test_a_group_has_no_page_of_groups(committee, network):
    group = builders.group(network)

    assert committee.get(page("groups", group)).status_code == 404
    assert committee.post(page("group_add", group), GROUP).status_code == 404


@pytest.mark.parametrize("name", ["organisation_edit", "organisation_state", "bank_account_add", "affiliations"])
def test_a_treasurer_sees_the_profile_but_does_not_change_it(client, network, name):
    group = builders.group(network)
    client.force_login(builders.officer(group, "treasurer"))

    assert client.get(page("organisation", group)).status_code == 200
    assert client.post(page(name, group), PROFILE).status_code == 403


@pytest.mark.parametrize("name", ["organisation", "groups"])
def test_the_cost_of_a_page_does_not_grow_with_the_groups(committee, network, name, django_assert_num_queries):
    builders.members(builders.group(network), 2)
    committee.get(page(name, network))
    with django_assert_num_queries(COST[name]):
        committee.get(page(name, network))
    for _ in range(3):
        builders.members(builders.group(network), 2)
    with django_assert_num_queries(COST[name]):
        committee.get(page(name, network))


COST = {"organisation": 10, "groups": 8}
