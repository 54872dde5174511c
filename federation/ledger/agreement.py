"""Whether the two memories of the books agree: the month totals, and the balances that the lines carry themselves.

A report is made from the one and proved by the other. Costs accounts, never all the lines.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from federation.kit.money import ZERO
from federation.ledger.models import Account, Book, Line
from federation.ledger.queries import TrialRow, statement, trial_balance

BY_LINES = """
SELECT a.account_id, sum(coalesce(newest.balance, 0) - coalesce(later.net, 0))
  FROM (SELECT id, network_id, coalesce(control_id, id) AS account_id FROM ledger_account
         WHERE network_id = %(network)s AND book_id = %(book)s AND NOT is_control) a
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = a.network_id AND l.account_id = a.id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
  LEFT JOIN LATERAL (
      SELECT sum(l.debit - l.credit) AS net FROM ledger_line l
       WHERE l.network_id = a.network_id AND l.account_id = a.id AND l."on" > %(on)s) later ON true
 GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An account whose two figures differ; both as debits less credits, in baht."""

    row: TrialRow
    by_lines: Decimal


def balances_by_lines(book: Book, *, on: date) -> dict:
    """Return {account id: debits less credits at the end of a day}, members added up into their control account."""
    with connection.cursor() as cursor:
        cursor.execute(BY_LINES, {"network": book.network_id, "book": book.pk, "on": on})
        return dict(cursor.fetchall())


def disagreements(book: Book, *, on: date) -> list[Disagreement]:
    """Return the accounts for which month totals and lines give different balances at the end of a day."""
    by_lines = balances_by_lines(book, on=on)
    rows = trial_balance(book, on=on)
    return [
        Disagreement(row, by_lines.get(row.account.pk, ZERO))
        for row in rows
        if row.closing != by_lines.get(row.account.pk, ZERO)
    ]


def moved_by_lines(book: Book, *, since: date, until: date) -> Decimal:
    """Return what the entries of a period move, in baht: the sum of their debits, line by line."""
    lines = Line.objects.filter(network_id=book.network_id, entry__network_id=book.network_id, entry__book=book)
    return lines.filter(entry__on__gte=since, entry__on__lte=until).aggregate(moved=Sum("debit"))["moved"] or ZERO


def lowest_balance(account: Account, *, since: date, until: date) -> tuple[Decimal, date]:
    """Return the lowest natural balance an account had at the end of a day in a period, and the first such day."""
    shown = statement(account, since=since, until=until)
    by_day = {since: shown.opening, **{line.on: line.balance for line in shown.lines}}
    return min((balance, day) for day, balance in by_day.items())
