"""Durable shells round the steps on the pool and on disputes, each written into the log."""

from datetime import datetime

from django.db import transaction

from federation.audit.log import record
from federation.between import disputes, steps
from federation.between.models import Dispute, PoolAct
from groups.registry.models import Membership


@transaction.atomic(durable=True)
def propose_interest(organisation, *, by, at: datetime, **facts) -> PoolAct:
    """Propose interest for another person to decide. Raises as `propose_interest_step`."""
    return _noted(steps.propose_interest_step(organisation, by=by, at=at, **facts), "pool_proposed", by=by, at=at)


@transaction.atomic(durable=True)
def propose_withdrawal(membership: Membership, *, by, at: datetime, **facts) -> PoolAct:
    """Ask for savings out of the pool. Raises as `propose_withdrawal_step`."""
    return _noted(steps.propose_withdrawal_step(membership, by=by, at=at, **facts), "pool_proposed", by=by, at=at)


@transaction.atomic(durable=True)
def decide(act: PoolAct, *, agree: bool, by, at: datetime) -> PoolAct:
    """Carry out what another proposed, or decline it. Raises as `decide_step`."""
    return _noted(
        steps.decide_step(act, agree=agree, by=by, at=at), "pool_done" if agree else "pool_declined", by=by, at=at
    )


def _noted(act: PoolAct, what: str, *, by, at: datetime) -> PoolAct:
    after = {"kind": act.kind, "amount": str(act.amount), "on": act.on.isoformat()}
    record(what, by=by, at=at, organisation=act.organisation, about=f"pool:{act.pk}", after=after)
    return act


@transaction.atomic(durable=True)
def dispute(organisation, entry, *, reason: str, by, at: datetime) -> Dispute:
    """Dispute what another organisation entered in this book. Raises as `ask_step`."""
    made = disputes.ask_step(organisation, entry, reason=reason, by=by, at=at)
    return _told(made, "entry_disputed", of=organisation, by=by, at=at)


@transaction.atomic(durable=True)
def answer_dispute(organisation, asked: Dispute, *, agree: bool, answer: str, by, at: datetime) -> Dispute:
    """Let the organisation that entered it take it back in both books, or say no. Raises as `answer_step`."""
    answered = disputes.answer_step(asked, agree=agree, answer=answer, by=by, at=at)
    return _told(answered, "dispute_agreed" if agree else "dispute_denied", of=organisation, by=by, at=at)


def _told(dispute: Dispute, what: str, *, of, by, at: datetime) -> Dispute:
    after = {"entry": str(dispute.entry_id)}
    record(what, by=by, at=at, organisation=of, about=f"dispute:{dispute.pk}", after=after)
    return dispute
