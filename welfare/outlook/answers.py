"""The fund as it is beside the fund as somebody would have it, with dice thrown alike."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from federation.kit.charts import Series, lines
from federation.kit.dates import be_year
from federation.kit.wording import gettext_lazy as _
from welfare.outlook.forms import TryForm
from welfare.outlook.queries import Known
from welfare.outlook.rules import Paths, Plan, project
from welfare.outlook.rules.benefits import DEATHS, at_death, pension_of

RUNS, SEED = 1000, 2544  # the same dice for everyone who looks
WORST_TENTH, MEDIAN = 0.1, 0.5


@dataclass(frozen=True)
class Outlook:
    """One side of the comparison: its plan and what came out of it. first_year: the Buddhist year of today."""

    plan: Plan
    first_year: int

    @cached_property
    def paths(self) -> Paths:
        return project(self.plan, runs=RUNS, seed=SEED)

    def empty_year(self, part: float) -> int | None:
        """Return the Buddhist year at whose end the fund lacks money, or None within the years looked at."""
        years = self.paths.empty_in(part)
        return None if years is None else self.first_year + years

    @property
    def empty_at_median(self):
        return self.empty_year(MEDIAN)

    @property
    def empty_at_worst(self):
        return self.empty_year(WORST_TENTH)

    @property
    def chance(self) -> int:
        """In how many of a hundred runs the fund lacks money at the end of some year."""
        return round(self.paths.chance_empty() * 100)

    def rows(self) -> list[tuple]:
        """Return [(year, members, deaths, income, spent, balance at the median, in the worst tenth)], whole figures."""
        paths = self.paths
        members, deaths = paths.members.mean(axis=0), paths.deaths.mean(axis=0)
        income, spent = paths.income.mean(axis=0), paths.spent.mean(axis=0)
        median, worst = paths.at(MEDIAN)[1:], paths.at(WORST_TENTH)[1:]
        found = zip(members, deaths, income, spent, median, worst, strict=True)
        return [
            (self.first_year + at, round(m), round(float(d), 1), *map(_whole, money))
            for at, (m, d, *money) in enumerate(found, start=1)
        ]

    def chart(self, title):
        """Draw the balance at the median and in the worst tenth; where the fund is empty the line lies on the floor."""
        labels = [str(self.first_year + at) for at in range(self.plan.years + 1)]
        return lines(
            title,
            unit=_("baht"),
            labels=labels,
            series=[
                Series(_("as likely more as less"), [_whole(value) for value in self.paths.at(MEDIAN)]),
                Series(_("one time in ten it is less"), [_whole(value) for value in self.paths.at(WORST_TENTH)]),
            ],
            over=_("End of the year"),
            show=_shown,
        )


def outlooks(known: Known, form: TryForm) -> tuple[Outlook, Outlook | None]:
    """Return the fund as it is, and as the form would have it, or None where it changes nothing."""
    first_year = be_year(known.on)
    now = Outlook(known.plan(**form.common()), first_year)
    if not form.tries_something:
        return now, None
    costs = _costs(known, form)
    return now, Outlook(known.plan(**form.common(), **form.changes(), **costs), first_year)


def _costs(known: Known, form: TryForm) -> dict:
    """Return what deaths and old age cost under the rules that are tried."""
    in_force = [terms for _benefit, terms in known.terms]
    death, death_part = form.rule("death")
    old_age, old_age_part = form.rule("old_age")
    deaths = [one for one in in_force if one.event in DEATHS] if death is None else death
    pensions = [one for one in in_force if one.event == "old_age"] if old_age is None else old_age
    return {"at_death": at_death(deaths) * death_part, "pension": pension_of(pensions) * old_age_part}


def _whole(value: float) -> int:
    return round(float(value))


def _shown(value: int | Decimal | None) -> str:
    return "–" if value is None else f"{value:,}".replace("-", "−")
