"""What closing a year, allotting its surplus and paying it out touch in the books.

Closing: income and expenses against the surplus of the year, in each fund its own. Adoption: the surplus against its
heads; what members get is owed to them until it is paid. Source: domain, 1.6 and 4.2 Chart of accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger import chart
from federation.ledger.posting import Move, credit, debit
from groups.surplus.rules import Coverage

RISK, RESERVE, FUND_CAPITAL = "34520", "34100", "35020"
FROM_SURPLUS, OWED_BY_MAIN = "46080", "14030"
ACCOUNT_OF = {
    "reserve": RESERVE,
    "contribution": "34510",
    "risk": RISK,
    "public": "34530",
    "welfare": "34540",
    "committee": "34550",
    "funeral": "34560",
    "education": "34570",
    "running": "34580",
    "host": "34580",
    "leaders": "35010",
}


def carried(rows: Sequence[tuple], *, surplus_accounts: Mapping[str, object]) -> list[Move]:
    """Return the moves that empty the accounts of income and expense into the surplus of each fund.

    rows: [(account id, fund, debits less credits)]. surplus_accounts: {fund: account id of its surplus}.
    """
    moves, sums = [], {}
    for account_id, fund, signed in rows:
        moves.append(_signed(account_id, -signed))
        sums[fund] = sums.get(fund, ZERO) + signed
    return moves + [_signed(surplus_accounts[fund], signed) for fund, signed in sums.items() if signed]


def allotted(
    surplus: Decimal, *, year: object, heads: Iterable[tuple[object, Decimal]], retained: object, held_back: Decimal
) -> list[Move]:
    """Return the moves of a surplus to its heads within the main fund; accounts by id.

    heads: [(account, baht)], members' parts and what funds get among them. held_back: to the surplus of earlier years.
    """
    moves = [debit(year, surplus), *(credit(account, baht) for account, baht in heads if baht)]
    return moves + ([credit(retained, held_back)] if held_back else [])


def into_fund(amount: Decimal, *, purse: object, income: object) -> list[Move]:
    """Return a fund's side of its part: its cash, or what the main fund owes it, against what came from the surplus."""
    return [debit(purse, amount), credit(income, amount)]


def loss_covered(covered: Coverage, *, year: object, accounts: Mapping[str, object]) -> list[Move]:
    """Return the moves of a loss: from the risk reserve, the reserve, then against later years.

    accounts: {code: id}.
    """
    parts = [(RISK, covered.risk), (RESERVE, covered.reserve), (chart.OPENING_SURPLUS, covered.carried)]
    moves = [debit(accounts[code], baht) for code, baht in parts if baht]
    return [*moves, credit(year, covered.risk + covered.reserve + covered.carried)]


def paid(owed: Sequence[tuple[object, Decimal]], into: Sequence[tuple[object, Decimal]]) -> list[Move]:
    """Return the moves of dividends paid: what was owed, and the members' accounts or the purse they go to.

    owed, into: [(account id, baht)]; the same account more than once is moved once.
    """
    return [debit(account, baht) for account, baht in _together(owed)] + [
        credit(account, baht) for account, baht in _together(into)
    ]


def _together(parts: Sequence[tuple[object, Decimal]]) -> list[tuple[object, Decimal]]:
    sums: dict = {}
    for account, baht in parts:
        sums[account] = sums.get(account, ZERO) + baht
    return list(sums.items())


def _signed(account_id, signed: Decimal) -> Move:
    return debit(account_id, signed) if signed > 0 else credit(account_id, -signed)
