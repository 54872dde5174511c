"""A network with groups whose books are kept here, for tests of money between them."""

from decimal import Decimal

from federation.ledger import books, chart
from federation.ledger.models import Line, Twin
from federation.ledger.posting import credit, debit, lock
from federation.ledger.twins import post_between
from tests import builders


def network_of(n, *, cash="10000.00"):
    """Return (network, [(group, membership)]), each with cash in its box."""
    network = builders.network()
    groups = [builders.group(network, name=f"กลุ่มบ้าน {i}") for i in range(1, n + 1)]
    joined = [(group, builders.member_group(network, group)) for group in groups]
    for organisation in [network, *groups]:
        if cash:
            builders.cash(organisation, cash, on=builders.BOOKS_FROM)
    return network, joined


def above(membership, control):
    """Return the upper account of a member organisation under a control."""
    return books.account(membership.organisation.book, f"{control}.{membership.number:05d}")


def cash_of(organisation):
    return books.account(organisation.book, chart.CASH)


def pay_shares(network, amounts, *, key, on=builders.MEETING, kind="sheet", **more):
    """Enter what groups pay for shares, {membership: "500.00"}, in the network's book and in theirs."""
    parts = {membership: Decimal(amount) for membership, amount in amounts.items()}
    moves = [debit(cash_of(network).pk, sum(parts.values()))]
    moves += [credit(membership.shares_account_id, amount) for membership, amount in parts.items()]
    lock(network.book)
    return post_between(book=network.book, on=on, kind=kind, key=key, moves=moves, by=builders.user(), **more)


def unequal_days():
    """Return every (account, day) on which an account and its twin do not add up to nothing; worked out here."""
    wrong = []
    for twin in Twin.objects.filter(is_upper=True):
        sums = {}
        for line in Line.objects.filter(account_id__in=[twin.account_id, twin.other_account_id]):
            sums[line.on] = sums.get(line.on, Decimal(0)) + line.debit - line.credit
        running = Decimal(0)
        for day in sorted(sums):
            running += sums[day]
            if running and day >= twin.since:
                wrong.append((twin.account.code, day, running))
    return wrong
