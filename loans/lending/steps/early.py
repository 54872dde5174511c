"""When principal may be paid before its time at the desk."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.kit.money import show
from federation.kit.refusals import Refused
from loans.lending.models import EventKind, Loan
from loans.lending.queries.standing import standing


class DueFirst(Refused):
    """Raised when principal is to be paid early while something is due and not paid."""


def check_due_first(loan: Loan, *, kind: str, on: date) -> None:
    """Raise `DueFirst` where principal would be paid early though something should have been paid by that day."""
    due = standing(loan, on=on).due.total if kind == EventKind.PREPAYMENT else None
    if due:
        words = _(
            "%(baht)s baht are due and not paid; that comes first. Choose “what is due”: what is more than that pays"
            " the coming instalments."
        ) % {"baht": show(due)}
        raise DueFirst(words, fields={"kind": words})
