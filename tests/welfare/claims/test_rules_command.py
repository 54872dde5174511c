"""`manage.py welfare_quote`: the worked examples whole, through the command."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests import builders
from welfare.claims.actions.rules import add_benefit
from welfare.claims.rules import PRESETS


def run(capsys, *words):
    call_command("welfare_quote", *words)
    return capsys.readouterr().out


def answer(capsys, *words):
    return json.loads(run(capsys, *words, "--json"))


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("2020-06-28", "0.00"),
        ("2020-06-29", "1500.00"),
        ("2020-12-30", "1500.00"),
        ("2020-12-31", "3000.00"),
        ("2021-12-30", "3000.00"),
        ("2021-12-31", "6000.00"),
        ("2024-12-29", "6000.00"),
        ("2024-12-30", "10000.00"),
        ("2026-03-20", "10000.00"),
        ("2027-12-30", "12000.00"),
        ("2037-01-01", "21000.00"),
    ],
)
def test_death_tiers_of_sadao(capsys, on, amount):
    words = ("--preset", "sadao", "--event", "death", "--joined", "2563-01-01", "--on", on)

    assert answer(capsys, *words)["amount"] == amount


def test_ninety_one_days_without_payment(capsys):
    words = ("--preset", "sadao", "--event", "death", "--joined", "2020-01-01", "--on", "2026-03-20")

    refused = answer(capsys, *words, "--paid-through", "2025-12-19")

    assert (refused["amount"], refused["lines"]) == ("0.00", [])
    assert len(refused["refusals"]) == 1 and "91" in refused["refusals"][0]


YASOTHON = ("--preset", "yasothon", "--joined", "2020-01-01", "--on", "2026-03-20")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        (("--event", "hospital", "--nights", "3"), "300.00"),
        (("--event", "hospital", "--nights", "5", "--used-nights", "18"), "200.00"),
        (("--event", "hospital", "--nights", "2", "--used", '{"nights": 20}'), "0.00"),
        (("--event", "birth", "--nights", "7"), "1000.00"),
        (("--event", "birth", "--nights", "5", "--used-baht", "1000"), "1000.00"),
        (("--event", "birth", "--nights", "5", "--used-baht", "2000"), "0.00"),
        (("--event", "pension", "--age", "61", "--member-since", "2016-03-20"), "1500.00"),
        (("--event", "pension", "--age", "61", "--member-since", "2006-03-20"), "2000.00"),
        (("--event", "pension", "--born", "1960-03-20", "--member-since", "1996-03-20"), "2500.00"),
        (("--event", "pension", "--age", "59", "--member-since", "1996-03-20"), "0.00"),
    ],
)
def test_hospital_birth_and_pension_of_yasothon(capsys, words, amount):
    assert answer(capsys, *YASOTHON, *words)["amount"] == amount


def test_the_narrower_reading_of_the_birth_cap_is_a_switch_in_a_file(capsys, tmp_path):
    rule = json.loads(run(capsys, "--preset", "yasothon-birth", "--show"))
    rule["caps"][0]["covers"] = "nights"
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"birth": rule}))
    words = ("--rules", str(file), "--event", "birth", "--joined", "2020-01-01", "--on", "2026-03-20")

    third = answer(capsys, *words, "--nights", "5", "--used", '{"baht_year_nights": 1000}')
    last = answer(capsys, *words, "--nights", "5", "--used", '{"baht_year_nights": 2000}')

    assert [third["amount"], last["amount"]] == ["1000.00", "500.00"]


def test_a_table_with_the_printed_error_is_refused_whole(tmp_path):
    rows = [{"from": "8y1d", "to": "18y", "baht": "15000"}, {"from": "15y1d", "baht": "20000"}]
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"event": "death", "basis": "calendar", "parts": [{"kind": "tiers", "rows": rows}]}))

    with pytest.raises(CommandError):
        call_command("welfare_quote", "--rules", str(file), "--joined", "2020-01-01", "--on", "2026-03-20")


def test_text_says_each_step_and_lines_add_up(capsys):
    text = run(capsys, *YASOTHON, "--event", "birth", "--nights", "7")

    assert text.count("500.00") == 2 and "1,000.00" in text


@pytest.mark.parametrize(
    "words",
    [
        ("--preset", "sadao", "--event", "flood", "--joined", "2020-01-01", "--on", "2026-03-20"),
        ("--preset", "nowhere", "--joined", "2020-01-01", "--on", "2026-03-20"),
        ("--preset", "sadao-death", "--joined", "2020-01-01"),
        ("--preset", "sadao-death", "--joined", "2020-02-30", "--on", "2026-03-20"),
        ("--preset", "sadao-hospital", "--joined", "2020-01-01", "--on", "2026-03-20", "--nights", "-1"),
        ("--preset", "sadao-hospital", "--joined", "2020-01-01", "--on", "2026-03-20", "--used", "[]"),
        ("--preset", "sadao-hospital", "--joined", "2020-01-01", "--on", "2026-03-20", "--used", '{"beds": 1}'),
        ("--joined", "2020-01-01", "--on", "2026-03-20"),
        ("--rules", "/nowhere.json", "--joined", "2020-01-01", "--on", "2026-03-20"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(words):
    with pytest.raises(CommandError) as refused:
        call_command("welfare_quote", *words)
    assert str(refused.value).strip() and "\n" not in str(refused.value)


@pytest.mark.django_db
def test_a_funds_own_rule_of_the_day_is_asked(capsys):
    fund = builders.fund(builders.group(code="KC01"))
    paper = {"resolution_no": "2/2569", "resolution_on": date(2026, 1, 5), "holds_from": date(2026, 1, 5)}
    terms = PRESETS["simple-disaster"].terms
    add_benefit(fund, terms=terms, name_th="ภัยพิบัติ", by=builders.user("chair"), at=builders.AT, **paper)
    words = ("--organisation", "KC01", "--fund", "WELF", "--benefit", "disaster", "--joined", "2020-01-01", "--on")

    assert answer(capsys, *words, "2026-02-01")["amount"] == "500.00"
    with pytest.raises(CommandError):
        call_command("welfare_quote", *words, "2026-01-01")
    with pytest.raises(CommandError):
        call_command("welfare_quote", "--organisation", "KC01", "--joined", "2020-01-01", "--on", "2026-02-01")
