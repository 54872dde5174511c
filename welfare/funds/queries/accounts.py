"""A fund's accounts, its purses and what is in it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from federation.kit.money import ZERO
from federation.ledger.books import account
from federation.ledger.chart import CASH
from federation.ledger.funds import fund_account
from federation.ledger.models import MAIN_FUND, Account, AccountKind
from federation.ledger.queries import DEBIT_KINDS, balances, trial_balance
from welfare.funds.models import WelfareFund

FUND_BANK = "12400"
PURSES = {"cash": CASH, "bank": FUND_BANK}
WHAT_IT_HAS = (AccountKind.ASSET, AccountKind.LIABILITY)


class FundAccounts:
    """The accounts of a fund by their code of the chart: `FundAccounts(fund)["43060"]`."""

    def __init__(self, fund: WelfareFund):
        self.fund, self.book = fund, fund.organisation.book

    @cached_property
    def _by_code(self) -> dict[str, Account]:
        found = Account.objects.filter(network_id=self.fund.network_id, book=self.book, fund=self.fund.code)
        return {one.code.partition("-")[0]: one for one in found.filter(control=None)}

    def __getitem__(self, code: str) -> Account:
        return self._by_code[code]

    def owed(self) -> Account:
        """Return the account under 23080 of what the main fund owes this one."""
        return account(self.book, f"23080.{self.fund.code}")


def purse(fund: WelfareFund, which: str) -> Account:
    """Return a fund's "cash" or its "bank"."""
    return fund_account(fund.organisation.book, PURSES[which], fund=fund.code)


def purses(fund: WelfareFund, *, on: date | None = None) -> dict[str, Decimal]:
    """Return {"cash": baht, "bank": baht} of a fund, now or at the end of a day."""
    accounts = {which: purse(fund, which) for which in PURSES}
    found = balances(accounts.values(), on=on)
    return {which: found[one.pk] for which, one in accounts.items()}


def fund_balance(fund: WelfareFund, *, on: date | None = None) -> Decimal:
    """Return what a fund has less what it owes, in baht, now or at the end of a day; its parts stand apart."""
    return part_balances([fund], on=on)[fund.pk]


def part_balances(funds: Iterable[WelfareFund], *, on: date | None = None) -> dict:
    """Return {fund id: baht} of several funds of one book. Two queries."""
    funds = list(funds)
    if not funds:
        return {}
    book = funds[0].organisation.book
    found = Account.objects.filter(network_id=book.network_id, book=book, fund__in=[fund.code for fund in funds])
    accounts = list(found.filter(kind__in=WHAT_IT_HAS, is_control=False))
    baht = balances(accounts, on=on)
    sums: dict[str, Decimal] = {}
    for one in accounts:
        signed = baht[one.pk] if one.kind in DEBIT_KINDS else -baht[one.pk]
        sums[one.fund] = sums.get(one.fund, ZERO) + signed
    return {fund.pk: sums.get(fund.code, ZERO) for fund in funds}


def moved_in(fund: WelfareFund, *, until: date, since: date) -> list[tuple[Account, Decimal, Decimal]]:
    """Return [(account, brought forward, at the end)] of a fund's accounts that ever moved, natural balances."""
    before = {row.account.pk: row.natural for row in _rows(fund, on=since - since.resolution)}
    return [(row.account, before.get(row.account.pk, ZERO), row.natural) for row in _rows(fund, on=until)]


def _rows(fund: WelfareFund, *, on: date) -> list:
    assert fund.code != MAIN_FUND
    return [row for row in trial_balance(fund.organisation.book, on=on) if row.account.fund == fund.code]
