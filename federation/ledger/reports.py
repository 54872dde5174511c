"""The statements of a book as sections of a report: trial balance, income, financial position, cash and bank.

Source: domain, 4.1 Books and 4.3 Monthly report. Income and expenses run on over the years, so a month's and a year's
figures are differences, in which what a year end carried out of them does not count; what is not yet carried out stands
in the position as surplus. Other funds than the main one stand apart: their income and expenses are not the group's to
share out, so the income statement is that of the main fund, and the position shows what each fund has on a line.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.dates import month_range, show_date
from federation.kit.money import ZERO, show
from federation.kit.packing import Both
from federation.kit.report import Column, Grid, Link, Row, Section, Shown
from federation.kit.wording import gettext_lazy as _
from federation.ledger.agreement import BooksAt
from federation.ledger.chart import KEPT_ABOVE, SAVED
from federation.ledger.funds import funds_of
from federation.ledger.journal import is_money
from federation.ledger.models import MAIN_FUND, AccountKind, Book, Fund
from federation.ledger.movements import brought_forward
from federation.ledger.queries import DEBIT_KINDS, TrialRow, natural, trial_balance
from federation.ledger.rules import left_of_year
from federation.ledger.year_end import Carried, carried, carried_sum

ACCOUNT_PAGE = "federation:account"
ENTRY_PAGE = "federation:entry"


@dataclass(frozen=True)
class Statements:
    """What the statements of a month are made from.

    books: at the end of the month. code: the organisation's. year_from: first day of the book's business year.
    """

    books: BooksAt
    code: str
    month: date
    year_from: date

    @property
    def until(self) -> date:
        return self.books.on

    @cached_property
    def rows(self) -> list[TrialRow]:
        """The trial balance at the end of the month, without accounts that never moved."""
        return month_rows(self.books.rows, book=self.books.book, on=self.until)

    @cached_property
    def at_year_start(self) -> dict:
        """Balances before the first day of the business year, as debits less credits, by account code."""
        before = self.year_from - date.resolution
        return {row.account.code: row.closing for row in trial_balance(self.books.book, on=before)}

    @cached_property
    def carried(self) -> list[Carried]:
        """What year ends dated in the business year, up to the end of the month, carried out of income and expenses."""
        book = self.books.book
        return carried([(book.network_id, book.pk)], since=self.year_from, until=self.until)

    @cached_property
    def funds(self) -> list[Fund]:
        """The funds besides the main one that ever moved, by code; one query where there are such."""
        moved = {row.account.fund for row in self.rows} - {MAIN_FUND}
        return [fund for fund in funds_of(self.books.book) if fund.code in moved] if moved else []

    def of(self, code: str) -> TrialRow | None:
        return next((row for row in self.rows if row.account.code == code), None)

    def kind(self, *kinds: str, fund: str | None = None) -> list[TrialRow]:
        """Return the accounts of these kinds, of all funds or of one."""
        return [row for row in self.rows if row.account.kind in kinds and fund in (None, row.account.fund)]

    def money(self) -> list[TrialRow]:
        return [row for row in self.rows if is_money(row.account)]

    def in_month(self, row: TrialRow) -> Decimal:
        out = carried_sum(self.carried, account=row.account.pk, since=self.month)
        return natural(row.account.kind, row.debit - row.credit - out)

    def in_year(self, row: TrialRow) -> Decimal:
        out = carried_sum(self.carried, account=row.account.pk)
        return natural(row.account.kind, row.closing - self.at_year_start.get(row.account.code, ZERO) - out)


def month_rows(rows: list[TrialRow], *, book: Book, on: date) -> list[TrialRow]:
    """Return a trial balance at the end of `on` without what never moved; opening balances are brought forward."""
    brought = brought_forward(book, since=on.replace(day=1), until=on)
    shown = []
    for row in rows:
        debit, credit = brought.get(row.account.pk, (ZERO, ZERO))
        opening = row.opening + debit - credit
        shown.append(replace(row, opening=opening, debit=row.debit - debit, credit=row.credit - credit))
    return [row for row in shown if row.opening or row.debit or row.credit]


def year_start(month: date, *, first_month: int) -> date:
    """Return the first day of the business year a month lies in; first_month: 1 for a calendar year."""
    year = month.year if month.month >= first_month else month.year - 1
    return date(year, first_month, 1)


def trial_balance_section(rows: list[TrialRow], *, code: str, on: date) -> Section:
    """Return every account that moved: brought forward, this month, and the balance at the end of `on`."""
    month = on.replace(day=1)
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        *_sides("opening", _("Brought forward Dr"), _("Brought forward Cr")),
        *_sides("month", _("Month Dr"), _("Month Cr")),
        *_sides("closing", _("Balance Dr"), _("Balance Cr")),
    ]
    return Section(
        key="trial_balance",
        title=_("Trial balance"),
        note=_("At the end of %(day)s. Debits and credits of each pair are equal.") % {"day": Shown(show_date, on)},
        grid=Grid(columns, [_trial_row(row, code=code, since=month, until=on) for row in rows], total_label=_("Total")),
    )


def runs_on_note(of: Statements):
    """Return how income and expenses in the trial balance tie to the income statement and the position."""
    (earlier, _before), (left, _then) = _surplus(of)
    year = left + _carried_of_year(of, until=of.until)
    shown = {"all": show(earlier + left), "year": show(year), "earlier": show(earlier), "carried": show(year - left)}
    if year == left:
        words = _(
            "Income and expenses run on in the trial balance until the year-end closing: income less expenses "
            "%(all)s = surplus of this year in the income statement %(year)s + surplus of earlier years, "
            "not yet divided %(earlier)s."
        )
    else:
        words = _(
            "Income and expenses run on in the trial balance until the year-end closing: income less expenses "
            "%(all)s = surplus of this year in the income statement %(year)s − carried out by the year-end closing "
            "%(carried)s + surplus of earlier years, not yet divided %(earlier)s."
        )
    return words % shown


def _sides(key: str, debit, credit) -> list[Column]:
    return [Column(f"{key}_debit", debit, "money", total=True), Column(f"{key}_credit", credit, "money", total=True)]


def _trial_row(row: TrialRow, *, code: str, since: date, until: date) -> Row:
    opening = (max(row.opening, ZERO) or None, max(-row.opening, ZERO) or None)
    closing = (row.closing_debit or None, row.closing_credit or None)
    cells = [row.account.code, name_of(row), *opening, row.debit or None, row.credit or None, *closing]
    return Row(cells, link=account_link(code, row, since=since, until=until))


def income_section(of: Statements) -> Section:
    """Return income and expenses of the month and of the business year so far, and what is left."""
    rows, left = [], [ZERO, ZERO]
    for kind, head, foot, sign in (
        (AccountKind.INCOME, _("Income"), _("Total income"), 1),
        (AccountKind.EXPENSE, _("Expenses"), _("Total expenses"), -1),
    ):
        accounts = of.kind(kind, fund=MAIN_FUND)
        figures = [(of.in_month(row), of.in_year(row)) for row in accounts]
        sums = [sum((pair[at] for pair in figures), ZERO) for at in (0, 1)]
        left = [before + sign * amount for before, amount in zip(left, sums, strict=True)]
        rows.append(Row([None, head, None, None], strong=True))
        rows += [_statement_row(of, row, *pair) for row, pair in zip(accounts, figures, strict=True) if any(pair)]
        rows.append(Row([None, foot, *sums], strong=True))
    rows.append(Row([None, _("Surplus (or deficit if below zero)"), *left], strong=True))
    return Section(
        key="income",
        title=_("Income statement"),
        note=_income_note(of) % {"day": Shown(show_date, of.year_from)},
        grid=Grid(_statement_columns(_("This month"), _("Year so far")), rows),
    )


def _income_note(of: Statements):
    if of.funds:
        return _(
            "The year runs from %(day)s. Funds stand apart: what they took in and gave is in their own statements."
        )
    return _("The year runs from %(day)s.")


def position_section(of: Statements) -> Section:
    """Return what the book owns and owes at the end of the month, beside the end of the month before."""
    rows, owned = _part(of, AccountKind.ASSET, _("Assets"), _("Total assets"))
    owed_rows, owed = _part(of, AccountKind.LIABILITY, _("Liabilities"), _("Total liabilities"))
    equity_rows, equity = _part(of, AccountKind.EQUITY, _("Members' capital and reserves"), None, fund=MAIN_FUND)
    earlier, this_year = _surplus(of)
    equity_rows.append(Row([None, _("Surplus of earlier years, not yet divided"), *earlier]))
    equity_rows.append(Row([None, _("Surplus of this year"), *this_year]))
    of_funds = fund_balances(of)
    equity_rows += [Row([fund.code, fund_name(fund), *pair]) for fund, pair in of_funds]
    capital = [sum(p, ZERO) for p in zip(equity, earlier, this_year, *(pair for _f, pair in of_funds), strict=True)]
    rows += [*owed_rows, *equity_rows, Row([None, _("Total capital and reserves"), *capital], strong=True)]
    both = [sum(pair, ZERO) for pair in zip(owed, capital, strict=True)]
    rows.append(Row([None, _("Total liabilities, capital and reserves"), *both], strong=True))
    return Section(
        key="position",
        title=_("Financial position"),
        note=_position_note(owned[0] - both[0]),
        grid=Grid(_statement_columns(_("End of this month"), _("End of last month")), rows),
    )


def _position_note(difference: Decimal):
    if difference:
        words = _("Assets do NOT equal liabilities, capital and reserves; difference %(difference)s.")
    else:
        words = _("Assets equal liabilities, capital and reserves; difference %(difference)s.")
    return words % {"difference": show(difference)}


def _part(of: Statements, kind: str, head, foot, *, fund: str | None = None) -> tuple[list[Row], list[Decimal]]:
    accounts = of.kind(kind, fund=fund)
    figures = [(row.natural, natural(kind, row.opening)) for row in accounts]
    sums = [sum((pair[at] for pair in figures), ZERO) for at in (0, 1)]
    rows = [Row([None, head, None, None], strong=True)]
    rows += [_statement_row(of, row, *pair) for row, pair in zip(accounts, figures, strict=True) if any(pair)]
    return (rows + [Row([None, foot, *sums], strong=True)] if foot else rows), sums


FLOWS = (AccountKind.INCOME, AccountKind.EXPENSE)


def _surplus(of: Statements) -> tuple[list[Decimal], list[Decimal]]:
    """Return the surplus of earlier years and of this year that stands in income and expenses of the main fund.

    Each now and at the end of last month. What a year end carried out stands in 33020 instead.
    """
    flows = of.kind(*FLOWS, fund=MAIN_FUND)
    at_start = -sum((of.at_year_start.get(row.account.code, ZERO) for row in flows), ZERO)
    last_month = of.month - date.resolution
    ends = (
        (of.until, -sum((row.closing for row in flows), ZERO)),
        (last_month, -sum((row.opening for row in flows), ZERO)),
    )
    earlier, this_year = [], []
    for day, left in ends:
        added = left - at_start + carried_sum(of.carried, until=day)
        of_year = left_of_year(added, carried=_carried_of_year(of, until=day))
        earlier.append(left - of_year)
        this_year.append(of_year)
    return earlier, this_year


def _carried_of_year(of: Statements, *, until: date) -> Decimal:
    """Return the surplus of this business year that its end carried out of the main fund's income and expenses."""
    return carried_sum((one for one in of.carried if one.month >= of.year_from), until=until)


