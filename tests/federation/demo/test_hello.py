import json

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from federation.demo import hello
from federation.demo.officers import PASSWORD
from tests import builders

pytestmark = pytest.mark.django_db


def test_hello_names_nobody_where_there_is_no_demo(capsys):
    call_command("demo", "--hello", "--json")

    assert json.loads(capsys.readouterr().out) == {"users": []}
    assert hello.text() == ""


def test_hello_names_the_treasurer_first_in_both_languages():
    for account in hello.ACCOUNTS:
        builders.user(account.username)

    greeting, facts = hello.text(), hello.facts()

    assert facts["users"][0] == {
        "username": "kd01-treasurer",
        "password": PASSWORD,
        "role": "treasurer",
        "organisation": "KD01",
    }
    assert {"network_committee", "network_treasurer", "facilitator", "auditor", "administrator", "chair"} < {
        user["role"] for user in facts["users"]
    }
    assert greeting.count(PASSWORD) == 2
    assert greeting.index("ลองทำตามนี้ก่อน") < greeting.index("Try this first")


def test_demo_password_is_one_that_a_person_could_choose():
    validate_password(PASSWORD)


def test_demo_is_not_mixed_with_real_data():
    builders.network()

    with pytest.raises(CommandError):
        call_command("demo", "--groups", "1", "--months", "1")
    call_command("demo", "--if-empty")

    assert hello.facts() == {"users": []}


def test_demo_is_never_made_on_a_public_site(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("demo", "--groups", "1", "--months", "1")
