"""Criteria as data, points, levels, and how far two graders can be apart."""

import random
from decimal import Decimal

import pytest

from federation.support.rules import (
    DEFAULT,
    STEPS,
    Criteria,
    CriteriaNotReadable,
    Scored,
    band_of,
    compared,
    level_of,
    moved_between,
)

BANDS = "ABCD"


def test_the_scorecard_has_the_weights_of_the_field():
    weights = {}
    for one in DEFAULT.indicators:
        weights[one.part] = weights.get(one.part, 0) + one.of

    assert weights == {"members": 20, "committee": 15, "books": 20, "loans": 25, "welfare": 10, "linkage": 10}


def test_criteria_come_back_from_data_as_they_were():
    assert Criteria.from_data(DEFAULT.to_data()) == DEFAULT


def test_the_parts_keep_their_order_in_a_database_that_sorts_keys():
    assert [part[0] for part in DEFAULT.to_data()["parts"]] == list(DEFAULT.parts)


def broken(**how):
    data = DEFAULT.to_data()
    data["indicators"][0] |= how
    return data


@pytest.mark.parametrize(
    "data",
    [
        {},
        {**DEFAULT.to_data(), "note": ""},
        broken(of="11"),
        broken(of="NaN"),
        broken(of="-10"),
        broken(of="x"),
        broken(of=10),
        broken(part="nobody"),
        broken(measure="guess"),
        broken(measure=""),
        broken(scale=[["95", 101]]),
        broken(scale=[["95", True]]),
        broken(extra="x"),
        broken(key="growth"),
        broken(name_th=""),
    ],
)
def test_criteria_are_read_strictly(data):
    with pytest.raises(CriteriaNotReadable):
        Criteria.from_data(data)


@pytest.mark.parametrize(
    ("key", "value", "points"),
    [
        ("promises", "95.00", "10.00"),
        ("promises", "94.99", "5.00"),
        ("promises", "84.99", "0.00"),
        ("npl", "5.00", "18.00"),
        ("npl", "5.01", "9.00"),
        ("npl", "10.01", "4.50"),
        ("npl", "20.01", "0.00"),
        ("cash", "0", "7.00"),
        ("cash", "2", "0.00"),
        ("term", "2", "1.50"),
    ],
)
def test_points_at_the_limits(key, value, points):
    [one] = [one for one in DEFAULT.indicators if one.key == key]

    assert one.points(one.share_for(Decimal(value))) == Decimal(points)


@pytest.mark.parametrize(
    ("total", "band", "level"),
    [("80", "A", 3), ("79.99", "B", 2), ("65", "B", 2), ("64.99", "C", 1), ("50", "C", 1), ("49.99", "D", 1)],
)
def test_bands_and_levels(total, band, level):
    assert (band_of(Decimal(total)), level_of(band)) == (band, level)


def test_points_that_do_not_make_a_hundred_are_refused_with_their_sum():
    points = {one.key: one.of for one in DEFAULT.indicators} | {"npl": Decimal(17)}

    with pytest.raises(CriteriaNotReadable, match="99"):
        DEFAULT.with_points(points)


def test_two_graders_of_the_same_facts_differ_by_one_level_at_most():
    rng = random.Random(2569)
    for _n in range(3000):
        by_data = sum(one.points(rng.choice((100, 50, 25, 0))) for one in DEFAULT.indicators if one.measure)
        totals = [by_data, by_data]
        for one in DEFAULT.indicators:
            if not one.measure:
                place = rng.randrange(len(STEPS))
                other = min(max(place + rng.choice((-1, 0, 1)), 0), len(STEPS) - 1)
                totals[0] += one.points(STEPS[place])
                totals[1] += one.points(STEPS[other])
        first, second = (BANDS.index(band_of(total)) for total in totals)
        assert abs(first - second) <= 1


def test_the_worst_that_two_graders_can_do_is_fifteen_points():
    typed = sum(one.of for one in DEFAULT.indicators if not one.measure)

    assert typed / 2 == 15


def scored(key, score):
    return Scored(key, Decimal(score), Decimal(10), 50, by_data=False, evidence="x")


def test_what_moved_is_named_with_the_largest_loss_first():
    before = [scored("a", "5"), scored("b", "5"), scored("c", "5"), scored("gone", "5")]
    now = [scored("a", "10"), scored("b", "0"), scored("c", "5"), scored("new", "5")]

    assert [(one.indicator, by) for one, by in moved_between(before, now)] == [("b", -5), ("a", 5)]


def test_figures_side_by_side_say_what_is_better_and_what_is_not_known():
    before = {"members": "20", "late": "30.00", "savings": None, "level": "alarm", "cash": "10.00"}
    after = {"members": "18", "late": "12.50", "savings": "500.00", "level": "calm", "cash": "20.00"}

    sides = {side.key: side for side in compared(before, after)}

    assert [sides[key].better for key in ("members", "late", "savings", "level", "cash")] == [
        *(False, True, None, True, None)
    ]
    assert (sides["late"].before, sides["late"].after, sides["savings"].before) == (
        *(Decimal("30.00"), Decimal("12.50"), None),
    )
