"""Savings bound and free, guarantees over all groups, and rings."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from federation.ledger.books import account
from groups.registry.steps import admit_step
from loans.lending.models import Guarantee
from loans.lending.queries.figures import figures_of
from loans.lending.queries.guarantees import free_savings
from loans.lending.rules.guarantees import bound, liens, ring_through, uncovered
from loans.lending.steps.contracts import sign_step
from loans.lending.steps.events import enter_step, pay_out_step, repay_step
from tests import builders
from tests.loans.lending import worlds

ON = worlds.ASKED_ON
LATER = datetime(2026, 4, 7, 3, 0, tzinfo=UTC)
BAHT = st.decimals(min_value=0, max_value=99999, places=2)


# Arithmetic


@pytest.mark.parametrize(
    ("left", "falls", "expected"),
    [
        ("12000.00", True, "5000.00"),
        ("6000.00", True, "2500.00"),
        ("0.00", True, "0.00"),
        ("6000.00", False, "5000.00"),
        ("15000.00", True, "5000.00"),
    ],
)
def test_a_guarantee_falls_with_the_principal_where_the_bylaws_say_so(left, falls, expected):
    now = bound(Decimal("5000.00"), left=Decimal(left), agreed=Decimal("12000.00"), falls=falls)

    assert now == Decimal(expected)


@pytest.mark.parametrize(
    ("own_free", "collateral", "expected"),
    [("8000.00", "0.00", "4000.00"), ("12000.00", "0.00", "0.00"), ("8000.00", "3000.00", "1000.00")],
)
def test_guarantors_stand_for_what_savings_and_collateral_leave_open(own_free, collateral, expected):
    open_part = uncovered(Decimal("12000.00"), own_free=Decimal(own_free), collateral=Decimal(collateral))

    assert open_part == Decimal(expected)


@given(principal=BAHT.filter(bool), guaranteed=st.lists(BAHT.filter(bool), max_size=4), pledged=BAHT, free=BAHT)
def test_a_loan_never_binds_more_than_its_principal_nor_more_than_is_there(principal, guaranteed, pledged, free):
    own, parts = liens(principal, guaranteed=guaranteed, collateral=pledged, own_free=free)

    assert 0 <= own <= free
    assert own + sum(parts) <= principal
    assert all(0 <= part <= most for part, most in zip(parts, guaranteed, strict=True))


# Rings


@pytest.mark.parametrize(
    ("stands_for", "guarantors", "ring"),
    [
        ({}, "B", []),
        ({"B": "A"}, "B", []),  # stands for the borrower twice, which is no ring
        ({"A": "B"}, "B", ["A", "B"]),
        ({"A": "C", "C": "B"}, "B", ["A", "B", "C"]),
        ({"A": "C", "C": "D"}, "B", []),
        ({"A": "CB", "C": "B"}, "B", ["A", "B"]),
        ({"X": "Y", "Y": "X"}, "B", []),  # an old ring of others
    ],
)
def test_rings_are_found_whatever_their_length(stands_for, guarantors, ring):
    assert ring_through("A", guarantors=guarantors, stands_for=stands_for) == ring


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]), max_size=14))
def test_a_ring_is_told_exactly_when_the_new_guarantee_closes_one(edges):
    """Every guarantee is (who stands, for whom). Borrower 0, guarantor 1."""
    stands_for = {}
    for who, whom in edges:
        stands_for.setdefault(who, set()).add(whom)

    ring = ring_through(0, guarantors=[1], stands_for=stands_for)

    assert bool(ring) == (1 in _reached(edges, start=0))
    if ring:
        closed = edges | {(1, 0)}
        assert all((later, earlier) in closed for earlier, later in zip(ring, [*ring[1:], ring[0]], strict=True))


def _reached(edges, *, start):
    seen, more = {start}, True
    while more:
        fresh = {whom for who, whom in edges if who in seen} - seen
        seen, more = seen | fresh, bool(fresh)
    return seen - {start}


# In the database


@pytest.fixture
def network(db):
    return builders.network(books_from=date(2024, 1, 1))


@pytest.fixture
def group(network):
    return builders.group(network, books_from=date(2024, 1, 1))


def same_person(membership, group):
    """The same person as a member of another group of the network."""
    with transaction.atomic():
        return admit_step(
            group, person=membership.person, joined_on=date(2024, 1, 1), by=builders.user("registrar"), at=builders.AT
        )


def test_guarantees_count_over_all_groups_of_the_network(network, group):
    other = builders.group(network, books_from=date(2024, 1, 1))
    here = worlds.saver(group, "บุญมา", satja="9000.00")
    there = same_person(here, other)
    borrower = worlds.saver(other, "แก้ว", satja="9000.00")
    worlds.contract(borrower, worlds.product(other), guarantors=[(there, "1000.00")])
    asked = worlds.request(
        worlds.saver(group, "อานนท์"), worlds.product(group), guarantors=[(here, "1000.00")], amount="1000.00"
    )

    [guarantor] = figures_of(asked, on=ON).guarantors

    assert guarantor.others == 1
    assert guarantor.free.free == Decimal("9000.00")  # savings there are bound there


def test_a_ring_over_two_groups_is_found(network, group):
    other = builders.group(network, books_from=date(2024, 1, 1))
    anon, bun = worlds.saver(group, "อานนท์"), worlds.saver(group, "บุญมา")
    worlds.contract(same_person(bun, other), worlds.product(other), guarantors=[(same_person(anon, other), "100.00")])
    asked = worlds.request(anon, worlds.product(group), guarantors=[(bun, "1000.00")])

    assert figures_of(asked, on=ON).ring == (anon, bun)


def test_what_is_approved_binds_already(group):
    version = worlds.product(group)
    anon, bun = worlds.saver(group, "อานนท์", satja="2000.00"), worlds.saver(group, "บุญมา", satja="9000.00")
    request = worlds.approved(anon, version, amount="5000.00", guarantors=[(bun, "4000.00")])

    before = free_savings([anon, bun], on=ON)
    with transaction.atomic():
        sign_step(request, signed_on=ON, by=builders.user("officer"), at=builders.at_noon(ON))
    after = free_savings([anon, bun], on=ON)

    assert [before[one.pk].free for one in (anon, bun)] == [Decimal("1000.00"), Decimal("5000.00")]
    assert [after[one.pk].free for one in (anon, bun)] == [Decimal("1000.00"), Decimal("5000.00")]


def test_a_released_guarantee_neither_binds_nor_counts(group):
    bun = worlds.saver(group, "บุญมา", satja="9000.00")
    loan = worlds.contract(worlds.saver(group, "อานนท์"), worlds.product(group), guarantors=[(bun, "4000.00")])
    Guarantee.objects.filter(loan=loan).update(released_on=ON)
    loan.liens.update(released_on=ON)
    asked = worlds.request(worlds.saver(group, "แก้ว"), loan.product_version, guarantors=[(bun, "1000.00")])

    [guarantor] = figures_of(asked, on=ON).guarantors

    assert (guarantor.others, guarantor.free.free) == (0, Decimal("9000.00"))


@pytest.mark.parametrize("n", [1, 4])
def test_free_savings_cost_the_same_for_many(group, n, django_assert_num_queries):
    version = worlds.product(group)
    members = [worlds.saver(group, name, satja="9000.00") for name in builders.GIVEN[:n]]
    for member in members:
        worlds.contract(member, version, amount="1000.00")

    with django_assert_num_queries(6):
        found = free_savings(members, on=ON)

    assert {one.free for one in found.values()} == {Decimal("8000.00")}


# As the loan is repaid


def lent(group, *, amount="12000.00", falls="with_principal"):
    """A loan of 12,000 paid out, which binds 6,000 of its own savings and 6,000 of one guarantor."""
    worlds.resolve(group, guarantee_release=falls)
    anon = worlds.saver(group, "อานนท์", satja="6000.00", shares="9000.00")
    bun = worlds.saver(group, "บุญมา", satja="9000.00")
    loan = worlds.contract(anon, worlds.product(group), amount=amount, guarantors=[(bun, "6000.00")])
    cash = account(group.book, "11010")
    people = {"by": builders.user("officer"), "checked_by": builders.user("chair"), "at": LATER}
    with transaction.atomic():
        pay_out_step(loan, on=ON, amount=Decimal(amount), money=[(cash.pk, Decimal(amount))], **people)
    return loan, anon, bun, cash


def repay(loan, cash, *, on, amount):
    baht, by = Decimal(amount), builders.user("officer")
    with transaction.atomic():
        repay_step(loan, on=on, amount=baht, money=[(cash.pk, baht)], payer=None, by=by, at=LATER)


@pytest.mark.parametrize(("falls", "left_bound"), [("with_principal", "5500.00"), ("at_close", "6000.00")])
def test_a_guarantor_is_freed_as_the_bylaws_say_while_the_loan_is_repaid(group, falls, left_bound):
    loan, anon, bun, cash = lent(group, falls=falls)
    repay(loan, cash, on=date(2026, 4, 5), amount="1120.00")

    found = free_savings([anon, bun], on=date(2026, 4, 5))

    assert found[bun.pk].bound == Decimal(left_bound)
    assert found[anon.pk].bound == Decimal("5500.00")
    assert free_savings([bun], on=date(2026, 4, 4))[bun.pk].bound == Decimal("6000.00")


def test_who_settles_sets_everybody_free(group):
    loan, anon, bun, cash = lent(group)
    repay(loan, cash, on=date(2026, 4, 5), amount="12120.00")

    assert {one.bound for one in free_savings([anon, bun], on=date(2026, 4, 5)).values()} == {0}
    assert Guarantee.objects.get(loan=loan).released_on == date(2026, 4, 5)


def test_what_was_charged_off_still_binds_what_is_claimed(group):
    loan, _anon, bun, cash = lent(group)
    repay(loan, cash, on=date(2026, 4, 5), amount="1120.00")
    people = {"by": builders.user("officer"), "checked_by": builders.user("chair"), "at": LATER}
    with transaction.atomic():
        left, loss = Decimal("11000.00"), account(group.book, "58010")
        enter_step(loan, kind="charge_off", on=date(2026, 4, 6), amount=left, money=[(loss.pk, left)], **people)

    assert free_savings([bun], on=date(2026, 4, 6))[bun.pk].bound == Decimal("5500.00")


def test_a_loan_that_pays_off_another_counts_without_it(group):
    loan, anon, bun, _cash = lent(group)
    asked = worlds.request(
        anon, loan.product_version, amount="13000.00", refinances=loan, guarantors=[(bun, "4000.00")]
    )

    found = figures_of(asked, on=ON)

    assert (found.own.free, found.owed, found.live_of_product) == (Decimal("15000.00"), 0, 0)
    assert found.to_settle == Decimal("12000.00")
    assert (found.guarantors[0].others, found.guarantors[0].free.free) == (0, Decimal("9000.00"))
