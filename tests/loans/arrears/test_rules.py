from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from federation.kit.money import ZERO
from loans.arrears.rules import (
    Scale,
    Standing,
    allowance,
    class_of,
    full_months,
    is_bad,
    months_late,
    rate_of,
    ratios,
    share_out,
    worst,
)
from loans.lending.rules.lateness import Paused, days_late

D = Decimal
SCALE = Scale()


@dataclass(frozen=True)
class Lent:
    principal: Decimal
    standing: Standing
    overdue: Decimal = ZERO
    own: Decimal = ZERO


def late(baht, months, **more):
    return Lent(D(baht), Standing(days=months * 30, months=months, **more))


E9 = [late(10_000, 0), late(8_000, 2), late(20_000, 4), late(15_000, 9), late(5_000, 14)]


def test_the_worked_example_has_these_classes_and_this_allowance():
    lines = allowance(E9, scale=SCALE)

    assert [(line.name, line.principal, line.amount) for line in lines] == [
        ("normal", 10_000, D("0.00")),
        ("special_mention", 8_000, D("160.00")),
        ("sub_standard", 20_000, D("4000.00")),
        ("doubtful", 15_000, D("7500.00")),
        ("loss", 5_000, D("5000.00")),
    ]
    assert sum(line.amount for line in lines) == D("16660.00")


def test_the_worked_example_has_these_ratios():
    found = {ratio.key: ratio.percent for ratio in ratios(E9, scale=SCALE)}

    assert found["npl"] == D("68.97")
    assert found["par_30"] == D("82.76")


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (date(2026, 3, 5), date(2026, 6, 5), 3),
        (date(2026, 3, 5), date(2026, 6, 4), 2),
        (date(2026, 3, 5), date(2026, 3, 6), 0),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2026, 8, 31), date(2026, 9, 30), 1),
        (date(2026, 8, 31), date(2026, 10, 30), 1),
        (date(2026, 8, 31), date(2026, 10, 31), 2),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 12, 15), date(2026, 1, 14), 0),
        (date(2025, 12, 15), date(2026, 12, 15), 12),
    ],
)
def test_full_months_are_clamped_to_the_ends_of_months(since, on, months):
    assert full_months(since, on) == months


def test_days_begin_the_day_after_the_due_date():
    since = date(2026, 3, 5)

    assert [days_late(since, on=since + timedelta(days=n)) for n in (-3, 0, 1, 92)] == [0, 0, 1, 92]
    assert days_late(None, on=since) == 0


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 92),
        ([(date(2026, 4, 1), date(2026, 4, 30))], 62),
        ([(date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 4, 20), date(2026, 5, 9))], 53),
        ([(date(2026, 1, 1), date(2026, 3, 10))], 87),
        ([(date(2026, 1, 1), date(2026, 3, 5))], 92),
        ([(date(2026, 6, 1), date(2026, 9, 1))], 87),
        ([(date(2026, 2, 1), date(2026, 9, 1))], 0),
    ],
)
def test_paused_days_are_not_late(pauses, days):
    spans = [Paused(*pause) for pause in pauses]

    assert days_late(date(2026, 3, 5), on=date(2026, 6, 5), pauses=spans) == days


def test_a_pause_moves_the_months_as_it_moves_the_days():
    on = date(2026, 6, 5)

    assert months_late(days_late(date(2026, 3, 5), on=on), on=on) == 3
    assert months_late(days_late(date(2026, 3, 5), on=on, pauses=[Paused(on, on)]), on=on) == 2


@pytest.mark.parametrize(
    ("months", "name", "bad"),
    [
        (0, "normal", False),
        (1, "normal", False),
        (2, "special_mention", False),
        (3, "special_mention", False),
        (4, "sub_standard", True),
        (6, "sub_standard", True),
        (7, "doubtful", True),
        (12, "doubtful", True),
        (13, "loss", True),
    ],
)
def test_classes_by_full_months(months, name, bad):
    standing = Standing(days=months * 30, months=months)

    assert (class_of(standing, scale=SCALE), is_bad(standing, scale=SCALE)) == (name, bad)


