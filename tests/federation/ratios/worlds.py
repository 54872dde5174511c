"""A group with books of fourteen months, small enough to work every ratio out by hand."""

import itertools
from datetime import date
from decimal import Decimal

from django.db import transaction

from federation.ledger import books
from federation.ledger.posting import credit, debit, post
from tests import builders

OPENED = date(2025, 1, 1)
ON = date(2026, 2, 28)
THEN = date(2025, 2, 28)

_serial = itertools.count(1)


@transaction.atomic
def entry(organisation, on, amount, *, dr, cr, kind="journal"):
    """Dr and Cr are codes of accounts that no members hold."""
    book = organisation.book
    moves = [
        debit(books.account(book, dr).pk, Decimal(amount)),
        credit(books.account(book, cr).pk, Decimal(amount)),
    ]
    checked = builders.user("checks") if kind == "opening" else None
    key = f"{kind}:{next(_serial)}"
    return post(book=book, on=on, kind=kind, key=key, moves=moves, by=builders.user("asks"), checked_by=checked)


@transaction.atomic
def satja(membership, amount, *, on, account="satja_account"):
    book = membership.organisation.book
    moves = [
        debit(books.account(book, "11010").pk, Decimal(amount)),
        credit(getattr(membership, account).pk, Decimal(amount)),
    ]
    return post(book=book, on=on, kind="journal", key=f"saved:{next(_serial)}", moves=moves, by=builders.user("asks"))


def group(network=None, **named):
    """Opened with 10,000 of reserve and 2,000 of equipment; four members; one loan, six months late.

    By 28 February 2025: satja 8,000, deposits 1,000, bank 3,000. By 28 February 2026: satja 18,000, deposits 3,000,
    bank 5,000, a loan of 12,000 paid out on 5 July 2025 (out of a surplus of earlier years brought forward that day)
    of which nothing came back, interest 600, rent 100, allowance 1,000.
    """
    made = builders.group(network or builders.network(books_from=OPENED), books_from=OPENED, **named)
    entry(made, OPENED, "10000", dr="11010", cr="34100", kind="opening")
    entry(made, OPENED, "2000", dr="18030", cr="33010", kind="opening")
    members = [builders.member(made, given, joined_on=OPENED) for given in ("กมล", "แก้ว", "เกษม")]
    members.append(builders.member(made, "ดวงใจ", joined_on=date(2026, 1, 10)))
    satja(members[0], "8000", on=date(2025, 2, 5))
    satja(members[1], "1000", on=date(2025, 2, 5), account="special_account")
    entry(made, date(2025, 2, 6), "3000", dr="12300", cr="11010")
    satja(members[0], "10000", on=date(2025, 6, 5))
    satja(members[1], "2000", on=date(2026, 1, 5), account="special_account")
    entry(made, date(2026, 1, 6), "2000", dr="12300", cr="11010")
    loan = builders.loan(members[2], amount="12000", on=date(2025, 7, 5))
    entry(made, date(2026, 2, 5), "600", dr="11010", cr="41010")
    entry(made, date(2026, 2, 6), "100", dr="54010", cr="11010")
    entry(made, date(2026, 2, 28), "1000", dr="55050", cr="13110")
    return made, members, loan
