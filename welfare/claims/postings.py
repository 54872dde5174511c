"""What a paid claim does in the books of its fund. Source: domain, 4.2 Chart of accounts."""

from collections.abc import Iterator
from decimal import Decimal

from federation.ledger.funds import fund_account
from federation.ledger.posting import Move, credit, debit
from welfare.claims.models import Claim, WelfareType
from welfare.funds.queries import purse

ILLNESS, OLD_AGE, BIRTH, DEATH, OTHER = "56010", "56020", "56030", "56040", "56050"
# By kind of welfare; every other kind goes to "other".
EXPENSE = {
    WelfareType.ILLNESS: ILLNESS,
    WelfareType.EPIDEMIC: ILLNESS,
    WelfareType.OLD_AGE: OLD_AGE,
    WelfareType.BIRTH: BIRTH,
    WelfareType.DEATH: DEATH,
    WelfareType.FUNERAL_COST: DEATH,
}
EXPENSES = (ILLNESS, OLD_AGE, BIRTH, DEATH, OTHER)


def payment(claim: Claim, *, amount: Decimal, source: str) -> Iterator[Move]:
    """Yield the two lines of a claim paid out, in baht. source: "cash" or "bank" of its fund."""
    yield debit(expense_of(claim).pk, amount)
    yield credit(purse(claim.fund, source).pk, amount)


def expense_of(claim: Claim):
    """Return the account of the fund's expense that a claim is of."""
    code = EXPENSE.get(claim.benefit.type, OTHER)
    return fund_account(claim.organisation.book, code, fund=claim.fund.code)
