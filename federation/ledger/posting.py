"""The one door into the books: `post`, and its two companions `reverse` and `correct`."""

import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from federation.kit import clock
from federation.kit.dates import be_year
from federation.kit.ids import new_id
from federation.kit.money import ZERO
from federation.ledger import chain
from federation.ledger.models import Book, Entry, EntryKind, Head, Memo, Receipt
from federation.ledger.refusals import ClockWentBack, NotBalanced, refusal_of

CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Move:
    """A line not yet posted. `paper` says which of the entry's receipts it stands on, if any."""

    account_id: uuid.UUID
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    paper: object = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt not yet numbered: whoever handed over the money, by the id of the membership."""

    payer: uuid.UUID


@dataclass(frozen=True, slots=True)
class NumberedReceipt:
    """A receipt as it is written: `lines` are the numbers of the entry's lines on it, `amount` their sum in baht."""

    id: uuid.UUID
    be_year: int
    number: int
    payer: uuid.UUID
    amount: Decimal
    lines: list


@dataclass(slots=True)
class Posted:
    """What was written: the entry, the numbered receipt of each paper, and its mirrors in other books."""

    entry: Entry
    receipts: dict = field(default_factory=dict)
    mirrors: list[Entry] = field(default_factory=list)


def debit(account_id, amount: Decimal, *, paper=None) -> Move:
    return Move(account_id, debit=amount, paper=paper)


def credit(account_id, amount: Decimal, *, paper=None) -> Move:
    return Move(account_id, credit=amount, paper=paper)


LOCK = """
WITH given AS (SELECT * FROM unnest(%s::int[], %s::uuid[]) AS g (network_id, book_id)),
     wanted AS (SELECT * FROM given UNION
                SELECT t.other_network_id, t.other_book_id FROM given g
                  JOIN ledger_twin t ON t.network_id = g.network_id AND t.book_id = g.book_id AND t.is_upper)
SELECT 1 FROM ledger_head h JOIN wanted w ON w.network_id = h.network_id AND w.book_id = h.book_id
 ORDER BY h.book_id FOR UPDATE OF h
"""


def lock(*books: Book) -> None:
    """Lock the heads of these books until the transaction ends. Look again at everything after it.

    The books that mirror what is entered in them are locked with them, all in id order: so two who enter between the
    same organisations wait for each other and never in a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [_array(book.network_id for book in books), _array(book.pk for book in books)])


def post(
    *,
    book: Book,
    on: date,
    kind: EntryKind,
    key: str,
    moves: Iterable[Move],
    by,
    checked_by=None,
    memo: str = "",
    event: uuid.UUID | None = None,
    concerns_month: date | None = None,
    reverses: Entry | None = None,
    corrects: Entry | None = None,
) -> Posted:
    """Write one entry, its lines and its receipts at the end of a book.

    moves: amounts in baht, two places at most; debits equal credits in each fund.
    key: the name of the fact, plain ASCII, unique in its book ("sheet:…").

    The caller stands inside a transaction. Raises a `Refused` of `ledger.refusals`; the transaction is then lost.
    """
    moves = list(moves)
    _check_amounts(moves)
    head = _locked_head(book)
    entry = Entry(
        id=new_id(),
        network_id=book.network_id,
        book=book,
        number=head.number + 1,
        on=on,
        kind=kind,
        key=key,
        event=event or new_id(),
        concerns_month=concerns_month,
        reverses=reverses,
        corrects=corrects,
        by=by,
        checked_by=checked_by,
        recorded_at=_recording_moment(head),
        previous_hash=bytes(head.hash),
    )
    receipts = _number_receipts(entry, moves)
    _write_or_refuse(entry, moves, receipts, memo)
    return Posted(entry, receipts)


def _write_or_refuse(entry: Entry, moves: Sequence[Move], receipts: dict, memo: str) -> None:
    """Write it all, or say in words what the database refused."""
    try:
        with transaction.atomic(savepoint=False):
            _write(entry, moves, receipts, memo)
    except IntegrityError as error:
        if refusal := refusal_of(error):
            raise refusal from error
        raise


def reverse(entry: Entry, *, on: date, by, checked_by, reason: str) -> Posted:
    """Post the exact mirror of an entry, once, in an open month.

    Raises `AlreadyReversed`, `NeedsSecondPerson`, `MonthClosed` or `BelowZero`.
    """
    mirror = [Move(line.account_id, debit=line.credit, credit=line.debit) for line in entry.lines.order_by("n")]
    return post(
        book=entry.book,
        on=on,
        kind=EntryKind.REVERSAL,
        key=f"reversal:{entry.pk}",
        moves=mirror,
        by=by,
        checked_by=checked_by,
        memo=reason,
        event=entry.event,
        concerns_month=_concerned(entry, on=on),
        reverses=entry,
    )


def correct(entry: Entry, *, on: date, moves: Iterable[Move], key: str, by, checked_by, reason: str) -> Posted:
    """Mend part of an entry by posting the difference, naming the entry and the reason.

    Raises as `post` does.
    """
    return post(
        book=entry.book,
        on=on,
        kind=EntryKind.CORRECTION,
        key=key,
        moves=moves,
        by=by,
        checked_by=checked_by,
        memo=reason,
        event=entry.event,
        concerns_month=_concerned(entry, on=on),
        corrects=entry,
    )


def _concerned(entry: Entry, *, on: date) -> date | None:
    """Return the earlier month that mending an entry on a day concerns: the entry's own, or the one it names."""
    month = entry.concerns_month or entry.on.replace(day=1)
    return month if month < on.replace(day=1) else None


def _locked_head(book: Book) -> Head:
    return Head.objects.select_for_update().get(network_id=book.network_id, book_id=book.pk)


