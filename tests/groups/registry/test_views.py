from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import Role
from federation.audit.models import Act
from groups.registry.models import Office
from groups.registry.steps import change_state_step
from tests import builders
from tests.groups.pages import address, page
from tests.groups.promises.test_steps import FEB, JAN, sheet

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def group():
    return builders.group(name="กลุ่มสัจจะบ้านคลอง")


@pytest.fixture
def client(client, group):
    client.force_login(builders.officer(group, Role.SECRETARY))
    return client


def test_the_list_shows_members_and_what_they_hold(client, group):
    anon = builders.member(group, "อานนท์", nickname="นนท์")
    sheet(group, JAN, {anon: {"satja": "100.00", "shares": "50.00"}})

    html = page(client, "members", group)

    assert "อานนท์" in html and "นนท์" in html
    assert "100.00" in html and "50.00" in html


@pytest.mark.parametrize("typed", ["2", "๒", "บุษ", "ศรีสุข", "แก้ว", "แกว", "4567", "บุษบา ศรี", "บุษบาศรี"])
def test_members_are_found_whatever_part_is_typed(client, group, typed):
    builders.member(group, "อานนท์")
    builders.member(group, "บุษบา", family="ศรีสุข", nickname="แก้ว", phone="0812344567")

    html = page(client, "members", group, f"?q={typed}")

    assert "บุษบา" in html
    assert "อานนท์" not in html


def test_who_has_left_is_shown_only_when_asked_for(client, group):
    anon = builders.member(group, "อานนท์")
    with transaction.atomic():
        left = {"state": "resigned", "on": date(2026, 2, 1), "reason": "ย้ายบ้าน"}
        change_state_step(anon, **left, by=builders.user("chair"), at=builders.AT)

    assert "อานนท์" not in page(client, "members", group)
    assert "อานนท์" in page(client, "members", group, "?show=ended")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_comes_as_a_file_with_all_its_rows(client, group, kind):
    builders.members(group, 60)

    answer = client.get(address("members", group) + f"?file={kind}")

    assert answer["Content-Disposition"] == f'attachment; filename="members-{group.code}.{kind}"'
    if kind == "csv":
        assert len(answer.content.decode("utf-8-sig").strip().splitlines()) == 62


def test_the_list_asks_as_often_for_sixty_as_for_three(client, group, django_assert_num_queries):
    page(client, "members", group)
    counts = []
    for more in (3, 57):
        builders.members(group, more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, "members", group)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_a_person_is_changed_and_the_log_says_what_was(client, group):
    builders.member(group, "อานนท์", family="เก่า")
    form = {"title": "นาย", "given": "อานนท์", "family": "ใหม่", "born_on": "1/2/2530", "phone": "081-234 4567"}

    answer = client.post(address("member_edit", group, number=1), form)

    assert answer.url == address("member", group, number=1)
    act = Act.objects.get(what="person_changed")
    assert act.before["family"] == "เก่า" and act.after["family"] == "ใหม่"
    assert act.after["phone"] == "0812344567"


def test_a_wrong_name_keeps_what_was_typed_and_changes_nothing(client, group):
    builders.member(group, "อานนท์")

    answer = client.post(address("member_edit", group, number=1), {"given": "อา<นนท์", "family": "พิมพ์ใหม่"})

    assert answer.status_code == 422
    assert "พิมพ์ใหม่" in answer.content.decode()
    assert not Act.objects.filter(what="person_changed").exists()


def test_a_national_id_is_entered_and_never_shown_again(client, group):
    builders.member(group, "อานนท์")
    number = builders.national_id(77)

    client.post(address("national_id", group, number=1), {"national_id": number})

    for name in ("member", "national_id", "member_edit"):
        assert number not in page(client, name, group, number=1)
    assert f"9-xxxx-xxxxx-{number[10:12]}-{number[12]}" in page(client, "member", group, number=1)
    assert number not in str(list(Act.objects.values_list("before", "after")))


def test_the_same_national_id_twice_is_refused_beside_its_box(client, group):
    number = builders.national_id()
    builders.member(group, "อานนท์", national_id=number)
    builders.member(group, "บุษบา")

    answer = client.post(address("national_id", group, number=2), {"national_id": number})

    assert answer.status_code == 422
    assert "national_id" in answer.context["form"].errors


def test_the_passbook_ties_to_the_books(client, group):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: {"satja": "100.00", "special": "25.50"}})
    sheet(group, FEB, {anon: {"satja": "120.00"}})

    html = page(client, "member_statement", group, "?since=1/2/2569&until=28/2/2569", number=1)

    assert "100.00" in html and "120.00" in html and "220.00" in html and "25.50" in html


def test_the_passbook_refuses_a_day_that_is_none_and_keeps_it(client, group):
    builders.member(group, "อานนท์")

    html = page(client, "member_statement", group, "?since=31/2/2569&until=", number=1)

    assert "31/2/2569" in html


def test_an_organisation_as_member_has_a_page_and_no_personal_data(client, group):
    network = group.keeper
    builders.member_group(network, group)
    client.force_login(builders.officer(network, Role.NETWORK_TREASURER))

    assert "กลุ่มสัจจะบ้านคลอง" in page(client, "members", network)
    assert "กลุ่มสัจจะบ้านคลอง" in page(client, "member", network, number=1)
    assert client.get(address("member_edit", network, number=1)).status_code == 404


OFFICE = {"post": "chair", "number": "1", "since": "1/1/2569", "until": "31/12/2570", "resolution_no": "1/2569"}


def test_a_post_is_given_for_a_term(client, group):
    builders.member(group, "อานนท์")

    client.post(address("office_give", group), OFFICE)

    office = Office.objects.get()
    assert (office.person.given, office.since, office.until) == ("อานนท์", date(2026, 1, 1), date(2027, 12, 31))
    assert "อานนท์" in page(client, "offices", group)


def test_two_chairs_at_a_time_are_refused_and_the_first_is_named(client, group):
    builders.member(group, "อานนท์")
    builders.member(group, "บุษบา")
    client.post(address("office_give", group), OFFICE)

    answer = client.post(
        address("office_give", group), OFFICE | {"number": "2", "since": "31/12/2570", "until": "31/12/2572"}
    )

    assert answer.status_code == 422
    assert "อานนท์" in answer.content.decode()
    assert Office.objects.count() == 1


def test_a_term_ends_early_and_another_may_follow(client, group):
    builders.member(group, "อานนท์")
    builders.member(group, "บุษบา")
    client.post(address("office_give", group), OFFICE)

    client.post(address("office_end", group, pk=Office.objects.get().pk), {"on": "30/6/2569"})
    client.post(address("office_give", group), OFFICE | {"number": "2", "since": "1/7/2569"})

    assert Office.objects.count() == 2


def test_a_stranger_finds_no_page(client, group):
    builders.member(group, "อานนท์")
    other = builders.group(name="กลุ่มอื่น")
    client.force_login(builders.officer(other))

    for name in ("members", "offices", "promises", "member_add"):
        assert client.get(address(name, group)).status_code == 404
    assert client.get(address("member", group, number=1)).status_code == 404
