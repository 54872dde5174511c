"""What a group's reports and books say of its network."""

from decimal import Decimal as D

import pytest

from federation.ledger.journal import memo_of, memos_of
from federation.ledger.posting import credit, debit, lock
from federation.ledger.twins import post_between
from federation.reports.monthly import monthly_report
from tests import builders
from tests.federation.ledger.pairs import above, cash_of, network_of, pay_shares

pytestmark = pytest.mark.django_db


def section(group):
    report = monthly_report(group, builders.BOOKS_FROM, at=builders.AT)
    found = [one for one in report.sections if one.key == "above"]
    return {row.cells[0]: row.cells[2:] for row in found[0].grid.rows} if found else None


def test_the_monthly_report_tells_what_the_group_paid_its_network_and_holds_there():
    network, [(group, membership)] = network_of(1)
    pay_shares(network, {membership: "500.00"}, key="sheet:1")
    lock(network.book)
    moves = [
        debit(cash_of(network).pk, D("30.00")),
        credit(above(membership, "41040").pk, D("20.00")),
        credit(membership.special_account_id, D("10.00")),
    ]
    post_between(book=network.book, on=builders.MEETING, kind="sheet", key="s2", moves=moves, by=builders.user())

    assert section(group) == {
        "17040": [D("0.00"), D("500.00"), D("0.00"), D("500.00")],
        "17050": [D("0.00"), D("10.00"), D("0.00"), D("10.00")],
        "55060": [D("0.00"), D("20.00"), D("0.00"), D("20.00")],
    }


def test_a_group_without_a_network_account_has_no_such_part():
    assert section(builders.group()) is None


def test_an_entry_that_the_network_entered_is_named_by_it():
    network, [(group, membership)] = network_of(1)
    plain = pay_shares(network, {membership: "500.00"}, key="sheet:1").mirrors[0]
    told = pay_shares(network, {membership: "500.00"}, key="sheet:2", memo="ประชุมเดือนแรก").mirrors[0]

    assert memos_of([plain, told]) == {plain.pk: network.book.name, told.pk: f"{network.book.name}: ประชุมเดือนแรก"}
    assert memo_of(told) == f"{network.book.name}: ประชุมเดือนแรก"
