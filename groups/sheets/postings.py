"""What a sheet means in debits and credits. It needs no database and can be read by an accountant.

Dr Cash                 notes and coins counted
Dr Bank                 transfer slips
   Cr satja, shares, special savings of each member; fines, entry fees, and whatever other features collect

What is credited in another fund than the main one is debited to that fund's own purses, since every entry balances
within each fund:

Dr Cash of the fund     its part of the notes and coins
Dr Bank of the fund     its part of the slips
   Cr dues of the fund

Who paid from the bank paid by slip, fund by fund. Of the rest each fund is filled from the notes and coins first, the
funds by code, and from slips once the notes are used up; the main fund takes what is left of both.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.funds import MAIN_FUND, Purses
from federation.ledger.posting import Move, Paper, credit, debit
from groups.registry.items import Item


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A member's row as it goes into the books. payer: the membership whose envelope the money came in.

    by_bank: a member organisation paid it out of its bank account.
    """

    membership: object
    amounts: dict[str, Decimal] = field(default_factory=dict)
    excused: bool = False
    payer: uuid.UUID | None = None
    by_bank: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What one fund gets of a sheet, in baht; `by_bank` of it from rows that were paid out of a bank account."""

    fund: str
    amount: Decimal
    by_bank: Decimal


def credits_of(
    rows: Iterable[PaidRow], items: Sequence[Item], *, receipts: bool = True
) -> Iterator[tuple[PaidRow, Move]]:
    """Yield the credits of a sheet, each with its row, row by row and column by column.

    receipts: each payer gets one paper for all the rows in the envelope; imported past sheets get none.
    The debits are the caller's, see `debits_of`.
    """
    for row in rows:
        paper = Paper(payer=row.payer or row.membership.pk) if receipts else None
        for item in items:
            if amount := row.amounts.get(item.code):
                for account_id, part in item.account_of(row.membership, amount):
                    yield row, credit(account_id, part, paper=paper)


def brought_to_funds(credits: Iterable[tuple[PaidRow, Move]], *, fund_of: Mapping) -> list[Brought]:
    """Return what each fund but the main one gets, by code. fund_of: {account id: fund} of accounts in such funds."""
    sums: dict = {}
    for row, move in credits:
        if fund := fund_of.get(move.account_id):
            sums.setdefault(fund, {True: ZERO, False: ZERO})[row.by_bank] += move.credit
    return [Brought(fund, sum(parts.values()), parts[True]) for fund, parts in sorted(sums.items())]


def debits_of(
    purses: Mapping[str, Purses], *, cash: Decimal, bank: Decimal, brought: Sequence[Brought] = ()
) -> Iterator[Move]:
    """Yield the debits: what was counted to cash, what came by transfer to the bank, the main fund's first.

    purses: by fund code. brought: what other funds get of it; see above how it is split.
    """
    moves = []
    for one in brought:
        in_cash = min(cash, one.amount - min(bank, one.by_bank))
        in_bank = one.amount - in_cash
        cash, bank = cash - in_cash, bank - in_bank
        moves += _into(purses[one.fund], cash=in_cash, bank=in_bank)
    yield from _into(purses[MAIN_FUND], cash=cash, bank=bank)
    yield from moves


def _into(purses: Purses, *, cash: Decimal, bank: Decimal) -> Iterator[Move]:
    if cash > ZERO:
        yield debit(purses.cash, cash)
    if bank > ZERO:
        yield debit(purses.bank, bank)
