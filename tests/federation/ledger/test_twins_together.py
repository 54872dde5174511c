"""Two organisations that enter between each other in both directions, at once: trust A10."""

from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.kit.invariants import Scope
from federation.ledger import chart
from federation.ledger.invariants import CHECKS
from federation.ledger.models import Entry
from federation.ledger.posting import credit, debit, lock
from federation.ledger.queries import balance
from federation.ledger.twins import pair, post_between
from tests import builders
from tests.federation.ledger.pairs import cash_of, network_of, pay_shares, unequal_days
from tests.groups.sheets.test_together import at_once

EACH = 25


def lend(upper, membership, loan, *, n):
    """Lend a baht and get it back, each entered in both books in a transaction of its own."""
    out = [debit(loan.pk, D("1.00")), credit(cash_of(upper).pk, D("1.00"))]
    back = [debit(cash_of(upper).pk, D("1.00")), credit(loan.pk, D("1.00"))]
    for i, moves in enumerate([out, back]):
        with transaction.atomic():
            lock(upper.book)
            key, by = f"loan:{membership.pk}:{n}:{i}", builders.user()
            post_between(book=upper.book, on=builders.MEETING, kind="loan", key=key, moves=moves, by=by)


@pytest.mark.django_db(transaction=True)
def test_lending_in_both_directions_and_the_networks_sheet_at_once_never_lock_in_a_circle():
    with transaction.atomic():
        network, [(one, _first), (two, _second)] = network_of(2, cash="1000.00")
        there, back = builders.member_group(one, two), builders.member_group(two, one)
        loans = [_loan(one, two, there), _loan(two, one, back)]
        builders.user()
    members = list(network.memberships.order_by("number"))

    def sheets():
        for n in range(EACH):
            with transaction.atomic():
                pay_shares(network, dict.fromkeys(members, "1.00"), key=f"sheet:{n}")

    def lends(upper, membership, loan):
        return lambda: [lend(upper, membership, loan, n=n) for n in range(EACH)]

    results = at_once(lends(one, there, loans[0]), lends(two, back, loans[1]), sheets)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert Entry.objects.filter(kind="between").count() == 4 * EACH + 2 * EACH
    assert [balance(cash_of(group)) for group in (one, two)] == [D(1000 - EACH)] * 2
    assert unequal_days() == []
    broken = {check.code: found.breaks for check in CHECKS if not (found := check.find(Scope())).holds}
    assert broken == {}


def _loan(upper, lower, membership):
    codes = (f"{membership.number:05d}", f"{upper.code}.{membership.number:05d}")
    given = {"controls": chart.LOAN_TWIN, "codes": codes, "names": (("กู้", "loan"), ("กู้", "loan"))}
    return pair(upper=upper.book, lower=lower.book, since=builders.BOOKS_FROM, **given)[0]
