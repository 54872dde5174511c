from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from federation.bylaws.steps import set_bylaw_step
from federation.closing.checks import problems
from federation.ledger import books, chart
from federation.ledger.posting import EntryKind, credit, debit, post
from groups.sheets.models import Sheet, SheetReversal
from loans.acts.models import Act
from tests import builders
from tests.federation.reports.worlds import AT, JANUARY, saving_group, sheet

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
LATER = date(2026, 11, 1)


def codes(group, month, *, on=LATER, **more):
    return [problem.code for problem in problems(group, month, on=on, **more)]


def draft(group, day):
    return Sheet.objects.create(
        network_id=group.network_key,
        organisation=group,
        meeting_on=day,
        month=day.replace(day=1),
        opened_by=builders.user(),
        opened_at=AT,
    )


def move(group, *, debits, credits, amount, on, key):
    accounts = [books.account(group.book, code).pk for code in (debits, credits)]
    moves = [debit(accounts[0], Decimal(amount)), credit(accounts[1], Decimal(amount))]
    return post(book=group.book, on=on, kind=EntryKind.JOURNAL, key=key, moves=moves, by=builders.user()).entry


def test_a_month_with_its_sheet_posted_may_close():
    group = saving_group(2, months=1)

    assert codes(group, JANUARY) == []


def test_all_problems_come_at_once():
    group = saving_group(2, months=1)
    draft(group, date(2026, 2, 5))
    move(group, debits=chart.CASH, credits=chart.SUSPENSE, amount="40.00", on=date(2026, 2, 6), key="odd")

    found = problems(group, FEBRUARY, on=date(2026, 2, 10))

    assert [problem.code for problem in found] == ["earlier_open", "not_over", "draft_sheet", "suspense"]
    assert all(problem.url for problem in found if problem.code != "not_over")
    assert "40.00" in str(found[-1].words)


def test_a_closed_month_and_one_before_the_books_do_not_close():
    group = saving_group(2, months=1, closed=1)

    assert codes(group, JANUARY) == ["closed"]
    assert codes(group, date(2025, 12, 1)) == ["closed"]


def test_a_month_without_a_sheet_needs_a_word():
    group = saving_group(2)

    assert codes(group, JANUARY) == ["no_sheet"]
    assert codes(group, JANUARY, no_meeting=True) == []


def test_a_network_that_does_not_meet_closes_without_a_sheet():
    network = builders.network("NET")

    assert codes(network, JANUARY) == []


def test_the_running_month_waits_for_its_last_meeting():
    group = saving_group(2)
    set_bylaw_step(
        group,
        rule="meeting_days",
        value=(5, 20),
        holds_from=date(2026, 1, 1),
        resolution_no="1/2569",
        resolution_on=date(2026, 1, 1),
        resolution_text="ประชุมวันที่ 5 และ 20 ของเดือน",
        by=builders.user(),
        at=AT,
    )
    sheet(group, JANUARY, day=5)

    assert codes(group, JANUARY, on=date(2026, 1, 20)) == ["not_over"]
    assert codes(group, JANUARY, on=date(2026, 2, 1)) == []
    sheet(group, JANUARY, day=20)
    assert codes(group, JANUARY, on=date(2026, 1, 20)) == []


def test_cash_below_zero_on_some_day_is_named():
    group = saving_group(2)
    sheet(group, JANUARY, day=20)
    move(group, debits="54050", credits=chart.CASH, amount="30.00", on=date(2026, 1, 10), key="early")

    found = problems(group, JANUARY, on=LATER)

    assert [problem.code for problem in found] == ["below_zero"]
    assert "-30.00" in str(found[0].words)
    assert "10" in str(found[0].words)


def test_a_reversal_that_waits_holds_the_month():
    group = saving_group(2, months=1)
    SheetReversal.objects.create(
        network_id=group.network_key,
        sheet=Sheet.objects.get(organisation=group),
        reason="ลงผิดเดือน ขอทำใหม่",
        asked_by=builders.user(),
        asked_at=AT,
    )

    assert codes(group, JANUARY) == ["reversal_waiting"]


def test_books_that_contradict_themselves_do_not_close():
    group = saving_group(2, months=1)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_monthtotal DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_monthtotal SET debit = debit + 1 WHERE debit > 0")
        found = problems(group, JANUARY, on=LATER)
        transaction.set_rollback(True)

    assert [problem.code for problem in found] == ["disagrees"]
    assert "201.00" in str(found[0].words)
    assert "200.00" in str(found[0].words)


@pytest.mark.parametrize("months", [2, 6])
def test_the_cost_of_checking_does_not_grow_with_the_years(months, django_assert_num_queries):
    group = saving_group(2, months=months, closed=months - 1)

    with django_assert_num_queries(9):
        problems(group, date(2026, months, 1), on=LATER)


def test_an_act_on_a_loan_that_waits_keeps_the_month_open():
    group = saving_group(1, months=1)
    loan = builders.loan(group.members[0])
    Act.objects.create(
        network_id=group.network_key,
        organisation=group,
        loan=loan,
        kind="waiver",
        on=date(2026, 1, 20),
        data={"fine": "10.00"},
        reason="น้ำท่วมสวนยางทั้งหมู่บ้าน",
        resolution_no="1/2569",
        resolution_on=date(2026, 1, 20),
        asked_by=builders.user("asks"),
        asked_at=AT,
    )

    [problem] = problems(group, JANUARY, on=date(2026, 2, 1))

    assert problem.code == "loan_act_waiting"
    assert loan.contract_no in str(problem.words)
    assert "/loans/acts/" in problem.url


def test_loans_that_differ_from_the_books_keep_the_month_open():
    group = saving_group(1, months=1)
    loan = builders.loan(group.members[0], "12000.00")
    assert problems(group, JANUARY, on=date(2026, 2, 1)) == []
    loan.events.update(principal_after=Decimal("11000.00"))

    [problem] = problems(group, JANUARY, on=date(2026, 2, 1))

    assert problem.code == "loans_disagree"
    assert "11,000.00" in str(problem.words) and "12,000.00" in str(problem.words)
