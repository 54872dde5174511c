"""How a loan stands on a day, in the words of its pages: owed, due, overdue, late, still to come."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.money import ZERO
from loans.lending.rules.lateness import days_late
from loans.lending.rules.state import Due, State
from loans.schedules.rules import Workings


@dataclass(frozen=True, slots=True)
class Owed:
    """Principal, interest and fines, in baht."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fine: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.fine


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment in baht. Of one that lies ahead `interest` is a forecast; left: what is still to pay of it."""

    n: int
    due_on: date
    principal: Decimal
    interest: Decimal
    paid_principal: Decimal
    paid_interest: Decimal

    @property
    def left(self) -> Decimal:
        return self.principal + self.interest - self.paid_principal - self.paid_interest


@dataclass(frozen=True)
class Standing:
    """A loan at the end of a day. Asking changes nothing.

    unpaid_since: due date of the oldest instalment not fully paid, which may lie ahead. now: the state moved to `on`.
    Of a loan that was charged off, what is owed is the claim that was kept.
    """

    on: date
    unpaid_since: date | None
    now: State

    @property
    def principal(self) -> Decimal:
        return self.now.principal + self.claim.principal

    @property
    def interest(self) -> Decimal:
        """Interest owed to the day, what was put off included."""
        return self.now.interest_owed + self.claim.interest

    @property
    def fine(self) -> Decimal:
        return self.now.fine_owed + self.claim.fine

    @property
    def deferred(self) -> Decimal:
        """Interest and fines that a restructure put off; they are part of `interest` and `fine`."""
        return self.now.deferred_interest + self.now.deferred_fine

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.fine

    @property
    def to_settle(self) -> Decimal:
        return self.now.to_settle() + self.claim.total

    @property
    def claim(self) -> Owed:
        return Owed(*self.now.claim) if self.now.claim else Owed()

    @cached_property
    def due(self) -> Owed:
        """What should have been paid by the end of the day."""
        return self._fallen(strictly=False)

    @cached_property
    def overdue(self) -> Owed:
        """What should have been paid before the day."""
        return self._fallen(strictly=True)

    @property
    def days_late(self) -> int:
        return days_late(self.unpaid_since, on=self.on, pauses=self.now.pauses)

    @cached_property
    def next_due(self) -> Instalment | None:
        """The next instalment after the day that asks for something, unpaid parts of earlier ones left aside."""
        return next((one for one in self.instalments if one.due_on > self.on and one.left), None)

    @cached_property
    def instalments(self) -> list[Instalment]:
        """All instalments of the schedule in force; those ahead as they come if each is paid on its day."""
        return _instalments(self.now)

    @cached_property
    def workings(self) -> list[tuple[Workings | None, Decimal]]:
        """How the interest owed came about: [(workings of a span, baht of it still owed)], the oldest first."""
        return [(one.workings, one.left) for one in self.now.accrued if one.left]

    def _fallen(self, *, strictly: bool) -> Owed:
        now, on = self.now, self.on
        fallen = [(row, left) for row, left in now.fallen() if row.due_on < on or not strictly]
        interest = sum((row.unpaid_interest for row, _left in fallen), ZERO)
        if fallen and all(row.fallen for row in now.rows):
            interest += now.running_unpaid
        principal = sum((left for _row, left in fallen), ZERO)
        return Owed(principal, interest, now.fine_now)


def standing_of(state: State, *, on: date) -> Standing:
    """Return how a loan stands on a day after its last fact."""
    return Standing(on, state.unpaid_since(), state.at(on))


def _instalments(now: State) -> list[Instalment]:
    later = now.at(now.on) if now.on else now
    shown = []
    for at, row in enumerate(later.rows):
        lefts = later.lefts()
        if row.fallen or any(lefts[at:]) or later.interest_owed:
            paid = row.paid
            if not row.fallen:
                _pay_on_its_day(later, row, lefts[at])
            shown.append(Instalment(row.n, row.due_on, paid + lefts[at], row.interest, paid, row.paid_interest))
    return shown


def _pay_on_its_day(later: State, row: Due, left: Decimal) -> None:
    """Move to the due date of an instalment and take its principal, so that the next bears interest on the rest."""
    later.advance(row.due_on)
    later.principal -= left
    row.paid += left
