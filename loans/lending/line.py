"""In which order requests come when there is not money for all."""

from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO
from loans.lending.checks import HOLDS, Check, checks_of
from loans.lending.queries.figures import Figures
from loans.lending.rules.decisions import rank_by


@dataclass(frozen=True, slots=True)
class InLine:
    """A request in the order of the bylaws. running: it and all before it that are lent out of the same fund, in baht.
    fits: the money of that fund reaches so far."""

    figures: Figures
    checks: list[Check]
    running: Decimal
    fits: bool

    @property
    def is_clear(self) -> bool:
        return all(check.verdict == HOLDS for check in self.checks)


def line_up(all_figures: list[Figures], *, rule: str) -> list[InLine]:
    """Return requests in the order that a rule of the bylaws puts them, with the sum of the amounts so far.

    Source: domain: 1.4 Loans, priority.
    """
    rank, sums, found = rank_by(rule), {}, []
    for figures in sorted(all_figures, key=lambda one: rank(one.request)):
        fund = figures.request.product_version.product.fund
        sums[fund] = running = sums.get(fund, ZERO) + figures.amount
        found.append(InLine(figures, checks_of(figures), running, running <= figures.lendable.left))
    return found
