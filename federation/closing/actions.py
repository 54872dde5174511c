"""Closing a month as one durable transaction."""

from datetime import date, datetime

from django.db import transaction

from federation.closing.models import ClosedMonth
from federation.closing.steps import close_month_step


@transaction.atomic(durable=True)
def close_month(organisation, *, month: date, by, at: datetime, no_meeting_reason: str = "") -> ClosedMonth:
    """Close a month for ever; see `steps.close_month_step`."""
    return close_month_step(organisation, month=month, by=by, at=at, no_meeting_reason=no_meeting_reason)
