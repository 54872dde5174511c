import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def allocated(*words):
    out = StringIO()
    call_command("allocate", *words, stdout=out)
    return out.getvalue()


def test_allocate_prints_the_parts_as_json():
    words = ("48,250.75", "60", "10", "30", "--names", "dividend", "contribution", "welfare", "--percent", "--json")
    found = json.loads(allocated(*words))

    assert {part["name"]: part["part"] for part in found["parts"]} == {
        "dividend": "28950.45",
        "contribution": "4825.08",
        "welfare": "14475.22",
    }
    assert found["total"] == found["amount"] == "48250.75"


def test_allocate_says_what_rounding_to_quarters_costs():
    found = json.loads(allocated("36.90", "1210", "1230", "1250", "--round", "quarter", "--json"))

    assert [part["rounded"] for part in found["parts"]] == ["12.25", "12.50", "12.50"]
    assert found["total"] == "37.25" and found["more_than_amount"] == "0.35"


def test_allocate_prints_a_table():
    assert allocated("1000", "42600", "3000").split()[2::3] == ["934.21", "65.79"]


@pytest.mark.parametrize(
    "words",
    [
        ("12.345", "1"),
        ("10", "-1"),
        ("10", "0"),
        ("10", "x"),
        ("10", "50", "49", "--percent"),
        ("10", "1", "2", "--names", "a"),
    ],
)
def test_allocate_refuses_what_cannot_be_divided(words):
    with pytest.raises(CommandError):
        allocated(*(f"{word}" for word in words))
