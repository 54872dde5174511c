"""Months that were closed."""

from datetime import date

from federation.closing.models import ClosedMonth


def closed_month(organisation, month: date) -> ClosedMonth | None:
    """Return how a month was closed, or None while it is open."""
    found = ClosedMonth.objects.filter(network_id=organisation.network_key, organisation=organisation, month=month)
    return found.select_related("closed_by__person").first()
