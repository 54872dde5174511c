"""A group whose book opens here after it joined: what it has above is brought forward, and both books agree."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command

from federation.access.permissions import Role
from federation.kit import clock
from federation.ledger import books, chart
from federation.ledger.models import EntryKind, Twin
from federation.ledger.posting import credit, debit, post
from federation.ledger.queries import as_text, balance
from tests import builders
from tests.federation.ledger.pairs import pay_shares, unequal_days

pytestmark = pytest.mark.django_db


def joined_on_paper():
    """Return (network, group, membership): the group paid shares and satja before its book was opened here."""
    network = builders.network()
    group = builders.group(network)
    book, group.book = group.book, None
    group.save(update_fields=["book"])
    membership = builders.member_group(network, group)
    pay_shares(network, {membership: "15000.00"}, key="sheet:1")
    post(
        book=network.book, on=builders.MEETING, kind="sheet", key="sheet:2", by=builders.user(),
        moves=[
            debit(books.account(network.book, chart.CASH).pk, D("900.00")),
            credit(membership.satja_account_id, D("900.00")),
        ],
    )  # fmt: skip
    group.book = book
    group.save(update_fields=["book"])
    for role in (Role.TREASURER, Role.CHAIR):
        builders.officer(group, role)
    return network, group, membership


def tie(network, group):
    call_command("tie_books", network=network.code, group=group.code)


def carry(group, amount):
    """Let the group's book carry shares in networks that were not told apart."""
    moves = [
        debit(books.account(group.book, chart.SHARES_NOT_TOLD_APART).pk, D(amount)),
        credit(books.account(group.book, chart.OPENING_SURPLUS).pk, D(amount)),
    ]
    eyes = {"by": builders.user("asks"), "checked_by": builders.user("checks")}
    post(book=group.book, on=builders.BOOKS_FROM, kind="opening", key="opening", moves=moves, **eyes)


def test_what_was_not_told_apart_is_moved_first_and_the_rest_is_surplus():
    network, group, membership = joined_on_paper()
    carry(group, "10000.00")

    tie(network, group)

    entry = group.book.entries.order_by("-number").first()
    assert (entry.kind, entry.on) == (EntryKind.OPENING, clock.today())
    assert sorted(as_text(entry).splitlines()) == sorted([
        f"Dr {'satja in the network ' + network.code:<40}        900.00",
        f"Dr {'shares in the network ' + network.code:<40}     15,000.00",
        f"   Cr {'shares in networks, not told apart yet':<40}     10,000.00",
        f"   Cr {'retained surplus':<40}      5,900.00",
    ])  # fmt: skip
    assert balance(books.account(group.book, chart.SHARES_NOT_TOLD_APART)) == 0
    assert unequal_days() == []
    assert Twin.objects.filter(is_upper=True, account=membership.shares_account, since=clock.today()).exists()


def test_what_is_left_undivided_stays_where_more_was_carried():
    network, group, _membership = joined_on_paper()
    carry(group, "20000.00")

    tie(network, group)

    assert balance(books.account(group.book, chart.SHARES_NOT_TOLD_APART)) == D("4100.00")
    assert unequal_days() == []


def test_after_it_was_tied_what_the_network_enters_stands_in_both_books():
    network, group, membership = joined_on_paper()
    builders.cash(group, "1000.00", on=date(2026, 1, 2))
    tie(network, group)

    pay_shares(network, {membership: "500.00"}, key="sheet:3", on=clock.today())

    assert balance(books.account(group.book, chart.CASH)) == D("500.00")
    assert unequal_days() == []


def test_books_are_tied_once_and_by_two_officers_of_a_member():
    network, group, _membership = joined_on_paper()
    tie(network, group)

    with pytest.raises(CommandError):
        tie(network, group)
    with pytest.raises(CommandError):
        tie(builders.network(), group)
    with pytest.raises(CommandError):
        tie(network, builders.group(network))
