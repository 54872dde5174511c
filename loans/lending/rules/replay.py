"""From the dated facts of a loan to how it stands: the same, in whatever order they were entered.

Source: features 91, N17.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from federation.kit.money import ZERO
from loans.lending.rules.facts import Contract, Fact, PlanRow
from loans.lending.rules.lateness import Paused
from loans.lending.rules.payments import Parts, Payment, take_spans
from loans.lending.rules.state import Accrued, State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fact came to: how it is booked, and how the loan stood after it; all in baht."""

    fact: Fact
    parts: Parts
    principal_after: Decimal
    interest_after: Decimal
    fine_after: Decimal
    unpaid_since: date | None


def replay(contract: Contract, facts: Iterable[Fact], *, since: State | None = None) -> tuple[list[Outcome], State]:
    """Return what each fact came to, in order of date, and how the loan stands after the last one.

    since: how it stood before these facts; it is changed.
    """
    facts = sorted(facts, key=lambda fact: fact.order)
    state = since or State(contract, rates=[(date.min, contract.terms.schedule.yearly_rate)])
    return [apply(state, fact) for fact in facts], state


def apply(state: State, fact: Fact) -> Outcome:
    """Move a loan to the day of a fact and let it happen."""
    if fact.kind == "pause":
        _begin_pause(state, fact)
    state.advance(fact.on)
    parts = _DOES[fact.kind](state, fact)
    return Outcome(fact, parts, state.principal, state.interest_owed, state.fine_owed, state.unpaid_since())


def _begin_pause(state: State, fact: Fact) -> None:
    """Know a pause before its first day is worked out: the day belongs to it from the morning on."""
    until = date.fromisoformat(fact.data["until"])
    state.pauses.append(Paused(fact.on, until, bool(fact.data.get("interest_runs", True))))


def _new_rate(state: State, fact: Fact) -> Parts:
    state.rates.append((fact.on, _rate(fact.data["yearly_rate"])))
    return Parts()


def _rate(text: str) -> Decimal | Fraction:
    return Fraction(text) if "/" in text else Decimal(text)


def _noted(_state: State, _fact: Fact) -> Parts:
    return Parts()


def _payout(state: State, fact: Fact) -> Parts:
    if state.on is None:
        state.begin(fact.on, state.contract.plans[1])
    state.principal += fact.amount
    state.advance(fact.on)
    return Parts(principal=fact.amount)


def _opening(state: State, fact: Fact) -> Parts:
    """Take over a running loan: what is still to pay of its schedule, and interest owed.

    Instalments before `unpaid_since`, or else so many `paid_instalments`, were paid elsewhere.
    """
    rows = _still_to_pay(state.contract.plans[1], fact)
    state.begin(fact.on, rows, first_version=False)
    state.principal += fact.amount
    interest = ZERO + Decimal(fact.data.get("interest_owed") or 0)
    fine = ZERO + Decimal(fact.data.get("fine_owed") or 0)
    if interest:
        state.running += interest
        state.accrued.append(Accrued(None, interest))
    state.fines_frozen += fine
    state.advance(fact.on)
    return Parts(fact.amount, interest, fine)


def _still_to_pay(rows: tuple[PlanRow, ...], fact: Fact) -> list[PlanRow]:
    if since := fact.data.get("unpaid_since"):
        left = [row for row in rows if row.due_on >= date.fromisoformat(since)]
    elif fact.data.get("paid_instalments") is not None:
        left = [row for row in rows if row.n > int(fact.data["paid_instalments"])]
    else:
        left = [row for row in rows if row.due_on >= fact.on]
    return left or list(rows[-1:])


def _repayment(state: State, fact: Fact) -> Parts:
    return Payment(state, fact.amount, on=fact.on).repay()


def _prepayment(state: State, fact: Fact) -> Parts:
    return Payment(state, fact.amount, on=fact.on).prepay()


