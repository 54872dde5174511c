"""Loans to an organisation: accounts of their own in both books, and the day and the purse of each side.

They stand in the caller's transaction, under the lock of the lender's book, which takes the borrower's with it.
Source: architecture, settled 14; features 105, 106; trust, invariants I-30 to I-32.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from federation.kit.refusals import Refused
from federation.ledger import books, chart
from federation.ledger.books import Account, Book
from federation.ledger.funds import MAIN_FUND, fund_account
from federation.ledger.posting import Move
from federation.ledger.twins import day_open_in_all, pair, twins_of
from federation.organisations.twins import between_accounts
from groups.registry.models import Membership
from loans.lending.models import Borrowing, Loan, LoanEvent
from loans.lending.postings import into_fund
from loans.lending.queries.accounts import BETWEEN, control_of
from loans.lending.queries.borrowers import book_of_borrower, books_of, borrower_of

KEPT_OF_BORROWERS = (*BETWEEN.values(), chart.GROUP_DEBT_FORGIVEN)


class NotTied(Refused):
    """Raised when the borrower keeps a book here that is not tied to the lender's yet."""


def open_loan_account(loan: Loan, *, terms_control: str, since: date) -> Account:
    """Make the account that holds the principal of a new loan, and its twin where an organisation borrows.

    Its name is hashed for ever: it says the contract, not who borrows. Raises `NotTied`.
    """
    upper, borrower = loan.organisation.book, borrower_of(loan)
    control = control_of(loan.membership, terms_control=terms_control, fund=loan.product.fund)
    names = (f"ลูกหนี้เงินกู้ สัญญา {loan.contract_no}", f"loan, contract {loan.contract_no}")
    code = f"{loan.number:05d}"
    if borrower:
        _hold_income(loan.membership, book=upper)
    if not (borrower and borrower.book_id):
        return books.holder_accounts(upper, control=books.account(upper, control), holders=[(code, *names)])[0]
    _check_tied(loan.membership, book=upper)
    lender = loan.organisation
    below = (f"เงินกู้ยืมจาก {lender.code} สัญญา {loan.contract_no}", f"from {lender.code}, contract {loan.contract_no}")
    made, _twin = pair(
        upper=upper,
        lower=borrower.book,
        controls=chart.LOAN_TWIN,
        codes=(code, f"{lender.code}.{code}"),
        names=(names, below),
        since=since,
    )
    return made


def keep_borrowing(loan: Loan) -> Borrowing | None:
    """Write down with the borrower what it borrowed, once the loan is saved; None where it keeps no book here."""
    borrower = borrower_of(loan)
    twin = twins_of(loan.organisation.book, [loan.account_id]).get(loan.account_id) if borrower else None
    if twin is None:
        return None
    return Borrowing.objects.create(
        network_id=borrower.network_key,
        organisation=borrower,
        lender=loan.organisation,
        loan_id=loan.pk,
        contract_no=loan.contract_no,
        principal=loan.principal,
        signed_on=loan.signed_on,
        account_id=twin.other_account_id,
    )


def _hold_income(membership: Membership, *, book: Book) -> None:
    """Make those accounts of what a borrowing organisation pays that are not there: one on paper has no twins."""
    for code in KEPT_OF_BORROWERS:
        if not between_accounts([membership.number], book=book, control=code):
            kept = books.account(book, code)
            names = (f"{kept.name_th} {membership.shown_number}", f"{kept.name_en} {membership.shown_number}")
            books.holder_accounts(book, control=kept, holders=[(f"{membership.number:05d}", *names)])


def _check_tied(membership: Membership, *, book: Book) -> None:
    held = between_accounts([membership.number], book=book, control=chart.GROUP_INTEREST)
    if not twins_of(book, [held[membership.number].pk]):
        words = _(
            "%(who)s keeps its own book here, and it is not tied to this one yet. Let whoever looks after the machine"
            " tie the books first; then money between the two is entered once and stands in both."
        )
        raise NotTied(words % {"who": membership.member_organisation})


def posting_day(loans: Iterable[Loan], day: date, *, today: date) -> tuple[date, date | None]:
    """Return the day on which a fact of a day is booked in all books it touches, and the closed month it concerns.

    See `day_open_in_all`. Raises `MonthClosed`, or `OtherBookRefused` naming the borrower.
    """
    return day_open_in_all(books_of(loans), day, today=today)


def purses_for(loan: Loan, account: Account | None) -> dict:
    """Return which account of the borrower's own book money comes from or goes to, as `post_between` takes it."""
    book = book_of_borrower(loan)
    return {book.pk: account.pk} if book and account else {}


def handed_to_fund(event: LoanEvent) -> list[Move]:
    """Return what passes from the main box to a fund's where savings are set off against its loan; else nothing."""
    fund, book = event.loan.account.fund, event.loan.organisation.book
    if fund == MAIN_FUND or event.data.get("source") != "set_off":
        return []
    return into_fund(fund_account(book, chart.CASH).pk, fund_account(book, chart.CASH, fund=fund).pk, event.amount)
