"""A sheet of a closed month that was taken back, and the sheet that stands in for it."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from federation.closing.actions import close_month
from federation.closing.checks import problems
from federation.kit import clock
from federation.kit.dates import be_year, month_of, show_date
from federation.kit.invariants import Scope
from federation.ledger.chart import SATJA
from federation.ledger.months import open_month
from federation.ledger.queries import monthly_flows
from federation.reports.models import IssuedReport
from groups.promises.invariants import CHECKS as OF_PROMISES
from groups.promises.models import ShortMonth
from groups.sheets import actions
from groups.sheets.invariants import CHECKS as OF_SHEETS
from groups.sheets.models import SheetState
from groups.sheets.queries import sheet_on
from tests import builders
from tests.groups.sheets.test_reversals import ask, decide
from tests.groups.sheets.worlds import address, draft, post, save, typed

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONTH = month_of(builders.MEETING)
LAST_OPEN = date(2026, 2, 28)  # of the oldest month that is open


@pytest.fixture
def group():
    return builders.group(code="K01")


@pytest.fixture
def taken_back(group):
    """The sheet of a month that was closed over it, then taken back; anon was short of 40 baht."""
    anon, bua = builders.members(group, 2)
    sheet = draft(group)
    save(sheet, typed(sheet, anon, satja="60"), typed(sheet, bua, satja="100"))
    sheet = post(sheet)
    close_month(group, month=MONTH, by=builders.user("chair"), at=clock.now())
    sheet.shorts = shorts()
    decide(ask(sheet))
    return sheet


def shorts():
    fields = ("membership_id", "month", "promised", "paid", "excused", "fine", "fined")
    return list(ShortMonth.objects.order_by("membership_id", "month").values_list(*fields))


def broken():
    return {c.code: found.breaks for c in [*OF_SHEETS, *OF_PROMISES] if (found := c.find(Scope())).breaks}


def reopened(group):
    return actions.open_sheet(group, meeting_on=builders.MEETING, today=TODAY, by=builders.user(), at=clock.now())


def put_right(sheet):
    """Post the sheet that stands in, with what was typed on the first."""
    return actions.post_sheet(
        sheet,
        key=uuid.uuid4(),
        counted={Decimal(n): 1 for n in (100, 50, 10)},
        slips=[],
        by=builders.user(),
        at=clock.now(),
    )


def test_the_sheet_that_stands_in_is_dated_in_the_open_month_and_counts_for_its_own(group, taken_back):
    issued = list(IssuedReport.objects.values())

    again = put_right(reopened(group))

    assert (again.replaces, again.meeting_on, again.month) == (taken_back, builders.MEETING, MONTH)
    assert (again.entry.on, again.entry.concerns_month) == (LAST_OPEN, MONTH)
    assert {r.be_year for r in again.entry.receipts.all()} == {be_year(LAST_OPEN)}
    assert shorts() == taken_back.shorts
    assert broken() == {}
    assert list(IssuedReport.objects.values()) == issued


def test_taken_back_again_its_mirror_concerns_the_same_month(group, taken_back):
    again = put_right(reopened(group))

    reversal = decide(ask(again))

    flows = monthly_flows(group.network_key, codes=[SATJA], since=MONTH, until=month_of(TODAY))
    assert (reversal.entry.on, reversal.entry.concerns_month) == (LAST_OPEN, MONTH)
    assert set(flows.values()) == {0}
    assert broken() == {}


def test_only_the_day_that_was_taken_back_opens_in_a_closed_month(group, taken_back):
    other = builders.MEETING + timedelta(days=1)

    with pytest.raises(actions.NotAMeetingDay):
        actions.open_sheet(group, meeting_on=other, today=TODAY, by=builders.user(), at=clock.now())
    assert reopened(group).state == SheetState.DRAFT
    with pytest.raises(actions.SheetExists):
        reopened(group)


def test_a_sheet_that_replaces_none_may_not_be_dated_later(group, taken_back):
    again = put_right(reopened(group))

    type(again).objects.filter(pk=again.pk).update(replaces=None)

    assert broken() == {"I-60": (f"K01 {builders.MEETING}",)}


def test_the_page_says_before_posting_on_which_day_the_entry_will_be(group, taken_back):
    client = Client()
    client.force_login(builders.officer(group))
    opened = client.post(f"/o/{group.code}/sheets/", {"meeting_on": show_date(builders.MEETING)})
    sheet = sheet_on(group, builders.MEETING)

    page = client.get(address(sheet, "post/")).text

    assert opened.headers["Location"] == address(sheet)
    assert f"ปิดแล้ว รายการและใบเสร็จจะลงวันที่ {show_date(LAST_OPEN)} และอ้างถึงเดือนเดิม" in page


def test_a_sheet_of_the_open_month_says_nothing_of_another_day(group):
    builders.member(group)
    client = Client()
    client.force_login(builders.officer(group))

    assert "อ้างถึงเดือนเดิม" not in client.get(address(draft(group, on=date(2026, 1, 5)), "post/")).text


def test_the_open_month_waits_for_the_sheet_that_stands_in(group, taken_back):
    reopened(group)

    found = problems(group, open_month(group.book), on=TODAY)

    assert any(problem.code == "draft_sheet" and "มกราคม 2569" in str(problem.words) for problem in found)
