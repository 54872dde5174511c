from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.people.models import Person
from groups.promises.models import Promise
from groups.promises.steps import recount_step
from groups.registry.models import Membership, MembershipState
from groups.registry.steps import change_state_step
from tests import builders
from tests.groups.pages import address, page
from tests.groups.promises.test_steps import APR, FEB, JAN, MAR, set_bylaw, sheet

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def client(client, group):
    client.force_login(builders.officer(group, Role.SECRETARY))
    return client


@transaction.atomic
def end(membership, state, *, on=FEB):
    """End a membership as its leaving does, and count its months again."""
    ended = change_state_step(membership, state=state, on=on, reason="ย้ายบ้าน", by=builders.user("x"), at=builders.AT)
    recount_step([ended])


NEWCOMER = {
    "title": "นาย",
    "given": "ใหม่",
    "family": "เอี่ยม",
    "no_id_reason": "card_not_shown",
    "joined_on": "5/1/2569",
    "amount": "๑๐๐",
    "member_class": "full",
}


def test_somebody_joins_with_a_promise_and_hears_what_to_bring(client, group):
    answer = client.post(address("member_add", group), NEWCOMER, follow=True)

    member = Membership.objects.get()
    assert (member.number, member.joined_on, member.counted_from) == (1, date(2026, 1, 5), JAN)
    assert Promise.objects.get().amount == D("100.00")
    assert "120.00" in answer.content.decode()
    assert Act.objects.get(what="member_admitted").after["promise"] == "100.00"


def test_a_refused_newcomer_keeps_what_was_typed(client, group):
    answer = client.post(address("member_add", group), NEWCOMER | {"amount": "1e3", "born_on": "31/2/2530"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1e3" in html and "31/2/2530" in html and "เอี่ยม" in html
    assert not Membership.objects.exists()


def test_a_promise_outside_the_bylaws_admits_nobody(client, group):
    answer = client.post(address("member_add", group), NEWCOMER | {"amount": "2000"})

    assert "amount" in answer.context["form"].errors
    assert not Person.objects.exists() and not Membership.objects.exists()


def test_somebody_who_looks_like_a_member_is_asked_about_before_being_admitted(client, group):
    builders.member(group, "ใหม", family="เอี่ยม")

    asked = client.post(address("member_add", group), NEWCOMER)
    assert asked.status_code == 422
    assert "001" in asked.content.decode()
    assert Membership.objects.count() == 1

    client.post(address("member_add", group), NEWCOMER | {"confirmed": "on"})
    assert Membership.objects.count() == 2


def test_who_is_a_member_already_is_refused_with_the_number(client, group):
    number = builders.national_id()
    builders.member(group, "อานนท์", national_id=number, number=12)

    answer = client.post(
        address("member_add", group), NEWCOMER | {"national_id": number, "no_id_reason": "", "confirmed": "on"}
    )

    assert "012" in str(answer.context["form"].errors["national_id"])
    assert Membership.objects.count() == 1


def test_a_member_of_another_group_is_one_person_with_two_memberships(client, group):
    number = builders.national_id()
    builders.member(builders.group(group.keeper), "ใหม่", family="เอี่ยม", national_id=number)

    client.post(address("member_add", group), NEWCOMER | {"national_id": number, "no_id_reason": ""})

    assert Person.objects.get().memberships.count() == 2


def test_a_national_id_typed_in_tells_nothing_of_whose_it_is(client, group):
    number = builders.national_id()
    kept = {"phone": "0812344567", "house_no": "99/7", "born_on": date(1980, 5, 3), "nickname": "แดงน้อย"}
    builders.member(builders.group(group.keeper), "สมหมาย", family="เพชรแก้ว", national_id=number, **kept)
    typed = NEWCOMER | {"national_id": number, "no_id_reason": ""}

    asked = client.post(address("member_add", group), typed)

    html = asked.content.decode()
    assert asked.status_code == 422 and "สะกด" in html
    assert not [told for told in ("สมหมาย", "เพชรแก้ว", "แดงน้อย", "4567", "99/7", "2523", "1980") if told in html]
    client.post(address("member_add", group), typed | {"confirmed": "on"})
    assert Person.objects.get().memberships.count() == 2


def test_who_comes_back_gets_a_new_number_and_the_old_one_is_told(client, group):
    number = builders.national_id()
    end(builders.member(group, "ใหม่", family="เอี่ยม", national_id=number), "resigned")
    again = NEWCOMER | {"national_id": number, "no_id_reason": "", "joined_on": "1/9/2569"}

    asked = client.post(address("member_add", group), again)
    assert "001" in asked.content.decode()
    client.post(address("member_add", group), again | {"confirmed": "on"})

    assert list(Membership.objects.order_by("number").values_list("number", "state")) == [
        (1, "resigned"),
        (2, "admitted"),
    ]


def test_who_left_lately_comes_back_only_by_resolution_and_tenure_begins_anew(client, group):
    number = builders.national_id()
    end(builders.member(group, "ใหม่", family="เอี่ยม", national_id=number), "resigned")
    again = NEWCOMER | {"national_id": number, "no_id_reason": "", "joined_on": "31/7/2569", "confirmed": "on"}

    refused = client.post(address("member_add", group), again)
    assert "1 สิงหาคม 2569" in str(refused.context["form"].errors["resolution_no"])
    client.post(address("member_add", group), again | {"resolution_no": "7/2569"})

    assert Membership.objects.get(number=2).member_since == date(2026, 7, 31)


def test_a_minor_has_a_guardian(client, group):
    child = NEWCOMER | {"title": "ด.ช.", "born_on": "1/6/2560"}

    refused = client.post(address("member_add", group), child)
    assert "guardian" in refused.context["form"].errors

    client.post(address("member_add", group), child | {"guardian": "นางมาลี เอี่ยม"})
    assert Person.objects.get().guardian == "นางมาลี เอี่ยม"


def test_a_title_that_is_outgrown_is_asked_about(client, group):
    builders.member(group, "กล้า", title="เด็กชาย", born_on=date(2010, 1, 1), guardian="นายกล้าหาญ")

    [question] = client.get(address("member", group, number=1)).context["questions"]
    assert "เด็กชาย" in str(question) and "นาย" in str(question)


def test_the_bylaws_youngest_age_holds(client, group):
    set_bylaw(group, "min_age", 15)

    answer = client.post(address("member_add", group), NEWCOMER | {"born_on": "1/6/2560", "guardian": "นางมาลี เอี่ยม"})

    assert "born_on" in answer.context["form"].errors


def test_a_member_who_kept_every_promise_is_praised(client, group):
    anon = builders.member(group, "อานนท์")
    for month in (JAN, FEB):
        sheet(group, month, {anon: "100.00"})

    answer = client.get(address("member", group, number=1))

    assert (answer.context["kept"], len(answer.context["months"])) == (2, 2)
    assert "notice-good" in answer.content.decode()


def test_a_members_page_says_what_was_missed_and_never_calls_it_a_debt(client, group):
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    sheet(group, JAN, {anon: "30.00", busaba: "100.00"})

    html = page(client, "member", group, number=1)

    assert "ขาดส่ง" in html and "70.00" in html
    assert "หนี้" not in html


def test_who_has_left_shows_what_is_to_be_given_back(client, group):
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: {"satja": "100.00", "special": "50.00"}})
    end(anon, "resigned")

    answer = client.get(address("member", group, number=1))

    assert answer.context["refund"] == D("150.00")
    assert "150.00" in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"state": "on_hold", "on": "1/2/2569"}, "reason"),
        ({"state": "on_hold", "on": "1/12/2568", "reason": "ย้ายบ้าน"}, "on"),
        ({"state": "resigned", "on": "1/2/2569", "reason": "ย้ายบ้าน"}, "state"),
        ({"state": "died", "on": "1/2/2569", "reason": "ชรา"}, "state"),
        ({"state": "admitted", "on": "1/2/2569"}, "state"),
    ],
)
def test_a_step_that_lacks_something_is_refused_beside_its_box(client, group, form, field):
    builders.member(group, "อานนท์")

    answer = client.post(address("member_state", group, number=1), form)

    assert field in answer.context["form"].errors
    assert Membership.objects.get().state == MembershipState.ADMITTED


