"""Made-up histories of groups: healthy ones with their holidays, floods and slips, and ones that are going under.

What happens is drawn first and the figures follow from it; nothing here knows the rules that will read them. A failing
group has a cause; each of the signs that such a cause throws shows itself in four cases of five.
"""

import random
from dataclasses import dataclass, replace
from datetime import date

from federation.kit.dates import next_month
from federation.warning.rules import Month

MONTHS = 48
LIMIT = 0.10  # late more than 30 days: past this the group has failed
CAUSES = {
    "treasurer helps himself": ("gaps", "sheets", "officers", "promises"),
    "prices fall": ("promises", "late", "sheets"),
    "one borrower goes under": ("weight", "late", "promises"),
    "committee at odds": ("officers", "sheets", "promises", "late"),
}


@dataclass(frozen=True)
class Story:
    """A group's months. fails_at: place of the first month past the limit, or None. cause: why."""

    months: list[Month]
    fails_at: int | None = None
    cause: str = ""


def healthy(rng: random.Random) -> Story:
    """A group that stays afloat: every April some are away, now and then a flood, a slip, a change of hands."""
    kept, late, weight = rng.uniform(0.78, 0.98), rng.uniform(0.005, 0.05), rng.uniform(0.06, 0.22)
    months, day = [], date(2565 - 543, 1, 1)
    drift = 0.0
    for _n in range(MONTHS):
        drift = 0.8 * drift + rng.gauss(0, 0.004)
        share = kept + rng.gauss(0, 0.025)
        if day.month == 4:
            share -= rng.uniform(0.05, 0.30)
        if rng.random() < 0.012:
            share -= rng.uniform(0.30, 0.60)
        months.append(
            Month(
                day,
                kept=_between(share),
                par30=min(_between(late + drift), 0.09),
                sheet_days=rng.randint(5, 20) if rng.random() < 0.06 else rng.randint(0, 4),
                gaps=int(rng.random() < 0.015),
                changes=int(rng.random() < 0.008),
                weight=_between(weight + rng.gauss(0, 0.01)),
            )
        )
        day = next_month(day)
    return Story(months)


def failing(rng: random.Random) -> Story:
    """A group in which something went wrong five to ten months before a tenth of what is lent was late."""
    months, fails_at, lead = healthy(rng).months, rng.randint(26, MONTHS - 2), rng.randint(5, 10)
    cause = rng.choice(sorted(CAUSES))
    shown = {sign for sign in CAUSES[cause] if rng.random() < 0.8}
    fall, days, heavy = rng.uniform(0.10, 0.35), rng.randint(10, 35), rng.uniform(0.35, 0.65)
    leaves = fails_at - lead + rng.randint(0, 3)
    for n in range(fails_at - lead, MONTHS):
        way = min((n - (fails_at - lead) + 1) / (lead + 1), 1.0)
        months[n] = _worse(months[n], way, rng, shown, fall=fall, days=days, heavy=heavy, leaves=n == leaves)
    return Story(months, fails_at, cause)


def _worse(month: Month, way: float, rng: random.Random, shown, *, fall, days, heavy, leaves) -> Month:
    """Return a month of decline. way: how far down, 0 to 1; late loans pass the limit at 1 whatever else shows."""
    late = month.par30 + (LIMIT + 0.005 - month.par30) * (way if "late" in shown else way**3)
    changed = {"par30": late if way < 1 else LIMIT + 0.005 + rng.uniform(0, 0.05)}
    if "promises" in shown:
        changed["kept"] = _between(month.kept - fall * min(1.5 * way, 1.0))
    if "gaps" in shown:
        changed["gaps"] = int(rng.random() < 0.35)
    if "sheets" in shown:
        changed["sheet_days"] = None if rng.random() < 0.15 else round(days * min(1.5 * way, 1.0))
    if "officers" in shown and leaves:
        changed["changes"] = 1
    if "weight" in shown:
        changed["weight"] = max(month.weight, heavy * min(0.6 + way, 1.0))
    return replace(month, **changed)


def _between(share: float) -> float:
    return min(max(share, 0.0), 1.0)
