"""The heads of a group with a fund: the box is the sum of its purses, and a year end is nothing that went anywhere."""

from datetime import date
from decimal import Decimal

import pytest

from federation.handover.queries import heads_of
from federation.handover.rules import identity_problems
from federation.ledger import books
from federation.ledger.chart import FEES_TO_NETWORK
from federation.network.heads import GroupsOfMonth, group_proofs
from tests import builders
from tests.federation.ledger.fund_worlds import book_it, close_year, with_fund

pytestmark = pytest.mark.django_db
FEBRUARY = date(2025, 2, 1)


def test_cash_and_bank_are_those_of_all_funds():
    network = builders.network(books_from=date(2025, 1, 1))
    group = with_fund(network=network)
    heads = heads_of(group, FEBRUARY)
    assert (heads.cash_opening, heads.cash_in, heads.cash_out, heads.cash_closing) == (160, 0, 55, 105)
    assert (heads.bank_opening, heads.bank_closing) == (40, 40)
    assert identity_problems(heads) == []
    proofs = group_proofs(GroupsOfMonth(network, FEBRUARY, today=date(2025, 2, 28)))
    assert proofs
    assert all(proof.printed == proof.ledger for proof in proofs)


def test_a_year_end_takes_nothing_back_from_what_was_paid_to_the_network():
    network = builders.network(books_from=date(2025, 1, 1))
    group = with_fund(network=network)
    paid = next(account.code for account in _fee_accounts(group, network))
    book_it(group, "journal", date(2025, 2, 6), (paid, "15.00"), ("11010", "-15.00"))
    close_year(group, date(2025, 2, 20), ("43010", "100.00"), (paid, "-15.00"), ("33020", "-85.00"))
    assert heads_of(group, FEBRUARY).network_fees == Decimal("15.00")


def _fee_accounts(group, network):
    control = books.account(group.book, FEES_TO_NETWORK)
    return books.holder_accounts(group.book, control=control, holders=[(network.code, "เครือข่าย", "network")])