@pytest.mark.parametrize("day", ["1/2/2569", "5/3/2569"])
def test_a_hold_does_not_reach_back_over_meetings_that_were_missed(client, group, day):
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    for month in (JAN, FEB, MAR):
        sheet(group, month, {anon: "0.00", busaba: "100.00"})
    step = {"state": "on_hold", "reason": "ป่วยหนัก"}

    refused = client.post(address("member_state", group, number=1), step | {"on": day})
    assert "5 มีนาคม 2569" in str(refused.context["form"].errors["on"])
    client.post(address("member_state", group, number=1), step | {"on": "6/3/2569"})

    assert Membership.objects.get(pk=anon.pk).state == MembershipState.ON_HOLD
    assert list(anon.short_months.order_by("month").values_list("month", flat=True)) == [JAN, FEB, MAR]


def test_after_the_day_of_death_no_month_is_missed(client, group):
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    for month in (JAN, FEB, MAR):
        sheet(group, month, {anon: "0.00", busaba: "100.00"})

    end(anon, "died", on=date(2026, 1, 20))

    assert list(anon.short_months.values_list("month", flat=True)) == [JAN]


def test_another_promise_is_entered_from_a_month_on(client, group):
    set_bylaw(group, "promise_change", "any_month")
    anon = builders.member(group, "อานนท์")
    sheet(group, JAN, {anon: "100.00"})

    html = page(client, "promise", group, number=1)
    assert "2026-01-01" not in html and "2026-02-01" in html

    client.post(address("promise", group, number=1), {"amount": "150", "from_month": "2026-03-01"})
    assert list(anon.promises.order_by("from_month").values_list("amount", flat=True)) == [D("100.00"), D("150.00")]
    assert Act.objects.get(what="promise_set").before == {"amount": "100.00"}


def test_the_list_of_promises_names_who_has_months_to_make_up(client, group):
    anon, busaba = builders.member(group, "อานนท์"), builders.member(group, "บุษบา")
    for month in (JAN, FEB, MAR, APR):
        sheet(group, month, {anon: "0.00", busaba: "100.00"})

    every, missed = page(client, "promises", group), page(client, "promises", group, "?show=missed")

    assert "อานนท์" in every and "บุษบา" in every
    assert "อานนท์" in missed and "บุษบา" not in missed
    assert "400.00" in missed


@pytest.mark.parametrize("name", ["promises", "member"])
def test_pages_ask_as_often_after_a_year_as_after_a_month(client, group, name):
    members = builders.members(group, 8)
    where = {"number": 1} if name == "member" else {}
    counts = []
    for last in (1, 9):
        for month in range(1 if last == 1 else 2, last + 1):
            sheet(group, date(2026, month, 1), dict.fromkeys(members, "50.00"))
        page(client, name, group, **where)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, group, **where)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 29


def test_a_group_joins_a_network_with_a_promise(client, group):
    network = group.keeper
    client.force_login(builders.officer(network, "network_treasurer"))
    form = {"member_organisation": group.pk, "joined_on": "5/1/2569", "amount": "500", "member_class": "full"}

    client.post(address("member_add", network), form)

    member = Membership.objects.get()
    assert (member.member_organisation, member.person) == (group, None)
    assert member.shares_account.code == "31030.00001"
