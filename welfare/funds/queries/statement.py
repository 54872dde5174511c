"""A fund's statement for its page: the one of the ledger, of the month and the calendar year so far."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import month_of
from federation.kit.money import ZERO
from federation.ledger.agreement import BooksAt
from federation.ledger.chart import INTEREST_OF, OTHER_LOANS
from federation.ledger.fund_reports import FundStatement, fund_statement
from federation.ledger.funds import fund_coded, plain
from federation.ledger.reports import Statements, year_start
from welfare.funds.models import WelfareFund


def statement_of(fund: WelfareFund, *, on: date) -> FundStatement:
    """Return what a fund had, what came in and went out in the month and the business year, up to a day."""
    organisation, book = fund.organisation, fund.organisation.book
    year_from = year_start(on, first_month=bylaws_of(organisation, on=on)["fiscal_year"])
    of = Statements(BooksAt(book, on), code=organisation.code, month=month_of(on), year_from=year_from)
    return fund_statement(of, fund_coded(book, fund.code))


@dataclass(frozen=True, slots=True)
class Lent:
    """What a fund has lent and not got back, and the interest it got in the month and in the year; in baht."""

    principal: Decimal
    interest: tuple[Decimal, Decimal]


def lent_of(fund: WelfareFund, statement: FundStatement) -> Lent | None:
    """Return what the ledger says of a fund's loans, out of its statement; None where it may not lend."""
    if not fund.may_lend:
        return None
    owed = {plain(row.account.code): row.natural for row in statement.stands}
    earned = {plain(row.account.code): pair for row, pair in statement.came_in}
    return Lent(owed.get(OTHER_LOANS, ZERO), earned.get(INTEREST_OF[OTHER_LOANS], (ZERO, ZERO)))
