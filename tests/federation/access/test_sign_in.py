"""Signing in: the right person and nobody else, the same answer for every wrong one, and back to one's page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from federation.access.models import Session
from federation.audit.models import Act
from federation.people.models import User
from tests import builders

PASSWORD = "กล้วย น้ำว้า สุก คาต้น"
NOON = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return User.objects.create_user("somjai", PASSWORD)


def sign_in(client, *, username="somjai", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def acts():
    return list(Act.objects.order_by("at", "pk").values_list("what", flat=True))


def test_sign_in_lets_in_and_writes_it_down(client, account):
    response = sign_in(client)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/sessions/").status_code == 200
    assert acts() == ["sign_in"]


def test_sign_in_takes_the_capital_a_telephone_put_first(client, account):
    assert sign_in(client, username=" Somjai ").status_code == 302


def test_sign_in_refuses_in_the_same_words_whether_or_not_the_name_is_known(client, account):
    wrong = sign_in(client, password="a quite wrong password")
    unknown = Client().post("/sign-in/", {"username": "nobody", "password": "a quite wrong password"})

    assert wrong.status_code == unknown.status_code == 422
    assert "ไม่ตรงกัน" in wrong.text
    assert wrong.text.replace("somjai", "NAME").count("NAME") == unknown.text.replace("nobody", "NAME").count("NAME")
    assert acts() == ["sign_in_failed", "sign_in_failed"]


def test_sign_in_refuses_a_disabled_account_in_the_same_words(client, account):
    User.objects.filter(pk=account.pk).update(is_active=False)

    assert "ไม่ตรงกัน" in sign_in(client).text


def test_what_was_typed_in_vain_is_not_written_down(client, account):
    sign_in(client, username="my secret pass", password="and another one")

    failed = Act.objects.get(what="sign_in_failed")
    assert (failed.about, failed.before, failed.after) == ("user:unknown", None, None)


def test_a_name_is_braked_after_five_mistakes_and_others_are_not(client, account):
    User.objects.create_user("malee", PASSWORD)
    for _n in range(5):
        last = sign_in(client, password="a quite wrong password")

    assert last.status_code == 429
    assert sign_in(client).status_code == 429
    assert sign_in(Client(), username="malee").status_code == 302


def test_an_unknown_name_is_braked_like_a_known_one(client):
    answers = [sign_in(client, username="nobody").status_code for _n in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]


def test_an_address_is_braked_whatever_the_names(client):
    answers = [sign_in(client, username=f"nobody{n}", REMOTE_ADDR="10.0.0.7").status_code for n in range(21)]

    assert answers[18:] == [422, 429, 429]


def test_a_braked_name_may_try_again_after_a_while(client, account, time_machine):
    time_machine.move_to(NOON, tick=False)
    for _n in range(5):
        sign_in(client, password="a quite wrong password")
    time_machine.move_to(NOON + timedelta(seconds=61), tick=False)

    assert sign_in(client).status_code == 302


def test_the_session_gets_a_new_name_at_sign_in(client, account):
    client.get("/sign-in/")
    before = client.cookies["csrf"].value
    client.session["planted"] = "by somebody else"
    key = client.session.session_key

    sign_in(client)

    assert client.session.session_key not in (None, key)
    assert client.cookies["csrf"].value != before


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, account):
    sign_in(client)

    for name in ("sid", "csrf"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("address", "led_to"),
    [
        ("/sessions/?page=2", "/sessions/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver@elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_to_this_site_and_nowhere_else(client, account, address, led_to):
    assert sign_in(client, next=address).headers["Location"] == led_to


def test_who_is_signed_in_is_not_asked_again(client, account):
    client.force_login(account)

    assert client.get("/sign-in/?next=https://elsewhere.example/").headers["Location"] == "/"
    assert client.get("/sign-in/?next=/sessions/").headers["Location"] == "/sessions/"


def test_a_page_sends_who_is_not_signed_in_to_sign_in_and_back(client):
    assert client.get("/sessions/?x=1").headers["Location"] == "/sign-in/?next=/sessions/%3Fx%3D1"


def test_a_form_sent_too_late_leads_back_to_the_page_that_held_it(client):
    response = client.post("/sessions/", headers={"referer": "http://testserver/sessions/"})

    assert response.headers["Location"] == "/sign-in/?next=http%3A//testserver/sessions/"
    assert client.post("/sessions/").headers["Location"] == "/sign-in/?next=/"


def test_a_partial_does_not_hold_the_sign_in_page(client):
    response = client.get(
        "/sessions/", headers={"hx-request": "true", "hx-current-url": "http://testserver/o/K01/sheet/"}
    )

    assert response.headers["HX-Redirect"] == "/sign-in/?next=/o/K01/sheet/"
    assert response.content == b""


def test_sign_out_ends_this_session_and_only_by_post(client, account):
    sign_in(client)
    other = Client()
    sign_in(other)

    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")

    assert client.get("/sessions/").status_code == 302
    assert other.get("/sessions/").status_code == 200
    assert acts() == ["sign_in", "sign_in", "sign_out"]


def test_an_idle_session_ends_after_an_hour(client, account, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in(client)
    time_machine.move_to(NOON + timedelta(minutes=59), tick=False)
    assert client.get("/sessions/").status_code == 200
    time_machine.move_to(NOON + timedelta(minutes=118), tick=False)
    assert client.get("/sessions/").status_code == 200

    time_machine.move_to(NOON + timedelta(minutes=179), tick=False)

    assert client.get("/sessions/").status_code == 302
    assert not Session.objects.filter(user=account).exists()


def test_a_session_ends_after_twelve_hours_however_busy(client, account, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in(client)
    for half_hours in range(1, 25):
        time_machine.move_to(NOON + timedelta(minutes=30 * half_hours), tick=False)
        assert client.get("/sessions/").status_code == 200

    time_machine.move_to(NOON + timedelta(hours=12, minutes=1), tick=False)

    assert client.get("/sessions/").status_code == 302


def test_who_may_give_rights_is_signed_out_sooner(client, account, time_machine):
    builders.officer(builders.network(), "administrator", name="somjai")
    time_machine.move_to(NOON, tick=False)
    sign_in(client)

    time_machine.move_to(NOON + timedelta(minutes=16), tick=False)

    assert client.get("/sessions/").status_code == 302


def test_a_disabled_account_is_out_at_the_next_click(client, account):
    sign_in(client)
    User.objects.filter(pk=account.pk).update(is_active=False)

    assert client.get("/sessions/").status_code == 302


def test_browsers_keep_nothing_of_who_is_signed_in(client, account):
    answer = sign_in(client)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert client.get("/sessions/").headers["Cache-Control"] == "no-store, private"
    assert client.get("/no-such-page").headers["Cache-Control"] == "no-store, private"


def test_own_sessions_show_each_device_and_end_the_others(client, account):
    sign_in(client)
    telephone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"})
    sign_in(telephone)

    page = client.get("/sessions/").text
    client.post("/sessions/")

    assert "Android · Chrome" in page
    assert client.session.session_key not in page
    assert telephone.session.session_key not in page
    assert telephone.get("/sessions/").status_code == 302
    assert client.get("/sessions/").status_code == 200
    assert acts() == ["sign_in", "sign_in", "sessions_ended"]


def everything_stored():
    """Return the text of every row of every table."""
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts += [text for (text,) in cursor.fetchall()]
        return "\n".join(texts)


def test_no_table_keeps_what_was_typed_in_vain(client, account):
    typed = ["ความลับหนึ่ง", "ความลับสอง", "ความลับสาม เป็ดไก่ห่าน", "ความลับสี่"]
    sign_in(client, username="typed-in-the-wrong-box", password=typed[0])
    client.force_login(account)
    client.post("/password/", {"current": typed[1], "password": typed[2], "again": typed[2]})
    client.post("/password/", {"current": PASSWORD, "password": typed[3], "again": typed[3]})

    stored = everything_stored()

    assert "somjai" in stored
    assert [text for text in [*typed, "typed-in-the-wrong-box", PASSWORD] if text in stored] == []
