"""Reading the books. What it costs: an account's own lines, or accounts × months; never all the lines.

Balances are natural: an asset or expense by its debits, everything else by its credits, in baht.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import DecimalField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from federation.kit.dates import last_day, month_of
from federation.kit.money import ZERO
from federation.ledger.models import Account, AccountKind, Book, Entry, Line

DEBIT_KINDS = (AccountKind.ASSET, AccountKind.EXPENSE)


def natural(kind: str, signed: Decimal) -> Decimal:
    """Turn debits less credits into the balance as people read it for that kind of account."""
    return signed if kind in DEBIT_KINDS else -signed


def signed_balance_of(account_field: str):
    """Return an expression for queries: debits less credits of the account in `account_field`, now.

    A subquery, so that several balances in one query do not multiply each other.
    """
    newest = Line.objects.filter(
        network_id=OuterRef("network_id"), account_id=OuterRef(f"{account_field}_id")
    ).order_by("-number", "-n")
    return Coalesce(
        Subquery(newest.values("balance")[:1]),
        Value(ZERO),
        output_field=DecimalField(max_digits=14, decimal_places=2),
    )


def balance(account: Account, *, on: date | None = None) -> Decimal:
    """Return the natural balance of an account, now or at the end of a day. Holders count into their control."""
    if account.is_control:
        rows = trial_balance(account.book, on=on or date.max.replace(day=1))
        return next((row.natural for row in rows if row.account.pk == account.pk), ZERO)
    return balances([account], on=on)[account.pk]


BALANCES = """
SELECT a.id, coalesce(newest.balance, 0) - coalesce(later.net, 0)
  FROM unnest(%(accounts)s::uuid[]) AS a (id)
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = %(network)s AND l.account_id = a.id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
  LEFT JOIN LATERAL (
      SELECT sum(l.debit - l.credit) AS net FROM ledger_line l
       WHERE l.network_id = %(network)s AND l.account_id = a.id AND l."on" > %(on)s) later ON true
"""


def balances_after(entry: Entry, account_ids) -> dict:
    """Return {account id: debits less credits} right after an entry, as the book ran on by number. One query.

    The same for ever, whatever is entered later, of whichever day.
    """
    lines = Line.objects.filter(network_id=entry.network_id, account_id__in=set(account_ids), number__lte=entry.number)
    newest = lines.order_by("account_id", "-number", "-n").distinct("account_id")
    return dict(newest.values_list("account_id", "balance"))


def balances(accounts, *, on: date | None = None) -> dict:
    """Return {account id: natural balance} for accounts of one network, now or at the end of `on`."""
    accounts = list(accounts)
    if not accounts:
        return {}
    kinds = {account.pk: account.kind for account in accounts}
    with connection.cursor() as cursor:
        cursor.execute(
            BALANCES,
            {"accounts": list(kinds), "network": accounts[0].network_id, "on": on or date.max},
        )
        return {pk: natural(kinds[pk], signed) for pk, signed in cursor.fetchall()}


def signed_balances(accounts) -> dict:
    """Return {account id: debits less credits} for accounts of one network, now."""
    found = balances(accounts)
    return {account.pk: natural(account.kind, found[account.pk]) for account in accounts}


def moved_after(accounts, *, on: date) -> bool:
    """Tell whether a line on one of these accounts is dated after a day."""
    networks, ids = {account.network_id for account in accounts}, [account.pk for account in accounts]
    return Line.objects.filter(network_id__in=networks, account_id__in=ids, on__gt=on).exists()


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account on a trial balance; all four figures in baht, `opening` and `closing` as debits less credits."""

    account: Account
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit

    @property
    def natural(self) -> Decimal:
        return natural(self.account.kind, self.closing)

    @property
    def closing_debit(self) -> Decimal:
        return max(self.closing, ZERO)

    @property
    def closing_credit(self) -> Decimal:
        return max(-self.closing, ZERO)


MONTH_ROWS = """
SELECT a.id,
       CASE WHEN t.month = %(month)s THEN t.opening ELSE t.opening + t.debit - t.credit END,
       CASE WHEN t.month = %(month)s THEN t.debit ELSE 0 END,
       CASE WHEN t.month = %(month)s THEN t.credit ELSE 0 END
  FROM ledger_account a
  JOIN LATERAL (
      SELECT m.month, m.opening, m.debit, m.credit FROM ledger_monthtotal m
       WHERE m.network_id = %(network)s AND m.account_id = a.id AND m.month <= %(month)s
       ORDER BY m.month DESC LIMIT 1) t ON true
 WHERE a.network_id = %(network)s AND a.book_id = %(book)s AND a.control_id IS NULL
"""

LATER_IN_MONTH = """
SELECT coalesce(a.control_id, a.id), sum(l.debit), sum(l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
 WHERE e.network_id = %(network)s AND e.book_id = %(book)s AND e."on" > %(on)s AND e."on" <= %(last)s
 GROUP BY 1
"""


