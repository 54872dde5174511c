from decimal import Decimal
from fractions import Fraction

import pytest

from federation.ratios.rules import FIGURES, RATIOS, SETS, added_up, answer, figures_of, rounded
from federation.ratios.rules.figures import When
from federation.ratios.rules.pearls import PARTS, PEARLS, RESULT

WORKED = {
    "savings": 48_000,
    "loans": 40_000,
    "loan_cash": 15_000,
    "other_cash": 2_000,
    "property_start": 1_000,
    "property": 1_500,
    "debts": 3_000,
    "members": 24,
    "attending": 21,
    "dropped": 1,
    "members_start": 23,
    "loan_count": 10,
    "borrowers": 10,
    "late": 2_000,
    "late_30": 2_000,
    "weeks": 26,
    "other_assets": 0,
    "allowance": 0,
    "kept_start": 0,
}


@pytest.mark.parametrize(
    ("key", "exact", "shown"),
    [
        ("assets", Fraction(58_500), "58500.00"),
        ("equity", Fraction(55_500), "55500.00"),
        ("profit", Fraction(4_500), "4500.00"),
        ("utilisation", Fraction(800, 11), "72.73"),
        ("return_savings", Fraction(75, 8), "9.38"),
        ("return_savings_year", Fraction(75, 4), "18.75"),
        ("return_assets", Fraction(100, 13), "7.69"),
        ("return_assets_year", Fraction(200, 13), "15.38"),
        ("attendance", Fraction(175, 2), "87.50"),
        ("drop_out", Fraction(4), "4.00"),
        ("retention", Fraction(96), "96.00"),
        ("growth_members", Fraction(100, 23), "4.35"),
        ("savings_each", Fraction(2_000), "2000.00"),
        ("loan_each", Fraction(4_000), "4000.00"),
        ("with_loan", Fraction(125, 3), "41.67"),
        ("late", Fraction(5), "5.00"),
        ("par_30", Fraction(5), "5.00"),
        ("members", Fraction(24), "24"),
    ],
)
def test_worked_case_of_a_savings_group(key, exact, shown):
    found = answer(RATIOS[key], WORKED)

    assert found.value == exact
    assert rounded(RATIOS[key], found.value) == Decimal(shown)


def test_answer_names_what_is_missing_and_makes_up_no_zero():
    found = answer(RATIOS["attendance"], WORKED | {"attending": None})

    assert (found.value, found.missing) == (None, ["attending"])


def test_answer_over_nothing_is_no_number():
    found = answer(RATIOS["late"], WORKED | {"loans": 0, "late": 0})

    assert (found.value, found.missing, found.over_nothing) == (None, [], True)


def test_rounded_goes_half_away_from_zero_on_both_sides():
    shown = [rounded(RATIOS["late"], Fraction(n, 8)) for n in (75, -75)]

    assert shown == [Decimal("9.38"), Decimal("-9.38")]


def test_pearls_are_the_forty_four():
    assert {letter: len(ratios) for letter, (_name, ratios) in PARTS.items()} == {
        "P": 6,
        "E": 9,
        "A": 3,
        "R": 12,
        "L": 3,
        "S": 11,
    }
    assert len({ratio.key for ratio in PEARLS}) == 44


def test_every_ratio_is_of_figures_that_are_defined_and_stands_in_one_set():
    in_sets = [ratio.key for _name, parts in SETS.values() for _part, ratios in parts for ratio in ratios]

    assert sorted(in_sets) == sorted(RATIOS)
    assert {name for ratio in RATIOS.values() for name in ratio.names} - set(FIGURES) == set()


CODES = [
    "11010",
    "12100",
    "13010",
    "13090",
    "13110",
    "14010",
    "15010",
    "16020",
    "17010",
    "17040",
    "17050",
    "18010",
    "21020",
    "21050",
    "22010",
    "23010",
    "24020",
]
CODES += [
    "31010",
    "31020",
    "32010",
    "33010",
    "34100",
    "34540",
    "35010",
    "41010",
    "42010",
    "42040",
    "43010",
    "43020",
    "44010",
    "45010",
    "46030",
]
CODES += [
    "51010",
    "52010",
    "53010",
    "54010",
    "54100",
    "55010",
    "55020",
    "55050",
    "55060",
    "55070",
    "56010",
    "57010",
    "58010",
    "59000",
]


@pytest.mark.parametrize("code", CODES)
def test_every_account_counts_once_in_the_result_and_in_the_position(code):
    in_year = {name: sign for name, sign in figures_of(code, True, When.YEAR) if name in RESULT}
    now = dict(figures_of(code, True, When.NOW))

    if code[0] in "45":
        assert [RESULT[name] * sign for name, sign in in_year.items()] == [-1]
    groups = {
        "1": ("loans", "allowance", "loan_cash", "property", "other_assets"),
        "2": ("deposits", "external", "payables"),
        "3": ("shares", "reserves", "surplus", "set_apart"),
        "4": ("surplus",),
        "5": ("surplus",),
    }
    assert sum(name in now for name in groups[code[0]]) == 1


def test_added_up_is_the_ratio_of_sums_not_the_middle_of_ratios():
    small, large = WORKED | {"loans": 1_000, "late": 1_000}, WORKED | {"loans": 99_000, "late": 0}
    names = RATIOS["late"].names

    assert answer(RATIOS["late"], added_up([small, large], names=names)).value == 1


def test_added_up_leaves_weeks_unknown_where_years_began_on_different_days():
    yearly = RATIOS["return_savings_year"]
    found = added_up([WORKED, WORKED | {"weeks": 3}], names=yearly.names)

    assert answer(yearly, found).missing == ["weeks"]
