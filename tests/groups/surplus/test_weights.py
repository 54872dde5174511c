from datetime import date
from decimal import Decimal

import pytest

from groups.registry.models import Membership
from groups.surplus.queries.weights import held_in_year, interest_paid
from groups.surplus.rules import BASES, DAYS, MONTHS, Moved, weight_of
from tests import builders
from tests.groups.surplus import worlds
from tests.groups.surplus.worlds import SINCE, UNTIL, YEAR

pytestmark = pytest.mark.django_db


def weights(group, basis=MONTHS, *, earns="both", leavers="died"):
    return {one.number: one.weight for one in held_in_year(group, YEAR, basis=basis, earns=earns, leavers=leavers)}


def end(member, state, on):
    Membership.objects.filter(pk=member.pk).update(state=state, ended_on=on)


@pytest.mark.parametrize("basis", BASES)
def test_weights_of_the_database_are_those_of_the_rule(basis):
    group = worlds.group()
    anon = builders.member(group, "อานนท์")
    moved = [(date(2025, 1, 5), "100"), (date(2025, 6, 30), "250.50"), (date(2025, 9, 1), "-50"), (UNTIL, "7.25")]
    worlds.save(anon, "3000", on=SINCE, kind="opening")
    for on, baht in moved:
        worlds.save(anon, baht, on=on)
    worlds.save(anon, "999", on=date(2026, 1, 1))

    rule = [Moved(on, Decimal(baht)) for on, baht in moved]
    assert weights(group, basis) == {1: weight_of(basis, Decimal(3000), rule, since=SINCE, until=UNTIL)}


def test_shares_or_satja_or_both_earn():
    group = worlds.group()
    anon = builders.member(group)
    worlds.save(anon, "100", on=date(2025, 1, 5))
    worlds.save(anon, "10", on=date(2025, 1, 5), account="shares_account")
    worlds.save(anon, "1000", on=date(2025, 1, 5), account="special_account")

    assert [weights(group, earns=earns)[1] for earns in ("satja", "shares", "both")] == [1100, 110, 1210]


def test_who_left_in_the_year_counts_as_the_bylaw_says():
    group = worlds.group()
    stayed, resigned, dead, late = builders.members(group, 4)
    for member in (stayed, resigned, dead, late):
        worlds.save(member, "100", on=date(2025, 1, 5))
    end(resigned, "resigned", date(2025, 7, 1))
    end(dead, "died", date(2025, 7, 1))
    end(late, "resigned", date(2026, 1, 20))

    assert set(weights(group, leavers="no")) == {1, 4}
    assert set(weights(group, leavers="died")) == {1, 3, 4}
    assert set(weights(group, leavers="yes")) == {1, 2, 3, 4}


def test_who_left_in_december_weighs_until_then():
    group = worlds.group()
    anon = builders.member(group)
    worlds.save(anon, "100", on=date(2025, 1, 5))
    worlds.save(anon, "-100", on=date(2025, 12, 20))
    end(anon, "resigned", date(2025, 12, 20))

    [held] = held_in_year(group, YEAR, basis=DAYS, earns="both", leavers="yes")
    assert (held.weight, held.closing, held.gone) == (100 * 361 - 100 * 12, 0, True)


def test_who_went_on_to_another_group_is_no_leaver():
    group = worlds.group()
    moved = builders.member(group)
    worlds.save(moved, "100", on=date(2025, 1, 5))
    end(moved, "resigned", date(2025, 7, 1))
    elsewhere = builders.member(builders.group(group.keeper), "อานนท์")
    Membership.objects.filter(pk=elsewhere.pk).update(came_from=moved)

    assert set(weights(group, leavers="no")) == {1}


def test_who_joined_later_and_who_only_applied_stay_out():
    group = worlds.group()
    builders.member(group, joined_on=date(2026, 1, 5))
    applied = builders.member(group, "สมหญิง")
    Membership.objects.filter(pk=applied.pk).update(state="applied")

    assert weights(group) == {}


def test_a_late_fact_counts_in_the_month_it_concerns_and_a_mended_one_from_its_day():
    group = worlds.group()
    late, mended = builders.members(group, 2)
    worlds.save(mended, "100", on=date(2025, 3, 5))
    worlds.close_months(group)
    worlds.save(late, "100", on=date(2026, 1, 10), concerns_month=date(2025, 3, 1))
    wrong = worlds.save(mended, "500", on=date(2026, 1, 10), concerns_month=date(2025, 3, 1))
    worlds.undo(wrong, on=date(2026, 2, 1))

    assert weights(group) == {1: 900, 2: 900}


def test_another_groups_members_and_lines_stay_out():
    group = worlds.group()
    other = builders.group(group.keeper, books_from=SINCE)
    worlds.save(builders.member(group), "100", on=date(2025, 1, 5))
    worlds.save(builders.member(other), "900", on=date(2025, 1, 5))

    assert weights(group) == {1: 1100} and weights(other) == {1: 9900}


def test_weighing_costs_one_query_however_many_members(django_assert_num_queries):
    group = worlds.group()
    for member in builders.members(group, 12):
        worlds.save(member, "100", on=date(2025, 1, 5))

    with django_assert_num_queries(1):
        assert len(weights(group)) == 12


def test_interest_paid_in_the_year_is_counted_of_repayments_alone():
    group = worlds.group()
    borrower = builders.member(group)
    loan = builders.loan(borrower, "12000.00", on=date(2025, 1, 5))
    builders.repay(loan, "1120.00", on=date(2025, 2, 5))
    builders.repay(loan, "1110.00", on=date(2026, 1, 5))

    assert interest_paid(group, YEAR) == {borrower.pk: Decimal("120.00")}
