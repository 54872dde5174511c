"""Months: which one is open, and how one is closed. None reopens."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from federation.kit.dates import last_day, month_of, next_month, show_date, show_month
from federation.ledger.models import Book, Head
from federation.ledger.refusals import MonthClosed, refusal_of


def head_of(book: Book) -> Head:
    return Head.objects.get(network_id=book.network_id, book_id=book.pk)


def open_month(book: Book) -> date:
    """Return the first day of the oldest month that still takes entries."""
    closed = head_of(book).closed_through
    return next_month(closed) if closed else book.opened_on


def is_open(book: Book, on: date) -> bool:
    return month_of(on) >= open_month(book)


def day_in_open_month(book: Book, day: date, *, today: date) -> tuple[date, date | None]:
    """Return the day on which a fact of a day is booked, and the closed month that it concerns, if any.

    What belongs to a closed month is booked in the oldest open one, on its last day where that is over: so at its end
    the books say what the facts say. Raises `MonthClosed` where the month of `today` itself is closed.
    """
    first = open_month(book)
    if day >= first:
        return day, None
    if today < first:
        words = _(
            "The books of %(month)s were closed before the end of the month. Money can be entered from %(day)s on;"
            " write receipts by hand until then."
        )
        raise MonthClosed(words % {"month": show_month(month_of(today)), "day": show_date(first)})
    return min(last_day(first), today), month_of(day)


def close(book: Book, *, month: date) -> None:
    """Close a month for ever. The caller holds the book's lock and has made sure that the month may close.

    Raises `MonthClosed` unless it is the oldest open month.
    """
    if month != open_month(book):
        raise MonthClosed(_("Months are closed one after the other, the oldest first."))
    try:
        with transaction.atomic(savepoint=False):
            Head.objects.filter(network_id=book.network_id, book_id=book.pk).update(closed_through=month)
    except IntegrityError as error:
        if refusal := refusal_of(error):
            raise refusal from error
        raise


def open_months(network_id: int) -> dict:
    """Return {book id: oldest month that still takes entries} for all books of a network."""
    heads = Head.objects.filter(network_id=network_id).values_list("book_id", "closed_through", "book__opened_on")
    return {book: next_month(closed) if closed else opened_on for book, closed, opened_on in heads}
