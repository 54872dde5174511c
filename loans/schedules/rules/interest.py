"""Interest with its workings: which balance bore which rate from when to when, and what that makes.

Source: features 90, "why this number".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from loans.schedules.rules.daycount import days_between, year_fraction
from loans.schedules.rules.rounding import round_to

Dated = Sequence[tuple[date, Decimal | Fraction]]
Span = tuple[date, date]


@dataclass(frozen=True)
class Step:
    """One line of the workings: a balance, a rate, a span.

    days: counted by the day count. part: the span as a part of a year. A span without charge has the rate 0.
    """

    first: date
    last: date
    days: int
    balance: Decimal
    yearly_rate: Decimal | Fraction
    part: Fraction

    @property
    def exact(self) -> Fraction:
        """The interest of this step in baht, not rounded."""
        return Fraction(self.balance) * Fraction(self.yearly_rate) * self.part


@dataclass(frozen=True)
class Workings:
    """How a figure of interest came about: the steps add up, and their sum is rounded once.

    carried: workings of earlier periods whose interest was put off to here, each rounded in its own time.
    difference: baht that rounding left over, taken by the last instalment of a flat loan; may be below zero.
    """

    steps: tuple[Step, ...]
    day_count: str
    rounding: str
    carried: tuple["Workings", ...] = ()
    difference: Decimal = Decimal("0.00")

    @property
    def own(self) -> Decimal:
        """The interest of these steps alone, in baht."""
        return round_to(sum((step.exact for step in self.steps), Fraction(0)), mode=self.rounding) + self.difference

    @property
    def total(self) -> Decimal:
        """The figure itself, in baht."""
        return self.own + sum((earlier.own for earlier in self.carried), Decimal("0.00"))


def interest_steps(
    balances: Dated,
    *,
    last: date,
    rates: Dated,
    day_count: str,
    rounding: str = "half-up",
    first: date | None = None,
    day: int | None = None,
    free: Sequence[Span] = (),
) -> Workings:
    """Return the interest of a span with its workings.

    balances: [(from this day, baht)] in order; rates: [(from this day, yearly rate as a fraction)] in order, the
    first one holds before its date too. first: where the span begins, else at the first balance. free: spans
    (from, to) that bear no interest. day: as for `year_fraction`.
    """
    first = first or balances[0][0]
    marks = {on for on, _value in [*balances, *rates]} | {edge for span in free for edge in span}
    cuts = sorted({first, last} | {on for on in marks if first < on < last})
    steps = []
    for start, end in pairwise(cuts):
        balance = value_on(balances, start)
        part = year_fraction(start, end, day_count, day=day)
        if balance and part:
            rate = Decimal(0) if _is_free(start, free) else value_on(rates, start)
            steps.append(Step(start, end, days_between(start, end, day_count, day=day), balance, rate, part))
    return Workings(tuple(steps), day_count, rounding)


def value_on(dated: Dated, on: date) -> Decimal | Fraction:
    """Return the value that holds on a day: the last one begun by then, else the first."""
    begun = [value for begins, value in dated if begins <= on]
    return begun[-1] if begun else dated[0][1]


def _is_free(on: date, free: Sequence[Span]) -> bool:
    return any(first <= on < last for first, last in free)
