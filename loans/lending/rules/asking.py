"""What a meeting asks for on a loan: what is due, rounded up to money that coins can make."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.kit.money import ZERO
from loans.lending.rules.state import State


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for in baht: what is due, and `ahead`, the advance that rounding up makes of it."""

    due: Decimal = ZERO
    ahead: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.due + self.ahead


def asked(state: State, latest: State | None, *, until: date, step: Decimal) -> Asked:
    """Return what a loan asks for: never more than is still due when all that is known of it is counted.

    latest: the loan after its newest fact, where that lies after the meeting. step: asked in multiples of this many
    baht where the loan owes at least that much more principal; nothing for to the satang.
    """
    principals, dues = zip(*(_due(one, until=until) for one in (state, latest) if one), strict=True)
    due = min(dues)
    ahead = (step - due % step) % step if step else ZERO
    spare = min(one.principal - part for one, part in zip((state, latest), principals, strict=False))
    return Asked(due, ahead if ahead <= spare else ZERO)


def _due(state: State, *, until: date) -> tuple[Decimal, Decimal]:
    fine, interest, principal = due_by(state, until=until)
    return principal, fine + interest + principal


def due_by(now: State, *, until: date) -> tuple[Decimal, Decimal, Decimal]:
    """Return (fine, interest, principal) that a loan asks for as it stands, instalments up to `until` included."""
    principal = interest = ZERO
    falls_due = False
    for row, left in now.front():
        if row.due_on > until:
            break
        principal += left
        falls_due |= not row.fallen
        if row.fallen or left and not now.contract.is_actual:
            interest += row.unpaid_interest
    if not now.contract.is_actual or now.on > until:
        return now.fine_now, interest, principal
    asks = falls_due or principal or now.interest_fallen or now.fine_now
    return now.fine_now, now.interest_now if asks else ZERO, principal
