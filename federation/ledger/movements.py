"""What was paid into accounts and out of them in a period: the accounting dates decide, opening balances stand apart.

What is taken back counts against what it takes back: a reversed deposit lowers what came in, not what went out.
What concerns an earlier month counts neither as paid in nor as paid out in this one; a report lists it apart.
Costs as many lines as those accounts have in the period, however old the book.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from federation.kit.money import ZERO
from federation.ledger.models import Account, Book, Line
from federation.ledger.queries import DEBIT_KINDS

PAID = """
WITH moved AS (
    SELECT {by} AS key,
           CASE WHEN a.kind IN ('asset', 'expense') THEN l.debit ELSE l.credit END AS up,
           CASE WHEN a.kind IN ('asset', 'expense') THEN l.credit ELSE l.debit END AS down,
           e.kind IN ('reversal', 'correction') AS mends,
           coalesce(o.kind, e.kind) = 'opening' AS brought,
           e.concerns_month IS NOT NULL AS late
      FROM ledger_account a
      JOIN ledger_line l ON l.network_id = a.network_id AND l.account_id = a.id
      JOIN ledger_entry e ON e.id = l.entry_id
      LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
     WHERE a.network_id = %(network)s AND coalesce(a.control_id, a.id) = ANY (%(accounts)s)
       AND l."on" BETWEEN %(since)s AND %(until)s
)
SELECT key,
       coalesce(sum(up - down) FILTER (WHERE brought), 0),
       coalesce(sum(CASE WHEN mends THEN up - down ELSE up END) FILTER (WHERE NOT brought AND NOT late), 0),
       coalesce(sum(CASE WHEN mends THEN 0 ELSE down END) FILTER (WHERE NOT brought AND NOT late), 0)
  FROM moved GROUP BY key
"""

BROUGHT = """
SELECT coalesce(a.control_id, a.id), sum(l.debit), sum(l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
  LEFT JOIN ledger_entry o ON o.id = coalesce(e.reverses_id, e.corrects_id)
 WHERE e.network_id = %(network)s AND e.book_id = %(book)s AND e."on" BETWEEN %(since)s AND %(until)s
   AND coalesce(o.kind, e.kind) = 'opening' AND e.concerns_month IS NULL
 GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Paid:
    """All in baht: `brought` forward by opening entries, paid `into` the account, and `out` of it."""

    brought: Decimal = ZERO
    into: Decimal = ZERO
    out: Decimal = ZERO


def paid_by_account(controls: list[Account], *, since: date, until: date) -> dict:
    """Return {account id: Paid} for the holders of control accounts (or for plain accounts) of one book."""
    return _paid("a.id", controls, since=since, until=until)


def paid_by_month(controls: list[Account], *, since: date, until: date) -> dict:
    """Return {month: Paid} for control accounts (or plain accounts) of one book together."""
    return _paid("""date_trunc('month', l."on"::timestamp)::date""", controls, since=since, until=until)


def brought_forward(book: Book, *, since: date, until: date) -> dict:
    """Return {account id: (debits, credits)} that opening balances dated in a period put on accounts, in baht.

    Holders count into their control. What mends opening balances within their own month counts with them.
    """
    given = {"network": book.network_id, "book": book.pk, "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT, given)
        return {account: (debit, credit) for account, debit, credit in cursor.fetchall()}


def moved_by_entry(control: Account, *, since: date, until: date) -> dict:
    """Return {entry id: (in, out)}: what each entry dated in a period moved on a control account, in baht."""
    lines = Line.objects.filter(network_id=control.network_id, account__network_id=control.network_id)
    lines = lines.filter(account__control=control, on__gte=since, on__lte=until)
    sums = lines.order_by().values_list("entry_id").annotate(debits=Sum("debit"), credits=Sum("credit"))
    by_debits = control.kind in DEBIT_KINDS
    return {entry: (debits, credits) if by_debits else (credits, debits) for entry, debits, credits in sums}


def _paid(by: str, controls: list[Account], *, since: date, until: date) -> dict:
    if not controls:
        return {}
    given = {"network": controls[0].network_id, "accounts": [account.pk for account in controls]}
    with connection.cursor() as cursor:
        cursor.execute(PAID.format(by=by), {**given, "since": since, "until": until})
        return {key: Paid(*amounts) for key, *amounts in cursor.fetchall()}