def fund_balances(of: Statements) -> list[tuple[Fund, list[Decimal]]]:
    """Return (fund, [its balance now, at the end of last month]) of each other fund: capital + income − expenses."""
    found = []
    for fund in of.funds:
        own = of.kind(AccountKind.EQUITY, *FLOWS, fund=fund.code)
        found.append((fund, [-sum((row.closing for row in own), ZERO), -sum((row.opening for row in own), ZERO)]))
    return found


def fund_name(fund: Fund) -> Both:
    """Return the name of a fund in both languages."""
    return Both(fund.name_th, fund.name_en)


def _statement_columns(now, then) -> list[Column]:
    return [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("now", now, "money"),
        Column("then", then, "money"),
    ]


def _statement_row(of: Statements, row: TrialRow, now: Decimal, then: Decimal) -> Row:
    link = account_link(of.code, row, since=of.month, until=of.until)
    return Row([row.account.code, name_of(row), now, then], link=link)


def money_section(of: Statements) -> Section:
    """Return cash and bank: brought forward, in, out, and what is there at the end of the month."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("opening", _("Brought forward"), "money", total=True),
        Column("into", _("In"), "money", total=True),
        Column("out", _("Out"), "money", total=True),
        Column("closing", _("Balance"), "money", total=True),
    ]
    rows = [
        Row(
            [row.account.code, name_of(row), row.opening, row.debit, row.credit, row.closing],
            link=account_link(of.code, row, since=of.month, until=of.until),
        )
        for row in of.money()
    ]
    empty = _("No money has moved yet.")
    grid = Grid(columns, rows, total_label=_("Total"), empty=empty)
    return Section(key="money", title=_("Cash and bank"), grid=grid)


def name_of(row: TrialRow) -> Both:
    return Both(row.account.name_th, row.account.name_en)


def account_link(code: str, row: TrialRow, *, since: date, until: date) -> Link:
    """Return the link to an account's lines in a period; code: the organisation's."""
    return Link(ACCOUNT_PAGE, {"code": code, "account": row.account.code}, f"since={since}&until={until}")


def months_back(month: date, *, count: int, opened_on: date) -> list[date]:
    """Return the last so many months up to this one, none before the book was opened."""
    return list(month_range(opened_on, month))[-count:]


def held_section(of: Statements) -> Section:
    """Return what members hold in the book, account by account: brought forward + in - out = balance."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("opening", _("Brought forward"), "money", total=True),
        Column("into", _("In"), "money", total=True),
        Column("out", _("Out"), "money", total=True),
        Column("closing", _("Balance"), "money", total=True),
    ]
    rows = []
    for row in of.rows:
        if row.account.code in SAVED:
            figures = [natural(row.account.kind, row.opening), row.credit, row.debit, row.natural]
            link = account_link(of.code, row, since=of.month, until=of.until)
            rows.append(Row([row.account.code, name_of(row), *figures], link=link))
    grid = Grid(columns, rows, total_label=_("Total"), empty=_("Nothing was saved yet."))
    return Section(key="held", title=_("Savings and shares"), grid=grid)


