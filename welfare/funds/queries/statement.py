"""A fund's statement for its page: the one of the ledger, of the month and the calendar year so far."""

from datetime import date

from federation.bylaws.queries import bylaws_of
from federation.kit.dates import month_of
from federation.ledger.agreement import BooksAt
from federation.ledger.fund_reports import FundStatement, fund_statement
from federation.ledger.funds import fund_coded
from federation.ledger.reports import Statements, year_start
from welfare.funds.models import WelfareFund


def statement_of(fund: WelfareFund, *, on: date) -> FundStatement:
    """Return what a fund had, what came in and went out in the month and the business year, up to a day."""
    organisation, book = fund.organisation, fund.organisation.book
    year_from = year_start(on, first_month=bylaws_of(organisation, on=on)["fiscal_year"])
    of = Statements(BooksAt(book, on), code=organisation.code, month=month_of(on), year_from=year_from)
    return fund_statement(of, fund_coded(book, fund.code))
