"""A new installation gets its first two officers at the shell, and no more."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from federation.access import actions
from federation.access.models import Appointment
from federation.access.permissions import Permission
from federation.access.queries import independent, may
from federation.audit.models import Act
from federation.kit import clock
from federation.organisations.models import Organisation
from federation.people.models import User
from tests import builders

pytestmark = pytest.mark.django_db

FOUND = ("--found", "เครือข่ายกาญจนดิษฐ์", "--books-from", "2026-10")


def first_officer(capsys, username, given, *more):
    """Run the command and return the one-time password it printed."""
    call_command("first_officer", username, "--given", given, "--family", "ใจดี", "--network", "KDT", *more)
    return re.search(r"[2-9a-z]{4}(-[2-9a-z]{4}){3}", capsys.readouterr().out)[0]


def test_first_officer_founds_the_network_and_may_appoint_in_it(capsys):
    first_officer(capsys, "somjai", "สมใจ", *FOUND)

    network, user = Organisation.objects.get(code="KDT"), User.objects.get(username="somjai")
    assert network.book.code == "KDT"
    assert may(user, Permission.ACCESS_GRANT, network, on=clock.today())
    assert not may(user, Permission.ACCESS_GRANT, network, on=clock.today() + timedelta(days=366))
    acts = ["network_founded", "account_opened", "appointment_at_set_up"]
    assert list(Act.objects.order_by("at", "pk").values_list("what", "by")) == [(what, None) for what in acts]


def test_first_officer_signs_in_with_the_printed_password_and_must_choose_another(capsys):
    password = first_officer(capsys, "somjai", "สมใจ", *FOUND)
    browser = Client()

    browser.post("/sign-in/", {"username": "somjai", "password": password})

    assert browser.get("/o/KDT/access/").headers["Location"] == "/password/"


def test_first_officer_is_refused_once_two_people_can_appoint(capsys):
    first_officer(capsys, "somjai", "สมใจ", *FOUND)
    first_officer(capsys, "anan", "อานนท์")

    with pytest.raises(CommandError, match="สองคน"):
        first_officer(capsys, "malee", "มาลี")

    assert not User.objects.filter(username="malee").exists()


def test_the_first_two_officers_seat_a_group_on_the_first_day(capsys):
    first_officer(capsys, "somjai", "สมใจ", *FOUND)
    first_officer(capsys, "anan", "อานนท์")
    somjai, anan = (User.objects.get(username=name) for name in ("somjai", "anan"))
    today, group = clock.today(), builders.group(Organisation.objects.get(code="KDT"))
    term = {"since": today, "until": today + timedelta(days=300), "resolution_no": "1/2569", "resolution_on": today}

    for role, proposer, checker in (("treasurer", somjai, anan), ("chair", anan, somjai)):
        new = {"username": f"g.{role}", "person": builders.person(group, given=f"คน{role}")}
        doing = {"at": clock.now(), "on": today}
        made, _password = actions.propose_with_new_account(group, role=role, **new, **term, by=proposer, **doing)
        actions.check(made, by=checker, **doing)

    treasurer, chair = (User.objects.get(username=f"g.{role}") for role in ("treasurer", "chair"))
    assert may(treasurer, Permission.SHEET_POST, group, on=today)
    assert independent(treasurer, chair, first_at=clock.now(), at=clock.now())
    assert not independent(treasurer, somjai, first_at=clock.now(), at=clock.now())


def test_first_officer_helps_again_where_the_terms_have_ended(capsys):
    network = builders.network("KDT")
    for name in ("a.old", "b.old"):
        builders.officer(network, "network_committee", name=name, until=date(2025, 12, 31))

    first_officer(capsys, "malee", "มาลี")

    assert Appointment.objects.holding(clock.today()).get().user.username == "malee"


@pytest.mark.parametrize(
    "arguments",
    [
        ("Som Jai", "สมใจ", *FOUND),
        ("somjai", "สมใจ"),
        ("somjai", "สมใจ", "--found", "เครือข่าย"),
        ("somjai", "12", *FOUND),
    ],
)
def test_first_officer_leaves_nothing_behind_when_refused(capsys, arguments):
    with pytest.raises(CommandError):
        first_officer(capsys, *arguments)

    assert not User.objects.exists()
    assert not Organisation.objects.exists()