def above_section(of: Statements) -> Section | None:
    """Return what the book holds in the networks it belongs to, owes and pays them, or None where there is nothing.

    Shares, savings in the pool, borrowings: brought forward + more - less = balance; interest, fines and fees: what
    this month added, and since the books began. Source: domain, 4.3 Monthly report, head 7.
    """
    columns = [
        Column("code", _("Code"), "code"),
        Column("account", _("Account"), wide=True),
        Column("opening", _("Brought forward"), "money"),
        Column("more", _("More this month"), "money"),
        Column("less", _("Less this month"), "money"),
        Column("closing", _("Balance"), "money"),
    ]
    rows = []
    for row in of.rows:
        if row.account.code in KEPT_ABOVE:
            sides = (row.debit, row.credit) if row.account.kind in DEBIT_KINDS else (row.credit, row.debit)
            figures = [natural(row.account.kind, row.opening), *sides, row.natural]
            link = account_link(of.code, row, since=of.month, until=of.until)
            rows.append(Row([row.account.code, name_of(row), *figures], link=link))
    note = _("Shares, savings and loans are balances; interest, fines and fees run on until the year-end closing.")
    title = _("With the network: shares, savings and borrowings")
    return Section(key="above", title=title, note=note, grid=Grid(columns, rows)) if rows else None


def entry_link(code: str, entry) -> Link:
    """Return the link to an entry; code: the organisation's."""
    return Link(ENTRY_PAGE, {"code": code, "number": str(entry.number)})
