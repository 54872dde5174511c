"""Passwords: long, not guessed, the same whichever way a keyboard writes them, and changed by their owner."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from federation.access.hashers import Argon2
from federation.access.passwords import canonical, one_time_password
from federation.audit.models import Act
from federation.kit import clock
from federation.people.models import User
from tests import builders

OLD, NEW = "กล้วย น้ำว้า สุก คาต้น", "เรือหางยาว ลอยน้ำ สามลำ"
COMPOSED, DECOMPOSED = "café au lait à Nîmes", unicodedata.normalize("NFD", "café au lait à Nîmes")


@pytest.mark.parametrize(
    "password",
    [
        NEW,
        "correct horse battery staple",
        "ปลูกข้าวหอมริมคลองทุกปี",
        "ที่นี่ ฝนตกชุก แปดเดือน",
        "a" * 5 + "bcdefghijkl mnop",
        "k7#Qz!vT2mXw9pL",
        "ทะเลหมอก 2569 บ้านคลองสระ",
        "ยาว" * 40 + " แม่น้ำตาปี",
        "x" + "yzabcd efghij " * 18,
    ],
)
def test_a_long_password_of_own_words_is_taken(password):
    validate_password(password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("สั้นไปหน่อยนะ", "too_short"),
        ("k7#Qz!vT2mXw9p", "too_short"),
        ("k7#Qz!vT2mXw9pL" * 18, "too_long"),
        ("1234567890123456", "guessed"),
        ("08 6475 5162 0864755162", "guessed"),
        ("ออมทรัพย์ออมทรัพย์2569", "guessed"),
        ("สัจจะออมทรัพย์ 2569!!", "guessed"),
        ("PasswordPassword123", "guessed"),
        ("qwertyuiopasdfgh", "guessed"),
        ("aaaaaaaaaaaaaaaaaaaa", "guessed"),
        ("abababababababababab", "guessed"),
        ("ฟหกดาสวฟหกดาสว1234", "guessed"),
    ],
)
def test_a_short_or_guessed_password_is_refused(password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert code in [error.code for error in refused.value.error_list]


def test_what_everybody_tries_first_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_password("1q2w3e4r5t6y7u8i9o0p")

    assert "common" in [error.code for error in refused.value.error_list]


@pytest.mark.django_db
def test_ones_own_name_is_no_password():
    user = User(username="somjai.deejai", person=builders.person(builders.group(), "สมใจรัก", "ดีเสมอมา"))

    for password in ("สมใจรัก ดีเสมอมา 2510", "Somjai.Deejai!2510"):
        with pytest.raises(ValidationError, match="เดาง่าย"):
            validate_password(password, user)


def test_length_is_counted_in_characters_as_read():
    fifteen = "é" * 9 + "xyzabc"

    validate_password(unicodedata.normalize("NFD", fifteen))
    with pytest.raises(ValidationError):
        validate_password(unicodedata.normalize("NFD", fifteen[1:]))


def test_a_password_opens_however_the_keyboard_composes_it():
    kept = Argon2().encode(COMPOSED, "0123456789abcdef")

    assert COMPOSED != DECOMPOSED
    assert Argon2().verify(DECOMPOSED, kept)
    assert not Argon2().verify(COMPOSED.upper(), kept)
    assert kept.startswith("argon2$argon2id$")


def test_sara_am_stays_one_letter():
    assert canonical("น้ำ") == "น้ำ"


def test_tones_and_vowels_typed_in_another_order_are_the_same_password():
    assert canonical("ปู\u0e48") == canonical("ป\u0e48\u0e39")


def test_one_time_passwords_are_long_all_different_and_easy_to_read_out():
    made = {one_time_password() for _n in range(1000)}

    assert len(made) == 1000
    assert {len(password) for password in made} == {19}
    assert not set("".join(made)) & set("01iloOuv")


# The page


@pytest.fixture
def account(db):
    return User.objects.create_user("somjai", OLD)


def change(client, **typed):
    return client.post("/password/", {"current": OLD, "password": NEW, "again": NEW, **typed})


def test_one_changes_ones_password_and_stays_here_only(client, account):
    client.force_login(account)
    elsewhere = Client()
    elsewhere.force_login(account)

    response = change(client)

    assert response.headers["Location"] == "/"
    assert client.get("/sessions/").status_code == 200
    assert elsewhere.get("/sessions/").status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert [act.what for act in Act.objects.all()] == ["password_changed"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current": "a quite wrong password"}, "current"),
        ({"again": NEW + "x"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "somjai somjai somjai", "again": "somjai somjai somjai"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_a_change_that_is_not_right_changes_nothing(client, account, typed, field):
    client.force_login(account)

    response = change(client, **typed)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert NEW not in response.text
    account.refresh_from_db()
    assert account.check_password(OLD)


def test_guessing_the_old_password_at_an_open_browser_is_braked(client, account):
    client.force_login(account)

    answers = [change(client, current="a quite wrong password").status_code for _n in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]
    assert change(client).status_code == 429


def test_a_given_password_is_changed_before_anything_else(client, account):
    User.objects.filter(pk=account.pk).update(must_change_password=True)
    client.post("/sign-in/", {"username": "somjai", "password": OLD})
    assert client.get("/sessions/").headers["Location"] == "/password/"

    client.post("/password/", {"password": NEW, "again": NEW})

    assert client.get("/sessions/").status_code == 200
    account.refresh_from_db()
    assert not account.must_change_password


def test_the_given_password_cannot_be_kept(client, account):
    User.objects.filter(pk=account.pk).update(must_change_password=True)
    client.force_login(account)

    response = client.post("/password/", {"password": OLD, "again": OLD})

    assert response.status_code == 422
    assert check_password(OLD, User.objects.get().password)


def test_a_paper_opens_the_door_for_seven_days(account, client, time_machine):
    noon = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
    account.must_change_password, account.given_until = True, noon + timedelta(days=7)
    account.save(update_fields=["must_change_password", "given_until"])
    paper = {"username": "somjai", "password": OLD}

    time_machine.move_to(noon + timedelta(days=7, seconds=1), tick=False)
    late = client.post("/sign-in/", paper)
    time_machine.move_to(noon + timedelta(days=7), tick=False)
    in_time = client.post("/sign-in/", paper)

    assert (late.status_code, in_time.status_code) == (422, 302)
    assert "เก่าเกินไป" in late.text
    assert client.get("/sessions/").headers["Location"] == "/password/"


def test_a_password_of_ones_own_does_not_grow_old(account, client):
    account.must_change_password, account.given_until = True, clock.now() + timedelta(days=7)
    account.save(update_fields=["must_change_password", "given_until"])
    client.force_login(account)

    client.post("/password/", {"password": NEW, "again": NEW})

    account.refresh_from_db()
    assert (account.must_change_password, account.given_until) == (False, None)
