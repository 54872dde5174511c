from datetime import date
from decimal import Decimal

import pytest

from federation.handover.queries import heads_by_group, heads_of, statuses
from federation.handover.rules import Heads, State, identity_problems
from federation.handover.steps import paper_month_step, send_step
from federation.kit.dates import next_month
from federation.reports.monthly import monthly_report
from groups.registry.steps import change_state_step
from tests import builders
from tests.federation.handover.worlds import AT, JANUARY, TODAY, group, network, paper_group
from tests.federation.reports.worlds import close, saving_group, sheet

pytestmark = pytest.mark.django_db
FEBRUARY = next_month(JANUARY)


def lending_group():
    """Four members save; one borrowed 12,000 in January and pays February's instalment; another pays nothing back."""
    made = saving_group(4, months=1)
    first, second, *_rest = made.members
    builders.loan(first, on=date(2026, 1, 6))
    builders.loan(second, "6000.00", on=date(2026, 1, 6), instalments=6)
    made.members[3] = change_state_step(
        made.members[3],
        state="resigned",
        on=date(2026, 2, 2),
        reason="ย้ายบ้าน",
        resolution_no="1",
        by=builders.user("r"),
        at=AT,
    )
    return made


def test_the_heads_of_a_month_are_those_of_its_report():
    made = lending_group()
    builders.repay(made.loans.order_by("number").first(), "1120.00", on=date(2026, 2, 6))
    sheet(made, FEBRUARY, absent=[made.members[2], made.members[3]])

    heads = heads_of(made, FEBRUARY, today=date(2026, 2, 28))

    assert (heads.members_opening, heads.members_new, heads.members_resigned, heads.members_closing) == (4, 0, 1, 3)
    assert (heads.satja_opening, heads.satja_in, heads.satja_out) == (400, 200, 0)
    assert heads.members_missed == 1
    assert (heads.loans_opening, heads.loans_paid_out, heads.loans_repaid) == (18000, 0, 1000)
    assert (heads.loans_closing, heads.loans_otherwise, heads.loans_running) == (17000, 0, 2)
    assert (heads.loans_interest, heads.loans_count) == (120, 0)
    assert (heads.late_1, heads.late_3, heads.late_loans) == (6000, 0, 1)
    assert heads.cash_closing == heads.cash_opening + heads.cash_in - heads.cash_out
    assert (heads.welfare_paid, heads.funeral_deaths) == (None, None)
    assert identity_problems(heads) == []

    report = monthly_report(made, FEBRUARY, at=builders.at_noon(date(2026, 2, 28)))
    assert report.section("members").grid.total("closing") == heads.members_closing
    assert report.section("loans").grid.total("lent") == heads.loans_closing
    assert report.section("money").grid.total("closing") == heads.money
    assert len(report.section("kept").grid.rows) == heads.members_missed


def test_who_missed_is_unknown_in_a_month_without_a_meeting():
    assert heads_of(saving_group(2), JANUARY).members_missed is None


def test_balances_brought_forward_are_no_deposits_of_the_month():
    made = builders.group()
    builders.cash(made, "500.00", on=date(2026, 1, 5))

    heads = heads_of(made, JANUARY)

    assert (heads.cash_opening, heads.cash_in, heads.cash_closing) == (Decimal("500.00"), 0, Decimal("500.00"))


def test_all_groups_cost_no_more_queries_than_one(django_assert_num_queries):
    upper = network()
    groups = [group(upper, code=f"G-{at}") for at in range(3)]

    with django_assert_num_queries(12):
        one = heads_by_group(upper.pk, groups[:1], JANUARY, today=TODAY)
    with django_assert_num_queries(12):
        all_of_them = heads_by_group(upper.pk, groups, JANUARY, today=TODAY)

    assert one[groups[0].pk] == all_of_them[groups[0].pk]
    assert {heads.satja_closing for heads in all_of_them.values()} == {200}


def test_the_state_of_every_group_paper_groups_last():
    upper = network()
    group(upper, code="A-OPEN", months=1)
    close(group(upper, code="B-CLOSED"), JANUARY)
    sent = group(upper, code="C-SENT")
    send_step(sent, JANUARY, by=builders.officer(sent), at=AT)
    paper = paper_group(upper)
    other = paper_group(upper, code="PAPER-2")
    heads = Heads(members_closing=12)
    paper_month_step(upper, paper, JANUARY, heads=heads, source="สมุดคุม ลงชื่อประธาน", by=upper.checks, at=AT)

    found = statuses(upper, JANUARY, today=TODAY)

    assert [(s.organisation.code, s.state, s.is_paper) for s in found] == [
        ("A-OPEN", State.DRAFT, False),
        ("B-CLOSED", State.CLOSED, False),
        ("C-SENT", State.SENT, False),
        ("PAPER", State.PAPER, True),
        ("PAPER-2", State.PAPER_MISSING, True),
    ]
    assert found[1].report and found[1].since
    assert found[3].heads == heads and found[4].heads is None
    assert found[4].organisation == other
    assert not any(s.is_late for s in found)
    late = statuses(upper, JANUARY, today=date(2026, 2, 16))
    assert [s.organisation.code for s in late if s.is_late] == ["A-OPEN", "B-CLOSED", "PAPER-2"]
    assert not any(s.was_late for s in late)


def test_a_month_sent_after_its_day_stays_marked_as_sent_late():
    upper = network()
    sent = group(upper, code="LATE")
    send_step(sent, JANUARY, by=builders.officer(sent), at=AT.replace(day=25))

    [status] = statuses(upper, JANUARY, today=date(2026, 2, 26))
    assert (status.is_late, status.was_late) == (False, True)


def test_a_paper_group_that_opens_books_here_is_one_with_books_from_that_month_on():
    upper = network()
    later = builders.group(upper, code="LATER", books_from=FEBRUARY)
    later.affiliations.update(since=date(2025, 1, 1))
    builders.member(later)

    assert [s.is_paper for s in statuses(upper, JANUARY)] == [True]
    assert [s.is_paper for s in statuses(upper, FEBRUARY)] == [False]


def test_what_the_books_have_otherwise_since_is_named():
    upper = network()
    sent = group(upper)
    send_step(sent, JANUARY, by=builders.officer(sent), at=AT)
    builders.member(sent, "มาทีหลัง")

    [status] = statuses(upper, JANUARY, today=TODAY)

    assert [(figure.key, was, now) for figure, was, now in status.changed] == [
        ("members_new", 2, 3),
        ("members_closing", 2, 3),
    ]
    assert status.heads.members_closing == 2


def test_the_statuses_of_many_groups_cost_no_more(django_assert_num_queries):
    upper = network()
    for at in range(2):
        group(upper, code=f"G-{at}")
    paper_group(upper)

    with django_assert_num_queries(20):
        statuses(upper, JANUARY, today=TODAY)
