"""Interest with its workings: which balance bore which rate from when to when, and what that makes.

Source: features 90, "why this number".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from federation.kit.money import CENT, ZERO
from loans.schedules.rules.daycount import YEAR_DAYS, days_in_year, year_fraction
from loans.schedules.rules.rounding import round_to

Dated = Sequence[tuple[date, Decimal | Fraction]]
Span = tuple[date, date]
BASES = {name: base for name, base in YEAR_DAYS.items() if name != "30/360"}


@dataclass(frozen=True)
class Step:
    """One line of the workings: a balance, a rate, a span. A span without charge has the rate 0.

    days: of the calendar. part: the span as a part of a year, exact.
    """

    first: date
    last: date
    days: int
    balance: Decimal
    yearly_rate: Decimal | Fraction
    part: Fraction
    day_count: str

    @property
    def exact(self) -> Fraction:
        """The interest of this step in baht, not rounded."""
        return Fraction(self.balance) * Fraction(self.yearly_rate) * self.part

    @property
    def part_shown(self) -> str:
        """The part of a year as one writes it: 31/365, 12/366, 1/12."""
        if self.day_count == "actual/actual":
            return f"{self.days}/{days_in_year(self.last)}"
        if base := BASES.get(self.day_count):
            return f"{self.days}/{base}"
        return f"{self.part.numerator}/{self.part.denominator}"


@dataclass(frozen=True)
class Workings:
    """How a figure of interest came about: the steps add up, and their sum is rounded once.

    parts: the steps are a whole term's, and the figure is one of so many equal parts of what is not charged yet.
    charged: baht of the steps that earlier figures charged. most: baht left to charge, where rounding would exceed it.
    carried: workings of earlier periods whose interest was put off to here, each rounded in its own time.
    """

    steps: tuple[Step, ...]
    rounding: str
    carried: tuple["Workings", ...] = ()
    multiple: Decimal = CENT
    parts: int = 1
    charged: Decimal = ZERO
    most: Decimal | None = None

    @cached_property
    def exact(self) -> Fraction:
        """The sum of the steps in baht, not rounded."""
        return sum((step.exact for step in self.steps), Fraction(0))

    @cached_property
    def own(self) -> Decimal:
        """The interest of these steps alone, in baht."""
        share = max((self.exact - Fraction(self.charged)) / self.parts, Fraction(0))
        rounded = round_to(share, mode=self.rounding, multiple=self.multiple)
        return rounded if self.most is None else min(rounded, self.most)

    @cached_property
    def total(self) -> Decimal:
        """The figure itself, in baht."""
        return self.own + sum((earlier.own for earlier in self.carried), ZERO)


def interest_steps(
    balances: Dated,
    *,
    last: date,
    rates: Dated,
    day_count: str,
    rounding: str = "half-up",
    multiple: Decimal = CENT,
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
    if day_count == "actual/actual":
        marks |= {date(year, 12, 31) for year in range(first.year, last.year)}
    cuts = sorted({first, last} | {on for on in marks if first < on < last})
    steps = []
    for start, end in pairwise(cuts):
        balance = value_on(balances, start)
        part = year_fraction(start, end, day_count, day=day)
        if balance and part:
            rate = Decimal(0) if _is_free(start, free) else value_on(rates, start)
            steps.append(Step(start, end, (end - start).days, balance, rate, part, day_count))
    return Workings(tuple(steps), rounding, multiple=multiple)


def value_on(dated: Dated, on: date) -> Decimal | Fraction:
    """Return the value that holds on a day: the last one begun by then, else the first."""
    begun = [value for begins, value in dated if begins <= on]
    return begun[-1] if begun else dated[0][1]


def _is_free(on: date, free: Sequence[Span]) -> bool:
    return any(first <= on < last for first, last in free)
