"""Repaying a loan at the desk between meetings: one durable transaction, however often the form arrives."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from federation.audit.log import record
from federation.kit.refusals import Refused
from federation.ledger.journal import entries_after, lines_of
from federation.ledger.months import head_of
from federation.ledger.posting import lock
from federation.ledger.submissions import earlier_answer, fingerprint, keep_answer
from groups.registry.models import Membership
from loans.lending.models import Loan, LoanEvent
from loans.lending.queries.repay import PRINTED, prints_of
from loans.lending.queries.standing import standing
from loans.lending.rules.standing import Standing
from loans.lending.steps.desk import desk_payment_step, may_enter_alone
from loans.lending.steps.early import check_due_first


class FiguresMoved(Refused):
    """Raised when a payment would be split otherwise than was shown before the button."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a payment would do: how it is split, how the loan then stands, and the lines of each entry."""

    event: LoanEvent
    stands: Standing
    entries: list

    @property
    def seen(self) -> str:
        return _seen(self.event)


def _seen(event: LoanEvent) -> str:
    return f"{event.kind} {event.principal} {event.interest} {event.fine}"


@transaction.atomic(durable=True)
def draft_repayment(
    loan: Loan,
    *,
    kind: str,
    amount: Decimal,
    on: date,
    purse,
    slip: str,
    payer: Membership,
    by,
    at: datetime,
    from_purse=None,
) -> Draft:
    """Return what a payment would do. It is found by doing it and taking it back; nothing stays written.

    Raises what `repay` raises.
    """
    book = loan.organisation.book
    lock(book)
    before = head_of(book).number
    paid = {"kind": kind, "amount": amount, "purse": purse, "slip": slip, "payer": payer, "from_purse": from_purse}
    event = _repaid(loan, on=on, by=by, at=at, **paid)
    draft = Draft(event, standing(loan, on=on), [(entry, lines_of(entry)) for entry in entries_after(book, before)])
    transaction.set_rollback(True)
    return draft


@transaction.atomic(durable=True)
def repay(
    loan: Loan,
    *,
    key: uuid.UUID,
    seen: str,
    kind: str,
    amount: Decimal,
    on: date,
    purse,
    slip: str,
    payer: Membership,
    by,
    at: datetime,
    from_purse=None,
) -> LoanEvent:
    """Book money that somebody brought for a loan, once, and return the payment.

    key: drawn with the form; the same form again gets the same payment. seen: how the preview said it is split.
    purse: the cash or bank account it went into. from_purse: see `desk_payment_step`. amount: baht.

    Raises `FiguresMoved`, `SentBefore`, `NeedsAnother` where it is dated back, or what `steps.events.enter_step`
    raises.
    """
    book = loan.organisation.book
    below = [from_purse.code] if from_purse else []
    digest = fingerprint([str(loan.pk), kind, amount, on, purse.code, slip, str(payer.pk), *below])
    if entry := earlier_answer(key=key, book=book, user=by, digest=digest):
        return _of_entry(loan, entry)
    lock(book)
    if entry := earlier_answer(key=key, book=book, user=by, digest=digest):
        return _of_entry(loan, entry)
    paid = {"kind": kind, "amount": amount, "purse": purse, "slip": slip, "payer": payer, "from_purse": from_purse}
    event = _repaid(loan, on=on, by=by, at=at, **paid)
    if _seen(event) != seen:
        raise FiguresMoved(_("The loan changed since this was worked out. Look at the new figures, then post."))
    keep_answer(key=key, book=book, user=by, digest=digest, entry=event.entry, at=at)
    after = {"contract": loan.contract_no, "baht": amount, "day": on}
    record("loan_repaid", by=by, at=at, organisation=loan.organisation, about=f"loan:{loan.pk}", after=after)
    return event


def _repaid(loan: Loan, *, on, **facts) -> LoanEvent:
    """Record the payment under the lock, where one person may; what is due comes before what is paid early."""
    check_due_first(loan, kind=facts["kind"], on=on)
    may_enter_alone(loan, on=on)
    return desk_payment_step(loan, on=on, **facts)


def _of_entry(loan: Loan, entry) -> LoanEvent:
    return LoanEvent.objects.get(network_id=loan.network_id, loan=loan, entry=entry)


@transaction.atomic(durable=True)
def print_receipt(event: LoanEvent, *, batch: uuid.UUID, by, at: datetime) -> None:
    """Note that the receipt of a payment is printed; pressed twice on a slow line, it counts once."""
    organisation = event.loan.organisation
    lock(organisation.book)
    if any((act.after or {}).get("batch") == str(batch) for act in prints_of(event)):
        return
    record(
        PRINTED, by=by, at=at, organisation=organisation, about=f"loan_event:{event.pk}", after={"batch": str(batch)}
    )