def _recording_moment(head: Head) -> datetime:
    now = clock.now().astimezone(UTC)
    if head.recorded_at is None or head.recorded_at <= now:
        return now
    if head.recorded_at - now > CLOCK_SLACK:
        raise ClockWentBack(
            _("The clock of this machine is behind the last entry of these books. Set the clock, then try again.")
        )
    return head.recorded_at.astimezone(UTC)


def _check_amounts(moves: Sequence[Move]) -> None:
    for move in moves:
        for amount in (move.debit, move.credit):
            if not isinstance(amount, Decimal) or amount.as_tuple().exponent < -2:
                raise TypeError(f"an amount is a Decimal of two places, not {amount!r}")
    if len(moves) < 2 or sum(m.debit for m in moves) != sum(m.credit for m in moves):
        raise NotBalanced(_("Debits and credits are not equal; nothing was posted."))


def _number_receipts(entry: Entry, moves: Sequence[Move]) -> dict:
    """Give every paper the next number of its book and Buddhist year; lines and amounts are those that name it."""
    lines_of: dict = {}
    for n, move in enumerate(moves, start=1):
        if move.paper is not None:
            lines_of.setdefault(move.paper, []).append((n, move.credit))
    if not lines_of:
        return {}
    year = be_year(entry.on)
    last = (
        Receipt.objects.filter(network_id=entry.network_id, book_id=entry.book_id, be_year=year)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    ) or 0
    return {
        paper: NumberedReceipt(
            new_id(), year, number, paper.payer, sum(amount for _n, amount in lines), [n for n, _amount in lines]
        )
        for number, (paper, lines) in enumerate(lines_of.items(), start=last + 1)
    }


def _write(entry: Entry, moves: Sequence[Move], receipts: dict, memo: str) -> None:
    """Insert lines, receipts and memo first, the entry last: its insertion settles the whole."""
    lines_text = _insert_lines(entry, moves, {paper: r.number for paper, r in receipts.items()})
    _insert_receipts(entry, list(receipts.values()))
    entry.receipts_digest = chain.receipts_digest(list(receipts.values()))
    if memo:
        salt = os.urandom(16)
        entry.memo_digest = chain.memo_digest(salt, memo)
        Memo.objects.create(network_id=entry.network_id, entry_id=entry.pk, salt=salt, text=memo)
    entry.hash = chain.entry_hash(entry, lines=lines_text)
    entry.save(force_insert=True)


def _array(values: Iterable) -> str:
    """Return ids, numbers or amounts as one PostgreSQL array; hundreds of parameters would cost more than the rows."""
    return "{" + ",".join(map(str, values)) + "}"


INSERT_LINES = """
WITH moves AS (
    SELECT * FROM unnest(%(accounts)s::uuid[], %(debits)s::numeric[], %(credits)s::numeric[], %(receipts)s::int[])
        WITH ORDINALITY AS m (account_id, debit, credit, receipt, n)
), written AS (
    INSERT INTO ledger_line (network_id, entry_id, n, account_id, debit, credit, balance, number, "on", receipt)
    SELECT %(network)s, %(entry)s, m.n, m.account_id, m.debit, m.credit,
           coalesce(last.balance, 0) + sum(m.debit - m.credit) OVER (PARTITION BY m.account_id ORDER BY m.n),
           %(number)s, %(on)s, m.receipt
      FROM moves m
      LEFT JOIN LATERAL (
          SELECT l.balance FROM ledger_line l
           WHERE l.network_id = %(network)s AND l.account_id = m.account_id
           ORDER BY l.number DESC, l.n DESC LIMIT 1) last ON true
    RETURNING n, account_id, debit, credit, receipt
)
SELECT string_agg(
           concat_ws(' ', w.n, a.code, a.fund, a.kind, w.debit::text, w.credit::text, coalesce(w.receipt::text, '-')),
           ';' ORDER BY w.n)
  FROM written w JOIN ledger_account a ON a.id = w.account_id
"""


def _insert_lines(entry: Entry, moves: Sequence[Move], receipts: dict) -> str:
    """Insert all lines in one statement, each with its account's balance after it; return their canonical text."""
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_LINES,
            {
                "network": entry.network_id,
                "entry": entry.pk,
                "number": entry.number,
                "on": entry.on,
                "accounts": _array(move.account_id for move in moves),
                "debits": _array(move.debit for move in moves),
                "credits": _array(move.credit for move in moves),
                "receipts": _array(receipts.get(move.paper, "NULL") for move in moves),
            },
        )
        return cursor.fetchone()[0]


INSERT_RECEIPTS = """
INSERT INTO ledger_receipt (id, network_id, book_id, be_year, number, entry_id, payer, amount, lines)
SELECT r.id, %(network)s, %(book)s, %(year)s, r.number, %(entry)s, r.payer, r.amount, r.lines::smallint[]
  FROM unnest(%(ids)s::uuid[], %(numbers)s::int[], %(payers)s::uuid[], %(amounts)s::numeric[], %(lines)s::text[])
    AS r (id, number, payer, amount, lines)
"""


def _insert_receipts(entry: Entry, receipts: list[NumberedReceipt]) -> None:
    if not receipts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_RECEIPTS,
            {
                "network": entry.network_id,
                "book": entry.book_id,
                "year": receipts[0].be_year,
                "entry": entry.pk,
                "ids": _array(receipt.id for receipt in receipts),
                "numbers": _array(receipt.number for receipt in receipts),
                "payers": _array(receipt.payer for receipt in receipts),
                "amounts": _array(receipt.amount for receipt in receipts),
                "lines": [_array(receipt.lines) for receipt in receipts],
            },
        )
