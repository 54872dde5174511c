"""Dues of a network's fund on their way: taken by a group of its members, owed on, and handed over.

In the group's book under 24030: "24030.<network>.<fund>.IN" what it took and has not told yet, and the twin
"24030.<network>.<fund>.<number>" what it owes by the network's book; there 14050 of the fund, by the group's number.
"""

from collections.abc import Iterable
from decimal import Decimal

from federation.kit.money import ZERO
from federation.ledger.books import accounts_coded, coded_in_books, ids_by_code
from federation.ledger.chart import FROM_GROUPS, FUNERAL_OWED
from federation.ledger.funds import code_in
from federation.ledger.queries import balances
from federation.organisations.models import Organisation
from welfare.funds.models import DuesRule, WelfareFund

TAKEN = "IN"


def taken_code(fund: WelfareFund) -> str:
    """Return the code, in a group's book, of dues of a network's fund that the group took and has not told yet."""
    return f"{FUNERAL_OWED}.{fund.organisation.code}.{fund.code}.{TAKEN}"


def owed_code(fund_code: str, *, number: int) -> str:
    """Return the code, in the network's book, of what the group of a number owes to a fund."""
    return f"{code_in(FROM_GROUPS, fund_code)}.{number:05d}"


def collecting(group, funds: Iterable[tuple[WelfareFund, DuesRule]]) -> list[tuple[WelfareFund, DuesRule, object]]:
    """Return those funds of its network for which a group takes its members' dues: (fund, rule, account)."""
    codes = {taken_code(fund): (fund, rule) for fund, rule in funds}
    accounts = ids_by_code(group.book, codes) if codes else {}
    return [(*codes[code], accounts[code]) for code in codes if code in accounts]


def taken_by(fund: WelfareFund, memberships: Iterable) -> dict:
    """Return {membership of a group: baht it took for a fund and has not told yet}."""
    groups = {one.member_organisation_id: one.pk for one in memberships if one.member_organisation_id}
    books = dict(Organisation.objects.filter(pk__in=groups, book__isnull=False).values_list("book", "pk"))
    accounts = {one.pk: one for one in coded_in_books(fund.network_id, taken_code(fund), book_ids=books)}
    baht = balances(accounts.values())
    return {groups[books[accounts[pk].book_id]]: amount for pk, amount in baht.items()}


def outstanding(fund_codes: Iterable[str], memberships: Iterable, *, book) -> dict:
    """Return {membership of a group: [(account, baht)]} of what groups owe to a fund and its parts by the book."""
    numbers = {one.pk: one.number for one in memberships}
    wanted = {owed_code(code, number=number): pk for pk, number in numbers.items() for code in fund_codes}
    accounts = sorted(accounts_coded(book, wanted), key=lambda one: one.code)
    baht = balances(accounts)
    found: dict = {pk: [] for pk in numbers}
    for one in accounts:
        found[wanted[one.code]].append((one, baht[one.pk]))
    return found


def sum_of(accounts: Iterable[tuple]) -> Decimal:
    return sum((baht for _account, baht in accounts), ZERO)
