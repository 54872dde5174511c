"""Paying out what was decided: one person prepares it, another hands over. Dr 23050, Cr cash or bank."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from federation.ledger import books, chart
from federation.ledger.books import Account
from federation.ledger.posting import credit, debit
from groups.departures.models import DepartureState, PaidOut
from groups.departures.steps.frame import NotPossible, check_day, check_not_own, check_other, check_state, locked, note
from groups.departures.steps.people import check_may_pay, check_may_prepare
from groups.departures.steps.settling import post_leaving
from loans.lending.queries.repay import purses_of


def prepare_step(payment: PaidOut, *, purse: str, by, at: datetime) -> PaidOut:
    """Say from which purse somebody is to be paid; another person confirms it. purse: the account's code.

    Raises `NotPossible`, `NeedsSecondPerson`.
    """
    payment, departure = _locked(payment)
    if purse not in {account.code for account, _name in purses_of(departure.organisation)}:
        raise NotPossible(_("Choose the cash box or a bank account."), fields={"purse": _("Choose one.")})
    check_not_own(departure.membership, by=by)
    check_may_prepare(payment, departure, by=by)
    payment.purse, payment.by = purse, by
    payment.save(update_fields=["purse", "by"])
    note("leaving_payment_prepared", departure, by=by, at=at, amount=payment.amount)
    return payment


def pay_step(payment: PaidOut, *, on: date, by, at: datetime) -> PaidOut:
    """Confirm that somebody was paid on a day, and book it; the last payment ends the departure.

    Raises `NotPossible`, `NeedsSecondPerson`, or what the ledger raises: `BelowZero`, `MonthClosed`.
    """
    payment, departure = _locked(payment)
    if payment.by is None:
        raise NotPossible(_("Let another officer prepare this payment first: from which purse it is paid."))
    check_other(payment.by, first_at=at, by=by, at=at)
    check_not_own(departure.membership, by=by)
    check_may_pay(payment, departure, by=by)
    check_day(on, at=at)
    payment.on, payment.checked_by = on, by
    payment.entry = _post(payment, departure)
    payment.save(update_fields=["on", "checked_by", "entry"])
    if not departure.payments.filter(entry=None).exists():
        departure.state = DepartureState.DONE
        departure.save(update_fields=["state"])
    note("leaving_paid", departure, by=by, at=at, amount=payment.amount)
    return payment


def _locked(payment: PaidOut) -> tuple:
    departure = locked(payment.departure)
    check_state(departure, DepartureState.DECIDED)
    payment = PaidOut.objects.select_for_update(of=["self"]).select_related("by__person").get(pk=payment.pk)
    if payment.entry_id:
        raise NotPossible(_("This is paid already."))
    return payment, departure


def _post(payment: PaidOut, departure):
    book = departure.organisation.book
    purse: Account = books.account(book, payment.purse)
    owed = books.account(book, chart.TO_LEAVERS)
    moves = [debit(owed.pk, payment.amount), credit(purse.pk, payment.amount)]
    who = {"on": payment.on, "by": payment.by, "checked_by": payment.checked_by}
    return post_leaving(departure, book, moves, part=f":paid:{payment.pk}", **who)
