"""The steps of the handover, each as one durable transaction."""

from datetime import date, datetime

from django.db import transaction

from federation.handover import steps
from federation.handover.models import Handover, PaperMonth


@transaction.atomic(durable=True)
def send(group, month: date, *, by, at: datetime, **words) -> Handover:
    """Send a month to the network; see `steps.send_step`."""
    return steps.send_step(group, month, by=by, at=at, **words)


@transaction.atomic(durable=True)
def check(group, month: date, *, by, at: datetime) -> Handover:
    """Check what was sent; see `steps.check_step`."""
    return steps.check_step(group, month, by=by, at=at)


@transaction.atomic(durable=True)
def accept(group, month: date, *, by, at: datetime) -> Handover:
    """Accept a checked month; see `steps.accept_step`."""
    return steps.accept_step(group, month, by=by, at=at)


@transaction.atomic(durable=True)
def send_back(group, month: date, *, reason: str, by, at: datetime) -> Handover:
    """Send a month back to its group; see `steps.return_step`."""
    return steps.return_step(group, month, reason=reason, by=by, at=at)


@transaction.atomic(durable=True)
def enter_paper_month(network, group, month: date, *, by, at: datetime, **facts) -> PaperMonth:
    """Enter the totals of a paper group's month; see `steps.paper_month_step`."""
    return steps.paper_month_step(network, group, month, by=by, at=at, **facts)
