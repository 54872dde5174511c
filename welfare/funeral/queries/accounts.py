"""The accounts of a scheme: those of its fund, each member's prepaid units, and what a group and its network keep of
each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from federation.ledger import chart
from federation.ledger.books import accounts_coded, ids_by_code
from federation.ledger.funds import code_in
from federation.ledger.queries import balances
from federation.ledger.twins import Twin
from federation.organisations.models import Organisation
from groups.registry.models import Membership
from groups.registry.queries import members_on
from welfare.funeral.models import Scheme

TO_COLLECT, FROM_GROUPS, PREPAID, TO_PAY = "14040", "14050", "21050", "21060"
FUNDS_SHARE, BENEFIT, NOT_COLLECTED = "43070", "56040", "56060"
PURSES = {"cash": "11010", "bank": "12400"}
OWN = (TO_COLLECT, TO_PAY, FUNDS_SHARE, BENEFIT, NOT_COLLECTED, *PURSES.values())


def is_of_network(scheme: Scheme) -> bool:
    """Tell whether a scheme is a network's: its members pay through their groups."""
    return not scheme.organisation.is_group


def accounts_of(scheme: Scheme) -> dict:
    """Return {code of the chart: account id} of the accounts of a scheme's fund. One query."""
    codes = {plain: code_in(plain, scheme.fund.code) for plain in OWN}
    ids = ids_by_code(scheme.organisation.book, codes.values())
    return {plain: ids[code] for plain, code in codes.items()}


def purses_held(scheme: Scheme, *, on: date) -> dict:
    """Return {"cash" or "bank": baht} that may leave a fund on a day: what is there then, and still is now."""
    codes = {purse: code_in(plain, scheme.fund.code) for purse, plain in PURSES.items()}
    found = {account.code: account for account in accounts_coded(scheme.organisation.book, codes.values())}
    then, now = balances(found.values(), on=on), balances(found.values())
    return {purse: min(then[found[code].pk], now[found[code].pk]) for purse, code in codes.items()}


def prepaid_code(scheme: Scheme, number: int) -> str:
    """Return the code of a member's prepaid account, by the funeral number."""
    return f"{code_in(PREPAID, scheme.fund.code)}.{number:05d}"


@dataclass(frozen=True)
class GroupSide:
    """A group of a network's scheme: its account above, and the one below where its own book mirrors it."""

    membership: Membership
    above: object = None
    below: object = None

    @property
    def organisation(self) -> Organisation:
        return self.membership.member_organisation


def above_code(scheme: Scheme, number: int) -> str:
    """Return the code of what a group owes a network's scheme, in the network's book."""
    return f"{code_in(FROM_GROUPS, scheme.fund.code)}.{number:05d}"


def below_code(scheme: Scheme, number: int) -> str:
    """Return the code of the same in the group's book; it tells the schemes of a network apart."""
    return f"{chart.FUNERAL_OWED}.{scheme.organisation.code}.{scheme.fund.code}.{number:05d}"


def sides_of(scheme: Scheme, *, on: date) -> list[GroupSide]:
    """Return the groups that belong to a network on a day, with their accounts of this scheme. Fixed queries."""
    members = members_on(scheme.organisation, on).filter(member_organisation__isnull=False)
    members = list(members.select_related("member_organisation__book"))
    codes = {above_code(scheme, one.number): one for one in members}
    above = {account.code: account for account in accounts_coded(scheme.organisation.book, codes)}
    mirrored = mirrored_in(scheme.network_id, [account.pk for account in above.values()])
    found = []
    for code, one in codes.items():
        account = above.get(code)
        found.append(GroupSide(one, account, mirrored.get(account.pk) if account else None))
    return found


def mirrored_in(network_id: int, account_ids: Iterable) -> dict:
    """Return {account id: id of its twin in another book} of those of these accounts that have one."""
    ties = Twin.objects.filter(network_id=network_id, account_id__in=list(account_ids))
    return dict(ties.values_list("account_id", "other_account_id"))
