"""Groups side by side: one ratio of each over the months, who stands apart from the others, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.ratios.queries.gathered import gather
from federation.ratios.queries.scopes import groups_of
from federation.ratios.queries.shown import month_ends, together
from federation.ratios.rules import RATIOS, Definition
from federation.ratios.rules.outliers import Apart, apart, attention_first

COMPARED = ("par_30", "late", "promise_kept", "savings_each", "utilisation", "members")
MONTHS = 24


@dataclass(frozen=True)
class Side:
    """One group: its values over the days, and every compared ratio on the last day."""

    organisation: object
    values: Sequence[Decimal | None]
    now: dict
    apart: Apart | None = None

    @property
    def value(self) -> Decimal | None:
        return self.values[-1]


@dataclass(frozen=True)
class Comparison:
    """Groups side by side, those that need attention first."""

    definition: Definition
    days: list[date]
    sides: list[Side]

    @property
    def top(self) -> Decimal:
        """The highest value of all, so that every picture has the same scale."""
        return max((value for side in self.sides for value in side.values if value is not None), default=Decimal(1))

    @property
    def apart(self) -> list[Side]:
        return [side for side in self.sides if side.apart]


def compare(network, *, key: str, on: date) -> Comparison:
    """Compare the groups below a network by one of `COMPARED` over 24 months. A fixed number of queries."""
    definition, days = RATIOS[key], month_ends(on, count=MONTHS)
    groups = {group.pk: group for group in groups_of(network, on=on)}
    gathered = gather(groups.values(), days=days)
    sides = {}
    for pk, group in groups.items():
        by_day = [together(gathered, [group], on=day) for day in days]
        now = {name: by_day[-1].value(RATIOS[name]) for name in COMPARED}
        sides[pk] = Side(group, [of.value(definition) for of in by_day], now)
    series = {pk: side.values for pk, side in sides.items()}
    found = apart(definition, series, days)
    order = attention_first(definition, series, found)
    return Comparison(definition, days, [_marked(sides[pk], found.get(pk)) for pk in order])


def _marked(side: Side, found: Apart | None) -> Side:
    return Side(side.organisation, side.values, side.now, found)
