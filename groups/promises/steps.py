"""Promising, and counting which months were kept."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from groups.promises.models import Promise
from groups.registry.models import Membership


def promise_many_step(network_id: int, *, rows: Iterable[tuple[Membership, Decimal, date]], by, at) -> list[Promise]:
    """Store first promises of many members: (membership, baht a month, from month). Bylaws are not asked."""
    return Promise.objects.bulk_create(
        Promise(network_id=network_id, membership=membership, amount=amount, from_month=month, set_by=by, set_at=at)
        for membership, amount, month in rows
    )
