"""Between which purses money can be moved, and what is in them."""

from dataclasses import dataclass
from decimal import Decimal

from federation.ledger.chart import BANK, CASH
from federation.ledger.funds import MAIN_FUND, plain
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


def cash_of_funds(organisation) -> dict[str, Purse]:
    """Return {fund: its cash}, the main fund's first, then by code."""
    boxes = [purse for purse in purses(organisation.book) if plain(purse.code) == CASH]
    held = balances(boxes)
    return {box.fund: Purse(box, box.name, held[box.pk]) for box in boxes}


def banks_of(organisation) -> list[Purse]:
    """Return the bank accounts in use: those entered with their bank, the usual ones, and any with money in it.

    The usual ones are that of the main fund, where none is entered, and that of each other fund.
    """
    entered = {bank.account_id: str(bank) for bank in bank_accounts_of(organisation)}
    found = [purse for purse in purses(organisation.book) if plain(purse.code) != CASH]
    held = balances(found)
    return [
        Purse(purse, entered.get(purse.pk) or purse.name, held[purse.pk])
        for purse in found
        if purse.pk in entered or held[purse.pk] or purse.fund != MAIN_FUND or (purse.code == BANK and not entered)
    ]