def test_restructured_and_in_court_come_ahead_of_the_months():
    assert class_of(Standing(0, 0, restructured=True), scale=SCALE) == "restructured"
    assert class_of(Standing(500, 16, restructured=True), scale=SCALE) == "restructured"
    assert class_of(Standing(40, 1, restructured=True, in_court=True), scale=SCALE) == "in_court"


@pytest.mark.parametrize(
    ("standing", "rate"),
    [
        (Standing(0, 0, restructured=True), 20),
        (Standing(220, 7, restructured=True), 50),
        (Standing(40, 1, in_court=True), 50),
        (Standing(400, 13, in_court=True), 100),
    ],
)
def test_of_several_rates_the_highest_counts(standing, rate):
    assert rate_of(standing, scale=SCALE) == rate


def test_in_court_is_bad_however_late():
    assert is_bad(Standing(10, 0, in_court=True), scale=SCALE)
    assert not is_bad(Standing(10, 0, restructured=True), scale=SCALE)


def test_a_borrower_is_in_the_worst_class_of_all_loans():
    assert worst(["normal", "doubtful", "special_mention"]) == "doubtful"
    assert worst(["restructured", "special_mention"]) == "restructured"
    assert worst(["in_court", "loss"]) == "loss"


def test_a_restructured_loan_stays_at_risk_though_it_is_paid_on_time():
    found = {r.key: r.part for r in ratios([late(1_000, 0), late(500, 0, restructured=True)], scale=SCALE)}

    assert found["par_1"] == found["par_90"] == 500
    assert found["npl"] == 0


@pytest.mark.parametrize(("days", "at_risk"), [(1, []), (2, [1]), (30, [1]), (31, [1, 30]), (61, [1, 30, 60])])
def test_par_counts_loans_late_more_than_so_many_days(days, at_risk):
    loan = Lent(D(100), Standing(days=days, months=0))

    found = ratios([loan], scale=SCALE)

    assert [r.key for r in found if r.key.startswith("par_") and r.part] == [f"par_{n}" for n in at_risk]


def test_the_savings_groups_par_counts_late_instalments_alone():
    loans = [Lent(D(10_000), Standing(40, 1), overdue=D(500)), Lent(D(30_000), Standing(0, 0))]

    found = {ratio.key: ratio for ratio in ratios(loans, scale=SCALE)}

    assert found["savings_par"].percent == D("1.25")
    assert found["par_30"].percent == D("25.00")
    assert str(found["savings_par"].formula) != str(found["par_30"].formula)


def test_without_loans_there_is_no_ratio():
    assert {ratio.percent for ratio in ratios([], scale=SCALE)} == {None}


def test_the_limits_and_rates_are_data():
    scale = Scale(months=(2, 4, 8, 24), rates=(D(1), D(5), D(10), D(25), D(50)), npl_months=6)

    assert class_of(Standing(70, 2), scale=scale) == "normal"
    assert rate_of(Standing(70, 2), scale=scale) == 1
    assert class_of(Standing(700, 23), scale=scale) == "doubtful"
    assert not is_bad(Standing(180, 6), scale=scale)


def test_own_savings_count_once_over_several_loans():
    loans = [late(3_000, 9), late(5_000, 2)]

    assert share_out(D(4_000), loans=loans) == [D(3_000), D(1_000)]
    assert share_out(D(-5), loans=loans) == [ZERO, ZERO]


def test_the_note_says_what_would_be_set_aside_after_own_savings():
    lent = Lent(D(20_000), Standing(130, 4), own=D(6_000))

    [line] = allowance([lent], scale=SCALE)

    assert (line.amount, line.amount_less_own) == (D("4000.00"), D("2800.00"))
