"""What the events of a loan mean in debits and credits. Needs no database; an accountant can read it.

payout       Dr loan                       Cr cash, bank or goods; the fee kept back Cr loan fees
repayment    Dr cash, bank, or savings     Cr fines, interest, loan
recovery     Dr cash or bank               Cr bad debts recovered
charge-off   Dr allowance, write-off       Cr loan
opening      Dr loan                       Cr loans to be detailed
set off      Dr savings                    Cr fines, interest, loan; against a loan of a small fund the money of the
             savings passes besides from box to box: Dr the fund's cash, Cr cash of the main fund

Interest and fines are income when they are paid, not before.
"""

import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.posting import Move, credit, debit
from loans.lending.queries.accounts import Accounts

Money = Iterable[tuple[uuid.UUID, Decimal]]


def moves_of(kind: str, accounts: Accounts, *, parts, amount: Decimal, money: Money, paper=None) -> list[Move]:
    """Return the entry of an event. parts: how its amount is booked; money: the other side, (account, baht).

    paper: the receipt of money that somebody handed over.
    """
    money = [(account, baht) for account, baht in money if baht]
    match kind:
        case "payout":
            return payout(accounts, amount=amount, money=money)
        case "opening":
            return [debit(accounts.loan, amount), *(credit(*one) for one in money or [(accounts.to_detail, amount)])]
        case "recovery":
            return [*(debit(*one) for one in money), credit(accounts.recovered, amount, paper=paper)]
        case "charge_off" | "write_off" if money:
            return [*(debit(*one) for one in money), credit(accounts.loan, parts.principal)]
        case "repayment" | "prepayment":
            return [*(debit(*one) for one in money), *received(accounts, parts, paper=paper)]
    return []


def payout(accounts: Accounts, *, amount: Decimal, money: Iterable[tuple[uuid.UUID, Decimal]]) -> list[Move]:
    """Return the entry of a payout; what is handed out may be less than is lent, by the fee kept back."""
    fee = amount - sum((baht for _account, baht in money), ZERO)
    kept = [credit(accounts.fees, fee)] if fee else []
    return [debit(accounts.loan, amount), *(credit(*one) for one in money), *kept]


def into_fund(main: uuid.UUID, fund: uuid.UUID, amount: Decimal) -> list[Move]:
    """Return what hands money of the main fund's box to a fund's, for savings that are set off against its loan."""
    return [debit(fund, amount), credit(main, amount)]


def received(accounts: Accounts, parts, *, paper=None) -> Iterator[Move]:
    """Yield what a payment is credited to: fines and interest to income, the rest off the loan."""
    for account, baht in booked(accounts, parts):
        yield credit(account, baht, paper=paper)


def booked(accounts: Accounts, parts) -> Iterator[tuple[uuid.UUID, Decimal]]:
    """Yield (account, baht) of a payment's parts, those above zero."""
    for account, baht in (
        (accounts.fines, parts.fine),
        (accounts.interest, parts.interest),
        (accounts.loan, parts.principal),
    ):
        if baht:
            yield account, baht


def moved(rows: Iterable[tuple[Accounts, Decimal, Decimal, Decimal]]) -> list[Move]:
    """Return the entry that books payments anew. rows: (accounts, principal, interest, fine more than before).

    They add up to nothing for each payment: what is more principal is less interest or fine.
    """
    sums: dict = {}
    for accounts, principal, interest, fine in rows:
        for account, baht in ((accounts.fines, fine), (accounts.interest, interest), (accounts.loan, principal)):
            sums[account] = sums.get(account, ZERO) + baht
    less = [debit(account, -baht) for account, baht in sums.items() if baht < 0]
    return less + [credit(account, baht) for account, baht in sums.items() if baht > 0]
