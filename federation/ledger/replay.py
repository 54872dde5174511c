"""Every chain computed once more, in Python, from the rows as they are stored.

The database's own functions have no part in it. Rows are streamed, so memory does not grow with the books.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace

from django.db import connection, transaction

from federation.kit.invariants import Found, Scope, pieces
from federation.ledger import chain

QUERIES = pieces(Path(__file__).with_suffix(".sql"))
COLUMNS = ["book_id", "number", "code", "id", *chain.FIELDS[3:], "previous_hash", "hash"]


def chains(scope: Scope) -> Found:
    """Recompute digests, hashes and links of every entry; name each that differs, with what differs."""
    count, breaks, before, book_id = 0, [], chain.GENESIS, None
    with transaction.atomic():
        parts = [_Parts(name, scope) for name in ("lines", "receipts", "memos")]
        for row in rows("entries", scope):
            entry = SimpleNamespace(**dict(zip(COLUMNS, row, strict=True)))
            if entry.book_id != book_id:
                before, book_id = chain.GENESIS, entry.book_id
            lines, receipts, memos = (part.of(entry) for part in parts)
            wrong = _wrong_with(entry, before=before, lines=lines, receipts=receipts, memos=memos)
            breaks += [f"{entry.code} #{entry.number}: {what}" for what in wrong]
            before, count = bytes(entry.hash), count + 1
    return Found(count, tuple(breaks))


def rows(name: str, scope: Scope) -> Iterator[tuple]:
    """Yield the stored "entries", "lines", "receipts", "memos" or month "totals" through a cursor of the server.

    The caller stands inside a transaction. Columns are those of the file beside.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(QUERIES[name], {"network": scope.network_id, "book": scope.book_id})
        while batch := cursor.fetchmany(2000):
            yield from batch


def lines_text(lines) -> str:
    """Return lines (n, code, fund, kind, debit, credit, receipt) as the canonical text that is hashed."""
    return ";".join(
        f"{n} {code} {fund} {kind} {debit:.2f} {credit:.2f} {'-' if receipt is None else receipt}"
        for n, code, fund, kind, debit, credit, receipt in lines
    )


def _wrong_with(entry, *, before, lines, receipts, memos) -> list[str]:
    entry.recorded_at = entry.recorded_at.astimezone(UTC)
    on_paper = [
        SimpleNamespace(be_year=year, number=number, payer=payer, amount=amount, lines=its_lines)
        for year, number, payer, amount, its_lines in receipts
    ]
    looks = {
        "previous_hash": bytes(entry.previous_hash) == before,
        "receipts_digest": _bytes(entry.receipts_digest) == chain.receipts_digest(on_paper),
        "memo_digest": all(_bytes(entry.memo_digest) == chain.memo_digest(bytes(salt), text) for salt, text in memos),
        "hash": bytes(entry.hash) == chain.entry_hash(entry, lines=lines_text(lines)),
    }
    return [what for what, right in looks.items() if not right]


def _bytes(value) -> bytes | None:
    return None if value is None else bytes(value)


class _Parts:
    """Rows that belong to entries, handed out entry by entry in the order the entries come."""

    def __init__(self, name: str, scope: Scope):
        self._groups = groupby(rows(name, scope), key=itemgetter(0, 1))
        self._next = next(self._groups, None)

    def of(self, entry) -> list[tuple]:
        """Return this entry's rows, without the two columns that name it."""
        if self._next is None or self._next[0] != (entry.book_id, entry.number):
            return []
        its_rows = [row[2:] for row in self._next[1]]
        self._next = next(self._groups, None)
        return its_rows


def month_end_balances(scope: Scope, wanted: Mapping) -> Iterator[tuple]:
    """Yield (book id, month, {(code, fund): debits less credits}) at the end of each month that is wanted.

    wanted: {book id: months in order}. Read from the month totals; the caller stands inside a transaction.
    """
    for book_id, its_rows in groupby(rows("totals", scope), key=itemgetter(0)):
        months = list(wanted.get(book_id, []))
        balances: dict = {}
        for month, accounts in groupby(its_rows, key=itemgetter(1)):
            while months and months[0] < month:
                yield book_id, months.pop(0), balances
            balances = {**balances, **{(code, fund): closing for _b, _m, code, fund, closing in accounts}}
        for left in months:
            yield book_id, left, balances
