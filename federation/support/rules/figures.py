"""The figures that tell how a group fares before and after the network stepped in, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.wording import gettext_lazy as _

COUNT, PERCENT, BAHT, LEVEL = "count", "percent", "baht", "level"
LEVELS = {"calm": 0, "watch": 1, "alarm": 2}
WORSE_HIGH = ("par_30", "late", "level")
ON = "on"

# {name: (what it is called, its unit)} in the order of the page
FIGURES = {
    "members": (_("Members registered"), COUNT),
    "promise_kept": (_("Promise kept"), PERCENT),
    "par_30": (_("At risk: late more than 30 days"), PERCENT),
    "late": (_("Late loans"), PERCENT),
    "savings": (_("Members' savings"), BAHT),
    "loans": (_("Loans still lent"), BAHT),
    "cash": (_("Cash and bank"), BAHT),
    "level": (_("Early signs"), LEVEL),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One figure before and after; None where it is not known. better: whether it moved to the good side."""

    key: str
    name: object
    unit: str
    before: object
    after: object
    better: bool | None


def day_of(taken: Mapping) -> date | None:
    """Return the day that figures were taken on."""
    return date.fromisoformat(taken[ON]) if taken.get(ON) else None


def compared(before: Mapping, after: Mapping) -> list[Side]:
    """Put figures as they were taken side by side. before, after: {name: text, or None where not known}."""
    sides = []
    for key, (name, unit) in FIGURES.items():
        one, other = _read(before.get(key), unit), _read(after.get(key), unit)
        sides.append(Side(key, name, unit, one, other, _better(key, one, other)))
    return sides


def _read(value: object, unit: str):
    if value is None:
        return None
    return str(value) if unit == LEVEL else Decimal(str(value))


def _better(key: str, before, after) -> bool | None:
    """Tell whether a figure moved to the good side; None where it did not move, or neither side is the good one."""
    if key in ("loans", "cash") or before is None or after is None or before == after:
        return None
    if key == "level":
        before, after = LEVELS[before], LEVELS[after]
    return after < before if key in WORSE_HIGH else after > before
