"""Late loans put together by how long they are late, by class, or by anything they share.

Source: domain, 4.3 Monthly report, head 4; features 93 and 95.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from federation.kit.money import ZERO
from loans.arrears.rules.classes import CLASSES, Scale, class_of, place_of


@dataclass(frozen=True, slots=True)
class Age:
    """Some loans together: how many, the principal still owed, and what is overdue, each part apart; in baht."""

    count: int = 0
    principal: Decimal = ZERO
    overdue: Decimal = ZERO
    interest: Decimal = ZERO
    fine: Decimal = ZERO

    def __add__(self, loan) -> "Age":
        return Age(
            self.count + 1,
            self.principal + loan.principal,
            self.overdue + loan.overdue,
            self.interest + loan.interest,
            self.fine + loan.fine,
        )


def together(things: Iterable, *, by: Callable, loan: Callable = lambda thing: thing) -> dict:
    """Return {what `by` says of a thing: the loans of those things together}. loan: the loan of a thing."""
    sums: dict = {}
    for thing in things:
        key = by(thing)
        sums[key] = sums.get(key, Age()) + loan(thing)
    return sums


def ageing(loans: Iterable, *, scale: Scale) -> list[Age]:
    """Return late loans by full months late: up to the first limit, up to each further one, beyond the last."""
    late = (loan for loan in loans if loan.standing.days)
    found = together(late, by=lambda loan: place_of(loan.standing.months, scale=scale))
    return [found.get(place, Age()) for place in range(len(scale.months) + 1)]


def by_class(loans: Iterable, *, scale: Scale) -> dict[str, Age]:
    """Return {class: the loans of it}, from the mildest to the worst, without empty classes."""
    found = together(loans, by=lambda loan: class_of(loan.standing, scale=scale))
    return {name: found[name] for name in CLASSES if name in found}
