"""How much principal each instalment repays, by the method of the terms; and the interest of a flat loan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from federation.kit.money import ZERO
from loans.schedules.rules.interest import Workings
from loans.schedules.rules.level import interest_within, level_instalment
from loans.schedules.rules.periods import Course, Period
from loans.schedules.rules.rounding import round_to
from loans.schedules.rules.terms import LEVEL, too_large_a_multiple

_BAHT = Decimal("1.00")


@dataclass(frozen=True)
class Due:
    """What one period asks: principal in baht, and its own interest with the workings."""

    principal: Decimal
    interest: Workings


class Repayment:
    """Walks through the periods of one loan and says what each repays; keeps the instalment until something changes."""

    def __init__(self, course: Course, periods: Sequence[Period], *, agreed: Decimal | None = None):
        self.course, self.periods, self.terms, self.agreed = course, periods, course.terms, agreed
        self.instalment: Decimal | Fraction | None = None
        self.charged = ZERO  # interest of a flat loan so far
        self.flat: Workings | None = None

    def due(self, at: int, *, balance: Decimal, deferred: Decimal) -> Due:
        """Return what the period in that place asks.

        balance: principal owed at its beginning, before payouts within. deferred: interest put off until then.
        """
        period = self.periods[at]
        if self.course.changes_within(period):
            self.instalment = self.flat = None
        interest = self._flat(at) if self._is_flat else self.course.interest(period, balance=balance)
        owed = balance + self.course.fresh(period)
        if at == len(self.periods) - 1:
            return Due(owed, interest)
        if not period.pays_principal:
            return Due(ZERO, interest)
        if self.instalment is None:
            self.instalment = self.agreed or self._instalment(at, balance=balance, deferred=deferred)
        within = interest_within(period, self.terms, own=interest.own, deferred=deferred)
        part = self._principal(period, interest=within)
        if part < 0:  # a long period: its interest alone takes more than a level instalment
            self.instalment = None
        return Due(min(max(part, ZERO), owed), interest)

    @property
    def _is_flat(self) -> bool:
        return self.terms.method == "flat"

    def _flat(self, at: int) -> Workings:
        """Return the interest of a flat loan's period: an equal part of all that is still to be charged.

        A period within a grace charges nothing: its interest is spread over those that pay. The last takes the rest.
        """
        period = self.periods[at]
        if not period.pays_interest:
            return Workings((), self.terms.rounding)
        if self.flat is None:
            paying = sum(1 for later in self.periods[at:] if later.pays_interest)
            whole = self._whole_term(self.course.known_by(period.last))
            self.flat = replace(whole, parts=paying, charged=self.charged)
        rest = replace(self.flat, multiple=min(self.terms.interest_multiple, _BAHT), parts=1, charged=self.charged)
        last = at == len(self.periods) - 1
        figure = rest if last else replace(self.flat, most=rest.own)
        self.charged += figure.own
        return figure

    def _whole_term(self, known: Course) -> Workings:
        """Return the interest of a flat loan from the first day to the last, on all that was lent."""
        days, amounts = zip(*known.payouts, strict=True)
        lent = list(zip(days, accumulate(amounts), strict=True))
        ungraced = [(period.first, period.last) for period in self.periods if not period.charged]
        return known.span_interest(lent, last=self.periods[-1].last, free=[*known.free, *ungraced])

    def _instalment(self, at: int, *, balance: Decimal, deferred: Decimal) -> Decimal | Fraction:
        """Return the level instalment, or the level part of principal (not rounded), from this period on."""
        if self.terms.method in LEVEL:
            return level_instalment(self.course, self.periods[at:], balance=balance, deferred=deferred)
        left = sum(1 for period in self.periods[at:] if period.pays_principal and period.n)
        return Fraction(balance + self.course.fresh(self.periods[at])) / left

    def _principal(self, period: Period, *, interest: Decimal) -> Decimal:
        """Return the principal an instalment repays; below zero where its interest takes more than all of it."""
        terms = self.terms
        if terms.method in LEVEL:
            return self.instalment - interest
        part = self._part(period)
        with_interest = interest if part and not terms.rounds_parts else ZERO
        rounded = round_to(part + Fraction(with_interest), mode=terms.rounding, multiple=terms.multiple)
        if part and not rounded:
            raise too_large_a_multiple()
        return rounded - with_interest

    def _part(self, period: Period) -> Fraction:
        """Return the principal an instalment repays where it does not depend on interest, not rounded."""
        lent = Fraction(sum((amount for on, amount in self.course.payouts if on < period.last), ZERO))
        match self.terms.method:
            case "bullet":
                return Fraction(0)
            case "percent":
                return lent * Fraction(self.terms.percent)
            case "seasonal" if self.terms.weights:
                return lent * self.terms.weights[period.n - 1] / sum(self.terms.weights)
        return Fraction(self.instalment)
