"""What two people do to a running loan. Each is one durable transaction round a step."""

from datetime import datetime

from django.db import transaction

from loans.acts.models import Act
from loans.acts.steps.frame import decide_step, draft_step, propose_step
from loans.lending.models import Loan


@transaction.atomic(durable=True)
def draft_act(organisation, loan: Loan | None, **proposal) -> Act:
    """Return an act with all that it would do, and keep nothing of it. Raises as `draft_step`."""
    act = draft_step(organisation, loan, **proposal)
    transaction.set_rollback(True)
    return act


@transaction.atomic(durable=True)
def propose_act(organisation, loan: Loan | None, **proposal) -> Act:
    """Keep an act for another person to decide. Raises as `propose_step`."""
    return propose_step(organisation, loan, **proposal)


@transaction.atomic(durable=True)
def decide_act(act: Act, *, agree: bool, by, at: datetime) -> Act:
    """Carry out what another proposed, or decline it. Raises as `decide_step`."""
    return decide_step(act, agree=agree, by=by, at=at)
