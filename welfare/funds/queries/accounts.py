"""A fund's accounts, its purses and what is in it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.money import ZERO
from federation.ledger.agreement import lowest_balance
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.funds import accounts_in, fund_account, plain
from federation.ledger.queries import DEBIT_KINDS, AccountKind, balance, balances
from welfare.funds.models import WelfareFund

FUND_BANK = "12400"
PURSES = {"cash": CASH, "bank": FUND_BANK}
WHAT_IT_HAS = (AccountKind.ASSET, AccountKind.LIABILITY)


class FundAccounts:
    """The accounts of a fund by their code of the chart: `FundAccounts(fund)["43060"]`."""

    def __init__(self, fund: WelfareFund):
        self.fund, self.book = fund, fund.organisation.book

    @cached_property
    def _by_code(self) -> dict:
        return {plain(one.code): one for one in accounts_in(self.book, [self.fund.code]) if not one.control_id}

    def __getitem__(self, code: str):
        return self._by_code[code]

    def owed(self):
        """Return the account under 23080 of what the main fund owes this one."""
        return account(self.book, f"23080.{self.fund.code}")


def purse(fund: WelfareFund, which: str):
    """Return a fund's "cash" or its "bank"."""
    return fund_account(fund.organisation.book, PURSES[which], fund=fund.code)


def purses(fund: WelfareFund, *, on: date | None = None) -> dict[str, Decimal]:
    """Return {"cash": baht, "bank": baht} of a fund, now or at the end of a day."""
    accounts = {which: purse(fund, which) for which in PURSES}
    found = balances(accounts.values(), on=on)
    return {which: found[one.pk] for which, one in accounts.items()}


def owed_by_main(fund: WelfareFund, *, since: date | None = None) -> Decimal:
    """Return what the main fund owes a fund, in baht: now, or at least on every day since one."""
    owed = FundAccounts(fund).owed()
    return lowest_balance(owed, since=since, until=date.max)[0] if since else balance(owed)


def fund_balance(fund: WelfareFund, *, on: date | None = None) -> Decimal:
    """Return what a fund has less what it owes, in baht, now or at the end of a day; its parts stand apart."""
    return part_balances([fund], on=on)[fund.pk]


def part_balances(funds: Iterable[WelfareFund], *, on: date | None = None) -> dict:
    """Return {fund id: baht} of several funds of one book. Two queries."""
    funds = list(funds)
    if not funds:
        return {}
    book = funds[0].organisation.book
    accounts = [one for one in accounts_in(book, [fund.code for fund in funds]) if one.kind in WHAT_IT_HAS]
    baht = balances(accounts, on=on)
    sums: dict[str, Decimal] = {}
    for one in accounts:
        signed = baht[one.pk] if one.kind in DEBIT_KINDS else -baht[one.pk]
        sums[one.fund] = sums.get(one.fund, ZERO) + signed
    return {fund.pk: sums.get(fund.code, ZERO) for fund in funds}
