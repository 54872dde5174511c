"""What the law lets a funeral aid scheme take. It binds registered associations; others are shown it for information.

Source: domain: 2 Funeral aid (Funeral Aid Act 2545; Ministerial Regulation 2547: entry and maintenance fees), 9
caution 4. Of the tiers of the deduction only the two ends are known, and from weak sources; the ceiling on the aid
money itself is unknown and left blank.
"""

from decimal import Decimal

from federation.kit.money import show
from federation.kit.refusals import Refused
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from welfare.funeral.rules.terms import Terms

ASSOCIATION = "association"
MOST_FEE_PERCENT = Decimal("9.00")
LEAST_TIER_PERCENT = Decimal("4.00")
SMALL_ASSOCIATION = 2500
MOST_ENTRY_FEE = Decimal("100.00")
MOST_MAINTENANCE = {"month": Decimal("5.00"), "year": Decimal("50.00")}


class AboveCeiling(Refused):
    """Raised when a registered association would take more than the law lets it."""


def check_lawful(terms: Terms, *, footing: str) -> None:
    """Raise `AboveCeiling` where a registered association takes more than it may; others are only told."""
    found = above_ceiling(terms)
    if footing == ASSOCIATION and found:
        raise AboveCeiling(_("A registered association may not take this much."), fields=found)


def above_ceiling(terms: Terms) -> dict[str, Sentence]:
    """Return a sentence for each figure above what a registered association may take, {field: sentence}."""
    found = {}
    if terms.fee_percent > MOST_FEE_PERCENT:
        words = _(
            "A registered association keeps at most %(most)s %% of the aid, with up to 2,500 members; this is more."
        )
        found["fee_percent"] = words % {"most": show(MOST_FEE_PERCENT)}
    if terms.entry_fee > MOST_ENTRY_FEE:
        words = _("A registered association takes at most %(most)s baht for an application (regulation of 2547).")
        found["entry_fee"] = words % {"most": show(MOST_ENTRY_FEE)}
    most = MOST_MAINTENANCE[terms.maintenance_per]
    if terms.maintenance_fee > most:
        words = _("A registered association takes at most 5 baht a month, or 50 baht a year, for its upkeep.")
        found["maintenance_fee"] = words
    return found


def remarks(terms: Terms, *, footing: str, members: int) -> list[Sentence]:
    """Return what a committee should know of these terms and the law, with so many members. Nothing is refused here."""
    found = list(above_ceiling(terms).values())
    if members > SMALL_ASSOCIATION and LEAST_TIER_PERCENT < terms.fee_percent <= MOST_FEE_PERCENT:
        words = _(
            "With more than 2,500 members a registered association may keep less than 9 %%, down to 4 %% for a large"
            " one. The steps between were not found: ask the registrar whether %(percent)s %% is allowed."
        )
        found.append(words % {"percent": show(terms.fee_percent)})
    if found and footing != ASSOCIATION:
        found.append(
            _("The law's ceilings bind registered associations. This scheme is none; they are shown to compare.")
        )
    return found
