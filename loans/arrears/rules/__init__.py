"""Who is late, how bad it is, and what is set aside for it: the arithmetic, without Django."""

from loans.arrears.rules.ageing import Age, ageing, by_class, together
from loans.arrears.rules.classes import (
    BY_MONTHS,
    CLASS_NAMES,
    CLASSES,
    IN_COURT,
    NORMAL,
    RESTRUCTURED,
    Scale,
    SetAside,
    Standing,
    allowance,
    class_of,
    is_bad,
    place_of,
    rate_of,
    share_out,
    worst,
)
from loans.arrears.rules.lateness import full_months, months_late
from loans.arrears.rules.ratios import PAR_DAYS, Ratio, par, ratios

__all__ = [
    "Age",
    "ageing",
    "by_class",
    "together",
    "BY_MONTHS",
    "CLASSES",
    "CLASS_NAMES",
    "IN_COURT",
    "NORMAL",
    "PAR_DAYS",
    "RESTRUCTURED",
    "Ratio",
    "Scale",
    "SetAside",
    "Standing",
    "allowance",
    "class_of",
    "full_months",
    "is_bad",
    "months_late",
    "par",
    "place_of",
    "rate_of",
    "ratios",
    "share_out",
    "worst",
]
