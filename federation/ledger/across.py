"""Reading many books at once, also those of several networks: one query however many books there are.

Balances are debits less credits, in baht. Accounts that an organisation added beside one of the chart (a second bank
account, 12300-2) and those of its funds (11010-WELF) are told by their own code; `main_code` says under which of the
chart they count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.dates import last_day
from federation.ledger.chart import CHARTS, OF_FUNDS, ChartRow
from federation.ledger.models import Head

OF_CHART = {row.code: row for rows in (OF_FUNDS, *CHARTS.values()) for row in rows}


@dataclass(frozen=True, slots=True)
class AccountAt:
    """An account of the chart in one book, with its balance at the end of each day that was asked for."""

    book_id: object
    code: str
    kind: str
    fund: str
    name_th: str
    name_en: str
    balances: tuple[Decimal, ...]


AT_DAYS = """
WITH days AS (SELECT * FROM unnest(%(days)s::date[], %(ends)s::date[]) WITH ORDINALITY AS d (day, ends, place)),
     later AS (
         SELECT d.place, coalesce(h.control_id, h.id) AS account_id, sum(l.debit - l.credit) AS net
           FROM days d
           JOIN ledger_entry e ON e.network_id = ANY (%(networks)s) AND e.book_id = ANY (%(books)s)
                              AND e."on" > d.day AND e."on" <= d.ends
           JOIN ledger_line l ON l.network_id = e.network_id AND l.entry_id = e.id
           JOIN ledger_account h ON h.network_id = l.network_id AND h.id = l.account_id
          GROUP BY 1, 2)
SELECT a.book_id, a.code, a.kind, a.fund, a.name_th, a.name_en, array_agg(
           coalesce(t.opening + t.debit - t.credit, 0) - coalesce(later.net, 0) ORDER BY d.place)
  FROM ledger_account a
 CROSS JOIN days d
  LEFT JOIN LATERAL (
      SELECT m.opening, m.debit, m.credit FROM ledger_monthtotal m
       WHERE m.network_id = a.network_id AND m.account_id = a.id AND m.month <= d.day
       ORDER BY m.month DESC LIMIT 1) t ON true
  LEFT JOIN later ON later.account_id = a.id AND later.place = d.place
 WHERE a.network_id = ANY (%(networks)s) AND a.book_id = ANY (%(books)s) AND a.control_id IS NULL
 GROUP BY a.id
"""


def main_code(code: str) -> str:
    """Return the chart's account that an account counts under: 12300 for 12300-2, 11010 for 11010-WELF."""
    return code.partition("-")[0]


def of_chart(code: str) -> ChartRow | None:
    """Return the row of the charts that a code stands for."""
    return OF_CHART.get(main_code(code))


def balances_across(books: Iterable[tuple], *, days: Sequence[date]) -> list[AccountAt]:
    """Return the trial balances of many books at the end of several days.

    books: (network id, book id). Reads month totals; of the lines only those after a day that ends no month.
    """
    given = {**of_books(books), "days": list(days), "ends": [last_day(day) for day in days]}
    with connection.cursor() as cursor:
        cursor.execute(AT_DAYS, given)
        return [AccountAt(*row[:6], tuple(row[6])) for row in cursor.fetchall()]


def of_books(books: Iterable[tuple]) -> dict:
    """Return the parameters that name books in a query: their networks, each once, and their ids."""
    books = list(books)
    return {"networks": sorted({network for network, _book in books}), "books": [book for _network, book in books]}


BY_MONTH = """
SELECT a.book_id, left(a.code, CASE WHEN a.kind IN ('income', 'expense') THEN 1 ELSE 2 END),
       greatest(t.month, %(first)s), sum(t.credit - t.debit)
  FROM ledger_account a
  JOIN ledger_monthtotal t ON t.network_id = a.network_id AND t.account_id = a.id AND t.month <= %(last)s
 WHERE a.network_id = ANY (%(networks)s) AND a.book_id = ANY (%(books)s) AND a.control_id IS NULL AND a.kind <> 'asset'
 GROUP BY 1, 2, 3
"""


def raised_by_month(books: Iterable[tuple], *, months: Sequence[date]) -> dict:
    """Return {(book id, class of accounts): [credits less debits at the end of each month]}.

    Class: the first two figures of the code, of income and expenses the first. months: one after the other.
    Reads month totals alone.
    """
    changes: dict = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_MONTH, {**of_books(books), "first": months[0], "last": months[-1]})
        for book, kept, month, net in cursor.fetchall():
            changes.setdefault((book, kept), {})[month] = net
    return {key: _running(by_month, months) for key, by_month in changes.items()}


def _running(by_month: dict, months: Sequence[date]) -> list[Decimal]:
    running, ends = Decimal("0.00"), []
    for month in months:
        running += by_month.get(month, 0)
        ends.append(running)
    return ends


def closed_through_across(books: Iterable[tuple]) -> dict:
    """Return {book id: first day of its last closed month, or None}."""
    given = of_books(books)
    heads = Head.objects.filter(network_id__in=given["networks"], book_id__in=given["books"])
    return dict(heads.values_list("book_id", "closed_through"))
