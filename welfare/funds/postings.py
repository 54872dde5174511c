"""What gifts and acts of a fund mean in debits and credits. Every entry balances within each fund it touches.

gift            Dr cash or bank of the fund        Cr 46020 gifts, 46060 of the state, 46070 of the local government
main to fund    Dr 53050 paid into funds           Cr cash or bank
                Dr cash or bank of the fund        Cr 46090 from the main or another fund
collect         Dr 23080 owed to the fund          Cr cash or bank
                Dr cash or bank of the fund        Cr 14030 owed by the main fund
fund to fund    Dr 56080 given to another fund     Cr cash or bank of the first
                Dr cash or bank of the second      Cr 46090
fund to main    Dr 56080                           Cr cash or bank of the fund
                Dr cash or bank                    Cr 46010 miscellaneous income
spend           Dr 54090 or 56050                  Cr cash or bank of the fund
premium         Dr 56090 premiums passed on        Cr cash or bank of the fund
bank            Dr one purse of the fund           Cr the other
leaders         Dr 53050                           Cr cash or bank
                Dr cash or bank of the fund        Cr 43060 members' dues
"""

from decimal import Decimal

from federation.ledger.posting import Move, credit, debit
from welfare.funds.models import Donor

DUES = "43060"
FROM_ANOTHER = "46090"
TO_ANOTHER = "56080"
PREMIUMS = "56090"
OWED_BY_MAIN = "14030"
INTO_MAIN = "46010"
GIFTS = {Donor.STATE: "46060", Donor.LOCAL: "46070"}
GIFT = "46020"
SPENT_ON = {"running": "54090", "welfare": "56050"}


def gift_moves(accounts, *, donor: str, purse, amount: Decimal) -> list[Move]:
    """accounts: the fund's, by code. purse: the account the money came into."""
    return [debit(purse.pk, amount), credit(accounts[GIFTS.get(donor, GIFT)].pk, amount)]


def paid_moves(accounts, *, code: str, purse, amount: Decimal) -> list[Move]:
    """A cost of the fund, paid out of one of its purses."""
    return [debit(accounts[code].pk, amount), credit(purse.pk, amount)]


def given_moves(giver, *, taker, purses: tuple, amount: Decimal) -> list[Move]:
    """From one fund to another. giver, taker: their accounts. purses: out of which, into which."""
    out, into = purses
    return [
        debit(giver[TO_ANOTHER].pk, amount),
        credit(out.pk, amount),
        debit(into.pk, amount),
        credit(taker[FROM_ANOTHER].pk, amount),
    ]


def to_main_moves(giver, *, income, purses: tuple, amount: Decimal) -> list[Move]:
    """From a fund to the main one. income: the main fund's account for it."""
    out, into = purses
    return [
        debit(giver[TO_ANOTHER].pk, amount),
        credit(out.pk, amount),
        debit(into.pk, amount),
        credit(income.pk, amount),
    ]


def from_main_moves(taker, *, cost, purses: tuple, amount: Decimal, code=FROM_ANOTHER) -> list[Move]:
    """From the main fund. cost: its account 53050. code: of the fund's income."""
    out, into = purses
    return [
        credit(out.pk, amount),
        debit(into.pk, amount),
        debit(cost.pk, amount),
        credit(taker[code].pk, amount),
    ]


def collected_moves(taker, *, purses: tuple, amount: Decimal) -> list[Move]:
    """What the main fund owes a fund, handed over: no income and no cost of either."""
    out, into = purses
    return [
        debit(taker.owed().pk, amount),
        credit(out.pk, amount),
        debit(into.pk, amount),
        credit(taker[OWED_BY_MAIN].pk, amount),
    ]
