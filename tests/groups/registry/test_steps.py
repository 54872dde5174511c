from datetime import date

import pytest
from django.db import IntegrityError, transaction

from federation.ledger import months
from federation.people.steps import PersonIn
from groups.registry.models import Membership, MembershipEvent, MembershipState, Office
from groups.registry.queries import holds_of, members_on
from groups.registry.steps import (
    AlreadyMember,
    DateOutOfOrder,
    NewMember,
    NotThatState,
    NumberTaken,
    admit_many_step,
    admit_step,
    change_state_step,
)
from tests import builders
from tests.builders import AT
from tests.groups.promises.test_steps import sheet

pytestmark = pytest.mark.django_db
FEB, MAR, APR = (date(2026, month, 1) for month in (2, 3, 4))


@pytest.fixture
def group():
    return builders.group()


def step(membership, state, on, *, reason="มีเหตุ", resolution_no="3/2569"):
    return change_state_step(
        membership, state=state, on=on, reason=reason, resolution_no=resolution_no, by=builders.user(), at=AT
    )


def admit(group, name, **facts):
    return admit_step(
        group, person=builders.person(group, name), joined_on=date(2026, 1, 5), by=builders.user(), at=AT, **facts
    )


def test_a_member_gets_the_next_number_and_three_accounts_named_by_it(group):
    admit(group, "อานนท์")
    busaba = admit(group, "บุษบา")

    accounts = [busaba.satja_account, busaba.shares_account, busaba.special_account]
    assert [account.code for account in accounts] == ["31020.00002", "31010.00002", "21020.00002"]
    assert all("002" in account.name_th and "บุษบา" not in account.name_th for account in accounts)


def test_a_number_is_never_given_twice_even_after_leaving(group):
    anon = admit(group, "อานนท์", number=7)
    step(anon, "resigned", FEB)

    assert admit(group, "บุษบา").number == 8
    with pytest.raises(NumberTaken, match="007"):
        admit(group, "ชาลี", number=7)


def test_nobody_is_a_member_twice_at_a_time(group):
    anon = admit(group, "อานนท์")

    with pytest.raises(AlreadyMember) as caught:
        admit_step(group, person=anon.person, joined_on=FEB, by=builders.user(), at=AT)

    assert caught.value.membership == anon


def test_two_hundred_are_admitted_in_few_queries(group, django_assert_max_num_queries):
    rows = [
        NewMember(PersonIn(given="สมาชิก", family="ใหม่", national_id=builders.national_id()), joined_on=FEB)
        for _n in range(200)
    ]

    with django_assert_max_num_queries(20):
        made = admit_many_step(group, rows=rows, by=builders.user(), at=AT)

    assert [m.number for m in made] == list(range(1, 201))
    assert MembershipEvent.objects.count() == 200


def test_numbers_given_among_many_are_kept_and_the_rest_follow(group):
    def new(name, number=None):
        return NewMember(PersonIn(given=name, no_id_reason="card_not_shown"), joined_on=FEB, number=number)

    made = admit_many_step(group, rows=[new("ก"), new("ข", 12), new("ค")], by=builders.user(), at=AT)

    assert [m.number for m in made] == [13, 12, 14]
    with pytest.raises(NumberTaken, match="020"):
        admit_many_step(group, rows=[new("ง", 20), new("จ", 20)], by=builders.user(), at=AT)


def test_members_of_a_day_are_who_had_joined_and_not_yet_left(group):
    anon, busaba = admit(group, "อานนท์"), admit(group, "บุษบา")
    admit(group, "ผู้สมัคร", state=MembershipState.APPLIED)
    step(anon, "resigned", MAR)
    step(busaba, "on_hold", FEB)

    assert [m.number for m in members_on(group, date(2026, 1, 4))] == []
    assert [m.number for m in members_on(group, date(2026, 2, 28))] == [1, 2]
    assert [m.number for m in members_on(group, MAR)] == [2]


def test_an_applicant_becomes_a_member_on_the_day_of_admission(group):
    applicant = admit(group, "ผู้สมัคร", state=MembershipState.APPLIED)

    admitted = step(applicant, "admitted", MAR)

    assert (admitted.joined_on, admitted.counted_from) == (MAR, MAR)


