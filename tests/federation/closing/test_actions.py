from datetime import date

import pytest
from django.db import IntegrityError, transaction

from federation.audit.models import Act
from federation.closing.actions import close_month
from federation.closing.models import ClosedMonth
from federation.closing.steps import MonthNotReady, ReasonTooShort, close_month_step
from federation.ledger import months
from federation.ledger.refusals import MonthClosed
from federation.reports.models import IssuedReport
from tests import builders
from tests.federation.reports.worlds import AT, JANUARY, saving_group, sheet

FEBRUARY = date(2026, 2, 1)


@pytest.mark.django_db
def test_close_month_closes_the_book_and_issues_the_report_where_the_chain_stands():
    group = saving_group(2, months=1)

    closed = close_month_step(group, month=JANUARY, by=builders.user("treasurer"), at=AT)

    head = months.head_of(group.book)
    report = IssuedReport.objects.get(organisation=group)
    assert head.closed_through == JANUARY
    assert (closed.head_number, bytes(closed.head_hash)) == (head.number, bytes(head.hash))
    assert (report.name, report.month, report.version) == ("monthly", JANUARY, 1)
    assert bytes(report.head_hash) == bytes(head.hash)
    assert Act.objects.filter(what="month_closed", organisation=group).exists()


@pytest.mark.django_db
def test_nothing_is_entered_into_a_closed_month():
    group = saving_group(2, months=1, closed=1)

    with pytest.raises(MonthClosed), transaction.atomic():
        sheet(group, JANUARY, day=20)


@pytest.mark.django_db
def test_close_month_names_everything_that_is_missing_and_changes_nothing():
    group = saving_group(2)

    with pytest.raises(MonthNotReady) as refusal:
        close_month_step(group, month=FEBRUARY, by=builders.user(), at=AT)

    assert [problem.code for problem in refusal.value.found] == ["earlier_open", "no_sheet"]
    assert len(refusal.value.problems) == 2
    assert months.head_of(group.book).closed_through is None
    assert not ClosedMonth.objects.exists()
    assert not IssuedReport.objects.exists()


@pytest.mark.django_db
def test_a_month_without_a_meeting_closes_with_its_reason_kept():
    group = saving_group(2)

    with pytest.raises(ReasonTooShort):
        close_month_step(group, month=JANUARY, by=builders.user(), at=AT, no_meeting_reason="  น้ำท่วม ")
    closed = close_month_step(group, month=JANUARY, by=builders.user(), at=AT, no_meeting_reason="น้ำท่วม  ถนนขาดทั้งตำบล")

    assert closed.no_meeting_reason == "น้ำท่วม ถนนขาดทั้งตำบล"
    assert closed.head_number == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_once():
    with transaction.atomic():
        group = saving_group(1, months=1)
    close_month(group, month=JANUARY, by=builders.user("treasurer"), at=AT)

    with pytest.raises(MonthNotReady) as refusal:
        close_month(group, month=JANUARY, by=builders.user("chair"), at=AT)

    assert [problem.code for problem in refusal.value.found] == ["closed"]
    assert ClosedMonth.objects.count() == IssuedReport.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ClosedMonth, IssuedReport])
def test_what_was_closed_and_issued_stays_as_it_was(model):
    saving_group(1, months=1, closed=1)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(head_number=7)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")
