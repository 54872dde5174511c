"""Funeral aid: schemes, who is covered, deaths, and what each member brings for each of them.

Source: domain, 2 Funeral aid.
"""

from welfare.funeral.models.deaths import (
    Death,
    DeathAct,
    DeathDue,
    DeathPaid,
    DeathPart,
    DeathState,
    ListCheck,
    PayeeKind,
    Payout,
)
from welfare.funeral.models.schemes import (
    COLLECTED,
    Covered,
    CoveredEvent,
    CoveredState,
    Footing,
    Relation,
    Scheme,
    SchemeModel,
    SchemeTerms,
    Wording,
)
from welfare.funeral.models.units import UnitsBack

__all__ = [
    "COLLECTED",
    "Covered",
    "CoveredEvent",
    "CoveredState",
    "Death",
    "DeathAct",
    "DeathDue",
    "DeathPaid",
    "DeathPart",
    "DeathState",
    "Footing",
    "ListCheck",
    "PayeeKind",
    "Payout",
    "Relation",
    "Scheme",
    "SchemeModel",
    "SchemeTerms",
    "UnitsBack",
    "Wording",
]
