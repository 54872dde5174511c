"""What a group's strength is graded by, and which figures tell how it fares. No Django."""

from federation.support.rules.criteria import (
    STEPS,
    Criteria,
    CriteriaNotReadable,
    Indicator,
    Scored,
    band_of,
    letters_in,
    level_of,
    moved_between,
    total_of,
)
from federation.support.rules.figures import FIGURES, compared
from federation.support.rules.measures import MEASURES, Measured
from federation.support.rules.scorecard import DEFAULT

__all__ = [
    "DEFAULT",
    "FIGURES",
    "MEASURES",
    "STEPS",
    "Criteria",
    "CriteriaNotReadable",
    "Indicator",
    "Measured",
    "Scored",
    "band_of",
    "compared",
    "letters_in",
    "level_of",
    "moved_between",
    "total_of",
]
