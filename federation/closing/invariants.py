"""What must hold of closed months. Codes are those of the trust page, section 4."""

from functools import partial
from pathlib import Path

from django.db import transaction

from federation.closing.models import ClosedMonth
from federation.closing.rules import balances_digest
from federation.kit.invariants import Check, Found, Scope, by_sql, pieces
from federation.kit.wording import gettext_lazy as _
from federation.ledger.replay import month_end_balances


def sealed_balances(scope: Scope) -> Found:
    """Compute the balances at the end of every closed month anew and compare their digest with what was kept."""
    count, kept, breaks = 0, {}, []
    for closed in _closed_months(scope):
        kept.setdefault(closed.book_id, {})[closed.month] = closed
        count += 1
    with transaction.atomic():
        for book_id, month, balances in month_end_balances(scope, kept):
            closed = kept[book_id].pop(month)
            if bytes(closed.balances_digest) != balances_digest((*key, signed) for key, signed in balances.items()):
                breaks.append(f"{closed.book.code} {month:%Y-%m}")
    for months in kept.values():  # of books in which nothing ever moved
        breaks += [f"{c.book.code} {c.month:%Y-%m}" for c in months.values() if bytes(c.balances_digest) != EMPTY]
    return Found(count, tuple(breaks))


def _closed_months(scope: Scope):
    months = ClosedMonth.objects.select_related("book").order_by("book_id", "month")
    if scope.network_id:
        months = months.filter(network_id=scope.network_id)
    return months.filter(book_id=scope.book_id) if scope.book_id else months


EMPTY = balances_digest([])
asked = partial(by_sql, pieces(Path(__file__).with_suffix(".sql")))

CHECKS = [
    asked("I-08", _("every month was closed where the chain then stood"), of="months"),
    asked("I-17", _("nothing was entered into a month after it was closed"), of="months"),
    Check("I-18", _("balances of closed months are as they were"), sealed_balances),
    asked("I-19", _("months were closed one after the other"), of="months"),
    asked("I-39", _("no closed month has anything in suspense"), of="months"),
]
