"""Every ratio as data, and how it is worked out. No Django."""

from federation.kit.wording import gettext_lazy as _
from federation.ratios.rules.figures import FIGURES, Figure, Source, When, figures_of
from federation.ratios.rules.groups import SAVINGS_GROUPS
from federation.ratios.rules.pearls import PARTS, PEARLS
from federation.ratios.rules.terms import WEEKS, Answer, Definition, Good, Unit, added_up, answer, rounded

SETS = {
    "groups": (_("Savings groups"), [("", SAVINGS_GROUPS)]),
    "pearls": (_("Credit unions (PEARLS)"), list(PARTS.values())),
}
RATIOS = {ratio.key: ratio for ratio in (*SAVINGS_GROUPS, *PEARLS)}

__all__ = [
    "FIGURES",
    "RATIOS",
    "SETS",
    "WEEKS",
    "Answer",
    "Definition",
    "Figure",
    "Good",
    "Source",
    "Unit",
    "When",
    "added_up",
    "answer",
    "figures_of",
    "rounded",
]
