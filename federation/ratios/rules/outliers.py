"""Which of several groups stands apart from the others to the worse, and since when. Compared, never ranked.

A group stands apart where it is worse than the median by more than three times the middle distance from the median,
and by enough to matter: two points of a per cent, or a quarter of the median of anything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from federation.ratios.rules.terms import Definition, Good, Unit

FEWEST = 4  # groups, for a median to say anything
TIMES = 3
POINTS = Decimal(2)
SHARE = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Apart:
    """A group that stands apart on the last day: its value, the median of all, the first day without a break."""

    value: Decimal
    median: Decimal
    since: date


def worse_by(definition: Definition, value: Decimal, middle: Decimal) -> Decimal:
    """Return how much worse than the median a value is; below zero for better. Zero where neither side is good."""
    if definition.good == Good.HIGH:
        return middle - value
    return value - middle if definition.good == Good.LOW else Decimal(0)


def apart(definition: Definition, series: Mapping[object, Sequence[Decimal | None]], days: Sequence[date]) -> dict:
    """Return {group: Apart} of the groups that stand apart on the last day. series: {group: a value for each day}."""
    marks = [_apart_on(definition, {key: values[at] for key, values in series.items()}) for at in range(len(days))]
    found = {}
    for key, middle in marks[-1].items() if marks else ():
        first = len(days) - 1
        while first and key in marks[first - 1]:
            first -= 1
        found[key] = Apart(series[key][-1], middle, days[first])
    return found


def _apart_on(definition: Definition, values: Mapping) -> dict:
    """Return {group: the median} of those that stand apart on one day."""
    known = {key: Decimal(value) for key, value in values.items() if value is not None}
    if len(known) < FEWEST or definition.good not in (Good.HIGH, Good.LOW):
        return {}
    middle = median(known.values())
    distance = median(abs(value - middle) for value in known.values())
    enough = max(TIMES * distance, POINTS if definition.unit == Unit.PERCENT else abs(middle) * SHARE)
    return {key: middle for key, value in known.items() if worse_by(definition, value, middle) > enough}


def attention_first(definition: Definition, series: Mapping, apart: Mapping) -> list:
    """Return the groups by what needs attention first: those apart, then the worse of a median, the unknown last."""
    known = [Decimal(values[-1]) for values in series.values() if values and values[-1] is not None]
    middle = median(known) if known else Decimal(0)

    def order(key) -> tuple:
        value = series[key][-1] if series[key] else None
        if value is None:
            return (2, Decimal(0))
        return (0 if key in apart else 1, -worse_by(definition, Decimal(value), middle))

    return sorted(series, key=order)
