"""The terms of a loan product: what its version fixes, what a contract keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from federation.kit.dates.months import days_in, month_range, next_month
from federation.kit.money import CENT
from federation.kit.wording import gettext_lazy as _
from loans.products.rules.parts import (
    BadProductTerms,
    Ceiling,
    Fee,
    FineRule,
    decimal_from,
    keys_are,
    truth_from,
    whole_from,
)
from loans.schedules.rules import MOST_INSTALMENTS, Terms

ACCRUALS = ("actual", "scheduled")
PAYMENT_PARTS = ("fine", "interest", "principal")
CONTROLS = ("13010", "13020", "13030")


def control_of(kind: str, *, fund: str = "") -> str:
    """Return the control account that loans of a kind of product stand under (domain: 4.2 Chart of accounts).

    fund: the small fund whose money is lent; it has one account of loans for all kinds.
    """
    return "13030" if fund else {"ordinary": "13010", "emergency": "13020"}.get(kind, "13030")


@dataclass(frozen=True, kw_only=True)
class ProductTerms:
    """The terms of one version of a product.

    schedule: how it is repaid, at which rate. accrual: "actual" charges the days the money was really out,
    "scheduled" what the schedule says. payment_order: what a payment pays first.
    least_amount: baht; the most stands in `ceiling`. least_instalments, most_instalments: how many there may be.
    due_months: months of the year in which instalments fall due, 1 to 12; none: every so often, by the schedule.
    own_savings_without_guarantor: who borrows no more than his or her free savings needs no guarantor.
    guarantors: how many else. members_for_months: months of membership before the loan.
    max_live: loans of this product one member may have at a time. prepayment: more than is due may be paid, which
    shortens the loan. control: the control account that its principal stands under.

    Source: domain: 1.4 Loans, 9 Consolidated defaults; features 60, 62, 63, 77 to 88.
    """

    schedule: Terms
    ceiling: Ceiling
    most_instalments: int
    control: str
    accrual: str = "actual"
    payment_order: tuple[str, ...] = PAYMENT_PARTS
    fine: FineRule = FineRule()
    fee: Fee = Fee()
    least_amount: Decimal = Decimal("500.00")
    least_instalments: int = 1
    due_months: tuple[int, ...] = ()
    own_savings_without_guarantor: bool = True
    guarantors: int = 2
    members_for_months: int = 6
    max_live: int = 1
    prepayment: bool = True

    def __post_init__(self):
        for wrong, reason, words in self._problems():
            if wrong:
                raise BadProductTerms(words, reason=reason)

    @property
    def most_amount(self) -> Decimal:
        """The absolute most, in baht; a member's own ceiling may lie below."""
        return self.ceiling.most

    @property
    def bears_interest(self) -> bool:
        """Papers of a loan without interest do not have the word on them."""
        return self.schedule.yearly_rate > 0

    @property
    def contract_rate(self) -> Decimal:
        """The yearly rate agreed, as a decimal fraction."""
        rate = Fraction(self.schedule.yearly_rate)
        return Decimal(rate.numerator) / rate.denominator

    def due_dates(self, paid_out_on: date, *, instalments: int, day: int) -> tuple[date, ...]:
        """Return the due dates of a loan that follows the seasons, from the month after the payout; else none.

        day: of the month, clamped where a month is too short for it.
        """
        if not self.due_months:
            return ()
        coming = month_range(next_month(paid_out_on), next_month(paid_out_on, by=12 * instalments + 1))
        seasons = [month for month in coming if month.month in self.due_months]
        return tuple(month.replace(day=min(day, days_in(month.year, month.month))) for month in seasons[:instalments])

    def _problems(self):
        yield self.accrual not in ACCRUALS, "accrual", _("Choose how interest is charged.")
        flat_by_days = self.schedule.method == "flat" and self.accrual != "scheduled"
        yield flat_by_days, "accrual", _("Flat interest goes by the schedule, not by the days.")
        yield sorted(self.payment_order) != sorted(PAYMENT_PARTS), "order", _("Name each thing a payment pays once.")
        yield self.least_amount < CENT, "least_amount", _("The least that may be borrowed is above zero.")
        above = self.least_amount > self.most_amount
        yield above, "least_amount", _("The least that may be borrowed lies above the most.")
        counts_fit = 1 <= self.least_instalments <= self.most_instalments <= MOST_INSTALMENTS
        yield not counts_fit, "instalments", _("The instalments lie between 1 and 600, the least not above the most.")
        months_fit = set(self.due_months) <= set(range(1, 13)) and list(self.due_months) == sorted(set(self.due_months))
        yield not months_fit, "due_months", _("Choose months from January to December.")
        seasonal = bool(self.due_months) == (self.schedule.method == "seasonal")
        yield not seasonal, "due_months", _("Seasonal repayment needs the months of the harvest, and only it has them.")
        yield not 0 <= self.guarantors <= 10, "guarantors", _("A loan has 0 to 10 guarantors.")
        yield not 0 <= self.members_for_months <= 60, "members_for", _("Between 0 and 60 months of membership.")
        yield not 1 <= self.max_live <= 20, "max_live", _("A member may have 1 to 20 loans of this kind at a time.")
        yield self.control not in CONTROLS, "control", _("A loan stands under an account of loans.")

    def to_data(self) -> dict:
        """Return these terms as JSON can hold them; `from_data` reads them back the same."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        parts = {name: data[name].to_data() for name in ("schedule", "ceiling", "fine", "fee")}
        lists = {name: list(data[name]) for name in ("payment_order", "due_months")}
        return {**data, **parts, **lists, "least_amount": str(self.least_amount)}

    @classmethod
    def from_data(cls, data: Mapping) -> "ProductTerms":
        """Read what `to_data` wrote.

        Raises `BadProductTerms` where a key is missing, unknown or unreadable, and `BadTerms` for the schedule's.
        """
        keys_are(data, {field.name for field in fields(cls)})
        wholes = ("most_instalments", "least_instalments", "guarantors", "members_for_months", "max_live")
        return cls(
            schedule=Terms.from_data(data["schedule"]),
            ceiling=Ceiling.from_data(data["ceiling"]),
            fine=FineRule.from_data(data["fine"]),
            fee=Fee.from_data(data["fee"]),
            least_amount=decimal_from(data["least_amount"]),
            payment_order=tuple(data["payment_order"]),
            due_months=tuple(whole_from(month) for month in data["due_months"]),
            own_savings_without_guarantor=truth_from(data["own_savings_without_guarantor"]),
            prepayment=truth_from(data["prepayment"]),
            accrual=data["accrual"],
            control=data["control"],
            **{name: whole_from(data[name]) for name in wholes},
        )
