"""What the rules of benefits cost at a death, and in a year of old age: asked of the rules themselves."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from welfare.claims.rules import Facts, Terms, quote
from welfare.outlook.rules.life import OLDEST

MOST_YEARS = 80
JOINED = date(2000, 1, 1)
DEATHS = ("death", "funeral_cost")
TIMES_A_YEAR = {"month": 12, "year": 1}


def is_projected(terms: Terms) -> bool:
    """Tell whether a benefit is reckoned from its rule: deaths of members, and what is paid every month or year."""
    if "member" not in terms.who:
        return False
    return terms.event in DEATHS or terms.event == "old_age" and _times_a_year(terms) > 0


def at_death(rules: Iterable[Terms]) -> np.ndarray:
    """Return what a member's death costs by full years of tenure, all such rules together, in baht.

    Within a year the middle of it is asked, so that who dies in the first has waited half a year.
    """
    costs = np.zeros(MOST_YEARS + 1)
    for terms in rules:
        if is_projected(terms) and terms.event in DEATHS:
            costs += [_gives(terms, years=years, days=183, age=70) for years in range(MOST_YEARS + 1)]
    return costs


def pension_of(rules: Iterable[Terms]) -> np.ndarray:
    """Return what a member gets in a year by [full age, full years of tenure], all such rules together, in baht."""
    table = np.zeros((OLDEST + 1, MOST_YEARS + 1))
    for terms in rules:
        if is_projected(terms) and terms.event == "old_age":
            row = [_gives(terms, years=years, days=1, age=OLDEST) for years in range(MOST_YEARS + 1)]
            table[terms.least_age :, :] += np.array(row) * _times_a_year(terms)
    return table


def _times_a_year(terms: Terms) -> int:
    """Return how often in a year it is given: as a limit on times says; 0 where none says it."""
    spans = [
        int(cap.most) * TIMES_A_YEAR[cap.per] for cap in terms.caps if cap.of == "times" and cap.per in TIMES_A_YEAR
    ]
    return min(spans, default=0)


def _gives(terms: Terms, *, years: int, days: int, age: int) -> float:
    """Return what the rule gives to who belonged so long, paid up and with all papers."""
    on = JOINED.replace(year=JOINED.year + years) + timedelta(days=days)
    post = next(iter(terms.posts), "")
    facts = Facts(event_on=on, joined_on=JOINED, member_since=JOINED, paid_through=on, age=age, post=post, on_duty=True)
    return float(quote(terms, facts).amount)
