"""A group with a welfare fund and figures in both funds, for the tests of statements."""

from datetime import date
from decimal import Decimal as D

from django.db import transaction

from federation.kit.dates import last_day
from federation.ledger.agreement import BooksAt
from federation.ledger.books import ids_by_code
from federation.ledger.funds import open_fund
from federation.ledger.posting import credit, debit, post
from federation.ledger.reports import Statements
from tests import builders


def book_it(organisation, kind, on, *moves, key=None, checked=False, **more):
    """Post an entry; moves: ("11010", "100.00") by its debit, ("43010", "-100.00") by its credit."""
    ids = ids_by_code(organisation.book, [code for code, _amount in moves])
    lines = [debit(ids[code], D(amount)) if D(amount) > 0 else credit(ids[code], -D(amount)) for code, amount in moves]
    given = {"checked_by": builders.user("checks")} if checked else {}
    key = key or f"{kind}:{on}:{moves[0][1]}:{moves[-1][0]}"
    with transaction.atomic():
        return post(
            book=organisation.book, on=on, kind=kind, key=key, moves=lines, by=builders.user(), **given, **more
        ).entry


def statements(organisation, month, *, year_from=date(2025, 1, 1)):
    return Statements(BooksAt(organisation.book, last_day(month)), organisation.code, month, year_from)


def with_fund(**more):
    """Fees 100 in January and pay 30 in February; dues 60 and gift 40 in January, an illness of 25 in February."""
    group = builders.group(books_from=date(2025, 1, 1), **more)
    open_fund(group.book, code="WELF", name_th="สวัสดิการวันละบาท", name_en="one baht a day")
    january, february = date(2025, 1, 5), date(2025, 2, 5)
    book_it(group, "journal", january, ("11010", "100.00"), ("43010", "-100.00"))
    book_it(group, "fund", january, ("11010-WELF", "60.00"), ("43060-WELF", "-60.00"))
    book_it(group, "fund", january, ("12400-WELF", "40.00"), ("46020-WELF", "-40.00"))
    book_it(group, "journal", february, ("53010", "30.00"), ("11010", "-30.00"))
    book_it(group, "fund", february, ("56010-WELF", "25.00"), ("11010-WELF", "-25.00"))
    return group


def close_year(group, on, *moves, **more):
    return book_it(group, "year", on, *moves, checked=True, **more)