def _waiver(state: State, fact: Fact) -> Parts:
    """Waive what the data say, as far as it is owed; what is above is over. A claim kept is waived alike."""
    asked = {part: ZERO + Decimal(fact.data.get(part) or 0) for part in ("interest", "fine")}
    if state.claim:
        principal, *claims = state.claim
        taken = [min(asked[part], claim) for part, claim in zip(asked, claims, strict=True)]
        state.claim = (principal, *(claim - part for claim, part in zip(claims, taken, strict=True)))
        return Parts(ZERO, *taken, sum(asked.values(), ZERO) - sum(taken, ZERO))
    interest, spans = _let_off_interest(state, asked["interest"])
    fine = min(asked["fine"], state.fine_owed)
    deferred = min(fine, state.deferred_fine) if fine > state.fine_now else ZERO
    state.fines_settled += fine - deferred
    state.deferred_fine -= deferred
    over = sum(asked.values(), ZERO) - interest - fine
    return Parts(ZERO, interest, fine, over, tuple(spans))


def _let_off_interest(state: State, amount: Decimal):
    """Take interest off: what has fallen due first, then what runs, then what was put off."""
    amount = rest = min(amount, state.interest_owed)
    for row in state.rows:
        if row.fallen:
            part = min(rest, row.unpaid_interest)
            row.interest -= part
            rest -= part
    part = min(rest, state.running_unpaid)
    state.running -= part
    state.deferred_interest -= rest - part
    return amount, take_spans(state, amount)


def _schedule(state: State, fact: Fact) -> Parts:
    """Put a new schedule in the place of the old one.

    Interest and fines owed stay owed, without interest, and fall due with the last instalment; with the first, where
    the data say so.
    """
    state.deferred_interest += state.interest_now
    charged, fine = state.fines_charged(), state.fine_now
    state.fines_frozen = charged
    state.fines_settled += fine
    state.deferred_fine += fine
    state.running = state.running_paid = ZERO
    rows = state.contract.plans[fact.data["version"]]
    state.begin(fact.on, rows, first_version=False)
    if state.deferred_interest or state.deferred_fine:
        state.deferred_on = rows[0].due_on if fact.data.get("deferred") == "first" else rows[-1].due_on
    state.advance(fact.on)
    return Parts()


def _charge_off(state: State, _fact: Fact) -> Parts:
    """Take a loan off the books and keep the claim to all that was owed."""
    parts = _end(state, "charged_off")
    state.claim = (parts.principal, parts.interest, parts.fine)
    return parts


def _write_off(state: State, _fact: Fact) -> Parts:
    """Give a loan up, or the claim that was kept."""
    if state.claim:
        principal, interest, fine = state.claim
        state.claim, state.ended = None, "written_off"
        return Parts(principal, interest, fine)
    return _end(state, "written_off")


def _end(state: State, how: str) -> Parts:
    parts = Parts(state.principal, state.interest_owed, state.fine_owed)
    state.principal = state.running = state.running_paid = state.deferred_interest = state.deferred_fine = ZERO
    state.fines_frozen, state.fines_settled = state.fines_charged(), state.fines_charged()
    state.rows, state.ended = [], how
    return parts


def _recovery(state: State, fact: Fact) -> Parts:
    """Take money on a claim that was charged off, in the order of the terms."""
    claim = dict(zip(("principal", "interest", "fine"), state.claim or (ZERO, ZERO, ZERO), strict=True))
    rest, taken = fact.amount, {}
    for part in state.contract.terms.payment_order:
        taken[part] = min(rest, claim[part])
        rest -= taken[part]
    if state.claim:
        state.claim = tuple(claim[part] - taken[part] for part in ("principal", "interest", "fine"))
    return Parts(taken["principal"], taken["interest"], taken["fine"], rest)


_DOES = {
    "opening": _opening,
    "pause": _noted,
    "rate": _new_rate,
    "payout": _payout,
    "waiver": _waiver,
    "repayment": _repayment,
    "prepayment": _prepayment,
    "schedule": _schedule,
    "charge_off": _charge_off,
    "write_off": _write_off,
    "recovery": _recovery,
}


def state_after(state: State) -> str:
    """Return the state of a loan that its facts make, as `LoanState` names it."""
    if state.ended == "charged_off":
        return "charged_off" if any(state.claim or ()) else "settled"
    if state.ended:
        return state.ended
    if state.on is None:
        return "signed"
    return "running" if state.principal or state.interest_owed or state.fine_owed else "settled"
