"""In which order requests come when there is not money for all."""

from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO
from loans.lending.checks import HOLDS, Check, checks_of
from loans.lending.queries.figures import Figures
from loans.lending.rules.decisions import rank_by


@dataclass(frozen=True, slots=True)
class InLine:
    """A request in the order of the bylaws. running: it and all before it, in baht. fits: the money reaches so far."""

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
    rank, running, found = rank_by(rule), ZERO, []
    for figures in sorted(all_figures, key=lambda one: rank(one.request)):
        running += figures.amount
        found.append(InLine(figures, checks_of(figures), running, running <= figures.lendable.left))
    return found
