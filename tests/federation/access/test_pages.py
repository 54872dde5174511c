"""The pages of access as an officer uses them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from federation.access.models import Appointment
from federation.access.permissions import Permission, Role
from federation.access.queries import may
from federation.kit import clock
from federation.kit.dates import show_date
from federation.people.models import User
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return builders.group(name="กลุ่มสัจจะบ้านคลอง")


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chair(group):
    return browser(builders.officer(group, Role.CHAIR, name="chair"))


@pytest.fixture
def network_officer(group):
    return browser(builders.officer(group.keeper, Role.NETWORK_COMMITTEE, name="network"))


def term(**change):
    today = clock.today()
    written = {
        "role": "treasurer",
        "since": show_date(today, style="numeric"),
        "until": show_date(today + timedelta(days=700), style="numeric"),
        "resolution_no": "4/2569",
        "resolution_on": show_date(today, style="numeric"),
    }
    return {**written, **change}


def url(group, end=""):
    return f"/o/{group.code}/access/{end}"


def test_two_officers_give_a_role_on_the_pages(group, chair, network_officer):
    malee = builders.user("malee")

    proposed = chair.post(url(group, "propose/"), {"username": "Malee", **term()})
    page = proposed.headers["Location"]
    assert "ต้องให้อีกคนหนึ่งตรวจ" in chair.get(page).text
    assert chair.post(page + "check/").status_code == 422
    assert "รออีกคน" in network_officer.get(url(group)).text
    checked = network_officer.post(page + "check/")

    assert checked.headers["Location"] == page
    assert may(malee, Permission.SHEET_POST, group, on=clock.today())
    assert "เหรัญญิก" in chair.get(url(group)).text


def test_a_new_officer_goes_from_paper_to_an_own_password(group, chair, network_officer):
    person = builders.person(group, "สมใจ", "ใจดี", title="นาง")
    typed = {"given": "สมใจ", "family": "ใจดี", "username": "somjai.d", **term()}

    asked = chair.post(url(group, "account/"), typed)
    assert asked.status_code == 422
    assert "นางสมใจ ใจดี" in asked.text
    paper = chair.post(url(group, "account/"), {**typed, "who": str(person.pk)})

    password = re.search(r"(?<![\w-])[2-9a-z]{4}(-[2-9a-z]{4}){3}(?![\w-])", paper.text)[0]
    assert paper.headers["Cache-Control"] == "no-store, private"
    somjai = Client()
    assert somjai.post("/sign-in/", {"username": "somjai.d", "password": password}).status_code == 302
    own = "เรือหางยาว ลอยน้ำ สามลำ"
    assert somjai.get(url(group)).headers["Location"] == "/password/"
    assert somjai.post("/password/", {"password": own, "again": own}).headers["Location"] == "/"
    assert somjai.get(url(group)).status_code == 404
    network_officer.post(url(group, f"{Appointment.objects.waiting().get().pk}/check/"))
    assert somjai.get(url(group)).status_code == 200


def test_a_second_account_for_a_person_is_refused_with_what_was_typed_kept(group, chair):
    person = builders.person(group, "สมใจ", "ใจดี")
    User.objects.create(username="first", person=person)
    typed = {"given": "สมใจ", "family": "ใจดี", "username": "second", "who": str(person.pk), **term()}

    answer = chair.post(url(group, "account/"), typed)

    assert answer.status_code == 422
    assert "มีบัญชีผู้ใช้อยู่แล้ว" in answer.text
    assert 'value="second"' in answer.text
    assert not User.objects.filter(username="second").exists()


def test_namesakes_of_other_networks_are_not_shown(group, chair):
    builders.person(builders.group(), "สมใจ", "ใจดี", title="แม่ชี")

    answer = chair.post(url(group, "account/"), {"given": "สมใจ", "family": "ใจดี", "username": "somjai.d", **term()})

    assert "แม่ชี" not in answer.text


def test_somebody_not_in_the_register_is_kept_under_a_masked_national_id(group, chair):
    number = builders.national_id()
    typed = {"title": "นาย", "given": "อานนท์", "family": "รักษ์ดี", "national_id": number, "username": "anan"}

    chair.post(url(group, "account/"), {**typed, "who": "new", **term()})

    person = User.objects.get(username="anan").person
    assert person.masked_id == f"9-xxxx-xxxxx-{number[10:12]}-{number[12]}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "nobody"}, "ไม่มีบัญชีผู้ใช้"),
        ({"until": "1/1/2560"}, "ผ่านไปแล้ว"),
        ({"since": "31/2/2569"}, "31/2/2569"),
        ({"role": "administrator"}, "administrator"),
        ({"resolution_no": ""}, "ต้องกรอกช่องนี้"),
    ],
)
def test_a_proposal_that_is_not_right_says_how_to_mend_it(group, chair, change, words):
    builders.user("malee")

    answer = chair.post(url(group, "propose/"), {"username": "malee", **term(), **change})

    assert answer.status_code == 422
    assert words in answer.text
    assert not Appointment.objects.waiting().exists()


def test_extra_fields_of_a_proposal_have_no_effect(group, chair):
    builders.user("malee")
    network = builders.user("network").pk

    extra = {"checked_by": network, "appointed_by": network, "set_up_reason": "because I say so", "organisation": 1}
    chair.post(url(group, "propose/"), {"username": "malee", **term(), **extra})

    made = Appointment.objects.waiting().get()
    assert (made.organisation, made.appointed_by.username, made.set_up_reason) == (group, "chair", "")


def test_a_term_is_ended_on_its_page_with_a_reason(group, chair):
    treasurer = builders.officer(group)
    page = url(group, f"{treasurer.appointments.get().pk}/")

    assert chair.post(page + "end/", {"reason": "สั้น"}).status_code == 422
    assert chair.post(page + "end/", {"reason": "ที่ประชุมมีมติให้พ้นหน้าที่"}).headers["Location"] == page

    assert not may(treasurer, Permission.SHEET_POST, group, on=clock.today())
    assert "พ้นวาระแล้ว" in chair.get(page).text
    assert treasurer.username not in chair.get(url(group)).text
    assert treasurer.username in chair.get(url(group, "?all=1")).text


def test_declining_says_so_and_gives_nothing(group, chair, network_officer):
    malee = builders.user("malee")
    page = chair.post(url(group, "propose/"), {"username": "malee", **term()}).headers["Location"]

    network_officer.post(page + "decline/")

    assert "ไม่รับรอง" in chair.get(page).text
    assert not may(malee, Permission.SHEET_POST, group, on=clock.today())


def test_a_new_password_on_paper_after_a_page_that_explains(group, chair):
    treasurer = builders.officer(group)
    page = url(group, f"{treasurer.appointments.get().pk}/password/")

    assert "กับมือ" in chair.get(page).text
    paper = chair.post(page)

    treasurer.refresh_from_db()
    assert treasurer.check_password(re.search(r"(?<![\w-])[2-9a-z]{4}(-[2-9a-z]{4}){3}(?![\w-])", paper.text)[0])


def test_a_password_that_may_not_be_given_is_refused_in_words(group, chair):
    treasurer = builders.officer(group, name="busy")
    builders.officer(builders.group(), name="busy")

    answer = chair.post(url(group, f"{treasurer.appointments.get(organisation=group).pk}/password/"))

    assert answer.status_code == 422
    assert "ออกรหัสผ่านให้บัญชีผู้ใช้นี้ไม่ได้" in answer.text


def test_the_sign_in_name_is_for_those_who_give_roles(group, chair):
    officer = User.objects.create(username="half.the.key", person=builders.person(group, "สมใจ", "ใจดี"))
    page = url(group, f"{builders.officer(group, Role.AUDITOR, name=officer.username).appointments.get().pk}/")

    assert "half.the.key" in chair.get(page).text
    assert "half.the.key" not in browser(builders.officer(group)).get(page).text


@pytest.mark.parametrize("end", ["propose/", "account/", "{pk}/password/"])
def test_who_may_see_the_roles_does_not_give_them(group, end):
    treasurer = builders.officer(group)
    page = url(group, end.format(pk=treasurer.appointments.get().pk))

    assert browser(treasurer).get(url(group)).status_code == 200
    assert browser(treasurer).get(page).status_code == 403


def test_the_list_of_roles_costs_the_same_for_many(group, chair):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            chair.get(url(group))
        return len(asked)

    few = cost()
    for role in (Role.TREASURER, Role.SECRETARY, Role.REGISTRAR, Role.AUDITOR):
        builders.officer(group, role)

    assert cost() == few
