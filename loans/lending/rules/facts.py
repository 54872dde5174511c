"""What is known of a loan: its terms, its agreed schedules, and its dated facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from federation.kit.money import ZERO
from loans.products.rules import ProductTerms

# Facts of one day count in this order: money lent before money paid back, what is due before what is paid early.
KINDS = (
    "opening",
    "pause",
    "rate",
    "payout",
    "waiver",
    "repayment",
    "prepayment",
    "schedule",
    "charge_off",
    "recovery",
    "write_off",
)
RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a loan. amount: baht; data: as `LoanEvent.data`; key: whose fact it is."""

    kind: str
    on: date
    seq: int
    amount: Decimal = ZERO
    data: Mapping = field(default_factory=dict)
    key: object = None

    @property
    def order(self) -> tuple[date, int, int]:
        """By day, then by kind, then as recorded: whatever order they were entered in."""
        return (self.on, RANK[self.kind], self.seq)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An instalment as agreed, in baht."""

    n: int
    due_on: date
    principal: Decimal
    interest: Decimal


@dataclass(frozen=True)
class Contract:
    """What was agreed. plans: {version: rows}; principal: baht.

    effective_rate: what it costs a year paid on time, fees included, as a fraction.
    """

    terms: ProductTerms
    principal: Decimal
    effective_rate: Decimal
    plans: Mapping[int, tuple[PlanRow, ...]]

    @property
    def is_actual(self) -> bool:
        """Whether interest runs by the day on the actual balance; else it falls due as scheduled."""
        return self.terms.accrual == "actual"

    @property
    def fee_rate(self) -> Fraction:
        """What the fee adds to the yearly cost of the loan paid on time, as a fraction."""
        if not self.terms.fee:
            return Fraction(0)
        return max(Fraction(self.effective_rate) - Fraction(self.terms.schedule.yearly_rate), Fraction(0))
