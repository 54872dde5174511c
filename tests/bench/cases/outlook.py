"""A fund's twenty years a thousand times over, against the bare NumPy that throws the same dice."""

import numpy as np

from tests.bench.measuring import in_turns, milliseconds, report
from welfare.outlook.rules import OLDEST, Plan, chances_of_death, project

MEMBERS, YEARS, RUNS, SEED = 300, 20, 1000, 2544


def run():
    plan = _plan()
    bare = _bare(plan)
    assert np.allclose(project(plan, runs=RUNS, seed=SEED).balances, bare)
    taken = in_turns(lambda: project(plan, runs=RUNS, seed=SEED), lambda: _bare(plan), repeats=5)
    shown = {"members": MEMBERS, **milliseconds(taken, ["ours", "numpy"])}
    report("outlook_20y_1000_runs_vs_numpy", ratio=taken[0] / taken[1], bar=2, better="lower", **shown)


def _plan() -> Plan:
    dice = np.random.default_rng(1)
    pension = np.zeros((OLDEST + 1, 81))
    pension[60:, 15:] = 3600.0
    return Plan(
        balance=500_000.0,
        years=YEARS,
        ages=dice.uniform(20, 80, MEMBERS),
        tenures=dice.uniform(0, 20, MEMBERS),
        chances=chances_of_death(),
        dues=365.0,
        at_death=np.linspace(1500, 30_000, 81),
        pension=pension,
        leaves=0.01,
    )


def _bare(plan: Plan) -> np.ndarray:
    """The least that has to be reckoned: dice, who dies, who leaves, and three sums, without any table kept apart."""
    dice = np.random.default_rng(SEED)
    there = np.ones((RUNS, MEMBERS), dtype=bool)
    balance, balances = np.full(RUNS, plan.balance), [np.full(RUNS, plan.balance)]
    for year in range(YEARS):
        ages = np.minimum(np.floor(plan.ages + year), OLDEST).astype(int)
        tenures = np.minimum(np.floor(plan.tenures + year), 80).astype(int)
        thrown = dice.random(there.shape, dtype=np.float32)
        died = there & (thrown < plan.chances[ages])
        balance = balance + there.sum(axis=1) * plan.dues - died @ plan.at_death[tenures]
        balance = balance - there @ plan.pension[ages, tenures]
        balances.append(balance)
        chance = plan.chances[ages]
        there &= ~(thrown < chance + (1 - chance) * plan.leaves)
    return np.stack(balances, axis=1)
