"""Fines for lateness: on the overdue principal of each instalment only, and with the interest never above the law.

Source: domain: 5.4 Civil and Commercial Code, s.224 and s.224/1; 1.5 Interest arithmetic and the 15 % cap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from federation.kit.money import ZERO
from loans.lending.rules.lateness import Paused, counted_days, months_begun
from loans.products.rules import FineRule
from loans.schedules.rules import CEILING, round_to

YEAR = 365
BASES = {"actual/360": 360, "364": 364}


def by_calendar(yearly_rate: Decimal | Fraction, *, counting: str) -> Decimal | Fraction:
    """Return a yearly rate as it weighs by the calendar: over a base of 360 or 364 days a year costs more."""
    base = BASES.get(counting, YEAR)
    return yearly_rate if base == YEAR else Fraction(yearly_rate) * YEAR / base


def lawful_rate(cost: Decimal | Fraction, *, rule: FineRule) -> Fraction:
    """Return the yearly rate, a fraction, that a fine may come to beside what the loan costs a year without it."""
    room = max(Fraction(CEILING) - Fraction(cost), Fraction(0))
    return min(room, Fraction(rule.yearly_rate)) if rule.kind == "yearly" else room


@dataclass(frozen=True, slots=True)
class FineStep:
    """How the fine of an instalment grew over a span. overdue: baht; days: those of pauses left out; rate: a year."""

    first: date
    last: date
    days: int
    overdue: Decimal
    rate: Fraction

    @property
    def exact(self) -> Fraction:
        """The fine of this step in baht, not rounded."""
        return Fraction(self.overdue) * self.days * self.rate / YEAR


def grown(
    overdue: Decimal, due_on: date, first: date, last: date, *, rate: Fraction, rule: FineRule, pauses: Iterable[Paused]
) -> FineStep | None:
    """Return how the fine of an instalment grows over a span at a yearly rate, or None where it does not.

    It begins on the day after the due date and the days of grace; days of pauses do not count.

    >>> from loans.products.rules import FineRule
    >>> rule = FineRule(kind="yearly", yearly_rate=Decimal("0.05"), cap_percent=Decimal(10))
    >>> due, paid = date(2026, 1, 1), date(2026, 4, 3)
    >>> step = grown(Decimal(2000), due, due, paid, rate=Fraction(1, 20), rule=rule, pauses=[])
    >>> step.days, round(float(step.exact), 4)
    (92, 25.2055)
    """
    begins = max(first, due_on + timedelta(days=rule.grace_days))
    if begins >= last:
        return None
    return FineStep(begins, last, counted_days(begins, last, pauses), overdue, rate)


def amount(
    exact: Fraction, due_on: date, on: date, *, rule: FineRule, pauses: Iterable[Paused], mode: str = "half-up"
) -> Decimal:
    """Return the fine of an instalment overdue on a day, in baht.

    exact: what it has grown to by days. A fine by the month is so many baht for each month begun, but never more.
    """
    if rule.kind == "per_month":
        begins = due_on + timedelta(days=rule.grace_days)
        if on <= begins:
            return ZERO
        until = begins + timedelta(days=counted_days(begins, on, pauses))
        months = months_begun(begins, until) if until > begins else 0
        exact = min(exact, Fraction(rule.baht) * months)
    return round_to(exact, mode=mode)
