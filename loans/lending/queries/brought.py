"""What one entry brought for loans, as it was booked then; and what it made be booked anew."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum

from federation.kit.money import ZERO
from federation.ledger.queries import balances_after
from loans.lending.models import LoanAdjustment, LoanEvent
from loans.lending.rules.payments import Parts


@dataclass(frozen=True, slots=True)
class Brought:
    """A payment on one loan in baht, as its entry booked it. left: principal after it, as the books ran then.

    anew: how it is booked now, where that is otherwise.
    """

    membership_id: object
    contract_no: str
    control: str
    kind: str
    parts: Parts
    left: Decimal
    anew: Parts | None


def brought_by(entry) -> list[Brought]:
    """Return what an entry brought for loans, in the order it was recorded. Two queries.

    A fact that came in later may have split a payment otherwise since; what was moved then is taken off again.
    """
    events = list(_with_moved(LoanEvent.objects.filter(network_id=entry.network_id, entry=entry)))
    left = balances_after(entry, [event.loan.account_id for event in events]) if events else {}
    found = []
    for event in reversed(events):
        now = Parts(event.principal, event.interest, event.fine)
        then = Parts(*(getattr(event, name) - (getattr(event, f"moved_{name}") or ZERO) for name in PARTS))
        account, loan = event.loan.account_id, event.loan
        anew = now if now != then and event.struck_at is None else None
        control = loan.terms["control"]
        found.append(Brought(loan.membership_id, loan.contract_no, control, event.kind, then, left[account], anew))
        left[account] += then.principal
    return found[::-1]


PARTS = ("principal", "interest", "fine")


def _with_moved(events):
    moved = LoanAdjustment.objects.filter(network_id=OuterRef("network_id"), event=OuterRef("pk")).values("event")
    sums = {
        f"moved_{name}": Subquery(
            moved.annotate(moved=Sum(name)).values("moved"),
            output_field=DecimalField(max_digits=14, decimal_places=2),
        )
        for name in PARTS
    }
    return events.select_related("loan").annotate(**sums).order_by("loan__number", "seq")


def booked_anew_by(entry) -> list[LoanAdjustment]:
    """Return what was moved on later payments because a sheet's entry came in after them. One query."""
    found = LoanAdjustment.objects.filter(
        network_id=entry.network_id, entry__book_id=entry.book_id, entry__key__startswith=late_key(entry)
    )
    of_member = ("event__loan__membership__person", "event__loan__membership__member_organisation")
    return list(found.select_related(*of_member).order_by("event__loan__number", "event__on", "event__seq"))


def late_key(entry) -> str:
    """Return how the keys of entries begin that book later payments anew after a sheet."""
    return f"loans:late:{entry.pk}"
