"""What closing a month books of loans, where the bylaws say so. Stands in the caller's transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from federation.bylaws.queries import bylaws_of
from federation.kit.clock import BANGKOK
from federation.kit.dates import last_day, show_month
from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.books import Account, ids_by_code
from federation.ledger.funds import MAIN_FUND, fund_account, lending_funds
from federation.ledger.journal import lines_of
from federation.ledger.posting import EntryKind, Move, Posted, post
from federation.ledger.queries import balance
from loans.arrears import postings
from loans.arrears.queries.month_end import (
    ALLOWANCE,
    INTEREST,
    MonthEnd,
    books_anything,
    key_back,
    key_of,
    month_end,
    to_take_back,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry that a month's end is about to book."""

    key: str
    on: date
    memo: str
    moves: Sequence[Move]


def month_end_step(organisation, month: date, *, by, at: datetime) -> list[Posted]:
    """Book a month's end of loans as `planned`. The caller holds the book's lock. Raises as the ledger's `post`."""
    return [
        post(
            book=organisation.book,
            on=entry.on,
            kind=EntryKind.CLOSING,
            key=entry.key,
            moves=entry.moves,
            by=by,
            memo=entry.memo,
        )
        for entry in planned(organisation, month, today=at.astimezone(BANGKOK).date())
    ]


def planned(organisation, month: date, *, today: date) -> list[Planned]:
    """Return what closing a month on a day books of loans, in its order.

    What last month's end booked is taken back on the first; this month's is worked out and dated as of its last day,
    or `today` where the month closes before it is over. Nothing where there is nothing to set aside, or where the
    bylaws have it shown only.
    """
    words = _("Taken back from last month's end")
    back = [
        Planned(key_back(entry.key), month, words, postings.back(lines_of(entry)))
        for entry in to_take_back(organisation, month)
    ]
    bylaws = bylaws_of(organisation, on=last_day(month))
    if not books_anything(bylaws):
        return back
    end = month_end(organisation, month, today=today, bylaws=bylaws)
    ends = _ends(organisation, end, back=back)
    return back + [
        Planned(key_of(what, month), end.position.on, words % {"month": show_month(month)}, moves)
        for what, words, moves in ends
    ]


def _ends(organisation, found: MonthEnd, *, back: list[Planned]) -> Iterator[tuple[str, str, list[Move]]]:
    """Yield (what, its words, its moves) of what is to be booked at a month's end."""
    accounts = ids_by_code(organisation.book, postings.CODES)
    if found.books_allowance and (moves := _allowances(organisation, found, back=back)):
        yield ALLOWANCE, _("Allowance for doubtful loans, %(month)s"), moves
    if found.books_interest and found.interest:
        yield INTEREST, _("Interest earned, not yet paid, %(month)s"), postings.interest(accounts, found.accrued)


def _allowances(organisation, found: MonthEnd, *, back: list[Planned]) -> list[Move]:
    """Return the moves that bring the allowance of each fund that lends to what its loans ask for."""
    moves, wanted = [], found.position.allowance_by_fund
    for fund in (MAIN_FUND, *(one.code for one in lending_funds(organisation.book))):
        held = fund_account(organisation.book, chart.ALLOWANCE, fund=fund)
        if amount := wanted.get(fund, ZERO) - _set_aside(held, back, on=found.position.on):
            expense = fund_account(organisation.book, chart.DOUBTFUL_DEBT, fund=fund)
            moves += postings.allowance(held.pk, expense.pk, amount=amount)
    return moves


def _set_aside(held: Account, back: list[Planned], *, on: date) -> Decimal:
    """Return what stands aside on an account once last month's entry is taken back, in baht.

    Below zero where loans were charged off against it; then that much more is set aside.
    """
    moves = [move for entry in back for move in entry.moves if move.account_id == held.pk]
    return -balance(held, on=on) + sum((move.credit - move.debit for move in moves), ZERO)
