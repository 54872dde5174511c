"""How much principal each instalment repays: one class that knows the methods, and the level instalment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction

from federation.kit.money import CENT
from loans.schedules.rules.interest import Workings
from loans.schedules.rules.periods import ZERO, Course, Period
from loans.schedules.rules.rounding import round_to

_LEVEL = ("equal-instalment", "balloon")


@dataclass(frozen=True)
class Due:
    """What one period asks: principal in baht, and its own interest with the workings."""

    principal: Decimal
    interest: Workings


class Repayment:
    """Walks through the periods of one loan and says what each repays; keeps the instalment until something changes."""

    def __init__(self, course: Course, periods: Sequence[Period]):
        self.course, self.periods, self.terms = course, periods, course.terms
        self.instalment: Decimal | None = None
        self.charged = ZERO  # interest of a flat loan so far

    def due(self, at: int, *, balance: Decimal) -> Due:
        """Return what the period in that place asks; balance: owed at its beginning, before payouts within."""
        period = self.periods[at]
        interest = self._interest(at, balance=balance)
        owed = balance + self.course.fresh(period)
        if at == len(self.periods) - 1:
            return Due(owed, interest)
        if not period.pays_principal:
            return Due(ZERO, interest)
        if self.instalment is None or self.course.changes_within(period):
            self.instalment = self._instalment(at, balance=balance, interest=interest)
        part = self.instalment - interest.own if self._is_level else self._part(period)
        if part < 0:  # a long first period: interest alone takes more than a level instalment
            self.instalment = None
        return Due(min(max(part, ZERO), owed), interest)

    @property
    def _is_level(self) -> bool:
        return self.terms.method in (*_LEVEL, "flat")

    def _interest(self, at: int, *, balance: Decimal) -> Workings:
        """Return the interest of a period: on the balance, or flat on all that was paid out so far."""
        period = self.periods[at]
        if self.terms.method != "flat":
            return self.course.interest(period, balance=balance)
        lent = sum((amount for on, amount in self.course.payouts if on < period.first), ZERO)
        interest = self.course.interest(period, balance=lent)
        if at == len(self.periods) - 1:
            interest = self._rest_of_flat(interest)
        self.charged += interest.own
        return interest

    def _rest_of_flat(self, last: Workings) -> Workings:
        """Give the last instalment what rounding left over, so that the whole interest is right to the satang."""
        exact = Fraction(0)
        lent = ZERO
        for period in self.periods:
            exact += sum((step.exact for step in self.course.interest(period, balance=lent).steps), Fraction(0))
            lent += self.course.fresh(period)
        whole = round_to(exact, mode=self.terms.rounding)
        return replace(last, difference=max(whole - self.charged - last.own, -last.own))

    def _instalment(self, at: int, *, balance: Decimal, interest: Workings) -> Decimal:
        """Return the level instalment, or the level part of principal, from this period on."""
        if self.terms.method in _LEVEL:
            return self._rounded(self._level(at, balance=balance))
        owed = balance + self.course.fresh(self.periods[at])
        left = sum(1 for period in self.periods[at:] if period.pays_principal and period.n)
        if self.terms.method == "flat":
            return self._rounded(Fraction(owed) / left + Fraction(interest.own))
        return self._rounded(Fraction(owed) / left)

    def _part(self, period: Period) -> Decimal:
        """Return the principal an instalment repays where it does not depend on interest."""
        lent = sum((amount for on, amount in self.course.payouts if on < period.last), ZERO)
        match self.terms.method:
            case "bullet":
                return ZERO
            case "percent":
                return self._rounded(Fraction(lent) * Fraction(self.terms.percent))
            case "seasonal" if self.terms.weights:
                weights = self.terms.weights
                return self._rounded(Fraction(lent) * weights[period.n - 1] / sum(weights))
        return self.instalment

    def _level(self, at: int, *, balance: Decimal) -> Decimal:
        """Return the equal instalment, not rounded, that leaves nothing (or the balloon) after the last period.

        The balance after each period is owed − repaid × instalment; both grow by the period's interest.
        """
        known = self.course.known_by(self.periods[at].last)
        with localcontext() as context:
            context.prec = 50
            owed, repaid = balance, Decimal(0)
            for period in self.periods[at:]:
                growth, fresh = (_decimal(exact) for exact in known.growth(period))
                owed += known.fresh(period)
                if period.pays_principal:
                    owed += (owed - known.fresh(period)) * growth + fresh
                    repaid += repaid * growth + 1
            return (owed - self._balloon()) / repaid

    def _balloon(self) -> Decimal:
        if self.terms.method != "balloon":
            return ZERO
        return round_to(Fraction(self.course.payouts[0][1]) * Fraction(self.terms.balloon), mode=self.terms.rounding)

    def _rounded(self, exact: Fraction | Decimal) -> Decimal:
        rounded = round_to(max(exact, 0), mode=self.terms.rounding, multiple=self.terms.multiple)
        return rounded or max(self.terms.multiple, CENT)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
