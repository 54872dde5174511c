"""Figures of a group with a fund, and after a year end: a fund is not shared out, what is closed was earned."""

from datetime import date

import pytest

from federation.ratios.queries.gathered import gather
from tests.federation.ledger.fund_worlds import close_year, with_fund

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 31)


def figures(group):
    return gather([group], days=[ON]).known(group, ON).amounts


def test_a_funds_dues_and_benefits_are_no_income_and_no_cost_of_the_group():
    found = figures(with_fund())
    assert (found["other_income"], found["other_cost"], found["running_cost"]) == (0, 0, 30)
    assert (found["surplus"], found["set_apart"], found["assets"]) == (70, 75, 145)
    assert (found["loan_cash"], found["other_cash"]) == (70, 75)


def test_a_year_end_leaves_what_the_year_earned_and_cost():
    group = with_fund()
    before = figures(group)
    close_year(group, date(2025, 12, 31), ("43010", "100.00"), ("53010", "-30.00"), ("33020", "-70.00"))
    close_fund = (("43060-WELF", "60.00"), ("46020-WELF", "40.00"), ("56010-WELF", "-25.00"), ("35020-WELF", "-75.00"))
    close_year(group, date(2025, 12, 31), *close_fund)
    assert figures(group) == before