def trial_balance(book: Book, *, on: date) -> list[TrialRow]:
    """Return the trial balance at the end of `on`, by account code; openings are those of the month of `on`.

    Reads the month totals, and of the lines only those of that one month after `on`.
    """
    given = {
        "network": book.network_id,
        "book": book.pk,
        "month": month_of(on),
        "on": on,
        "last": last_day(on),
    }
    with connection.cursor() as cursor:
        cursor.execute(MONTH_ROWS, given)
        months = cursor.fetchall()
        later = {}
        if on < given["last"]:
            cursor.execute(LATER_IN_MONTH, given)
            later = {pk: (debit, credit) for pk, debit, credit in cursor.fetchall()}
    accounts = Account.objects.in_bulk([row[0] for row in months])
    rows = []
    for pk, opening, debit, credit in months:
        less_debit, less_credit = later.get(pk, (ZERO, ZERO))
        rows.append(TrialRow(accounts[pk], opening, debit - less_debit, credit - less_credit))
    return sorted(rows, key=lambda row: row.account.code)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A passbook line: natural amounts in baht, `balance` after it in order of date; the receipt as 455/2568."""

    on: date
    entry: Entry
    receipt: str
    paid_in: Decimal
    paid_out: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    account: Account
    since: date
    until: date
    opening: Decimal
    lines: list[StatementLine]

    @property
    def closing(self) -> Decimal:
        return self.lines[-1].balance if self.lines else self.opening


def statement(account: Account, *, since: date, until: date) -> Statement:
    """Return an account's lines dated in a period, oldest first, with a running natural balance.

    A back-dated fact stands at its date; the running balance is computed here and rewrites nothing.
    """
    lines = (
        Line.objects.filter(network_id=account.network_id, account=account, on__gte=since, on__lte=until)
        .select_related("entry")
        .order_by("on", "number", "n")
    )
    opening = running = balances([account], on=since - since.resolution)[account.pk]
    rows = []
    for line in lines:
        into = line.debit if account.kind in DEBIT_KINDS else line.credit
        out = line.credit if account.kind in DEBIT_KINDS else line.debit
        running += into - out
        rows.append(StatementLine(line.on, line.entry, line.shown_receipt, into, out, running))
    return Statement(account, since, until, opening, rows)


def as_text(entry: Entry) -> str:
    """Return an entry as a bookkeeper writes it: debits first at the margin, credits indented."""
    lines = entry.lines.select_related("account").order_by("n")
    text = [f"Dr {line.account.name_en:<40}{line.debit:>14,.2f}" for line in lines if line.debit]
    text += [f"   Cr {line.account.name_en:<40}{line.credit:>14,.2f}" for line in lines if line.credit]
    return "\n".join(text)


LATEST_TOTALS = """
SELECT a.book_id, a.code, a.kind, t.opening + t.debit - t.credit
  FROM ledger_account a
  JOIN LATERAL (
      SELECT m.opening, m.debit, m.credit FROM ledger_monthtotal m
       WHERE m.network_id = %(network)s AND m.account_id = a.id AND m.month <= %(month)s
       ORDER BY m.month DESC LIMIT 1) t ON true
 WHERE a.network_id = %(network)s AND a.control_id IS NULL AND a.code = ANY (%(codes)s)
"""


def balances_by_book(network_id: int, *, codes, month: date) -> dict:
    """Return {(book id, account code): natural balance} at the end of a month, for all books of a network."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST_TOTALS, {"network": network_id, "codes": list(codes), "month": month})
        return {(book, code): natural(kind, signed) for book, code, kind, signed in cursor.fetchall()}


MONTHLY_FLOWS = """
SELECT t.book_id, a.code, t.month, t.debit, t.credit
  FROM ledger_monthtotal t JOIN ledger_account a ON a.id = t.account_id
 WHERE t.network_id = %(network)s AND t.month BETWEEN %(since)s AND %(until)s AND a.code = ANY (%(codes)s)
"""

# Lines of entries whose money did not come in that month: balances brought forward, and facts of an earlier month.
NOT_OF_THE_MONTH = """
SELECT e.book_id, split_part(a.code, '.', 1), date_trunc('month', e."on"::timestamp)::date, e.concerns_month,
       sum(l.debit), sum(l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.entry_id = e.id
  JOIN ledger_account a ON a.id = l.account_id
 WHERE e.network_id = %(network)s AND e."on" >= %(since)s AND (e.kind = 'opening' OR e.concerns_month IS NOT NULL)
   AND split_part(a.code, '.', 1) = ANY (%(codes)s)
 GROUP BY 1, 2, 3, 4
"""


def monthly_flows(network_id: int, *, codes, since: date, until: date) -> dict:
    """Return {(book id, month): credits less debits} of accounts of a network's books, between two months.

    What was brought forward is left out; a fact of an earlier month counts in the month it concerns.
    Reads month totals, and of the lines only those of such entries.
    """
    given = {"network": network_id, "codes": list(codes), "since": since, "until": until}
    flows: dict = {}

    def count(book, month, amount):
        if since <= month <= until:
            flows[book, month] = flows.get((book, month), ZERO) + amount

    with connection.cursor() as cursor:
        cursor.execute(MONTHLY_FLOWS, given)
        for book, _code, month, debit, credit in cursor.fetchall():
            count(book, month, credit - debit)
        cursor.execute(NOT_OF_THE_MONTH, given)
        for book, _code, month, concerned, debit, credit in cursor.fetchall():
            count(book, month, debit - credit)
            if concerned:
                count(book, concerned, credit - debit)
    return flows
