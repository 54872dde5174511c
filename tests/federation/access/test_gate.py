"""The gate: the same answer for what is not there and for what one may not see; and a check that nobody forgets it."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from federation import urls
from federation.access.checks import every_view_has_a_gate
from federation.access.gate import gate, open_to_all, signed_in
from federation.access.permissions import Permission
from federation.audit.models import Act
from federation.kit import clock
from tests import builders


@gate(Permission.SHEET_POST)
def posts(request, organisation):
    return HttpResponse(f"{organisation.name} {request.today}")


@signed_in
def knows(request):
    return HttpResponse(request.today)


@open_to_all
def street(request):
    return HttpResponse(request.today)


def forgotten(request):
    return HttpResponse()


GUARDED = [
    path("o/<slug:code>/posts/", posts, name="posts"),
    path("knows/", knows, name="knows"),
    path("street/", street, name="street"),
    *urls.urlpatterns,
]
urlpatterns = GUARDED


class WithoutAGate:
    urlpatterns = [*GUARDED, path("forgotten/", forgotten, name="forgotten")]


@pytest.fixture(autouse=True)
def pages():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def answer(user, code, method="get"):
    client = Client()
    if user:
        client.force_login(user)
    return getattr(client, method)(f"/o/{code}/posts/")


@pytest.mark.django_db
def test_gate_lets_in_who_may_and_hands_over_the_organisation():
    group = builders.group(name="กลุ่มบ้านคลอง")

    response = answer(builders.officer(group), group.code)

    assert response.text == f"กลุ่มบ้านคลอง {clock.today()}"


@pytest.mark.django_db
def test_gate_says_403_for_what_one_may_see_but_not_do_and_writes_it_down():
    group = builders.group()
    auditor = builders.officer(group, "auditor")

    response = answer(auditor, group.code, "post")

    assert response.status_code == 403
    act = Act.objects.get()
    assert (act.what, act.by, act.organisation, act.about) == ("refused", auditor, group, "page:posts")
    assert act.after == {"permission": "sheet.post", "method": "POST"}


@pytest.mark.django_db
def test_gate_says_404_for_what_is_not_ones_own_as_for_what_is_not_there():
    stranger = builders.officer(builders.group())
    group = builders.group()

    foreign, missing = answer(stranger, group.code), answer(stranger, "NONE")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert not Act.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("there", [True, False])
def test_gate_sends_who_is_not_signed_in_to_sign_in_wherever_the_address_leads(there):
    code = builders.group().code if there else "NONE"

    assert answer(None, code).headers["Location"] == f"/sign-in/?next=/o/{code}/posts/"


@pytest.mark.django_db
def test_gate_sends_who_has_a_given_password_to_choose_one():
    group = builders.group()
    officer = builders.officer(group)
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])

    assert answer(officer, group.code).headers["Location"] == "/password/"


@pytest.mark.django_db
def test_a_right_taken_away_is_gone_at_the_next_click():
    group = builders.group()
    officer, client = builders.officer(group), Client()
    client.force_login(officer)
    assert client.get(f"/o/{group.code}/posts/").status_code == 200

    officer.appointments.update(ended_on=clock.today())

    assert client.get(f"/o/{group.code}/posts/").status_code == 404


@pytest.mark.django_db
def test_a_page_behind_the_gate_costs_four_questions(django_assert_num_queries):
    group = builders.group()
    client = Client()
    client.force_login(builders.officer(group))
    client.get(f"/o/{group.code}/posts/")

    with django_assert_num_queries(4):  # session, user with person, organisation, permissions
        client.get(f"/o/{group.code}/posts/")


def test_the_check_finds_nothing_to_say_of_guarded_views():
    assert every_view_has_a_gate(None) == []


def test_the_check_refuses_a_view_without_a_gate():
    with override_settings(ROOT_URLCONF=WithoutAGate):
        found = every_view_has_a_gate(None)

    assert [(error.id, "forgotten" in error.msg) for error in found] == [("access.E001", True)]
