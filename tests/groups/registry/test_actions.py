"""Whose name and national ID may be changed by whom: a person is shared by all groups they are a member of."""

from datetime import timedelta

import pytest

from federation.access.permissions import Role
from federation.audit.models import Act
from federation.people.models import Person
from groups.registry.actions import SecondOfficerNeeded, SharedPerson, change_national_id, change_person
from groups.registry.steps import admit_step
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group(code="KD01")


@pytest.fixture
def other(group):
    return builders.group(group.keeper, code="KD02", name="กลุ่มสัจจะบ้านดอน")


@pytest.fixture
def treasurer(group):
    return builders.officer(group)


@pytest.fixture
def anon(group):
    return builders.member(group, "อานนท์", national_id=builders.national_id())


@pytest.fixture
def shared(anon, other):
    admit_step(other, person=anon.person, joined_on=other.book.opened_on, by=builders.user(), at=AT)
    return anon


def rename(membership, by, *, at=AT, **names):
    return change_person(membership, by=by, at=at, **(names or {"given": "สมชาย"}))


def new_id(membership, by, *, at=AT):
    return change_national_id(membership, national_id=builders.national_id(), by=by, at=at)


def kept(membership):
    return Person.objects.values("title", "given", "family", "identity").get(pk=membership.person_id)


@pytest.mark.parametrize(
    "change",
    [
        rename,
        new_id,
        lambda membership, by: rename(membership, by, title="นาย"),
        lambda membership, by: change_national_id(membership, national_id=None, no_id_reason="doubtful", by=by, at=AT),
    ],
)
def test_one_group_alone_does_not_change_who_a_member_of_another_is(shared, other, treasurer, change):
    before = kept(shared)

    with pytest.raises(SharedPerson, match="KD02") as caught:
        change(shared, treasurer)

    assert caught.value.organisations == [other]
    assert kept(shared) == before
    assert not Act.objects.exists()


@pytest.mark.parametrize(("change", "what"), [(rename, "person_changed"), (new_id, "national_id_changed")])
def test_who_keeps_both_registers_changes_it_and_both_logs_tell(shared, group, other, treasurer, change, what):
    builders.officer(other, Role.REGISTRAR, name=treasurer.username)
    before = kept(shared)

    change(shared, treasurer)

    assert kept(shared) != before
    told = Act.objects.filter(what=what, by=treasurer, about=f"person:{shared.person_id}")
    assert sorted(told.values_list("organisation__code", flat=True)) == ["KD01", "KD02"]


def test_a_telephone_is_changed_by_one_group_and_the_other_can_read_of_it(shared, treasurer):
    change_person(shared, phone="0812344567", house_no="12", by=treasurer, at=AT)

    acts = Act.objects.filter(what="person_changed").order_by("organisation__code")
    assert [(act.organisation.code, act.after["phone"]) for act in acts] == [
        ("KD01", "0812344567"),
        ("KD02", "0812344567"),
    ]


def test_who_has_left_the_other_group_is_this_groups_own(shared, other, treasurer):
    other.memberships.update(state="resigned", ended_on=other.book.opened_on)

    rename(shared, treasurer)

    assert kept(shared)["given"] == "สมชาย"
    assert [act.organisation.code for act in Act.objects.all()] == ["KD01"]


@pytest.mark.parametrize(("first", "second"), [(rename, new_id), (new_id, rename)])
def test_name_and_national_id_are_not_both_changed_by_one_officer(anon, group, treasurer, first, second):
    first(anon, treasurer)
    before, month_later = kept(anon), AT + timedelta(days=30)

    with pytest.raises(SecondOfficerNeeded):
        second(anon, treasurer, at=month_later)
    assert kept(anon) == before

    second(anon, builders.officer(group, Role.SECRETARY), at=month_later)
    assert kept(anon) != before
    assert dict(Act.objects.values_list("what", "by__username")) == {
        "person_changed" if first is rename else "national_id_changed": treasurer.username,
        "national_id_changed" if first is rename else "person_changed": "secretary-kd01",
    }


def test_after_a_month_or_for_a_telephone_no_second_officer_is_needed(anon, treasurer):
    new_id(anon, treasurer)
    rename(anon, treasurer, phone="0812344567", title="นาย")

    rename(anon, treasurer, at=AT + timedelta(days=31))

    assert kept(anon)["given"] == "สมชาย"
