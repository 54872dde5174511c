"""A network's surplus: its groups are its members, and what they are owed stands in their own books too."""

from datetime import date
from decimal import Decimal

import pytest

from federation.ledger.queries import as_text
from federation.ledger.twins import mirrors_of
from groups.surplus.models import DividendPart
from tests import builders
from tests.federation.handover.worlds import paper_group
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import plan

pytestmark = pytest.mark.django_db
D = Decimal


def network_with():
    """A network with two groups: the first keeps its book here, the second on paper."""
    network = builders.network(books_from=worlds.SINCE)
    group = builders.group(network, books_from=worlds.SINCE)
    other = paper_group(network, since=worlds.SINCE)
    members = [builders.member_group(network, group), builders.member_group(network, other)]
    builders.cash(group, "9000.00", on=worlds.SINCE)
    return network, group, members


def test_dividend_of_a_network_stands_in_the_groups_own_book():
    network, group, [kept, paper] = network_with()
    for membership, baht in ((kept, "3000.00"), (paper, "1000.00")):
        worlds.between(network, ("11010", baht), (membership.shares_account_id, f"-{baht}"), on=date(2025, 1, 5))
    worlds.earn(network, "800.00", code="45010")
    close = worlds.adopted(worlds.closed(network), plan(dividend=50, reserve=30, host=20))

    assert [part.dividend for part in DividendPart.objects.filter(year=close).order_by("membership__number")] == [
        D("300.00"),
        D("100.00"),
    ]
    mirror = next(one for one in mirrors_of(close.adoption) if one.book == group.book)
    assert as_text(mirror) == "\n".join(
        [
            f"Dr dividend to come from the network {network.code}".ljust(43) + f"{'300.00':>14}",
            "   Cr dividend from the network                       300.00",
        ]
    )
    assert worlds.balance(network, "23040") == D("400.00")
    assert worlds.balance(group, "14060") == worlds.balance(group, "45030") == D("300.00")


def test_shares_and_cash_of_a_networks_dividend_reach_the_groups_book():
    network, group, [kept, paper] = network_with()
    for membership, baht in ((kept, "3000.00"), (paper, "1000.00")):
        worlds.between(network, ("11010", baht), (membership.shares_account_id, f"-{baht}"), on=date(2025, 1, 5))
    worlds.earn(network, "800.00", code="45010")
    worlds.choose(kept, "shares")
    close = worlds.adopted(worlds.closed(network), plan(dividend=100))
    worlds.paid(close)
    worlds.paid(close, paper, purse=worlds.cash_of(network))

    assert worlds.balance(network, "31030.00001") == worlds.balance(group, "17040") == D("3600.00")
    assert worlds.balance(group, "14060") == worlds.balance(network, "23040") == 0


def test_dividend_paid_in_cash_comes_into_the_groups_cash():
    network, group, [kept, _paper] = network_with()
    worlds.between(network, ("11010", "3000.00"), (kept.shares_account_id, "-3000.00"), on=date(2025, 1, 5))
    worlds.earn(network, "800.00", code="45010")
    close = worlds.adopted(worlds.closed(network), plan(dividend=100))
    before = worlds.balance(group, "11010")
    worlds.paid(close, kept, purse=worlds.cash_of(network))

    assert worlds.balance(group, "11010") - before == D("800.00")
    assert worlds.balance(group, "14060") == 0
