"""The projection itself: members grow older, belong longer, die, leave and join; dues come in, benefits go out.

A year goes so: whoever is a member on its first day pays the year's dues; then deaths, pensions and other claims of
the year are paid; then those who died or left are gone. Age and tenure are those of the first day of the year.
"""

from dataclasses import dataclass, field

import numpy as np

from welfare.outlook.rules.life import OLDEST


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A fund and its rules as the projection sees them; money in baht, time in years.

    ages, tenures: of today's members. at_death: what a death costs, by full years of tenure 0, 1, 2 …; the last holds
    on. pension: what a member gets in a year, by [age, full years of tenure], likewise. claims: how many other claims
    one member has in a year, and `claim` what one costs on average. joins: newcomers a year, of age `join_age`.
    leaves: the chance to leave within a year. chances: of death, by full age (see `chances_of_death`).
    """

    balance: float
    years: int
    ages: np.ndarray
    tenures: np.ndarray
    chances: np.ndarray
    dues: float = 0.0
    gifts: float = 0.0
    at_death: np.ndarray = field(default_factory=lambda: np.zeros(1))
    pension: np.ndarray = field(default_factory=lambda: np.zeros((1, 1)))
    claims: float = 0.0
    claim: float = 0.0
    joins: int = 0
    join_age: float = 40.0
    leaves: float = 0.0

    def cohort(self) -> "Cohort":
        """Return today's members and all who will join, in one row."""
        coming = np.repeat(np.arange(1, self.years), self.joins)
        return Cohort(
            begins=np.append(np.zeros(len(self.ages), dtype=int), coming),
            ages=np.append(self.ages, np.full(len(coming), self.join_age) - coming),
            tenures=np.append(self.tenures, -coming.astype(float)),
        )


@dataclass(frozen=True)
class Cohort:
    """Who is and will be a member; ages and tenures are today's, below zero for who is still to come."""

    begins: np.ndarray
    ages: np.ndarray
    tenures: np.ndarray

    def costs(self, plan: Plan, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each one's chance of death in a year from now, what that death costs, and the year's pension."""
        ages = np.clip(np.floor(self.ages + year), 0, OLDEST).astype(int)
        tenures = np.maximum(np.floor(self.tenures + year), 0).astype(int)
        at_death = plan.at_death[np.minimum(tenures, len(plan.at_death) - 1)]
        rows, columns = plan.pension.shape
        pension = plan.pension[np.minimum(ages, rows - 1), np.minimum(tenures, columns - 1)]
        return plan.chances[ages], at_death, pension


@dataclass(frozen=True)
class Paths:
    """What came out: a row a run, a column a year; `balances` begins with today's. Below zero the fund lacks it."""

    balances: np.ndarray
    members: np.ndarray
    deaths: np.ndarray
    income: np.ndarray
    spent: np.ndarray

    def at(self, part: float) -> np.ndarray:
        """Return the balance, year by year, below which so great a part of the runs lies: 0.5 the median."""
        return np.quantile(self.balances, part, axis=0)

    def empty_in(self, part: float) -> int | None:
        """Return in how many years from now that balance falls below zero, or None within the time looked at."""
        below = np.flatnonzero(self.at(part) < 0)
        return int(below[0]) if len(below) else None

    def chance_empty(self) -> float:
        """Return in what part of the runs the fund was below zero at the end of some year."""
        return float((self.balances < 0).any(axis=1).mean())


def project(plan: Plan, *, runs: int, seed: int) -> Paths:
    """Play the years so many times with dice; the same seed throws the same dice."""
    dice = np.random.default_rng(seed)
    cohort = plan.cohort()
    there = np.ones((runs, len(cohort.ages)), dtype=bool)
    balances = [np.full(runs, plan.balance)]
    kept: dict[str, list] = {"members": [], "deaths": [], "income": [], "spent": []}
    for year in range(plan.years):
        chance, at_death, pension = cohort.costs(plan, year)
        members = there & (cohort.begins <= year)
        thrown = dice.random(members.shape, dtype=np.float32)
        died = members & (thrown < chance)
        count = members.sum(axis=1)
        income = count * plan.dues + plan.gifts
        others = dice.poisson(count * plan.claims) * plan.claim if plan.claims else 0.0
        spent = died @ at_death + members @ pension + others
        balances.append(balances[-1] + income - spent)
        there &= ~(members & (thrown < chance + (1 - chance) * plan.leaves))
        for name, figure in (("members", count), ("deaths", died.sum(axis=1)), ("income", income), ("spent", spent)):
            kept[name].append(figure)
    return Paths(np.stack(balances, axis=1), *(np.stack(figures, axis=1) for figures in kept.values()))


def expected(plan: Plan) -> Paths:
    """Return the same without dice, as one run: everyone counts by the chance that they are still there."""
    cohort = plan.cohort()
    there = np.ones(len(cohort.ages))
    balances, kept = [plan.balance], {"members": [], "deaths": [], "income": [], "spent": []}
    for year in range(plan.years):
        chance, at_death, pension = cohort.costs(plan, year)
        members = there * (cohort.begins <= year)
        count = members.sum()
        income = count * plan.dues + plan.gifts
        spent = (members * chance) @ at_death + members @ pension + count * plan.claims * plan.claim
        balances.append(balances[-1] + income - spent)
        there = np.where(cohort.begins <= year, there * (1 - chance) * (1 - plan.leaves), there)
        for name, figure in (
            ("members", count),
            ("deaths", (members * chance).sum()),
            ("income", income),
            ("spent", spent),
        ):
            kept[name].append(figure)
    return Paths(np.array([balances]), *(np.array([figures]) for figures in kept.values()))
