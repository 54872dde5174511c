"""What taking over a register means in debits and credits. It needs no database and can be read by an accountant.

On the opening day
    Dr Cash, Bank             as a person states them
    Dr Loans to be detailed   outstanding on that day, as far as they are known
    Dr or Cr other balances   equipment, grants, other bank accounts, as a person states them
       Cr satja, shares and special savings of each member
    Dr or Cr the difference   retained surplus, or suspense

On the day of the loans, if the register's figure is of a later day
    Dr Loans to be detailed   what they are more than on the opening day
       Cr Cash, then Bank     the money that was lent out meanwhile
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.posting import Move, credit, debit


def opening(
    held: Iterable[tuple[uuid.UUID, Decimal]],
    *,
    sums: Mapping[uuid.UUID, Decimal],
    difference: tuple,
    others: Iterable[tuple[uuid.UUID, Decimal]] = (),
) -> Iterator[Move]:
    """Yield the moves of the opening entry; what is nothing is left out.

    held: (account, baht) of what members own. sums: {account: baht} of cash, bank and loans.
    others, difference: (account, baht) as debits, below zero as credits.
    """
    signed = [*sums.items(), *others, difference]
    yield from (debit(account, amount) for account, amount in signed if amount > ZERO)
    yield from (credit(holder, owned) for holder, owned in held if owned)
    yield from (credit(account, -amount) for account, amount in signed if amount < ZERO)


def later_loans(
    amount: Decimal, *, loans: uuid.UUID, cash: uuid.UUID, bank: uuid.UUID, in_cash: Decimal
) -> Iterator[Move]:
    """Yield the moves that bring loans to a later day's figure; below zero, more was repaid than lent.

    in_cash: what the box holds by then; what it cannot have paid came from the bank.
    """
    if amount < ZERO:
        yield debit(cash, -amount)
        yield credit(loans, -amount)
        return
    yield debit(loans, amount)
    from_cash = min(amount, in_cash)
    if from_cash:
        yield credit(cash, from_cash)
    if amount > from_cash:
        yield credit(bank, amount - from_cash)
