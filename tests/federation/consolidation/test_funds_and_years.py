"""Funds and year ends put together: every column balances, funds stand apart, and no year end is income."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction

from federation.consolidation.queries import consolidated, position, together_with_below
from federation.consolidation.reports import statement_sections
from federation.ledger import chart
from federation.ledger.books import account, carried_account
from federation.ledger.funds import fund_account, open_fund
from federation.ledger.posting import EntryKind, credit, debit, lock
from federation.ledger.twins import pair, post_between
from tests import builders
from tests.federation.consolidation import worlds
from tests.federation.consolidation.worlds import DAY, JANUARY_END
from tests.federation.ledger.fund_worlds import book_it, close_year
from tests.federation.proof.faults import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A network with a funeral fund its group owes 300, and a group with a welfare fund and 40 of interest paid up."""
    network = builders.network()
    group = builders.group(network, code="ONE")
    membership = worlds.below(network, group)
    builders.cash(group, "1000.00", on=DAY)
    worlds.between(membership, chart.GROUP_INTEREST, "40.00")
    for organisation, code in ((network, "AID"), (group, "WELF")):
        open_fund(organisation.book, code=code, name_th=f"กองทุน {code}", name_en=f"fund {code}")
    book_it(group, "fund", DAY, ("11010-WELF", "60.00"), ("43060-WELF", "-60.00"))
    book_it(group, "fund", DAY, ("56010-WELF", "25.00"), ("11010-WELF", "-25.00"))
    book_it(group, "journal", DAY, ("11010", "100.00"), ("43010", "-100.00"))
    _death(network, group)
    return network, group


@transaction.atomic
def _death(network, group):
    above, _below = pair(
        upper=network.book,
        lower=group.book,
        controls=("14050-AID", chart.FUNERAL_OWED),
        codes=("00001", f"{network.code}.1"),
        names=[("ค้างส่ง", "owed"), ("ค้างส่ง", "owed")],
        since=DAY,
    )
    lock(network.book)
    moves = [debit(above.pk, D(300)), credit(fund_account(network.book, "21060", fund="AID").pk, D(300))]
    purses = {group.book_id: account(group.book, chart.TO_COLLECT).pk}
    given = {"kind": EntryKind.FUND, "key": "death:1", "by": builders.user(), "purses": purses}
    post_between(book=network.book, on=DAY, moves=moves, **given)


def put_together(network):
    return consolidated(together_with_below(network, on=JANUARY_END), on=JANUARY_END)


def test_funds_stand_apart_and_what_two_books_hold_of_a_death_counts_once(world):
    network, _group = world
    of = put_together(network)
    stands = position(of)
    assert stands.difference.columns == [0, 0, 0]
    assert stands.funds.columns == [D(35), 0, D(35)]
    assert (of.row("14050").eliminated, of.row("14050").net) == (300, 0)
    assert (of.row("24030").eliminated, of.row("24030").net) == (300, 0)
    assert of.row("11010").parts[_group.pk].codes == ("11010", "11010-WELF")
    assert [row.code for row in of.of("income")] == ["41040", "43010"]
    assert (of.row("43060").apart, of.row("43060").name_en) == (True, "members' dues")
    assert [section.key for section in statement_sections(of, code=network.code)][:2] == [
        "consolidated_position",
        "consolidated_income",
    ]


def test_what_the_main_fund_owes_a_fund_of_the_same_book_counts_on_neither_side(world):
    network, group = world
    before = position(put_together(network))
    moves = (("53050", "80.00"), ("23080.WELF", "-80.00"), ("14030-WELF", "80.00"), ("46090-WELF", "-80.00"))
    book_it(group, "fund", DAY, *moves)

    of = put_together(network)
    stands = position(of)
    assert (stands.assets.sum, stands.liabilities.sum) == (before.assets.sum + 80, before.liabilities.sum + 80)
    assert (stands.assets.net, stands.liabilities.net) == (before.assets.net, before.liabilities.net)
    assert stands.difference.columns == [0, 0, 0]
    assert (of.row("14030").eliminated, of.row("23080").eliminated) == (80, 80)
    assert (of.row("14030").net, of.row("23080").net) == (0, 0)
    [taken_out] = [one for one in statement_sections(of, code=network.code) if one.key == "eliminations"]
    assert [row.cells[4:] for row in taken_out.grid.rows if row.cells[0] == "14030"] == [[1, D(80)]]


def test_what_the_main_fund_and_a_fund_do_not_agree_on_stays_in_the_figures(world):
    network, group = world
    moves = (("53050", "80.00"), ("23080.WELF", "-80.00"), ("14030-WELF", "70.00"), ("46090-WELF", "-70.00"))
    book_it(group, "fund", DAY, *moves)

    of = put_together(network)
    assert (of.row("14030").net, of.row("23080").net) == (70, 80)
    assert position(of).difference.columns == [0, 0, 0]


def test_a_year_end_of_one_of_two_books_is_no_expense_and_breaks_no_pair(world):
    network, group = world
    before = put_together(network)
    closed = carried_account(group.book, control=account(group.book, "55060"))
    moves = (("43010", "100.00"), (closed.code, "-40.00"), ("33020", "-60.00"))
    close_year(group, date(2026, 1, 20), *moves)

    of = put_together(network)
    then, now = position(before), position(of)
    for code in ("41040", "43010", "55060"):
        assert of.row(code).in_year == before.row(code).in_year
    assert now.difference.columns == [0, 0, 0]
    assert now.capital == then.capital
    assert of.row("33020").net == 60
    assert now.surplus_of_year.sum == then.surplus_of_year.sum - 60
    assert not set(broken()) & {"I-21", "I-21b", "I-23", "I-24b", "I-25", "I-30", "I-31", "I-32"}


def test_a_pair_that_was_moved_on_one_side_alone_is_still_found(world):
    _network, group = world
    [interest] = group.book.accounts.filter(control__code="55060")
    book_it(group, "journal", date(2026, 1, 21), (interest.code, "1.00"), ("11010", "-1.00"))
    assert {"I-30", "I-31"} <= set(broken())
