"""A book's years: what each earned and spent, which are closed, what stands from earlier ones.

Source: domain, 1.6 Annual profit and its allocation; features 144.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.books import Account, account, accounts_coded
from federation.ledger.funds import MAIN_FUND
from federation.ledger.journal import purses
from federation.ledger.queries import AccountKind, balances, natural, trial_balance
from groups.surplus.models import YearClose, YearState
from groups.surplus.rules import Year, years_between

STANDING = (YearState.CLOSED, YearState.ADOPTED, YearState.PAID)
OF_THE_YEAR = (AccountKind.INCOME, AccountKind.EXPENSE)


@dataclass(frozen=True, slots=True)
class ToCarry:
    """What an account of income or expense holds of a year: debits less credits, in baht."""

    account: Account
    signed: Decimal

    @property
    def natural(self) -> Decimal:
        return natural(self.account.kind, self.signed)


# Facts of the year that came in after its months were closed; they are booked later and say which month they concern.
LATE = """
SELECT coalesce(a.control_id, a.id), sum(l.debit - l.credit)
  FROM ledger_entry e
  JOIN ledger_line l ON l.network_id = e.network_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.network_id = l.network_id AND a.id = l.account_id
 WHERE e.network_id = %(network)s AND e.book_id = %(book)s AND e."on" > %(until)s AND e.concerns_month <= %(month)s
   AND a.kind IN ('income', 'expense')
 GROUP BY 1
"""


def to_carry(book, *, until: date) -> list[ToCarry]:
    """Return what the accounts of income and expense hold at the end of a year, of every fund, by code.

    Facts of the year that were booked after its end count in. Costs accounts, and the entries after the year's end.
    """
    signed = {row.account.pk: row.closing for row in trial_balance(book, on=until) if row.account.kind in OF_THE_YEAR}
    with connection.cursor() as cursor:
        given = {"network": book.network_id, "book": book.pk, "until": until, "month": month_of(until)}
        cursor.execute(LATE, given)
        for pk, late in cursor.fetchall():
            signed[pk] = signed.get(pk, ZERO) + late
    known = Account.objects.in_bulk([pk for pk, baht in signed.items() if baht])
    return sorted((ToCarry(known[pk], signed[pk]) for pk in known), key=lambda one: one.account.code)


def surplus_of(rows: Sequence[ToCarry], *, fund: str = MAIN_FUND) -> Decimal:
    """Return income less expenses of a fund in baht; below zero is a loss."""
    return -sum((one.signed for one in rows if one.account.fund == fund), ZERO)


def retained(book) -> Decimal:
    """Return the surplus of earlier years now, in baht; below zero where they lack."""
    kept = account(book, chart.OPENING_SURPLUS)
    return balances([kept])[kept.pk]


def held_in(book, codes: Sequence[str]) -> dict[str, Decimal]:
    """Return {code: natural balance now} of accounts of a book."""
    found = accounts_coded(book, codes)
    baht = balances(found)
    return {one.code: baht[one.pk] for one in found}


def purses_of(book) -> list[tuple[Account, Decimal]]:
    """Return [(cash or bank of the main fund, baht in it now)]: the cash, and every bank account with money."""
    found = purses(book, fund=MAIN_FUND)
    baht = balances(found)
    return [(one, baht[one.pk]) for one in found if one.code == chart.CASH or baht[one.pk]]


def years_of(organisation, *, today: date) -> list[Year]:
    """Return the years of an organisation's book up to today's, newest first."""
    first_month = bylaws_of(organisation, on=today)["fiscal_year"]
    return years_between(organisation.book.opened_on, today, first_month=first_month)


def closes_of(organisation) -> QuerySet[YearClose]:
    """Return everything there was of closing years, newest year first; what was refused or taken back too."""
    found = YearClose.objects.filter(network_id=organisation.network_key, organisation=organisation)
    people = ("asked_by__person", "decided_by__person", "adopted_by__person", "adoption_checked_by__person")
    return found.select_related("organisation__book", "entry", "adoption", *people).order_by("-until", "-asked_at")


def standing_close(organisation, *, until: date) -> YearClose | None:
    """Return the close of a year that is proposed or stands, or None."""
    gone = (YearState.REFUSED, YearState.TAKEN_BACK)
    return closes_of(organisation).filter(until=until).exclude(state__in=gone).first()


def close_of(organisation, pk) -> YearClose | None:
    return closes_of(organisation).filter(pk=pk).first()


def unclosed_before(organisation, year: Year) -> bool:
    """Tell whether the year before this one, within the book, has not been closed yet."""
    if year.since <= organisation.book.opened_on:
        return False
    before = year.since - timedelta(days=1)
    return not closes_of(organisation).filter(until=before, state__in=STANDING).exists()


@dataclass(frozen=True, slots=True)
class Position:
    """The main fund on a day, in baht: all it has, what it owes, what is its own and its members', its money."""

    assets: Decimal
    owed: Decimal
    money: Decimal

    @property
    def equity(self) -> Decimal:
        return self.assets - self.owed

    @property
    def ratio(self) -> Decimal | None:
        """Equity of a hundred baht of assets; None where there are none."""
        return (self.equity * 100 / self.assets).quantize(ZERO) if self.assets else None


def position(book, *, on: date) -> Position:
    """Return the main fund at the end of a day; funds set aside stand apart."""
    rows = [row for row in trial_balance(book, on=on) if row.account.fund == MAIN_FUND]
    assets = sum((row.natural for row in rows if row.account.kind == AccountKind.ASSET), ZERO)
    owed = sum((row.natural for row in rows if row.account.kind == AccountKind.LIABILITY), ZERO)
    money = sum((row.natural for row in rows if row.account.code in chart.MONEY), ZERO)
    return Position(assets, owed, money)
