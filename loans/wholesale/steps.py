"""Writing down what a group did with borrowed money, other than lending it on. No money moves here."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from federation.kit.clock import BANGKOK
from federation.kit.dates import show_date
from federation.kit.money import ZERO, show
from federation.kit.refusals import Refused
from federation.ledger.journal import entry_numbered
from federation.ledger.posting import lock
from loans.lending.models import Borrowing
from loans.wholesale.models import FundFact, FundFactKind
from loans.wholesale.queries import fund_on


class NotThatFact(Refused):
    """Raised when the money of a fund cannot have gone that way; the words say why."""


def add_fact_step(
    borrowing: Borrowing,
    *,
    kind: str,
    on: date,
    amount: Decimal,
    words: str,
    by,
    at: datetime,
    entry_number: int | None = None,
) -> FundFact:
    """Write down that money of a fund was used, came back, was lost or recovered.

    entry_number: of the group's book, where it was entered. Raises `NotThatFact`.
    """
    lock(borrowing.organisation.book)
    _check_day(borrowing, on, today=at.astimezone(BANGKOK).date())
    _check_amount(borrowing, kind, amount, on=on)
    return FundFact.objects.create(
        network_id=borrowing.network_id,
        borrowing=borrowing,
        kind=kind,
        on=on,
        amount=amount,
        words=words,
        entry=_entry(borrowing, entry_number),
        by=by,
        at=at,
    )


def strike_fact_step(fact: FundFact, *, reason: str, by, at: datetime) -> FundFact:
    """Strike what should not have been written; it stays to be read. Raises `NotThatFact`."""
    lock(fact.borrowing.organisation.book)
    fact = FundFact.objects.select_related("borrowing__organisation").get(network_id=fact.network_id, pk=fact.pk)
    if fact.struck_at:
        raise NotThatFact(_("This is struck already. Nothing was changed now."))
    fact.struck_by, fact.struck_at, fact.struck_reason = by, at, reason
    fact.save(update_fields=["struck_by", "struck_at", "struck_reason"])
    return fact


def _check_day(borrowing: Borrowing, on: date, *, today: date) -> None:
    if on > today:
        raise NotThatFact(_("That day has not come yet."), fields={"on": _("That day has not come yet.")})
    if on < borrowing.signed_on:
        words = _("This money was borrowed on %(day)s; nothing can have happened to it before.")
        words %= {"day": show_date(borrowing.signed_on)}
        raise NotThatFact(words, fields={"on": words})


def _check_amount(borrowing: Borrowing, kind: str, amount: Decimal, *, on: date) -> None:
    """Raise `NotThatFact` where more is used or lost than is in the box, or more comes back than went."""
    place = fund_on(borrowing, on=on).place
    most = {
        FundFactKind.USED: (place.unlent, _("Of this money %(baht)s baht are in the box on that day.")),
        FundFactKind.LOST: (place.unlent, _("Of this money %(baht)s baht are in the box on that day.")),
        FundFactKind.RETURNED: (place.used, _("Of this money the group has %(baht)s baht in use on that day.")),
        FundFactKind.RECOVERED: (place.lost, _("Of this money %(baht)s baht are lost on that day.")),
    }
    there, words = most[kind]
    if amount > there:
        words %= {"baht": show(max(there, ZERO))}
        raise NotThatFact(words, fields={"amount": words})


def _entry(borrowing: Borrowing, number: int | None):
    if not number:
        return None
    if found := entry_numbered(borrowing.organisation.book, number):
        return found
    words = _("There is no entry %(number)s in this book.") % {"number": number}
    raise NotThatFact(words, fields={"entry_number": words})
