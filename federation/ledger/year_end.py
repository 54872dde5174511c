"""What the end of a year carried out of income and expenses, so that no statement takes it for income or expense.

An entry of kind "year" closes income and expenses of a fund into its surplus or capital, and moves nothing that the
fund owns or owes. Such lines, and what takes them back, are no income and no expense of any month: whoever shows what a
month or a year brought leaves them out, whichever day they are dated. What an entry of that kind gives to a fund as its
part of the surplus comes with money, or with a claim on the main fund: it is income of that fund and stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.money import ZERO
from federation.ledger.across import of_books
from federation.ledger.models import MAIN_FUND

CARRIED = """
WITH closing AS (
    SELECT e.id, e.book_id, e."on", e.concerns_month FROM ledger_entry e
     WHERE e.network_id = ANY (%(networks)s) AND e.book_id = ANY (%(books)s) AND e.kind = 'year'
), mended AS (
    SELECT * FROM closing
    UNION ALL
    SELECT r.id, r.book_id, r."on", r.concerns_month FROM closing c JOIN ledger_entry r ON r.reverses_id = c.id
    UNION ALL
    SELECT r.id, r.book_id, r."on", r.concerns_month FROM closing c JOIN ledger_entry r ON r.corrects_id = c.id
)
SELECT e.book_id, a.id, coalesce(c.id, a.id), coalesce(c.code, a.code), a.fund, a.kind, e."on",
       coalesce(e.concerns_month, date_trunc('month', e."on"::timestamp)::date), sum(l.debit - l.credit)
  FROM mended e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id AND a.kind IN ('income', 'expense')
  LEFT JOIN ledger_account c ON c.id = a.control_id
 WHERE e."on" BETWEEN %(since)s AND %(until)s AND NOT EXISTS (
       SELECT FROM ledger_line x JOIN ledger_account k ON k.id = x.account_id
        WHERE x.entry_id = e.id AND k.fund = a.fund AND k.kind IN ('asset', 'liability'))
 GROUP BY a.id, c.id, e.id, e.book_id, e."on", e.concerns_month
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """Debits less credits, in baht, that a year end put on an account of income or expenses.

    control_id, code: of the account that controls it, or its own. month: the month it concerns.
    """

    book_id: object
    account_id: object
    control_id: object
    code: str
    fund: str
    kind: str
    on: date
    month: date
    net: Decimal


def carried(books: Iterable[tuple], *, since: date = date.min, until: date = date.max) -> list[Carried]:
    """Return what year ends dated in a period carried out of accounts. books: (network id, book id). One query."""
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, {**of_books(books), "since": since, "until": until})
        return [Carried(*row) for row in cursor.fetchall()]


def carried_sum(found: Iterable[Carried], *, account=None, since: date = date.min, until: date = date.max) -> Decimal:
    """Return debits less credits of what was carried: out of an account of the chart, or out of all of the main fund.

    since, until: days of the entries.
    """
    return sum(
        (
            one.net
            for one in found
            if since <= one.on <= until and (one.control_id == account if account else one.fund == MAIN_FUND)
        ),
        ZERO,
    )
