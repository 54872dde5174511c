"""Between which purses money can be moved, and what is in them."""

from dataclasses import dataclass
from decimal import Decimal

from federation.ledger.books import account
from federation.ledger.chart import BANK, CASH
from federation.ledger.journal import purses
from federation.ledger.queries import balances
from federation.organisations.bank_accounts import bank_accounts_of


@dataclass(frozen=True, slots=True)
class Purse:
    """Cash or an account at a bank: its ledger account, what people call it, and what is in it now, in baht."""

    account: object
    name: str
    balance: Decimal

    @property
    def code(self) -> str:
        return self.account.code


def cash_of(organisation) -> Purse:
    cash = account(organisation.book, CASH)
    return Purse(cash, cash.name, balances([cash])[cash.pk])


def banks_of(organisation) -> list[Purse]:
    """Return the bank accounts in use: those entered with their bank, the usual one, and any with money in it."""
    entered = {bank.account_id: str(bank) for bank in bank_accounts_of(organisation)}
    found = [purse for purse in purses(organisation.book) if purse.code != CASH]
    held = balances(found)
    return [
        Purse(purse, entered.get(purse.pk) or purse.name, held[purse.pk])
        for purse in found
        if purse.pk in entered or held[purse.pk] or (purse.code == BANK and not entered)
    ]
