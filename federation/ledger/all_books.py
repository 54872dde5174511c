"""A month of some accounts in all books of a network at once. What it costs: those accounts, never the lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.dates import last_day
from federation.kit.money import ZERO
from federation.ledger.funds import plain
from federation.ledger.models import Head
from federation.ledger.queries import DEBIT_KINDS
from federation.ledger.year_end import carried

# An account of several parts (12300-2, a second bank account) counts into the one it is a part of.
MONTHS = """
SELECT a.book_id, split_part(a.code, '-', 1), a.kind,
       sum(CASE WHEN t.month = %(month)s THEN t.opening ELSE t.opening + t.debit - t.credit END),
       sum(CASE WHEN t.month = %(month)s THEN t.debit ELSE 0 END),
       sum(CASE WHEN t.month = %(month)s THEN t.credit ELSE 0 END)
  FROM ledger_account a
  JOIN LATERAL (
      SELECT m.month, m.opening, m.debit, m.credit FROM ledger_monthtotal m
       WHERE m.network_id = %(network)s AND m.account_id = a.id AND m.month <= %(month)s
       ORDER BY m.month DESC LIMIT 1) t ON true
 WHERE a.network_id = %(network)s AND a.book_id = ANY (%(books)s) AND a.control_id IS NULL
   AND split_part(a.code, '-', 1) = ANY (%(codes)s)
 GROUP BY 1, 2, 3
"""

BROUGHT = """
SELECT e.book_id, split_part(split_part(a.code, '.', 1), '-', 1), sum(l.debit), sum(l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
 WHERE e.network_id = %(network)s AND e.book_id = ANY (%(books)s) AND e."on" BETWEEN %(month)s AND %(last)s
   AND coalesce(o.kind, e.kind) = 'opening' AND e.concerns_month IS NULL
   AND split_part(split_part(a.code, '.', 1), '-', 1) = ANY (%(codes)s)
 GROUP BY 1, 2
"""

BY_LINES = """
SELECT a.book_id, split_part(split_part(a.code, '.', 1), '-', 1), a.kind,
       sum(coalesce(newest.balance, 0) - coalesce(later.net, 0))
  FROM ledger_account a
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = a.network_id AND l.account_id = a.id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
  LEFT JOIN LATERAL (
      SELECT sum(l.debit - l.credit) AS net FROM ledger_line l
       WHERE l.network_id = a.network_id AND l.account_id = a.id AND l."on" > %(on)s) later ON true
 WHERE a.network_id = %(network)s AND a.book_id = ANY (%(books)s) AND NOT a.is_control
   AND split_part(split_part(a.code, '.', 1), '-', 1) = ANY (%(codes)s)
 GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """A month of an account as people read it, in baht: brought forward, what raised it, what lowered it."""

    opening: Decimal = ZERO
    into: Decimal = ZERO
    out: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        return self.opening + self.into - self.out

    def __add__(self, other: "AccountMonth") -> "AccountMonth":
        return AccountMonth(self.opening + other.opening, self.into + other.into, self.out + other.out)


def month_of_books(network_id: int, *, books: Iterable, codes: Iterable[str], month: date) -> dict:
    """Return {(book id, code): AccountMonth} of accounts in several books of a network; what never moved is missing.

    An account of a fund counts into the one of the chart. Balances brought forward within the month stand as its
    opening, and so does what a year end carried out of income and expenses: it neither came in nor went out.
    Three queries.
    """
    books = list(books)
    given = {"network": network_id, "books": books, "codes": list(codes), "month": month, "last": last_day(month)}
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT, given)
        apart = {(book, code): (debit, credit) for book, code, debit, credit in cursor.fetchall()}
        _add_carried(apart, network_id, month=month, books=books)
        cursor.execute(MONTHS, given)
        return {
            (book, code): _as_read(kind, opening, debit, credit, *apart.get((book, code), (ZERO, ZERO)))
            for book, code, kind, opening, debit, credit in cursor.fetchall()
        }


def _add_carried(sums: dict, network_id: int, *, month: date, books: list) -> None:
    """Add to {(book id, code): (debits, credits)} what year ends dated in a month put on income and expenses."""
    for one in carried([(network_id, book) for book in books], since=month, until=last_day(month)):
        key = one.book_id, plain(one.code)
        debit, credit = sums.get(key, (ZERO, ZERO))
        sums[key] = debit + max(one.net, ZERO), credit + max(-one.net, ZERO)


def _as_read(kind: str, opening, debit, credit, brought_debit, brought_credit) -> AccountMonth:
    opening, debit, credit = opening + brought_debit - brought_credit, debit - brought_debit, credit - brought_credit
    return AccountMonth(opening, debit, credit) if kind in DEBIT_KINDS else AccountMonth(-opening, credit, debit)


def balances_by_lines(network_id: int, *, books: Iterable, codes: Iterable[str], on: date) -> dict:
    """Return {(book id, code): natural balance} at the end of a day, from the lines themselves. One query."""
    given = {"network": network_id, "books": list(books), "codes": list(codes), "on": on}
    with connection.cursor() as cursor:
        cursor.execute(BY_LINES, given)
        return {
            (book, code): signed if kind in DEBIT_KINDS else -signed for book, code, kind, signed in cursor.fetchall()
        }


def heads_of_books(network_id: int, *, books: Iterable) -> dict:
    """Return {book id: where its chain stands now}. One query."""
    found = Head.objects.filter(network_id=network_id, book_id__in=list(books))
    return {head.book_id: head for head in found}
