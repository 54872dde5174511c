"""How much of what is lent is at risk, said in several ways that are never mixed: each with its formula and figures.

Source: domain, 5.1 Classes and provision; features 94.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from federation.kit.money import ZERO, round_satang
from federation.kit.wording import Sentence
from federation.kit.wording import gettext_lazy as _
from loans.arrears.rules.classes import Scale, is_bad

PAR_DAYS = (1, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio: its name, its formula in words, and the two figures in baht it is made of."""

    key: str
    name: Sentence
    formula: Sentence
    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Hundredths with two places, halves up; None where nothing is lent."""
        return round_satang(self.part * 100 / self.whole) if self.whole else None


def ratios(loans: Iterable, *, scale: Scale) -> list[Ratio]:
    """Return PAR 1, 30, 60 and 90, the savings groups' own PAR, and the share of bad loans.

    loans: each with `principal` still owed, `overdue` (principal of instalments not paid when due) and `standing`.
    A restructured loan stays at risk however well it is paid (feature 73).
    """
    loans = list(loans)
    whole = _sum(loans)
    return [
        *(par(loans, days=days, whole=whole) for days in PAR_DAYS),
        Ratio(
            "savings_par",
            _("PAR of savings groups"),
            _("principal of instalments not paid when due ÷ principal of all loans"),
            sum((loan.overdue for loan in loans), ZERO),
            whole,
        ),
        Ratio(
            "npl",
            _("Late more than %(months)s months (NPL)") % {"months": scale.npl_months},
            _("all principal of loans late more than %(months)s full months, or in court ÷ principal of all loans")
            % {"months": scale.npl_months},
            _sum(loan for loan in loans if is_bad(loan.standing, scale=scale)),
            whole,
        ),
    ]


def par(loans: Iterable, *, days: int, whole: Decimal) -> Ratio:
    """Return the portfolio at risk: all that is still owed on loans of which a part is late more than so many days."""
    words = _(
        "all principal of loans with a part late more than %(days)s days, and of restructured loans"
        " ÷ principal of all loans"
    )
    at_risk = (loan for loan in loans if loan.standing.restructured or loan.standing.days > days)
    return Ratio(f"par_{days}", _("PAR %(days)s") % {"days": days}, words % {"days": days}, _sum(at_risk), whole)


def _sum(loans: Iterable) -> Decimal:
    return sum((loan.principal for loan in loans), ZERO)


def added_up(sets: Iterable[Iterable[Ratio]]) -> list[Ratio]:
    """Return the ratios of several groups together: upper and lower figures added up, each by its own group's rules."""
    found: dict[str, Ratio] = {}
    for ratio in (ratio for each in sets for ratio in each):
        before = found.get(ratio.key, replace(ratio, part=ZERO, whole=ZERO))
        found[ratio.key] = replace(before, part=before.part + ratio.part, whole=before.whole + ratio.whole)
    return list(found.values())
