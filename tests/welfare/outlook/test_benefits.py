"""What the published rules cost, as the projection asks them."""

import numpy as np

from welfare.claims.rules.presets import PRESETS
from welfare.outlook.rules.benefits import at_death, is_projected, pension_of


def test_deaths_cost_by_full_years_what_the_tiers_say():
    costs = at_death([PRESETS["sadao-death"].terms])
    assert costs[[0, 1, 2, 4, 5, 8, 12, 15, 17]].tolist() == [
        1500,
        3000,
        6000,
        6000,
        10_000,
        12_000,
        20_000,
        20_000,
        21_000,
    ]


def test_a_monthly_pension_counts_twelve_times_from_its_age_on():
    table = pension_of([PRESETS["khru_chop-old_age"].terms])
    assert table[59].sum() == 0
    assert table[60][[14, 15, 20, 25]].tolist() == [0, 3600, 4800, 6000]
    assert (table[60] == table[90]).all()


def test_a_yearly_pension_counts_once_and_both_rules_together_add_up():
    yearly = PRESETS["yasothon-old_age"].terms
    assert pension_of([yearly])[61][[9, 10, 20, 30]].tolist() == [0, 1500, 2000, 2500]
    assert np.array_equal(pension_of([yearly, yearly]), 2 * pension_of([yearly]))


def test_what_depends_on_nights_or_other_peoples_deaths_is_not_reckoned_from_its_rule():
    assert not is_projected(PRESETS["yasothon-hospital"].terms)
    assert is_projected(PRESETS["yasothon-death"].terms)
