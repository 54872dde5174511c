"""The projection against what can be worked out by hand or by formula."""

from dataclasses import replace

import numpy as np
import pytest

from welfare.outlook.rules import OLDEST, Plan, chances_of_death, expected, project

NOBODY_DIES = np.zeros(OLDEST + 1)


def plan(**other):
    given = {"balance": 10_000.0, "years": 10, "ages": np.full(200, 40.0), "tenures": np.zeros(200)}
    return Plan(**{**given, "chances": NOBODY_DIES, "dues": 365.0, **other})


def constant(chance):
    return np.full(OLDEST + 1, chance)


def test_without_deaths_the_balance_is_what_was_there_and_the_dues_exactly():
    paths = project(plan(), runs=5, seed=1)
    assert (paths.balances == 10_000 + 200 * 365 * np.arange(11)).all()
    assert (expected(plan()).balances == paths.balances[0]).all()


@pytest.mark.parametrize("chance", [0.01, 0.05])
def test_a_constant_chance_of_death_gives_the_closed_form(chance):
    mortal = plan(chances=constant(chance), at_death=np.array([20_000.0]), years=15)
    years = np.arange(16)
    closed = 10_000 + 200 * (365 - chance * 20_000) * (1 - (1 - chance) ** years) / chance
    assert expected(mortal).balances[0] == pytest.approx(closed, rel=1e-12)


def test_the_mean_of_many_runs_lies_by_the_closed_form():
    mortal = plan(chances=constant(0.02), at_death=np.array([20_000.0]))
    balances = project(mortal, runs=4000, seed=7).balances
    error = balances.std(axis=0)[1:] / np.sqrt(4000)
    assert (abs(balances.mean(axis=0) - expected(mortal).balances[0])[1:] < 4 * error).all()


def test_the_same_seed_gives_the_same_and_another_seed_another():
    mortal = plan(chances=chances_of_death(), at_death=np.array([20_000.0]), claims=0.1, claim=700.0)
    first, again, other = (project(mortal, runs=50, seed=seed).balances for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_a_pension_is_paid_from_its_age_and_tenure_on():
    table = np.zeros((OLDEST + 1, 16))
    table[60:, 15] = 3600.0
    one = plan(ages=np.array([58.0]), tenures=np.array([14.0]), pension=table, years=5, dues=0.0)
    assert project(one, runs=1, seed=1).spent[0].tolist() == [0, 0, 3600, 3600, 3600]


def test_tiers_follow_the_years_of_belonging():
    one = plan(ages=np.array([50.0]), tenures=np.array([1.5]), chances=constant(1.0), years=1, dues=0.0)
    costs = replace(one, at_death=np.array([1500.0, 3000.0, 6000.0]))
    assert project(costs, runs=1, seed=1).balances[0].tolist() == [10_000, 7_000]


def test_newcomers_pay_from_the_year_they_join_and_leavers_stop():
    joining = plan(joins=10, years=3)
    assert project(joining, runs=1, seed=1).members[0].tolist() == [200, 210, 220]
    leaving = plan(leaves=0.1, years=3)
    assert expected(leaving).members[0].tolist() == pytest.approx([200, 180, 162])
    assert project(leaving, runs=2000, seed=5).members.mean(axis=0)[2] == pytest.approx(162, abs=1)


def test_the_year_of_being_empty_is_sooner_in_the_worst_tenth():
    mortal = plan(chances=chances_of_death(factor=2), ages=np.full(200, 62.0), at_death=np.array([15_000.0]))
    mortal = replace(mortal, years=20, balance=60_000.0)
    paths = project(mortal, runs=1000, seed=11)
    assert paths.empty_in(0.1) < paths.empty_in(0.5)
    assert paths.at(0.5)[paths.empty_in(0.5)] < 0 <= paths.at(0.5)[paths.empty_in(0.5) - 1]
    assert project(plan(), runs=5, seed=1).empty_in(0.1) is None


def test_chances_of_death_grow_with_age_from_childhood_on_and_are_certain_at_the_end():
    chances = chances_of_death()
    assert len(chances) == OLDEST + 1
    assert (np.diff(chances[5:]) >= 0).all()
    assert chances[-1] == 1
    assert 0.010 < chances[60] < 0.015
