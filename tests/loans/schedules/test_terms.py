from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.schedules.rules import (
    DAY_COUNTS,
    BadTerms,
    Every,
    NotAnInterval,
    Terms,
    days_between,
    due_dates,
    round_to,
    year_fraction,
    yearly_rate,
)

days = st.dates(date(1999, 1, 1), date(2040, 12, 31))


def terms(**more):
    return Terms(**{"method": "equal-instalment", "yearly_rate": Decimal("0.12"), **more})


@given(
    st.sampled_from(DAY_COUNTS), st.lists(days, min_size=3, max_size=3), st.sampled_from([None, 1, 15, 28, 29, 30, 31])
)
def test_parts_of_a_year_add_up_over_adjoining_spans(day_count, three, day):
    first, middle, last = sorted(three)
    parts = [year_fraction(*span, day_count, day=day) for span in ((first, middle), (middle, last), (first, last))]

    assert parts[0] + parts[1] == parts[2]
    assert min(parts) >= 0


@pytest.mark.parametrize(
    ("first", "last", "day_count", "part"),
    [
        ("2026-01-15", "2026-02-15", "30/360", Fraction(30, 360)),
        ("2026-01-31", "2026-02-28", "30/360", Fraction(30, 360)),
        ("2026-01-31", "2026-03-31", "30/360", Fraction(60, 360)),
        ("2026-01-15", "2026-02-15", "actual/365", Fraction(31, 365)),
        ("2026-01-15", "2026-02-15", "actual/360", Fraction(31, 360)),
        ("2026-01-01", "2026-12-31", "364", 1),
        ("2023-12-12", "2024-01-12", "actual/actual", Fraction(19, 365) + Fraction(12, 366)),
        ("2026-01-31", "2026-02-01", "months", Fraction(1, 12)),
    ],
)
def test_part_of_a_year(first, last, day_count, part):
    assert year_fraction(date.fromisoformat(first), date.fromisoformat(last), day_count) == part


@given(days, st.integers(1, 31))
def test_month_from_due_day_to_due_day_is_a_twelfth(start, day):
    dues = due_dates(start.replace(day=1), Every(), 3, day=day)

    assert [year_fraction(*span, "30/360", day=day) for span in pairwise(dues)] == [Fraction(1, 12)] * 2


def test_part_of_a_month_counts_by_its_days():
    part = year_fraction(date(2024, 1, 1), date(2024, 1, 8), "30/360", day=1)

    assert part == Fraction(7, 31) / 12


def test_span_backwards_and_unknown_counts_are_errors():
    with pytest.raises(ValueError, match="before"):
        year_fraction(date(2026, 2, 1), date(2026, 1, 1), "30/360")
    with pytest.raises(ValueError, match="no such"):
        days_between(date(2026, 1, 1), date(2026, 2, 1), "30/365")


def test_due_dates_are_clamped_and_restored():
    dues = due_dates(date(2027, 11, 30), Every(1, "month"), 5, day=31)

    assert [due.day for due in dues] == [30, 31, 31, 29, 31]


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("1 month", Every(1, "month")),
        ("2 weeks", Every(2, "week")),
        ("15 days", Every(15, "day")),
        ("1 Year", Every(12)),
    ],
)
def test_interval_is_read_and_written(text, every):
    assert Every.read(text) == every
    assert Every.read(str(every)) == every


@pytest.mark.parametrize("text", ["", "month", "0 months", "1 fortnight", "1000 days", "-1 month"])
def test_interval_that_means_nothing_is_refused(text):
    with pytest.raises(NotAnInterval):
        Every.read(text)


@pytest.mark.parametrize(
    "of",
    [
        terms(),
        terms(yearly_rate=Fraction(12, 110), method="flat", every=Every(2, "week"), day_count="364"),
        terms(method="percent", percent=Decimal("0.05"), multiple=Decimal("10.00"), multiple_of="parts"),
        terms(method="balloon", balloon=Decimal("0.3"), grace_principal=1, deferred_on_top=True),
        terms(method="seasonal", weights=(0, 2, 1)),
    ],
)
def test_terms_come_back_from_data_the_same(of):
    assert Terms.from_data(of.to_data()) == of


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"method": "yearly"}, "method"),
        ({"yearly_rate": "-0.1"}, "rate"),
        ({"yearly_rate": "many"}, "figures"),
        ({"multiple": "0"}, "multiple"),
        ({"grace_principal": "1"}, "figures"),
        ({"deferred_on_top": 1}, "figures"),
        ({"percent": "0.1"}, "percent"),
        ({"weights": [1]}, "weights"),
        ({"every": "1 fortnight"}, "interval"),
        ({"colour": "green"}, "keys"),
    ],
)
def test_data_of_other_terms_is_refused(change, reason):
    with pytest.raises((BadTerms, NotAnInterval)) as refused:
        Terms.from_data({**terms().to_data(), **change})

    assert refused.value.reason == reason


def test_data_without_a_key_is_refused():
    data = terms().to_data()
    del data["rounding"]

    with pytest.raises(BadTerms):
        Terms.from_data(data)


@pytest.mark.parametrize(
    ("exact", "mode", "multiple", "rounded"),
    [
        (Fraction(5, 1000), "half-up", "0.01", "0.01"),
        (Fraction(5, 1000), "half-even", "0.01", "0.00"),
        (Fraction(15, 1000), "half-even", "0.01", "0.02"),
        (Fraction(4999, 1_000_000), "half-up", "0.01", "0.00"),
        (1050, "half-up", "100", "1100.00"),
        (1050, "half-even", "100", "1000.00"),
    ],
)
def test_rounding_is_exact_to_the_half(exact, mode, multiple, rounded):
    assert round_to(exact, mode=mode, multiple=Decimal(multiple)) == Decimal(rounded)


def test_rates_as_people_say_them():
    assert yearly_rate(Decimal(1), per="month") == yearly_rate(Decimal(12), per="year") == Fraction(12, 100)
