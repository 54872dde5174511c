"""Money brought for a loan at the desk or sent to the bank, and which of it one person may enter alone."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.dates import show_date
from federation.kit.refusals import Refused
from federation.ledger.books import account
from federation.ledger.chart import CASH, OTHER_DEBTS
from federation.ledger.funds import plain
from groups.registry.models import Membership
from loans.lending.models import Loan, LoanEvent
from loans.lending.queries.borrowers import book_of_borrower, first_open_day
from loans.lending.queries.repay import guarantors_standing
from loans.lending.steps.events import repay_step


class NeedsAnother(Refused):
    """Raised when a payment is dated so early that it would rewrite what is booked; two people enter it."""


def may_enter_alone(loan: Loan, *, on: date) -> None:
    """Raise `NeedsAnother` for a payment of a closed month, or before something that is recorded of the loan.

    Dated back, it makes interest of a past time principal: that is a waiver, and not for one person.
    """
    if on < first_open_day(loan):
        words = _("%(day)s lies in a closed month. Another officer has to check this payment.")
        raise NeedsAnother(words % {"day": show_date(on)}, fields={"on": words % {"day": show_date(on)}})
    later = LoanEvent.objects.filter(network_id=loan.network_id, loan=loan, struck_at=None, on__gt=on)
    if first := later.order_by("on", "seq").first():
        words = _(
            "Before something that is recorded already on %(day)s, and would be worked out anew. Another officer has"
            " to check this payment."
        )
        words %= {"day": show_date(first.on)}
        raise NeedsAnother(words, fields={"on": words})


def desk_payment_step(
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
    checked_by=None,
    from_purse=None,
) -> LoanEvent:
    """Record money that was brought; who pays is the borrower, somebody who owes too, or a guarantor.

    purse: the cash or bank account it went into. from_purse: where an organisation borrows, the account of its own
    book it came from; what a guarantor pays for it, it then owes to the guarantor. amount: baht. Raises as
    `enter_step`.
    """
    source = "desk" if plain(purse.code) == CASH else "bank"
    if payer in guarantors_standing(loan):
        source = "guarantor"
        book = book_of_borrower(loan)
        from_purse = account(book, OTHER_DEBTS) if book else None
    data = {"source": source, **({"slip": slip} if slip else {})}
    who = {"by": by, "at": at, "checked_by": checked_by, "purse": from_purse}
    return repay_step(loan, kind=kind, amount=amount, on=on, money=[(purse.pk, amount)], payer=payer, data=data, **who)