@pytest.mark.parametrize(
    ("first", "then"), [("resigned", "admitted"), ("died", "resigned"), ("expelled", "on_hold"), ("on_hold", "applied")]
)
def test_steps_that_do_not_follow_are_refused(group, first, then):
    anon = step(admit(group, "อานนท์"), first, FEB)

    with pytest.raises(NotThatState):
        step(anon, then, MAR)


def test_a_step_is_not_dated_before_the_one_before_it(group):
    anon = step(admit(group, "อานนท์"), "on_hold", MAR)

    with pytest.raises(DateOutOfOrder):
        step(anon, "resigned", FEB)


@pytest.mark.parametrize("state", ["on_hold", "resigned", "died", "expelled"])
def test_no_step_is_dated_in_a_closed_month(group, state):
    anon = admit(group, "อานนท์")
    months.close(group.book, month=date(2026, 1, 1))

    with pytest.raises(DateOutOfOrder, match="มกราคม 2569") as caught:
        step(anon, state, date(2026, 1, 31))

    assert list(caught.value.fields) == ["on"]
    assert step(anon, state, FEB).state == state


def test_a_hold_does_not_end_before_a_meeting_it_was_counted_on(group):
    anon = step(admit(group, "อานนท์"), "on_hold", FEB)
    sheet(group, MAR, {anon: "0.00", builders.member(group, "บุษบา"): "100.00"})

    with pytest.raises(DateOutOfOrder):
        step(anon, "admitted", date(2026, 3, 5))
    assert step(anon, "admitted", date(2026, 3, 6)).state == "admitted"


def test_holds_are_told_by_their_days(group):
    anon, busaba = admit(group, "อานนท์"), admit(group, "บุษบา")
    step(anon, "on_hold", FEB)
    step(anon, "admitted", MAR)
    step(anon, "on_hold", APR)

    assert holds_of([anon, busaba]) == {anon.pk: [(FEB, MAR), (APR, None)]}


def test_each_step_is_written_down_with_its_reason(group):
    anon = admit(group, "อานนท์")
    step(anon, "expelled", FEB, reason="ผิดระเบียบข้อ 7", resolution_no="2/2569")

    events = anon.events.order_by("on").values_list("state", "reason", "resolution_no")
    assert list(events) == [("admitted", "", ""), ("expelled", "ผิดระเบียบข้อ 7", "2/2569")]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"number": 2}, "membership_number_never_used_again"),
        ({"person": None}, "membership_of_a_person_or_an_organisation"),
        ({"state": "resigned"}, "membership_ended_has_a_date"),
        ({"ended_on": FEB}, "membership_ended_has_a_date"),
        ({"state": "died", "ended_on": date(2025, 1, 1)}, "membership_ends_after_it_begins"),
        ({"counted_from": date(2026, 1, 5)}, "membership_counted_from_the_first_of_a_month"),
    ],
)
def test_a_membership_the_database_refuses(group, change, constraint):
    anon, _busaba = admit(group, "อานนท์"), admit(group, "บุษบา")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.filter(pk=anon.pk).update(**change)


def hold_office(group, person, post, since, until):
    return Office.objects.create(
        network_id=group.network_key, organisation=group, person=person, post=post, since=since, until=until
    )


@pytest.mark.parametrize("post", ["chair", "secretary", "treasurer"])
def test_the_database_refuses_two_holders_of_a_signing_post(group, post):
    first, second = builders.person(group, "อานนท์"), builders.person(group, "บุษบา")
    hold_office(group, first, post, FEB, MAR)

    with pytest.raises(IntegrityError, match="office_one_holder_at_a_time"), transaction.atomic():
        hold_office(group, second, post, MAR, APR)
    hold_office(group, second, post, date(2026, 3, 2), APR)


def test_committee_posts_may_overlap(group):
    hold_office(group, builders.person(group, "อานนท์"), "committee", FEB, MAR)
    hold_office(group, builders.person(group, "บุษบา"), "committee", FEB, MAR)

    assert Office.objects.count() == 2


def test_nobody_joins_in_a_month_that_is_closed(group):
    months.close(group.book, month=date(2026, 1, 1))

    with pytest.raises(DateOutOfOrder):
        admit(group, "อานนท์")
    assert not Membership.objects.of(group).exists()
