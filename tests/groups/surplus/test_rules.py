import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from groups.surplus.rules import (
    DAYS,
    MONTHS,
    MONTHS_WITH,
    PRESETS,
    RATE,
    YEAR_END,
    HeadsDoNotAddUp,
    Moved,
    NothingToWeighBy,
    allocate,
    at_rate,
    check_heads,
    cover_loss,
    distributable,
    shares_of_heads,
    up_to_quarter,
    weight_of,
)

YEAR = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}


def baht(*amounts):
    return [Decimal(amount) for amount in amounts]


def test_surplus_is_divided_among_heads_and_shares_to_the_satang():
    heads = shares_of_heads(Decimal("48250.75"), baht("60", "10", "30"))
    members = allocate(heads[0], [20, 10, 7, 1])

    assert heads == baht("28950.45", "4825.08", "14475.22")
    assert members == baht("15237.08", "7618.54", "5332.98", "761.85")
    assert sum(heads) == Decimal("48250.75") and sum(members) == heads[0]


def test_halves_give_the_odd_satang_to_the_earlier_head():
    assert shares_of_heads(Decimal("48250.75"), baht("50", "50")) == baht("24125.38", "24125.37")


def test_rate_pays_each_baht_alike():
    assert at_rate(baht("1000"), rate=Decimal("0.05"), most=Decimal("60")) == baht("50.00")
    assert at_rate(baht("100"), rate=Decimal("0.10"), most=Decimal("60")) == baht("10.00")


def test_rate_that_asks_for_more_than_there_is_divides_what_there_is():
    parts = at_rate(baht("1000", "2000"), rate=Decimal("0.05"), most=Decimal("100.00"))

    assert parts == baht("33.33", "66.67")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("12.00", "12.00"),
        ("12.10", "12.25"),
        ("12.25", "12.25"),
        ("12.30", "12.50"),
        ("12.60", "12.75"),
        ("12.76", "13.00"),
        ("12.80", "13.00"),
        ("12.99", "13.00"),
        ("0.00", "0.00"),
    ],
)
def test_quarters_are_rounded_up(amount, rounded):
    assert up_to_quarter(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("basis", "weights", "parts"),
    [(MONTHS, ("42600", "3000"), ("934.21", "65.79")), (MONTHS_WITH, ("43800", "4200"), ("912.50", "87.50"))],
)
def test_share_months_of_both_variants(basis, weights, parts):
    every_month = [Moved(date(2025, month, 5), Decimal(100)) for month in range(1, 13)]
    from_july = [Moved(date(2025, month, 5), Decimal(200)) for month in range(7, 13)]
    found = [weight_of(basis, Decimal(3000), every_month, **YEAR), weight_of(basis, Decimal(0), from_july, **YEAR)]

    assert found == baht(*weights)
    assert allocate(Decimal("1000.00"), found) == baht(*parts)


def test_share_days_of_sixteen_months_as_published():
    held = {
        "2015-01-01": (100, 45600, "11320.76"),
        "2015-04-01": (200, 73200, "18172.79"),
        "2015-10-01": (300, 54900, "13629.59"),
        "2015-12-01": (100, 12200, "3028.80"),
        "2016-03-01": (500, 15500, "3848.06"),
    }
    period = {"since": date(2015, 1, 1), "until": date(2016, 3, 31)}
    weights = [
        weight_of(DAYS, Decimal(0), [Moved(date.fromisoformat(day), Decimal(shares))], **period)
        for day, (shares, _days, _part) in held.items()
    ]
    parts = allocate(Decimal("50000.00"), weights)

    assert weights == [days for _shares, days, _part in held.values()]
    assert parts == [Decimal(part) for _shares, _days, part in held.values()]
    assert sum(parts) == Decimal("50000.00")


def test_what_was_taken_out_weighs_until_then_and_year_end_asks_for_the_end_alone():
    moved = [Moved(date(2025, 6, 30), Decimal(-400))]

    assert weight_of(MONTHS, Decimal(1000), moved, **YEAR) == 1000 * 12 - 400 * 6
    assert weight_of(DAYS, Decimal(1000), moved, **YEAR) == 1000 * 365 - 400 * 185
    assert weight_of(YEAR_END, Decimal(1000), moved, **YEAR) == 600
    assert weight_of(RATE, Decimal(1000), moved, **YEAR) == 600


def test_moves_outside_the_year_weigh_whole_before_it_and_nothing_after():
    before, after = Moved(date(2024, 12, 31), Decimal(100)), Moved(date(2026, 1, 1), Decimal(100))

    assert weight_of(MONTHS_WITH, Decimal(0), [before], **YEAR) == 1200
    assert weight_of(MONTHS_WITH, Decimal(0), [after], **YEAR) == 0


