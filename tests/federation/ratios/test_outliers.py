from datetime import date
from decimal import Decimal

from federation.ratios.rules import RATIOS
from federation.ratios.rules.outliers import Apart, apart, attention_first

DAYS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
LATE, SAVED, MEMBERS = RATIOS["late"], RATIOS["savings_each"], RATIOS["members"]


def of(**values):
    return {name: [value and Decimal(value) for value in series] for name, series in values.items()}


def test_a_group_far_worse_than_the_median_stands_apart_since_it_did():
    series = of(a=["2", "11", "12"], b=["3", "3", "3"], c=["3", "2", "3"], d=["4", "3", "2"], e=["2", "4", "4"])

    assert apart(LATE, series, DAYS) == {"a": Apart(Decimal("12"), Decimal("3"), date(2026, 2, 28))}


def test_a_break_begins_the_count_anew():
    series = of(a=["12", "3", "12"], b=["3"] * 3, c=["3"] * 3, d=["3"] * 3)

    assert apart(LATE, series, DAYS)["a"].since == date(2026, 3, 31)


def test_a_small_difference_is_none_even_where_all_others_are_alike():
    assert apart(LATE, of(a=["1.9"] * 3, b=["0"] * 3, c=["0"] * 3, d=["0"] * 3), DAYS) == {}


def test_better_than_the_others_is_no_reason_for_attention():
    series = of(a=["9000"] * 3, b=["100"] * 3, c=["100"] * 3, d=["50"] * 3, e=["100"] * 3)

    assert set(apart(SAVED, series, DAYS)) == {"d"}


def test_of_fewer_than_four_groups_none_stands_apart():
    assert apart(LATE, of(a=["90"] * 3, b=["0"] * 3, c=["0"] * 3), DAYS) == {}


def test_size_is_no_fault():
    assert apart(MEMBERS, of(a=["1"] * 3, b=["90"] * 3, c=["90"] * 3, d=["90"] * 3), DAYS) == {}


def test_attention_goes_to_those_apart_then_the_worse_the_unknown_last():
    series = of(a=["1"] * 3, b=["30"] * 3, c=["2"] * 3, d=["4"] * 3, e=["1", "1", None])

    assert attention_first(LATE, series, apart(LATE, series, DAYS)) == ["b", "d", "c", "a", "e"]
