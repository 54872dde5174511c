"""Opening a book from a chart, and adding accounts to it."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from federation.ledger import chain
from federation.ledger.chart import CHARTS, ChartRow
from federation.ledger.models import MAIN_FUND, Account, Book, Fund, Head

CARRIED = "closed"  # of a control account: what the closes of its years carried away


@transaction.atomic
def open_book(*, network_id: int, code: str, name: str, on: date, chart: str) -> Book:
    """Open a book with the accounts of a chart ("group" or "network"); `on` is the first day of its first month."""
    book = Book.objects.create(network_id=network_id, code=code, name=name, opened_on=on)
    Head.objects.create(network_id=network_id, book=book, number=0, hash=chain.GENESIS)
    Fund.objects.create(network_id=network_id, book=book, code=MAIN_FUND, name_th="กองทุนกลาง", name_en="Main fund")
    Account.objects.bulk_create(_account(book, row) for row in CHARTS[chart])
    return book


def _account(book: Book, row: ChartRow) -> Account:
    return Account(
        network_id=book.network_id,
        book=book,
        code=row.code,
        name_th=row.name_th,
        name_en=row.name_en,
        kind=row.kind,
        is_control=row.is_control,
        never_negative=row.never_negative,
    )


def account(book: Book, code: str) -> Account:
    """Return an account of a book by its code. Raises `Account.DoesNotExist`."""
    return Account.objects.get(network_id=book.network_id, book=book, code=code)


def accounts_coded(book: Book, codes: Iterable[str]) -> list[Account]:
    """Return those accounts of a book that have one of these codes."""
    return list(Account.objects.filter(network_id=book.network_id, book=book, code__in=list(codes)))


def coded_in_books(network_id: int, code: str, *, book_ids: Iterable) -> list[Account]:
    """Return the account of one code in each of these books that has it."""
    return list(Account.objects.filter(network_id=network_id, book__in=list(book_ids), code=code))


def ids_by_code(book: Book, codes: Iterable[str]) -> dict:
    """Return {code: account id} of those accounts of a book that there are."""
    found = Account.objects.filter(network_id=book.network_id, book=book, code__in=list(codes))
    return dict(found.values_list("code", "pk"))


HELD = """
SELECT DISTINCT split_part(c.code, '-', 1) FROM ledger_account c
 WHERE c.network_id = %s AND c.book_id = %s AND c.control_id IS NULL AND split_part(c.code, '-', 1) = ANY (%s)
   AND EXISTS (SELECT FROM ledger_account h WHERE h.control_id = c.id)
"""


def controls_held(book: Book, codes: Iterable[str]) -> set[str]:
    """Return which of these control accounts have holders, in the main fund or another."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [book.network_id, book.pk, list(codes)])
        return {code for (code,) in cursor.fetchall()}


def holder_account(book: Book, *, control: Account, holder_code: str, name_th: str, name_en: str) -> Account:
    """Make a holder's part of a control account, coded "control.holder"; a holder's balance stays at or above zero."""
    return holder_accounts(book, control=control, holders=[(holder_code, name_th, name_en)])[0]


def holder_accounts(book: Book, *, control: Account, holders: list[tuple[str, str, str]]) -> list[Account]:
    """Make the parts of many holders at once; each is (holder code, Thai name, English name)."""
    return Account.objects.bulk_create(
        Account(
            network_id=book.network_id,
            book=book,
            code=f"{control.code}.{holder_code}",
            name_th=name_th,
            name_en=name_en,
            kind=control.kind,
            fund=control.fund,
            control=control,
            never_negative=True,
        )
        for holder_code, name_th, name_en in holders
    )


def add_account(book: Book, *, row: ChartRow, fund: str = MAIN_FUND) -> Account:
    """Extend a book's chart by one account. Codes are never used again."""
    added = _account(book, row)
    added.fund = fund
    added.save(force_insert=True)
    return added


def carried_account(book: Book, *, control: Account) -> Account:
    """Return the part of a control account that takes what a year's close carries away, made when first asked for.

    The holders' own parts stay as they are: they are held against the books of others. Its balance runs against the
    control's nature, so it may be below zero.
    """
    code = f"{control.code}.{CARRIED}"
    kept = Account.objects.filter(network_id=book.network_id, book=book, code=code).first()
    return kept or Account.objects.create(
        network_id=book.network_id,
        book=book,
        code=code,
        name_th=f"{control.name_th} โอนปิดปี",
        name_en=f"{control.name_en}, carried at the year's end",
        kind=control.kind,
        fund=control.fund,
        control=control,
    )
