"""A role is given by two people, for a term; without the second it is nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from federation.access import actions
from federation.access.models import Appointment
from federation.access.permissions import Permission, Role
from federation.access.queries import independent, may, roles_of
from federation.access.steps import (
    AlreadyAppointed,
    AlreadyDecided,
    HasAnAccount,
    MayNotAppoint,
    NeedsAnotherPerson,
    NotAnAppointment,
    SignInNameNotRight,
)
from federation.audit.models import Act
from federation.audit.words import ACTS
from federation.people.models import User
from tests import builders

TODAY = date(2026, 11, 3)
AT = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
TERM = {
    "role": Role.TREASURER,
    "since": TODAY,
    "until": date(2028, 11, 2),
    "resolution_no": "4/2569",
    "resolution_on": date(2026, 11, 1),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group()


@pytest.fixture
def chair(group):
    return builders.officer(group, Role.CHAIR)


@pytest.fixture
def network_officer(group):
    return builders.officer(group.keeper, Role.NETWORK_COMMITTEE)


@pytest.fixture
def somjai():
    return builders.user("somjai")


def doing(by, *, at=AT, on=TODAY):
    return {"by": by, "at": at, "on": on}


def propose(group, user, by, **change):
    return actions.propose(group, user=user, **{**TERM, **change}, **doing(by))


def can_post(user, group):
    return may(user, Permission.SHEET_POST, group, on=TODAY)


def test_a_role_counts_once_a_second_person_has_checked_it(group, chair, network_officer, somjai):
    proposed = propose(group, somjai, chair)
    assert not can_post(somjai, group)

    actions.check(proposed, **doing(network_officer))

    assert can_post(somjai, group)
    acts = Act.objects.order_by("pk").values_list("what", "by__username", "organisation")
    assert list(acts) == [
        ("appointment_proposed", chair.username, group.pk),
        ("appointment_checked", network_officer.username, group.pk),
    ]


def test_nobody_checks_what_they_proposed(group, chair, somjai):
    proposed = propose(group, somjai, chair)

    with pytest.raises(NeedsAnotherPerson):
        actions.check(proposed, **doing(chair))

    assert not can_post(somjai, group)


def test_nobody_checks_their_own_role(group, chair, network_officer):
    proposed = propose(group, chair, network_officer, role=Role.SECRETARY)

    with pytest.raises(NeedsAnotherPerson):
        actions.check(proposed, **doing(chair))

    assert not may(chair, Permission.MEMBERS_EDIT, group, on=TODAY)


@pytest.mark.parametrize("puppets", [("a", "b"), ("b", "a")])
def test_no_two_check_each_other_whose_passwords_one_person_made(group, somjai, puppets):
    administrator = builders.officer(group.keeper, Role.ADMINISTRATOR)
    proposer, checker = (builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name=name) for name in puppets)
    actions.give_password(proposer, organisation=group.keeper, **doing(administrator))
    proposed = propose(group, somjai, proposer)
    later = AT + timedelta(days=30)  # the first paper is old by then, not so what was proposed with it
    actions.give_password(checker, organisation=group.keeper, **doing(administrator, at=later))

    with pytest.raises(NeedsAnotherPerson):
        actions.check(proposed, **doing(checker, at=later))

    assert not can_post(somjai, group)


def test_a_password_given_under_a_borrowed_name_is_the_borrowers(group, network_officer, somjai):
    puppet = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="puppet")
    other = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="other")
    actions.give_password(puppet, organisation=group.keeper, **doing(network_officer))
    actions.give_password(other, organisation=group.keeper, **doing(puppet))

    with pytest.raises(NeedsAnotherPerson):
        actions.check(propose(group, somjai, network_officer), **doing(other))


def test_who_opened_an_account_and_its_holder_do_not_check_each_other_in_the_first_week(group, network_officer, somjai):
    terms = TERM | {"role": Role.NETWORK_COMMITTEE}
    term, _password = open_account(group.keeper, network_officer, username="new", **terms)
    actions.check(term, **doing(builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="third")))

    with pytest.raises(NeedsAnotherPerson):
        actions.check(propose(group, somjai, network_officer), **doing(term.user))
    with pytest.raises(NeedsAnotherPerson):
        actions.check(propose(group, builders.user("malee"), term.user), **doing(network_officer))


def test_a_new_password_by_somebody_else_makes_independent_again(group, network_officer, somjai):
    other = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="other")
    third = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="third")
    actions.give_password(other, organisation=group.keeper, **doing(network_officer))
    actions.give_password(other, organisation=group.keeper, **doing(third, at=AT + timedelta(hours=1)))
    proposed = propose(group, somjai, network_officer)

    actions.check(proposed, **doing(other, at=AT + timedelta(hours=2)))

    assert can_post(somjai, group)


def test_a_look_for_independence_costs_two_queries(group, chair, network_officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert independent(chair, network_officer, first_at=AT, at=AT)


@pytest.mark.parametrize(
    ("level", "held", "role"),
    [
        ("group", Role.CHAIR, Role.TREASURER),
        ("group", Role.TREASURER, Role.CHAIR),
        ("group", Role.TREASURER, Role.AUDITOR),
        ("group", Role.AUDITOR, Role.TREASURER),
        ("network", Role.NETWORK_TREASURER, Role.AUDITOR),
        ("network", Role.AUDITOR, Role.NETWORK_TREASURER),
    ],
)
def test_nobody_handles_the_money_and_checks_it(group, level, held, role):
    where = group if level == "group" else group.keeper
    one, other = (builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name=name) for name in ("one", "other"))
    proposed = propose(where, builders.user("both"), one, role=role)
    builders.officer(where, held, name="both")

    with pytest.raises(NotAnAppointment):
        actions.check(proposed, **doing(other))
    with pytest.raises(NotAnAppointment):
        propose(where, builders.user("both"), one, role=role, since=TODAY + timedelta(days=9))

    assert roles_of(builders.user("both"), on=TODAY) == {held}


def test_a_chair_becomes_treasurer_when_the_term_is_over_or_elsewhere(group, network_officer):
    other = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="other")
    chair = builders.officer(group, Role.CHAIR, until=TODAY - timedelta(days=1))
    builders.officer(builders.group(group.keeper), Role.CHAIR, name=chair.username)
    later = actions.check(
        propose(group, chair, network_officer, role=Role.CHAIR, since=TODAY + timedelta(days=9)), **doing(other)
    )
    actions.end_term(later, reason="ที่ประชุมเปลี่ยนตัวแล้ว", **doing(other))

    actions.check(propose(group, chair, network_officer), **doing(other))

    assert can_post(chair, group)


def test_nobody_checks_for_whom_the_proposer_just_made_a_password(group, chair, network_officer, somjai):
    other = builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="other")
    actions.give_password(other, organisation=group.keeper, **doing(network_officer))
    proposed = propose(group, somjai, network_officer)

    with pytest.raises(NeedsAnotherPerson):
        actions.check(proposed, **doing(other))

    actions.check(proposed, **doing(other, at=AT + timedelta(days=8)))
    assert can_post(somjai, group)


@pytest.mark.parametrize("role", [Role.TREASURER, Role.AUDITOR, Role.SECRETARY])
def test_only_who_may_appoint_proposes_checks_declines_or_ends(group, chair, network_officer, somjai, role):
    officer = builders.officer(group, role)
    proposed = propose(group, somjai, chair)

    for act in (
        lambda: propose(group, builders.user("malee"), officer),
        lambda: actions.check(proposed, **doing(officer)),
        lambda: actions.decline(proposed, **doing(officer)),
        lambda: actions.end_term(proposed, reason="ไม่มาประชุมสามเดือน", **doing(officer)),
        lambda: actions.give_password(somjai, organisation=group, **doing(officer)),
    ):
        with pytest.raises(MayNotAppoint):
            act()

    assert list(Appointment.objects.waiting()) == [proposed]


def test_a_chair_appoints_in_the_own_group_only(chair, somjai):
    with pytest.raises(MayNotAppoint):
        propose(builders.group(), somjai, chair)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": Role.ADMINISTRATOR}, "role"),
        ({"role": Role.NETWORK_COMMITTEE}, "role"),
        ({"role": Role.MEMBER}, "role"),
        ({"until": TODAY - timedelta(days=1), "since": date(2026, 1, 1)}, "until"),
        ({"since": TODAY + timedelta(days=9), "until": TODAY + timedelta(days=8)}, "until"),
        ({"until": date(2030, 11, 3)}, "until"),
        ({"role": Role.FACILITATOR, "until": date(2027, 11, 3)}, "until"),
    ],
)
def test_an_appointment_that_does_not_fit_is_refused_beside_its_field(group, chair, somjai, change, field):
    with pytest.raises(NotAnAppointment) as refused:
        propose(group, somjai, chair, **change)

    assert list(refused.value.fields) == [field]
    assert not Appointment.objects.filter(user=somjai).exists()


@pytest.mark.parametrize(
    "change",
    [{"until": date(2030, 11, 2)}, {"role": Role.FACILITATOR, "until": date(2027, 11, 2)}],
)
def test_the_longest_term_is_taken(group, chair, somjai, change):
    assert propose(group, somjai, chair, **change).until == change["until"]


def test_the_same_role_is_not_given_twice_for_the_same_days(group, chair, somjai):
    propose(group, somjai, chair)

    with pytest.raises(AlreadyAppointed):
        propose(group, somjai, chair, since=date(2028, 11, 2), until=date(2030, 1, 1))

    propose(group, somjai, chair, since=date(2028, 11, 3), until=date(2030, 1, 1))


def test_declined_it_gives_nothing_and_cannot_be_checked(group, chair, network_officer, somjai):
    proposed = propose(group, somjai, chair)
    actions.decline(proposed, **doing(chair))

    with pytest.raises(AlreadyDecided):
        actions.check(proposed, **doing(network_officer))

    assert not can_post(somjai, group)


def test_checked_twice_it_is_refused_the_second_time(group, chair, network_officer, somjai):
    proposed = propose(group, somjai, chair)
    actions.check(proposed, **doing(network_officer))

    with pytest.raises(AlreadyDecided):
        actions.check(proposed, **doing(network_officer))


def test_a_term_ends_at_once_by_one_person_with_a_reason(group, chair):
    treasurer = builders.officer(group)
    term = treasurer.appointments.get()

    with pytest.raises(NotAnAppointment):
        actions.end_term(term, reason="  เงินหาย  ", **doing(chair))
    actions.end_term(term, reason="ที่ประชุมมีมติให้พ้นหน้าที่", **doing(chair))

    assert not can_post(treasurer, group)
    assert may(treasurer, Permission.SHEET_POST, group, on=TODAY - timedelta(days=1))
    with pytest.raises(AlreadyDecided):
        actions.end_term(term, reason="ที่ประชุมมีมติให้พ้นหน้าที่", **doing(chair))


def test_a_term_that_begins_later_can_be_ended_before(group, chair, network_officer, somjai):
    later = propose(group, somjai, chair, since=TODAY + timedelta(days=30))
    actions.check(later, **doing(network_officer))

    actions.end_term(later, reason="ที่ประชุมเปลี่ยนตัวแล้ว", **doing(chair))

    assert not may(somjai, Permission.SHEET_POST, group, on=TODAY + timedelta(days=31))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"checked_by": "chair"}, "appointment_checked_by_another"),
        ({"checked_by": "somjai"}, "appointment_not_checked_by_oneself"),
        ({"checked_by": "other", "declined_by": "other"}, "appointment_checked_or_declined"),
        ({"appointed_by": None}, "appointment_by_someone_or_at_set_up"),
        ({"appointed_by": None, "checked_by": "other"}, "appointment_by_someone_or_at_set_up"),
        ({"set_up_reason": "because I can do so"}, "appointment_by_someone_or_at_set_up"),
        ({"appointed_by": None, "set_up_reason": "short"}, "appointment_by_someone_or_at_set_up"),
        ({"until": TODAY - timedelta(days=1)}, "appointment_ends_after_it_begins"),
        ({"ended_on": TODAY - timedelta(days=1)}, "appointment_not_ended_before_it_begins"),
    ],
)
def test_appointments_the_database_refuses(group, somjai, change, constraint):
    chair = builders.officer(group, Role.CHAIR, name="chair")
    proposed = propose(group, somjai, chair)
    users = {name: builders.user(name) for name in ("chair", "somjai", "other")}
    change = {name: users.get(value, value) if name.endswith("_by") else value for name, value in change.items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Appointment.objects.filter(pk=proposed.pk).update(**change)


# Accounts


def open_account(group, by, *, username="somjai.d", person=None, **change):
    person = person or builders.person(group)
    terms = {**TERM, **change}
    return actions.propose_with_new_account(group, username=username, person=person, **terms, **doing(by))


def test_a_new_account_comes_with_a_one_time_password_and_a_proposal(group, chair):
    appointment, password = open_account(group, chair)

    user = User.objects.get(username="somjai.d")
    assert appointment.user == user
    assert user.check_password(password)
    assert user.must_change_password
    assert list(Act.objects.order_by("pk").values_list("what", flat=True)) == ["account_opened", "appointment_proposed"]
    assert not any(password in f"{act.before}{act.after}{act.about}" for act in Act.objects.all())


def test_a_person_who_is_not_in_the_register_is_kept_with_the_account(group, chair):
    fields = {"title": "นาง", "given": "สมใจ", "family": "ใจดี", "no_id_reason": "card_not_shown"}

    appointment, _password = open_account(group, chair, person=fields)

    assert str(appointment.user) == "นางสมใจ ใจดี"
    assert appointment.user.person.network_id == group.network_key


def test_one_person_has_one_account(group, chair):
    person = builders.person(group)
    open_account(group, chair, person=person)

    with pytest.raises(HasAnAccount):
        open_account(group, chair, username="another", person=person)

    with pytest.raises(IntegrityError, match="user_one_account_per_person"), transaction.atomic():
        User.objects.create(username="another", person=person)


def test_one_person_has_one_account_in_all_networks(group, chair):
    number = builders.national_id()
    elsewhere = builders.group()
    User.objects.create(username="elsewhere", person=builders.person(elsewhere, national_id=number))

    with pytest.raises(HasAnAccount):
        open_account(group, chair, person=builders.person(group, national_id=number))


@pytest.mark.parametrize("name", ["so", "Somjai", "som jai", "สมใจ", "-somjai", "a" * 31, "", "taken"])
def test_a_sign_in_name_is_plain_and_free(group, chair, name):
    builders.user("taken")

    with pytest.raises(SignInNameNotRight):
        open_account(group, chair, username=name)

    assert Appointment.objects.waiting().count() == 0


def test_when_the_term_is_refused_no_account_is_left_behind(group, chair):
    with pytest.raises(NotAnAppointment):
        open_account(group, chair, role=Role.ADMINISTRATOR)

    assert not User.objects.filter(username="somjai.d").exists()


def test_a_helper_starts_a_reset_and_never_chooses_the_password(group, chair):
    treasurer = builders.officer(group)
    treasurer.set_password("ข้าวเหนียว มะม่วง สุก")
    treasurer.save(update_fields=["password"])
    signed_in = Client()
    signed_in.force_login(treasurer)

    password = actions.give_password(treasurer, organisation=group, **doing(chair))

    treasurer.refresh_from_db()
    assert treasurer.check_password(password)
    assert treasurer.must_change_password
    assert signed_in.get("/sessions/").status_code == 302
    act = Act.objects.get(what="password_given")
    assert (act.by, act.organisation, act.about) == (chair, group, f"user:{treasurer.pk}")


def test_a_password_is_given_only_by_who_appoints_wherever_the_account_works(group, chair, network_officer):
    treasurer = builders.officer(group, name="busy")
    builders.officer(builders.group(), name="busy")

    for helper in (chair, network_officer):
        with pytest.raises(MayNotAppoint):
            actions.give_password(treasurer, organisation=group, **doing(helper))


def test_a_chair_gives_no_password_to_the_network(group, chair, network_officer):
    builders.officer(group, Role.AUDITOR, name=network_officer.username)

    with pytest.raises(MayNotAppoint):
        actions.give_password(network_officer, organisation=group, **doing(chair))


def test_nobody_gives_a_password_to_themselves_or_to_a_stranger(group, chair, somjai):
    for user in (chair, somjai):
        with pytest.raises(MayNotAppoint):
            actions.give_password(user, organisation=group, **doing(chair))


def test_every_act_of_access_has_words():
    whats = {"account_opened", "password_given", "password_changed", "sessions_ended", "appointment_at_set_up"}
    whats |= {"appointment_proposed", "appointment_checked", "appointment_declined", "appointment_ended"}

    assert whats <= set(ACTS)
