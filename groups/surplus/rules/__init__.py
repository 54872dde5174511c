"""The arithmetic of a surplus: what goes to each head, what each member gets, how a loss is covered. No Django."""

from groups.surplus.rules.allocation import (
    HUNDRED,
    Coverage,
    HeadsDoNotAddUp,
    NothingToWeighBy,
    allocate,
    check_heads,
    cover_loss,
    distributable,
    shares_of_heads,
    up_to_quarter,
)
from groups.surplus.rules.presets import PRESETS, Preset
from groups.surplus.rules.weights import (
    BASES,
    DAYS,
    MONTHS,
    MONTHS_WITH,
    RATE,
    YEAR_END,
    Moved,
    at_rate,
    factor,
    opening_factor,
    weight_of,
)

__all__ = [
    "BASES",
    "DAYS",
    "HUNDRED",
    "MONTHS",
    "MONTHS_WITH",
    "PRESETS",
    "RATE",
    "YEAR_END",
    "Coverage",
    "HeadsDoNotAddUp",
    "Moved",
    "NothingToWeighBy",
    "Preset",
    "allocate",
    "at_rate",
    "check_heads",
    "cover_loss",
    "distributable",
    "factor",
    "opening_factor",
    "shares_of_heads",
    "up_to_quarter",
    "weight_of",
]
