"""Which organisation borrows, where one does, and the books in which its loan stands."""

from collections.abc import Iterable
from datetime import date

from federation.ledger.books import Book
from federation.ledger.months import open_month
from federation.organisations.models import Organisation
from loans.lending.models import Loan

WITH_BOOKS = ("organisation__book", "account", "membership__member_organisation__book")  # what a loan is read with


def borrower_of(loan: Loan) -> Organisation | None:
    """Return the organisation that owes a loan, or None where a person does."""
    return loan.membership.member_organisation if loan.membership.member_organisation_id else None


def book_of_borrower(loan: Loan) -> Book | None:
    """Return the book in which a loan is mirrored, or None."""
    borrower = borrower_of(loan)
    return borrower.book if borrower and borrower.book_id else None


def books_of(loans: Iterable[Loan]) -> list[Book]:
    """Return the lender's book of loans of one organisation, and those of the borrowers after it, each once."""
    loans = list(loans)
    found = {loans[0].organisation.book: None}
    return list(found | {book: None for loan in loans if (book := book_of_borrower(loan))})


def first_open_day(loan: Loan) -> date:
    """Return the first day that lender and borrower can both still book."""
    return max(open_month(book) for book in books_of([loan]))
