"""The settings of an installation that is run for real, seen from a process of its own."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from federation.kit.crypto import new_key

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import json, sys, django
from django.conf import settings
django.setup()
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


@pytest.fixture
def production(tmp_path):
    """Return the environment of an installation run for real."""
    ours = {"SATJA", "SECRET", "DATABASE", "DEBUG", "DJANGO"}
    inherited = {name: value for name, value in os.environ.items() if name.split("_")[0] not in ours}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "federation.settings",
        "SATJA_HOSTS": "satja.example.org",
        "SATJA_DATA": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SATJA_KEYS": "2569:" + new_key(),
        "SATJA_INDEX_KEY": new_key(),
        "DATABASE_URL": "postgres://app@db.example.org/satja",
    }


def run(environment, *arguments):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def asked(environment, *names):
    answer = run(environment, "-c", ASK, *names)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_deployment_check_finds_nothing(production):
    checked = run(production, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr


def test_cookies_are_bound_to_the_host_and_to_https(production):
    assert asked(
        production,
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "DEBUG",
        "ALLOWED_HOSTS",
    ) == {
        "SESSION_COOKIE_NAME": "__Host-sid",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["satja.example.org"],
    }


@pytest.mark.parametrize("name", ["SECRET_KEY", "SATJA_KEYS", "SATJA_INDEX_KEY", "DATABASE_URL"])
def test_nothing_secret_is_made_up_when_run_for_real(production, name):
    del production[name]

    answer = run(production, "-c", ASK, "DATABASES", "SECRET_KEY")

    assert answer.returncode != 0
    assert name in answer.stderr


def test_passwords_are_kept_by_argon2(production):
    assert asked(production, "PASSWORD_HASHERS") == {"PASSWORD_HASHERS": ["federation.access.hashers.Argon2"]}


def test_on_ones_own_machine_the_site_answers_only_there(production):
    for name in ("SATJA_HOSTS", "SECRET_KEY", "SATJA_KEYS", "SATJA_INDEX_KEY"):
        del production[name]

    first = asked(production, "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SECRET_KEY")
    again = asked(production, "SECRET_KEY")

    assert first["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert first["SESSION_COOKIE_SECURE"] is False
    assert first["SECRET_KEY"] == again["SECRET_KEY"]


def test_a_server_where_every_statement_has_an_end(production):
    options = asked(production, "DATABASES")["DATABASES"]["default"]["OPTIONS"]["options"]

    assert options == ("-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s")


def test_our_own_server_is_found_whatever_its_folder_is_called(production, tmp_path):
    production["DATABASE_URL"] = "postgres://app@%2Ftmp%2Fa%20folder/app"

    assert asked(production, "DATABASES")["DATABASES"]["default"]["HOST"] == "/tmp/a folder"
