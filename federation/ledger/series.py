"""Balances of many books on many days at once, for figures over time.

Four statements, whatever the number of books and days: from month totals, and of the lines only those after such a
day in its month, those of balances brought forward and those of year ends. All amounts are debits less credits, in
baht.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.dates import last_day, month_of
from federation.kit.money import ZERO
from federation.ledger.year_end import carried

Key = tuple[str, str]  # code of an account that no other controls, and its fund

# The newest totals before the first month, and all from it on.
TOTALS = """
SELECT t.book_id, a.code, a.fund, t.month, t.opening + t.debit - t.credit
  FROM ledger_account a
  JOIN LATERAL (
      (SELECT * FROM ledger_monthtotal m WHERE m.network_id = a.network_id AND m.account_id = a.id
          AND m.month <= %(first)s ORDER BY m.month DESC LIMIT 1)
      UNION ALL
      SELECT * FROM ledger_monthtotal m WHERE m.network_id = a.network_id AND m.account_id = a.id
         AND m.month > %(first)s AND m.month <= %(last)s) t ON true
 WHERE a.network_id = ANY (%(networks)s) AND a.book_id = ANY (%(books)s) AND a.control_id IS NULL
 ORDER BY t.month
"""
LATER = """
SELECT e.book_id, coalesce(c.code, a.code), a.fund, d.day, sum(l.debit - l.credit)
  FROM unnest(%(days)s::date[], %(ends)s::date[]) AS d (day, last)
  JOIN ledger_entry e ON e.network_id = ANY (%(networks)s) AND e.book_id = ANY (%(books)s)
                     AND e."on" > d.day AND e."on" <= d.last
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_account c ON c.id = a.control_id
 GROUP BY 1, 2, 3, 4
"""
BROUGHT = """
SELECT e.book_id, coalesce(c.code, a.code), a.fund, e."on", sum(l.debit - l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_account c ON c.id = a.control_id
  LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
 WHERE e.network_id = ANY (%(networks)s) AND e.book_id = ANY (%(books)s)
   AND e."on" > %(first_day)s AND e."on" <= %(last_day)s AND coalesce(o.kind, e.kind) = 'opening'
 GROUP BY 1, 2, 3, 4
"""


@dataclass
class Series:
    """What some books held on some days. moved: {book id: {account: [(month, balance at its end)]}}, oldest first."""

    moved: dict = field(default_factory=dict)
    later: dict = field(default_factory=dict)
    brought: dict = field(default_factory=dict)
    carried: dict = field(default_factory=dict)

    def at(self, book_id, day: date) -> dict[Key, Decimal]:
        """Return {account: balance} at the end of one of the days."""
        found = {}
        later = self.later.get((book_id, day), {})
        for key, months in self.moved.get(book_id, {}).items():
            known = next((balance for month, balance in reversed(months) if month <= day), None)
            if known is not None:
                found[key] = known - later.get(key, ZERO)
        return found

    def brought_between(self, book_id, after: date, until: date) -> dict[Key, Decimal]:
        """Return {account: baht} that opening entries dated after a day, up to another, brought forward."""
        return _between(self.brought.get(book_id, ()), after, until)

    def carried_between(self, book_id, after: date, until: date) -> dict[Key, Decimal]:
        """Return {account: baht} that year ends dated after a day, up to another, carried out of it."""
        return _between(self.carried.get(book_id, ()), after, until)


def _between(dated: Iterable[tuple], after: date, until: date) -> dict[Key, Decimal]:
    found: dict = {}
    for key, day, amount in dated:
        if after < day <= until:
            found[key] = found.get(key, ZERO) + amount
    return found


def series(books: Iterable[tuple], *, days: Collection[date]) -> Series:
    """Read the balances of books on days. books: (network id, book id) of each."""
    books = list(books)
    found = Series()
    if not books or not days:
        return found
    given = _given(books, days)
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, given)
        for book, code, fund, month, balance in cursor.fetchall():
            found.moved.setdefault(book, {}).setdefault((code, fund), []).append((month, balance))
        cursor.execute(LATER, given)
        for book, code, fund, day, amount in cursor.fetchall():
            found.later.setdefault((book, day), {})[code, fund] = amount
        cursor.execute(BROUGHT, given)
        for book, code, fund, day, amount in cursor.fetchall():
            found.brought.setdefault(book, []).append(((code, fund), day, amount))
    for one in carried(books, since=min(days), until=max(days)):
        found.carried.setdefault(one.book_id, []).append(((one.code, one.fund), one.on, one.net))
    return found


def _given(books: list[tuple], days: Collection[date]) -> dict:
    within = [day for day in days if day < last_day(day)]
    return {
        "networks": sorted({network for network, _book in books}),
        "books": [book for _network, book in books],
        "first": month_of(min(days)),
        "last": month_of(max(days)),
        "first_day": min(days),
        "last_day": max(days),
        "days": within,
        "ends": [last_day(day) for day in within],
    }
