"""Guessing passwords gets slower and slower, the same for names that exist and names that don't."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model, login
from django.test import RequestFactory

from federation.access import brakes
from federation.access.sessions import SessionStore

NOON = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)
PASSWORD = "ปลูกข้าวหอมริมคลองทุกปี"

pytestmark = pytest.mark.django_db


def attempt(name, password, *, address="192.0.2.7"):
    """Try to sign in and return the user, or None."""
    request = RequestFactory().post("/", {"username": name, "password": password}, REMOTE_ADDR=address)
    request.session = SessionStore()
    user = authenticate(request, username=name, password=password)
    if user:
        login(request, user)
    return user


@pytest.fixture
def somchai():
    return get_user_model().objects.create_user("somchai", password=PASSWORD)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def fail(times, *, name="somchai", address="192.0.2.7"):
    for _ in range(times):
        attempt(name, "wrong", address=address)


def test_four_mistakes_are_free(somchai, clock):
    fail(4)

    assert attempt("somchai", PASSWORD) == somchai


def test_after_five_mistakes_even_the_right_password_waits_a_minute(somchai, clock):
    fail(5)
    at_once = attempt("somchai", PASSWORD)
    clock.shift(timedelta(minutes=1))

    assert at_once is None
    assert attempt("somchai", PASSWORD) == somchai


def test_trying_while_one_must_wait_does_not_lengthen_the_wait(somchai, clock):
    fail(5)
    clock.shift(timedelta(seconds=50))
    fail(3)
    clock.shift(timedelta(seconds=10))

    assert attempt("somchai", PASSWORD) == somchai


def test_signing_in_forgets_the_mistakes(somchai, clock):
    fail(4)
    attempt("somchai", PASSWORD)
    fail(4)

    assert attempt("somchai", PASSWORD) == somchai


def test_a_name_that_does_not_exist_waits_just_the_same(clock):
    fail(5, name="nobody")

    assert brakes.name_must_wait("nobody", at=NOON)
    assert not brakes.name_must_wait("nobody", at=NOON + timedelta(minutes=1))


def test_an_address_that_guesses_many_names_waits_and_others_do_not(somchai, clock):
    for number in range(20):
        fail(1, name=f"guess{number}")

    assert attempt("somchai", PASSWORD) is None
    assert attempt("somchai", PASSWORD, address="198.51.100.1") == somchai
    clock.shift(timedelta(hours=1))
    assert attempt("somchai", PASSWORD) == somchai


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (5, timedelta(minutes=1)),
        (6, timedelta(minutes=2)),
        (10, timedelta(minutes=32)),
        (15, timedelta(minutes=1024)),
        (16, timedelta(days=1)),
        (20, timedelta(days=1)),
        (99, timedelta(days=1)),
    ],
)
def test_each_mistake_doubles_the_wait(failures, wait):
    assert brakes.wait_after(failures) == wait


def test_an_address_is_the_one_our_proxy_wrote(rf, settings):
    forged = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.4"}, REMOTE_ADDR="10.0.0.1")

    settings.BEHIND_PROXY = False
    direct = brakes.address_of(forged)
    settings.BEHIND_PROXY = True
    behind = brakes.address_of(forged)

    assert (direct, behind) == ("10.0.0.1", "198.51.100.4")
