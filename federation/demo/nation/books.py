"""The books of the synthetic nation: a chart, and month by month one imported sheet, chained and settled as any other.

Every member brings the promised satja on the fifth. Each month is one entry: cash against the members' own accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID

from federation.demo.nation.copying import NULL, Rows, octets
from federation.kit.ids import new_id
from federation.ledger import chain, chart

MEETING_DAY = 5
SEEDED = {chart.CASH, chart.BANK, chart.SATJA, chart.SHARES, chart.GROUP_SHARES, chart.SPECIAL_SAVINGS}


@dataclass(frozen=True, slots=True)
class Member:
    """Who brings what each month: whole baht."""

    id: UUID
    number: int
    satja_account: UUID
    promise: int


@dataclass(frozen=True, slots=True)
class SeededBook:
    """A book that was opened: its accounts by code."""

    id: UUID
    network: int
    accounts: dict[str, UUID]


def open_book(rows: Rows, *, network: int, code: str, name: str, on: date, of: str, whole_chart: bool) -> SeededBook:
    """Open a book. of: "group" or "network". whole_chart: False leaves off the accounts that nothing is entered on."""
    book = new_id()
    rows.add("ledger_book", book, network, code, name, on)
    rows.add("ledger_head", network, book, 0, octets(chain.GENESIS))
    rows.add("ledger_fund", new_id(), network, book, "main", "กองทุนกลาง", "Main fund")
    accounts = {}
    for row in chart.CHARTS[of]:
        if whole_chart or row.code in SEEDED:
            accounts[row.code] = new_id()
            names = (row.name_th, row.name_en, row.kind, "main", NULL)
            flags = (row.is_control, row.never_negative)
            rows.add("ledger_account", accounts[row.code], network, book, row.code, *names, *flags)
    return SeededBook(book, network, accounts)


def book_months(
    rows: Rows,
    book: SeededBook,
    *,
    organisation: int,
    members: Sequence[Member],
    months: Sequence[date],
    by,
    at: datetime,
) -> None:
    """Enter a sheet for each month, one after the other."""
    head, total = chain.GENESIS, sum(member.promise for member in members)
    for number, month in enumerate(months, start=1):
        on, entry, sheet = month.replace(day=MEETING_DAY), new_id(), new_id()
        line = _line_writer(rows, book, entry, number, on)
        texts = [line(1, book.accounts[chart.CASH], "11010", "asset", total, 0, total * number)]
        for n, member in enumerate(members, start=2):
            code, paid = f"{chart.SATJA}.{member.number:05d}", member.promise
            texts.append(line(n, member.satja_account, code, "equity", 0, paid, -paid * number))
            amounts = f'{{"satja": "{paid}.00"}}'
            typed = ("paid", amounts, amounts, False, 1, by, at)
            rows.add("groups_sheetrow", new_id(), book.network, sheet, member.id, member.number, *typed)
        key = f"sheet:{sheet}"
        fact = {"id": entry, "number": number, "on": on, "key": key, "by_id": by, "recorded_at": at}
        event, before, head = _hashed(book, head, lines=";".join(texts), **fact)
        chained = (octets(before), octets(head))
        rows.add("ledger_entry", entry, book.network, book.id, number, on, "sheet", key, event, by, at, *chained)
        posted = ("posted", 1, True, entry, by, at, by, at)
        rows.add("groups_sheet", sheet, book.network, organisation, on, month, *posted)


def _line_writer(rows: Rows, book: SeededBook, entry: UUID, number: int, on: date):
    """Return what writes a line of an entry and gives its canonical text."""

    def line(n, account, code, kind, debit, credit, balance):
        amounts = (f"{debit}.00", f"{credit}.00")
        rows.add("ledger_line", book.network, entry, n, account, *amounts, f"{balance}.00", number, on)
        return f"{n} {code} main {kind} {amounts[0]} {amounts[1]} -"

    return line


def _hashed(book: SeededBook, before: bytes, *, lines: str, **fact) -> tuple[UUID, bytes, bytes]:
    """Return the event of an entry, the hash before it and its own."""
    facts = dict.fromkeys(chain.FIELDS) | fact | {"book_id": book.id, "kind": "sheet", "event": new_id()}
    entry = SimpleNamespace(previous_hash=before, **facts)
    return entry.event, before, chain.entry_hash(entry, lines=lines)
