"""What a sheet means in debits and credits. It needs no database and can be read by an accountant.

Dr Cash                 notes and coins counted
Dr Bank                 transfer slips
   Cr satja, shares, special savings of each member; fines, entry fees, and whatever other features collect
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from federation.kit.money import ZERO
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


def credits_of(rows: Iterable[PaidRow], items: Sequence[Item], *, receipts: bool = True) -> Iterator[Move]:
    """Yield the credits of a sheet, row by row and column by column.

    receipts: each payer gets one paper for all the rows in the envelope; imported past sheets get none.
    The debits are the caller's, see `debits_of`.
    """
    for row in rows:
        paper = Paper(payer=row.payer or row.membership.pk) if receipts else None
        for item in items:
            if amount := row.amounts.get(item.code):
                for account_id, part in item.account_of(row.membership, amount):
                    yield credit(account_id, part, paper=paper)


def debits_of(*, cash_account, cash: Decimal, bank_account, bank: Decimal) -> Iterator[Move]:
    """Yield the debits: what was counted to cash, what came by transfer to the bank."""
    if cash > ZERO:
        yield debit(cash_account, cash)
    if bank > ZERO:
        yield debit(bank_account, bank)
