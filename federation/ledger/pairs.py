"""What the books of several organisations keep of one another: pairs of accounts, their balances, the events behind.

Balances are debits less credits, in baht; the two of a pair add up to nothing from the day they were tied.
Source: architecture, settled 14; features 110.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from federation.kit.money import ZERO
from federation.ledger.across import of_books


@dataclass(frozen=True, slots=True)
class TwinSide:
    """One side of a pair, with its balance at the end of each day that was asked for. control: its control's code."""

    network_id: int
    book_id: object
    account_id: object
    is_upper: bool
    since: date
    other_book_id: object
    other_account_id: object
    code: str
    kind: str
    name_th: str
    name_en: str
    control: str
    balances: tuple[Decimal, ...]


TWINS_AT = """
SELECT t.network_id, t.book_id, t.account_id, t.is_upper, t.since, t.other_book_id, t.other_account_id,
       a.code, a.kind, a.name_th, a.name_en, split_part(a.code, '.', 1),
       array_agg(coalesce(newest.balance, 0) - coalesce(later.net, 0) ORDER BY d.place)
  FROM ledger_twin t
  JOIN ledger_account a ON a.network_id = t.network_id AND a.id = t.account_id
  LEFT JOIN LATERAL (
      SELECT l.balance FROM ledger_line l WHERE l.network_id = t.network_id AND l.account_id = t.account_id
       ORDER BY l.number DESC, l.n DESC LIMIT 1) newest ON true
 CROSS JOIN unnest(%(days)s::date[]) WITH ORDINALITY AS d (day, place)
  LEFT JOIN LATERAL (
      SELECT sum(l.debit - l.credit) AS net FROM ledger_line l
       WHERE l.network_id = t.network_id AND l.account_id = t.account_id AND l."on" > d.day) later ON true
 WHERE t.network_id = ANY (%(networks)s) AND t.book_id = ANY (%(books)s)
   AND (%(classes)s::text[] IS NULL OR left(a.code, 2) = ANY (%(classes)s))
 GROUP BY t.id, a.id
"""


def twin_sides(books: Iterable[tuple], *, days: Sequence[date], classes: Sequence[str] | None = None) -> list[TwinSide]:
    """Return every account of these books that has a twin, whether the other book is among them or not.

    books: (network id, book id). classes: only accounts whose codes begin with these two figures. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(TWINS_AT, {**of_books(books), "days": list(days), "classes": classes and list(classes)})
        return [TwinSide(*row[:-1], tuple(row[-1])) for row in cursor.fetchall()]


def paired(sides: Iterable[TwinSide]) -> tuple[list[tuple[TwinSide, TwinSide | None]], list[TwinSide]]:
    """Return the pairs of which both books are among these, upper side first, and the sides whose other book is not.

    A side whose other ought to be here and is not stands with None: its tie was broken.
    """
    sides = list(sides)
    by_account, books = {side.account_id: side for side in sides}, {side.book_id for side in sides}
    pairs, outside = [], []
    for side in sides:
        other = by_account.get(side.other_account_id)
        if other and other.other_account_id == side.account_id:
            pairs += [(side, other)] if side.is_upper else []
        elif side.other_book_id in books:
            pairs.append((side, None))
        else:
            outside.append(side)
    return pairs, outside


@dataclass(frozen=True, slots=True)
class PairedEvent:
    """What one event did to both sides of a pair: numbers of the entries, debits less credits. event None: brought.

    on: the first day of it.
    """

    event: object
    on: date
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    moved_above: Decimal = ZERO
    moved_below: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        return self.moved_above + self.moved_below

    @property
    def apart(self) -> Decimal:
        """By how many baht its two sides differ."""
        return abs(self.difference)


EVENTS = """
SELECT CASE WHEN coalesce(o.kind, e.kind) = 'opening' OR e."on" < p.tied THEN NULL ELSE e.event END, p.side,
       min(e."on"), array_agg(DISTINCT e.number ORDER BY e.number), sum(l.debit - l.credit)
  FROM unnest(%(sides)s::int[], %(networks)s::int[], %(accounts)s::uuid[], %(tied)s::date[])
    AS p (side, network_id, account_id, tied)
  JOIN ledger_line l ON l.network_id = p.network_id AND l.account_id = p.account_id AND l."on" <= %(until)s
  JOIN ledger_entry e ON e.network_id = l.network_id AND e.id = l.entry_id
  LEFT JOIN ledger_entry o ON o.network_id = e.network_id AND o.id = coalesce(e.reverses_id, e.corrects_id)
 GROUP BY 1, 2
"""


def paired_events(above: TwinSide, below: TwinSide | None, *, until: date) -> list[PairedEvent]:
    """Return the events that moved a pair up to a day, oldest first; what was brought forward stands as one.

    Costs the lines of the two accounts.
    """
    sides = [side for side in (above, below) if side]
    given = {
        "sides": list(range(len(sides))),
        "networks": [side.network_id for side in sides],
        "accounts": [side.account_id for side in sides],
        "tied": [side.since for side in sides],
        "until": until,
    }
    found: dict = {}
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, given)
        for event, side, on, numbers, moved in cursor.fetchall():
            found.setdefault(event, {})[side] = (on, tuple(numbers), moved)
    events = [_event(event, by_side) for event, by_side in found.items()]
    return sorted(events, key=lambda event: (event.on, event.above, event.below))


def _event(event, by_side: dict) -> PairedEvent:
    nothing = (None, (), ZERO)
    (on, above, moved_above), (then, below, moved_below) = (by_side.get(side, nothing) for side in (0, 1))
    first = min(day for day in (on, then) if day)
    return PairedEvent(event, first, above, below, moved_above, moved_below)