def test_a_year_from_april_counts_its_own_months():
    year = {"since": date(2025, 4, 1), "until": date(2026, 3, 31)}

    assert weight_of(MONTHS, Decimal(0), [Moved(date(2025, 4, 10), Decimal(1))], **year) == 11
    assert weight_of(MONTHS_WITH, Decimal(0), [Moved(date(2026, 3, 10), Decimal(1))], **year) == 1


def test_ten_thousand_random_sets_add_up_and_go_by_largest_remainder():
    chance = random.Random(2569)
    for _round in range(10_000):
        weights = [chance.choice((0, chance.randint(1, 500_000))) for _ in range(chance.randint(1, 40))]
        if not any(weights):
            weights[0] = 1
        amount = Decimal(chance.randint(0, 50_000_000)).scaleb(-2)
        parts = allocate(amount, weights)
        satang, whole = int(amount * 100), sum(weights)
        exact = [Fraction(satang * weight, whole) for weight in weights]
        got = [int(part * 100) for part in parts]
        assert sum(got) == satang
        assert all(abs(a - b) < 1 for a, b in zip(got, exact, strict=True))
        assert all(part == 0 for part, weight in zip(got, weights, strict=True) if not weight)
        up = [(b - int(b), -i) for i, (a, b) in enumerate(zip(got, exact, strict=True)) if a > b]
        down = [(b - int(b), -i) for i, (a, b) in enumerate(zip(got, exact, strict=True)) if a < b]
        assert not up or not down or min(up) > max(down)


def test_one_members_shares_change_that_weight_alone_and_nobody_gains_by_another_saving_more():
    months = [[Moved(date(2025, month, 5), Decimal(100 * n)) for month in range(1, 13)] for n in range(1, 30)]
    before = [weight_of(MONTHS, Decimal(500), moved, **YEAR) for moved in months]
    months[7] = [*months[7], Moved(date(2025, 9, 5), Decimal(1000))]
    after = [weight_of(MONTHS, Decimal(500), moved, **YEAR) for moved in months]
    parts, then = allocate(Decimal("10000.00"), before), allocate(Decimal("10000.00"), after)

    assert [i for i in range(29) if before[i] != after[i]] == [7]
    assert then[7] > parts[7] and sum(then) == sum(parts)
    assert all(b <= a for i, (a, b) in enumerate(zip(parts, then, strict=True)) if i != 7)


def test_at_a_rate_one_members_shares_change_nobody_elses_dividend():
    before = at_rate(baht("1000", "2000", "3000"), rate=Decimal("0.05"), most=Decimal(1000))
    after = at_rate(baht("1000", "2500", "3000"), rate=Decimal("0.05"), most=Decimal(1000))

    assert [before[0], before[2]] == [after[0], after[2]] and after[1] == Decimal("125.00")


@pytest.mark.parametrize(("percents", "words"), [(("60", "39.99"), "0.01"), (("60", "41"), "1.00")])
def test_heads_that_are_not_a_hundred_are_refused_with_what_is_apart(percents, words):
    with pytest.raises(HeadsDoNotAddUp, match=words):
        check_heads(baht(*percents))


def test_a_head_below_nothing_is_refused():
    with pytest.raises(HeadsDoNotAddUp):
        check_heads(baht("110", "-10"))


def test_every_preset_is_a_hundred():
    for preset in PRESETS.values():
        check_heads(list(preset.percents.values()))
    assert PRESETS["half"].caution and PRESETS["sixty"].percents["welfare"] == 30


def test_money_without_anybody_to_weigh_by_is_refused():
    with pytest.raises(NothingToWeighBy):
        allocate(Decimal("1.00"), [0, 0])
    assert allocate(Decimal("0.00"), [0, 0]) == baht("0.00", "0.00")


@pytest.mark.parametrize(
    ("surplus", "retained", "left"),
    [("1000", "5000", "1000"), ("1000", "-300", "700"), ("1000", "-1300", "0"), ("-50", "900", "0")],
)
def test_what_earlier_years_lack_comes_first(surplus, retained, left):
    assert distributable(Decimal(surplus), retained=Decimal(retained)) == Decimal(left)


def test_loss_is_covered_from_risk_then_reserve_then_later_years():
    covered = cover_loss(Decimal("500"), risk=Decimal("120"), reserve=Decimal("300"))

    assert (covered.risk, covered.reserve, covered.carried) == (120, 300, 80)
    assert cover_loss(Decimal("100"), risk=Decimal("120"), reserve=Decimal("300")).reserve == 0
