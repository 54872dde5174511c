"""Funds: money set aside inside a book. A fund's accounts carry its code, "11010-WELF"; the box is the sum of purses.

Every entry balances within each fund it touches, so money passes from one fund to another through purses or through
what one owes the other. Source: architecture, settled 7.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum

from federation.ledger import books, chart
from federation.ledger.models import MAIN_FUND, Account, Book, EntryKind, Fund, Line


@transaction.atomic
def open_fund(book: Book, *, code: str, name_th: str, name_en: str, lends: bool = False) -> Fund:
    """Open a fund in a book with accounts of its own, and the account under 23080 of what the main fund owes it."""
    fund = Fund.objects.create(network_id=book.network_id, book=book, code=code, name_th=name_th, name_en=name_en)
    _add(book, chart.fund_rows(code, name_th=name_th, name_en=name_en, lends=lends), fund=code)
    owed = books.account(book, chart.OWED_TO_FUNDS)
    books.holder_account(
        book,
        control=owed,
        holder_code=code,
        name_th=f"{owed.name_th} {name_th}",
        name_en=f"{owed.name_en}, {name_en}",
    )
    return fund


def let_lend(fund: Fund) -> None:
    """Add the accounts that a fund needs to lend; those it has stay."""
    rows = chart.fund_rows(fund.code, name_th=fund.name_th, name_en=fund.name_en, lends=True)
    known = books.ids_by_code(fund.book, [row.code for row in rows])
    _add(fund.book, [row for row in rows if row.code not in known], fund=fund.code)


def _add(book: Book, rows: Iterable, *, fund: str) -> None:
    for row in rows:
        books.add_account(book, row=row, fund=fund)


def code_in(code: str, fund: str = MAIN_FUND) -> str:
    """Return the code of an account of the chart in a fund: "11010" in the main fund, "11010-WELF" in another."""
    return code if fund == MAIN_FUND or not fund else f"{code}-{fund}"


def plain(code: str) -> str:
    """Return a code without fund and holder: "11010" of "11010-WELF", "21050" of "21050-FUN.00003"."""
    return code.partition(".")[0].partition("-")[0]


def fund_of_loans(control: str) -> str:
    """Return the fund that lends under a control account of loans: "COW" of "13030-COW", the main one of "13010"."""
    return control.partition(".")[0].partition("-")[2] or MAIN_FUND


def beside_loans(code: str, control: str) -> str:
    """Return the code of an account of the chart in the fund that lends under a control account of loans."""
    return code_in(code, fund_of_loans(control))


def interest_of(control: str) -> str:
    """Return where interest of loans under a control account goes: "41030-COW" for "13030-COW"."""
    return beside_loans(chart.INTEREST_OF[plain(control)], control)


def fines_of(control: str) -> str:
    """Return where fines of loans under a control account go: "42030-COW" for "13030-COW"."""
    return beside_loans(chart.FINES_OF[plain(control)], control)


def is_control_in(code: str, codes: Iterable[str]) -> bool:
    """Tell whether a code is one of these of the chart, in the main fund or another, and no holder's."""
    return "." not in code and plain(code) in codes


def lending_funds(book: Book) -> list[Fund]:
    """Return the funds of a book whose money may be lent, the main one left out: those with an account of loans."""
    funds = {code_in(chart.OTHER_LOANS, fund.code): fund for fund in funds_of(book)}
    lend = books.ids_by_code(book, funds) if funds else {}
    return [fund for code, fund in funds.items() if code in lend]


def fund_account(book: Book, code: str, *, fund: str = MAIN_FUND) -> Account:
    """Return an account of the chart in a fund of a book. Raises `Account.DoesNotExist`."""
    return books.account(book, code_in(code, fund))


def funds_of(book: Book) -> list[Fund]:
    """Return the funds of a book, the main one left out, by code."""
    funds = Fund.objects.filter(network_id=book.network_id, book=book).exclude(code=MAIN_FUND)
    return list(funds.order_by("code"))


def fund_coded(book: Book, code: str) -> Fund:
    """Return a fund of a book by its code. Raises `Fund.DoesNotExist`."""
    return Fund.objects.get(network_id=book.network_id, book=book, code=code)


def accounts_in(book: Book, fund_codes: Iterable[str]) -> list[Account]:
    """Return the accounts that take lines in these funds of a book, by code."""
    found = Account.objects.filter(network_id=book.network_id, book=book, fund__in=list(fund_codes))
    return list(found.filter(is_control=False).order_by("code"))


def debited(book: Book, codes: Iterable[str], *, since: date, until: date) -> dict[str, Decimal]:
    """Return {fund: debits less credits} of accounts of a book in a period; what a year end carried is left out."""
    lines = Line.objects.filter(network_id=book.network_id, account__book=book, account__code__in=list(codes))
    lines = lines.filter(on__gte=since, on__lte=until).exclude(entry__kind=EntryKind.YEAR)
    sums = lines.order_by().values_list("account__fund").annotate(out=Sum("debit"), back=Sum("credit"))
    return {fund: out - back for fund, out, back in sums}


@dataclass(frozen=True, slots=True)
class Purses:
    """Where the money of a fund lies: the account ids of its cash and of its bank."""

    cash: uuid.UUID
    bank: uuid.UUID


PURSES = """
SELECT f.code, cash.id, bank.id
  FROM ledger_fund f
  JOIN ledger_account cash ON cash.network_id = f.network_id AND cash.book_id = f.book_id
   AND cash.code = CASE f.code WHEN %(main)s THEN %(cash)s ELSE %(cash)s || '-' || f.code END
  JOIN ledger_account bank ON bank.network_id = f.network_id AND bank.book_id = f.book_id
   AND bank.code = CASE f.code WHEN %(main)s THEN %(bank)s ELSE %(fund_bank)s || '-' || f.code END
 WHERE f.network_id = %(network)s AND f.book_id = %(book)s
 ORDER BY f.code
"""


def purses_by_fund(book: Book) -> dict[str, Purses]:
    """Return {fund code: its purses} of every fund of a book, the main one among them. One query."""
    codes = {"main": MAIN_FUND, "cash": chart.CASH, "bank": chart.BANK, "fund_bank": chart.FUND_BANK}
    with connection.cursor() as cursor:
        cursor.execute(PURSES, {"network": book.network_id, "book": book.pk, **codes})
        return {fund: Purses(cash, bank) for fund, cash, bank in cursor.fetchall()}


def funds_by_account(network_id: int, account_ids: Iterable) -> dict:
    """Return {account id: fund code} of those of these accounts that belong to another fund than the main one."""
    found = Account.objects.filter(network_id=network_id, pk__in=set(account_ids)).exclude(fund=MAIN_FUND)
    return dict(found.values_list("pk", "fund"))
