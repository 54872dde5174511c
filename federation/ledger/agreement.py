"""Whether the two memories of the books agree: the month totals, and the balances that the lines carry themselves.

A report is made from the one and proved by the other. Costs accounts, never all the lines.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db import connection
from django.db.models import Q, Sum

from federation.kit.money import ZERO
from federation.ledger.models import Account, Book, EntryKind, Line
from federation.ledger.queries import TrialRow, statement, trial_balance

BY_LINES = """
SELECT a.id, coalesce(a.control_id, a.id), coalesce(newest.balance, 0) - coalesce(later.net, 0)
  FROM ledger_account a
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = a.network_id AND l.account_id = a.id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
  LEFT JOIN LATERAL (
      SELECT sum(l.debit - l.credit) AS net FROM ledger_line l
       WHERE l.network_id = a.network_id AND l.account_id = a.id AND l."on" > %(on)s) later ON true
 WHERE a.network_id = %(network)s AND a.book_id = %(book)s AND NOT a.is_control
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An account whose two figures differ; both as debits less credits, in baht."""

    row: TrialRow
    by_lines: Decimal


@dataclass(frozen=True)
class BooksAt:
    """A book at the end of a day by both its memories, each read once: checks, report and digest share it."""

    book: Book
    on: date

    @cached_property
    def rows(self) -> list[TrialRow]:
        """The trial balance, from the month totals."""
        return trial_balance(self.book, on=self.on)

    @cached_property
    def leaves(self) -> dict:
        """{account id: (id of its control account or its own, debits less credits)}, from the lines."""
        with connection.cursor() as cursor:
            cursor.execute(BY_LINES, {"network": self.book.network_id, "book": self.book.pk, "on": self.on})
            return {account: (control, signed) for account, control, signed in cursor.fetchall()}

    @cached_property
    def by_lines(self) -> dict:
        """{account id: debits less credits}, from the lines; members are added up into their control account."""
        sums: dict = {}
        for control, signed in self.leaves.values():
            sums[control] = sums.get(control, ZERO) + signed
        return sums

    def disagreements(self) -> list[Disagreement]:
        """Return the accounts for which month totals and lines give different balances."""
        return [
            Disagreement(row, self.by_lines.get(row.account.pk, ZERO))
            for row in self.rows
            if row.closing != self.by_lines.get(row.account.pk, ZERO)
        ]


def moved_by_lines(book: Book, *, since: date, until: date) -> Decimal:
    """Return what the entries of a period move, in baht: the sum of their debits, line by line.

    Opening balances, and what mends them within their own month, are brought forward and move nothing.
    """
    lines = Line.objects.filter(network_id=book.network_id, entry__network_id=book.network_id, entry__book=book)
    opened = EntryKind.OPENING
    brought = Q(entry__kind=opened) | Q(entry__reverses__kind=opened) | Q(entry__corrects__kind=opened)
    lines = lines.filter(entry__on__gte=since, entry__on__lte=until).exclude(brought, entry__concerns_month=None)
    return lines.aggregate(moved=Sum("debit"))["moved"] or ZERO


def lowest_balance(account: Account, *, since: date, until: date) -> tuple[Decimal, date]:
    """Return the lowest natural balance an account had at the end of a day in a period, and the first such day."""
    shown = statement(account, since=since, until=until)
    by_day = {since: shown.opening, **{line.on: line.balance for line in shown.lines}}
    return min((balance, day) for day, balance in by_day.items())
