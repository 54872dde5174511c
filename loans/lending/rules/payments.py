"""What a payment pays: what is due in the order of the terms, then what comes next, or the end of the schedule.

Source: domain: 1.4 Loans, payment order; features 52, 53.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from loans.lending.rules.state import Accrued, State
from loans.schedules.rules import Workings


@dataclass(frozen=True, slots=True)
class Parts:
    """How an amount is booked, in baht. over: what is above everything owed."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fine: Decimal = ZERO
    over: Decimal = ZERO
    spans: tuple[tuple[Accrued, Decimal], ...] = ()

    @property
    def workings(self) -> list[tuple[Workings | None, Decimal]]:
        """How the interest came about: [(workings of a span, baht of it paid or waived)]."""
        return [(span.workings, baht) for span, baht in self.spans]

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.fine


class Payment:
    """Money being laid on a loan on the day the loan has been moved to; each step takes what it can."""

    def __init__(self, state: State, amount: Decimal, *, on: date):
        self.state, self.left, self.on = state, amount, on
        self.principal = self.interest = self.fine = ZERO
        self.spans: list[tuple[Accrued, Decimal]] = []

    def repay(self) -> Parts:
        """Pay what is due, then the coming instalments from the front; everything, where it is enough for that."""
        state = self.state
        settles = self.left >= state.to_settle()
        self._pay_due(running=True)
        if settles:
            self._pay_period()
            self._pay_principal(state.principal)
        elif state.contract.is_actual:
            self._pay_principal(state.principal)
        else:
            self._pay_ahead()
        self._pay_deferred()
        return self._parts()

    def prepay(self) -> Parts:
        """Pay what has fallen due, then principal from the end of the schedule, so that the term gets shorter."""
        self._pay_due(running=False)
        if self.left >= self.state.principal:
            self._pay_period()
        taken = self._take(self.state.principal)
        self.state.principal -= taken
        self.principal += taken
        self._pay_interest(self.state.running_unpaid)
        self._pay_deferred()
        return self._parts()

    def _pay_due(self, *, running: bool) -> None:
        state = self.state
        for part in state.contract.terms.payment_order:
            if part == "fine":
                self._pay_fine()
            elif part == "interest":
                self._pay_interest(state.interest_now if running else state.interest_fallen)
            else:
                self._pay_principal(state.principal_due)

    def _pay_fine(self) -> None:
        taken = self._take(self.state.fine_now)
        self.state.fines_settled += taken
        self.fine += taken

    def _pay_interest(self, most: Decimal) -> None:
        """Pay interest that has fallen due, the oldest first, then what runs."""
        amount = rest = self._take(most)
        for row in self.state.fallen_rows():
            if rest:
                part = min(rest, row.unpaid_interest)
                row.paid_interest += part
                rest -= part
        self.state.running_paid += rest
        self._count_interest(amount)
        self._mark_early()

    def _pay_principal(self, most: Decimal) -> None:
        """Pay principal on the instalments from the front."""
        state, rest = self.state, self._take(most)
        self.principal += rest
        paid = []
        for row, left in state.front():
            if not rest:
                break
            if part := min(rest, left):
                paid.append((row, part, part == left))
                rest -= part
        for row, part, whole in paid:
            row.paid += part
            state.principal -= part
            if whole:
                freeze_fine(state, row)

    def _pay_ahead(self) -> None:
        """Pay coming instalments of a schedule that is owed as it stands, each with its interest."""
        for row in [row for row in self.state.rows if not row.fallen]:
            part = self._take(row.unpaid_interest)
            row.paid_interest += part
            self._count_interest(part)
            self._pay_principal(self.state.lefts()[self.state.rows.index(row)])

    def _pay_period(self) -> None:
        """Pay scheduled interest of the running period up to this day."""
        if part := self._take(self.state.part_of_period()):
            self.state.next_row().paid_interest += part
            self._count_interest(part)

    def _pay_deferred(self) -> None:
        """Pay what a restructure put off, once there is nothing else to pay."""
        state = self.state
        if state.principal:
            return
        part = self._take(state.deferred_interest)
        state.deferred_interest -= part
        self._count_interest(part)
        part = self._take(state.deferred_fine)
        state.deferred_fine -= part
        self.fine += part

    def _take(self, most: Decimal) -> Decimal:
        part = min(self.left, most)
        self.left -= part
        return part

    def _count_interest(self, amount: Decimal) -> None:
        self.interest += amount
        self.spans += take_spans(self.state, amount)

    def _mark_early(self) -> None:
        """Count an instalment of interest alone as paid when its interest is, in the second half of its period."""
        state = self.state
        row = state.next_row()
        if not state.contract.is_actual or state.running_unpaid or not row or row.principal:
            return
        row.early |= self.on - state.period_start() >= row.due_on - self.on

    def _parts(self) -> Parts:
        return Parts(self.principal, self.interest, self.fine, self.left, tuple(self.spans))


def freeze_fine(state: State, row) -> None:
    """Keep the fine of an instalment as it is now, as far as the product's cap lets it count: its principal is paid."""
    if row.fine_steps:
        cap = state.contract.terms.fine.cap_of(state.contract.principal)
        state.fines_frozen = max(min(state.fines_frozen + state.fine_of(row), cap), state.fines_frozen)
        row.fine_steps = ()


def take_spans(state: State, amount: Decimal) -> list[tuple[Accrued, Decimal]]:
    """Return [(span, baht)] of interest that is paid or waived, the oldest span first."""
    taken = []
    for span in state.accrued:
        if part := min(amount, span.left):
            span.left -= part
            amount -= part
            taken.append((span, part))
    state.accrued = [span for span in state.accrued if span.left]
    return taken
