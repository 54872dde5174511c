"""What funeral aid means in debits and credits. Needs no database; an accountant can read it.

F is the scheme's fund.

round      Dr 14040-F to collect          Cr 21060-F to be paid (net)   Cr 43070-F the fund's share (fee)
  prepaid  Dr 21050-F.<number> a unit from each who has one; who lacks it owes it: Dr 14040-F
  network  Dr 14050-F.<group's number>, each mirrored in the group's book: Dr 14040 to collect, Cr 24030 owed to it
  of fund  Dr 56040-F (yearly fee, balance, saving: nothing is collected)
dues in    Dr 11010-F or 12400-F          Cr 14040-F, or 21050-F.<number> for units
payout     Dr 21060-F                     Cr 11010-F or 12400-F
given up   Dr 56060-F                     Cr 14040-F
units left Dr 21050-F.<number>            Cr 11010-F or 12400-F to heirs or member; Cr 43070-F where the terms keep them
"""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.posting import Move, credit, debit
from welfare.funeral.queries.accounts import BENEFIT, FUNDS_SHARE, NOT_COLLECTED, PURSES, TO_COLLECT, TO_PAY


def round_opened(
    accounts: Mapping[str, uuid.UUID],
    *,
    net: Decimal,
    fee: Decimal,
    to_collect: Decimal = ZERO,
    by_account: Iterable[tuple[uuid.UUID, Decimal]] = (),
    of_fund: Decimal = ZERO,
) -> list[Move]:
    """Return the entry that opens a round. accounts: {code of the chart: account id}.

    by_account: (account, baht) of prepaid units taken, or of what groups owe. of_fund: what the fund bears itself.
    """
    moves = [debit(account, baht) for account, baht in by_account if baht]
    moves += [debit(accounts[TO_COLLECT], to_collect)] if to_collect else []
    moves += [debit(accounts[BENEFIT], of_fund)] if of_fund else []
    moves.append(credit(accounts[TO_PAY], net))
    return moves + ([credit(accounts[FUNDS_SHARE], fee)] if fee else [])


def paid_out(accounts: Mapping[str, uuid.UUID], *, amount: Decimal, purse: str) -> list[Move]:
    """Return the entry of a payout to a payee. purse: "cash" or "bank" of the fund."""
    return [debit(accounts[TO_PAY], amount), credit(accounts[PURSES[purse]], amount)]


def given_up(accounts: Mapping[str, uuid.UUID], *, amount: Decimal) -> list[Move]:
    """Return the entry of a due that the members gave up."""
    return [debit(accounts[NOT_COLLECTED], amount), credit(accounts[TO_COLLECT], amount)]


def units_back(
    accounts: Mapping[str, uuid.UUID], *, prepaid: uuid.UUID, amount: Decimal, purse: str | None
) -> list[Move]:
    """Return the entry that empties prepaid units. purse: "cash" or "bank" of the fund; None: they stay with it."""
    return [debit(prepaid, amount), credit(accounts[PURSES[purse] if purse else FUNDS_SHARE], amount)]
