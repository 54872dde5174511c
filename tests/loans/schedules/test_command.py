"""What the command refuses, and how it prints; its figures are held in `test_cases`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.loans.schedules.test_cases import words

PLAIN = "--principal 12000 --rate 1 --instalments 12 --start 2026-01-05"


def told(arguments):
    out = StringIO()
    call_command("loan_schedule", *words(arguments), stdout=out)
    return out.getvalue()


def test_principal_rate_instalments_and_start_are_enough():
    answer = json.loads(told(PLAIN + " --json"))

    assert list(answer) == ["rows", "effective_yearly_rate"]
    assert answer["rows"][0] == {
        "n": 1,
        "due": "2026-02-05",
        "days": 31,
        "principal": "995.42",
        "interest": "10.00",
        "total": "1005.42",
        "balance": "11004.58",
    }
    assert answer["effective_yearly_rate"] == "1.00"


def test_table_shows_the_rows_their_sums_and_the_rate():
    lines = told(PLAIN).splitlines()

    assert lines[1].split() == ["1", "2026-02-05", "31", "995.42", "10.00", "1,005.42", "11,004.58"]
    assert lines[-2].split()[0] == "12,000.00"
    assert lines[-1] == "effective yearly rate: 1.00 %"


def test_buddhist_years_are_read():
    assert told(PLAIN.replace("2026", "2569")) == told(PLAIN)


def test_payouts_alone_say_principal_and_start():
    payouts = "--payout 2026-01-05:5000 --payout 2026-03-01:7000 --rate 1 --instalments 12"

    assert told(payouts) == told(payouts + " --principal 12000 --start 2026-01-05")


def test_usual_day_count_follows_the_interval():
    weekly = PLAIN + " --every '1 week'"

    assert told(weekly) == told(weekly + " --day-count 364")
    assert told(PLAIN + " --every '15 days'") == told(PLAIN + " --every '15 days' --day-count actual/365")


def test_pause_and_its_free_kind():
    paused = json.loads(told(PLAIN + " --pause 2026-02-01:2026-03-31 --json"))["rows"]
    free = json.loads(told(PLAIN + " --pause-free 2026-02-01:2026-03-31 --json"))["rows"]

    assert paused[0]["due"] == free[0]["due"] == "2026-04-05"
    assert (paused[0]["interest"], free[0]["interest"]) == ("30.00", "10.00")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--principal 12000 --rate 1 --instalments 12", "Give --principal and --start"),
        ("--principal 12000 --instalments 12 --start 2026-01-05", "--rate is a per cent"),
        ("--principal 12000 --rate 1 --start 2026-01-05", "1 to 600"),
        (PLAIN.replace("12000", "12.345"), "two places"),
        (PLAIN.replace("12000", "0"), "above zero"),
        (PLAIN.replace("01-05", "02-30"), "is not a date"),
        (PLAIN.replace("--rate 1 ", "--rate one "), "--rate is a per cent"),
        (PLAIN.replace("--rate 1 ", "--rate 1e9 "), "--rate is a per cent"),
        (PLAIN.replace("--rate 1 ", "--rate 2000 "), "between 0 and 1,000"),
        (PLAIN + " --per week", "--per is one of"),
        (PLAIN + " --method annuity", "--method is one of"),
        (PLAIN + " --day-count 30/365", "--day-count is one of"),
        (PLAIN + " --rounding up", "--rounding is one of"),
        (PLAIN + " --every fortnight", "1 month, 2 weeks or 15 days"),
        (PLAIN + " --multiple 0", "multiples of 0.01 to 1,000"),
        (PLAIN + " --grace-principal 12", "before the last instalment"),
        (PLAIN + " --grace-interest -1", "whole number"),
        (PLAIN + " --first-due 2026-01-05", "after the money is paid out"),
        (PLAIN + " --payout 2026-01-05:5000", "differs from the sum"),
        (PLAIN.replace("--principal 12000", "--payout 2026-01-06:5000"), "differs from the day"),
        (PLAIN + " --payout 12000", "colon"),
        (PLAIN + " --method percent", "percent of each instalment"),
        (PLAIN + " --per term --day-count months --every '1 week' --instalments 2", "too short"),
        (PLAIN + " --rate-from 2026-02-01:2 --per term", "per year or per month"),
        (PLAIN + " --pause 2026-03-01:2026-02-01", "after it begins"),
        (PLAIN + " --fees 12000", "less than the first payout"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments, said):
    with translation.override("en"), pytest.raises(CommandError) as refused:
        told(arguments)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_unknown_option_is_one_line_too(capsys):
    from federation.management.commands.loan_schedule import Command

    command = Command()
    command._called_from_command_line = True
    with pytest.raises(SystemExit) as left:
        command.create_parser("manage.py", "loan_schedule").parse_args(["--colour", "green"])

    assert left.value.code == 1
    assert capsys.readouterr().err == "CommandError: unrecognized arguments: --colour green\n"
