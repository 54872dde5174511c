"""A small world of books for the ledger's tests: no members, no organisations, only accounts."""

from datetime import date
from decimal import Decimal

from federation.ledger import books, chart
from federation.ledger.models import EntryKind
from federation.ledger.posting import Paper, credit, debit, post
from federation.people.models import User

OPENED = date(2026, 1, 1)
MEETING = date(2026, 1, 5)


def user(name="treasurer"):
    return User.objects.get_or_create(username=name)[0]


def book(code="G01", *, on=OPENED, network_id=1):
    return books.open_book(network_id=network_id, code=code, name=f"Book {code}", on=on, chart="group")


def holder(of_book, number, control=chart.SATJA):
    return books.holder_account(
        of_book,
        control=books.account(of_book, control),
        holder_code=f"{number:05d}",
        name_th=f"สัจจะ {number:03d}",
        name_en=f"Satja {number:03d}",
    )


def cash(of_book):
    return books.account(of_book, chart.CASH)


def deposit(of_book, amounts, *, on=MEETING, key="sheet:1", by=None, papers=False, **more):
    """Post a small sheet: amounts is {account: "100.00"}; each account stands on a receipt of its own if asked."""
    parts = {account: Decimal(amount) for account, amount in amounts.items()}
    moves = [debit(cash(of_book).pk, sum(parts.values()))]
    moves += [
        credit(account.pk, amount, paper=Paper(account.pk) if papers else None) for account, amount in parts.items()
    ]
    return post(book=of_book, on=on, kind=EntryKind.SHEET, key=key, moves=moves, by=by or user(), **more)
