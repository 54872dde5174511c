from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kit.money import (
    HALF_EVEN,
    MOST,
    NotAnAmount,
    parse_amount,
    round_satang,
    show,
    show_input,
    split,
)

amounts = st.decimals(min_value=0, max_value=MOST, places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,250.50", "1250.50"),
        ("1250.5", "1250.50"),
        ("๑๒๕๐", "1250.00"),
        ("๑,๒๕๐.๕๐บาทถ้วน", "1250.50"),
        ("  1,250 ", "1250.00"),
        ("฿ 300", "300.00"),
        ("300 บาท", "300.00"),
        ("300 บ.", "300.00"),
        ("500.-", "500.00"),
        ("\u200b300\u00a0", "300.00"),
        ("0", "0.00"),
        ("๐", "0.00"),
        ("007", "7.00"),
        ("99,999,999.99", "99999999.99"),
        (300, "300.00"),
        (300.5, "300.50"),
        (0.1 + 0.2, "0.30"),
        (Decimal("1E+3"), "1000.00"),
    ],
)
def test_parse_amount_takes(typed, amount):
    read = parse_amount(typed)

    assert (str(read), type(read)) == (amount, Decimal)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (None, "empty"),
        ("  \u200b ", "empty"),
        ("-", "dash"),
        ("–", "dash"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("5-", "negative"),
        ("(5)", "negative"),
        ("1e3", "exponent"),
        ("1E+3", "exponent"),
        ("1_000", "underscore"),
        ("1 250", "spaces"),
        ("1,25", "commas"),
        ("1,0000", "commas"),
        ("0,500", "commas"),
        (",500", "commas"),
        ("1,25.50", "commas"),
        ("1.250,50", "points"),
        ("1..5", "points"),
        ("5.", "points"),
        (".5", "points"),
        ("12.345", "places"),
        ("0.001", "places"),
        ("100,000,000", "too_large"),
        ("9" * 40, "too_large"),
        ("99999999.999", "places"),
        (1e22, "too_large"),
        ("NaN", "not_number"),
        ("Infinity", "not_number"),
        (float("nan"), "not_number"),
        ("สามร้อย", "not_number"),
        ("１２", "not_number"),
        ("0x10", "not_number"),
        ("=1+1", "not_number"),
        ("300/2", "not_number"),
        (True, "not_number"),
    ],
)
def test_parse_amount_refuses(typed, reason):
    with pytest.raises(NotAnAmount) as refusal:
        parse_amount(typed)

    assert refusal.value.reason == reason
    assert str(refusal.value)


@settings(max_examples=3_000, deadline=None)
@given(amounts)
def test_parse_amount_reads_back_what_is_shown(amount):
    assert parse_amount(show(amount)) == amount
    assert parse_amount(show_input(amount)) == amount


@settings(max_examples=5_000, deadline=None)
@given(st.text(alphabet="0123456789๐๕,.-_eE ฿+()บ", max_size=12))
def test_parse_amount_gives_satang_or_refuses(typed):
    try:
        amount = parse_amount(typed)
    except NotAnAmount as refusal:
        assert refusal.reason and str(refusal)
    else:
        assert 0 <= amount <= MOST
        assert amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.0149999", "0.01"), ("-0.005", "-0.01"), ("7", "7.00")],
)
def test_round_satang_rounds_halves_up(value, rounded):
    assert str(round_satang(Decimal(value))) == rounded


def test_round_satang_to_even_where_the_contract_says_so():
    assert round_satang(Decimal("0.125"), mode=HALF_EVEN) == Decimal("0.12")
    assert round_satang(Decimal("0.125")) == Decimal("0.13")


@pytest.mark.parametrize("value", [0.1, "1", True, None])
def test_round_satang_refuses_what_is_not_decimal(value):
    with pytest.raises(TypeError):
        round_satang(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_round_satang_refuses_what_is_no_number(value):
    with pytest.raises(ValueError, match="not an amount"):
        round_satang(Decimal(value))


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("48250.75", [60, 10, 30], ["28950.45", "4825.08", "14475.22"]),
        ("28950.45", [20, 10, 7, 1], ["15237.08", "7618.54", "5332.98", "761.85"]),
        ("48250.75", [50, 50], ["24125.38", "24125.37"]),
        ("12345.67", [50, 30, 20], ["6172.84", "3703.70", "2469.13"]),
        ("1000.00", [42600, 3000], ["934.21", "65.79"]),
        ("1000.00", [43800, 4200], ["912.50", "87.50"]),
        (
            "50000.00",
            [45600, 73200, 54900, 12200, 15500],
            ["11320.76", "18172.79", "13629.59", "3028.80", "3848.06"],
        ),
        ("153000.00", [1] * 17, ["9000.00"] * 17),
        ("0.01", [0, 1, 1], ["0.00", "0.01", "0.00"]),
        ("0.00", [1, 2], ["0.00", "0.00"]),
        ("10.00", [Decimal("0.5"), Decimal("1.5")], ["2.50", "7.50"]),
    ],
)
def test_split_gives_the_worked_examples(total, weights, parts):
    assert [str(part) for part in split(Decimal(total), weights)] == parts


@settings(max_examples=2_000, deadline=None)
@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_split_adds_up_and_is_fair_to_the_satang(total, weights):
    parts = split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total) * weight / sum(weights)
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert weight or part == 0


@pytest.mark.parametrize(("total", "weights"), [("1", []), ("1", [0]), ("1", [2, -1]), ("-1", [1]), ("0.001", [1])])
def test_split_refuses_what_cannot_be_divided(total, weights):
    with pytest.raises(ValueError, match=r"negative|places"):
        split(Decimal(total), weights)


@pytest.mark.parametrize(
    ("amount", "shown", "in_a_box"),
    [
        ("1250.5", "1,250.50", "1250.50"),
        ("300", "300.00", "300"),
        ("0", "0.00", "0"),
        ("99999999.99", "99,999,999.99", "99999999.99"),
        ("-1250", "-1,250.00", "-1250.00"),
    ],
)
def test_show_writes_baht(amount, shown, in_a_box):
    assert show(Decimal(amount)) == shown
    assert show_input(Decimal(amount)) == in_a_box


def test_show_refuses_parts_of_a_satang():
    with pytest.raises(ValueError, match="places"):
        show(Decimal("0.125"))
