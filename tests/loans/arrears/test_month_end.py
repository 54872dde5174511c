from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from federation.bylaws.steps import set_bylaws_step
from federation.closing.steps import close_month_step
from federation.ledger import books, chart
from federation.ledger.models import Entry
from federation.ledger.posting import EntryKind, credit, debit, post
from federation.ledger.queries import as_text, balance
from federation.reports.queries import issued, report_of
from loans.arrears.queries.month_end import as_of, month_end
from tests import builders
from tests.federation.reports.worlds import sheet
from tests.loans.arrears import worlds

pytestmark = pytest.mark.django_db

D = Decimal
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
AT = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def lend_e9(group):
    """The worked example's five loans as they stand at the end of January."""
    months = {"10000": None, "8000": date(2025, 11, 30), "20000": date(2025, 9, 30), "15000": date(2025, 4, 30)}
    months["5000"] = date(2024, 11, 30)
    for member, (principal, since) in zip(group.members, months.items(), strict=True):
        worlds.loan(member, principal, unpaid_since=since or date(2026, 3, 5), on=date(2026, 1, 5))


def resolve(group, *, holds_from=JANUARY, **values):
    set_bylaws_step(
        group,
        values=values,
        holds_from=holds_from,
        resolution_no="1/2569",
        resolution_on=JANUARY,
        resolution_text="ตามที่ประชุมใหญ่",
        by=builders.user(),
        at=AT,
    )


def close(group, month, *, at=AT):
    return close_month_step(
        group, month=month, by=builders.user("treasurer"), at=at, no_meeting_reason="น้ำท่วมทางเข้าหมู่บ้าน"
    )


def booked(group):
    """Return (key, date, its lines) of what month ends booked."""
    found = Entry.objects.filter(book=group.book, kind=EntryKind.CLOSING).order_by("number")
    return [
        (entry.key, entry.on, " / ".join(" ".join(x.split()) for x in as_text(entry).splitlines())) for entry in found
    ]


def held(group, code, on):
    return balance(books.account(group.book, code), on=on)


def test_the_worked_example_is_set_aside_to_the_satang():
    group = worlds.lending_group(5)
    lend_e9(group)

    end = month_end(group, JANUARY)

    assert (end.position.count, end.allowance) == (5, D("16660.00"))
    assert end.position.ratio("npl").percent == D("68.97")
    assert end.position.ratio("par_30").percent == D("82.76")


def test_without_a_bylaw_nothing_is_booked():
    group = worlds.lending_group(5)
    lend_e9(group)

    close(group, JANUARY)

    assert booked(group) == []


def test_the_allowance_is_booked_and_taken_back_the_next_month():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes")

    close(group, JANUARY)
    close(group, FEBRUARY)

    first, back, second = booked(group)
    assert first[:2] == ("allowance:2026-01", date(2026, 1, 31))
    assert back[:2] == ("allowance:2026-01:back", date(2026, 2, 1))
    assert second[:2] == ("allowance:2026-02", date(2026, 2, 28))
    assert first[2] == "Dr doubtful debt 16,660.00 / Cr allowance for doubtful loans 16,660.00"
    assert back[2] == "Dr allowance for doubtful loans 16,660.00 / Cr doubtful debt 16,660.00"
    assert held(group, chart.ALLOWANCE, date(2026, 1, 31)) == D("-16660.00")
    assert held(group, chart.ALLOWANCE, date(2026, 2, 1)) == 0
    assert held(group, chart.ALLOWANCE, date(2026, 2, 28)) == -month_end(group, FEBRUARY).allowance
    assert held(group, chart.DOUBTFUL_DEBT, date(2026, 2, 28)) == month_end(group, FEBRUARY).allowance


def test_what_was_charged_off_against_the_allowance_stays_an_expense():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes")
    close(group, JANUARY)
    loss = group.loans.get(principal=5000)
    moves = [debit(books.account(group.book, chart.ALLOWANCE).pk, D(5000)), credit(loss.account_id, D(5000))]
    by = builders.user("treasurer")
    entry = post(book=group.book, on=date(2026, 2, 9), kind=EntryKind.LOAN, key="off", moves=moves, by=by).entry
    worlds.event(loss, "charge_off", on=date(2026, 2, 9), entry=entry)

    close(group, FEBRUARY)

    needed = month_end(group, FEBRUARY).allowance
    assert held(group, chart.ALLOWANCE, date(2026, 2, 28)) == -needed
    assert held(group, chart.DOUBTFUL_DEBT, date(2026, 2, 28)) == needed + 5000


def test_a_bylaw_that_ends_takes_back_what_was_set_aside_and_books_no_more():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes")
    close(group, JANUARY)
    resolve(group, allowance_posted="no", holds_from=FEBRUARY)

    close(group, FEBRUARY)
    close(group, MARCH)

    assert [key for key, _on, _text in booked(group)] == ["allowance:2026-01", "allowance:2026-01:back"]


def lend_at_one_per_cent(group, *, first_due_on=date(2026, 2, 5)):
    good, bad = (
        builders.loan(
            member, "12000.00", on=date(2026, 1, 5), instalments=12, first_due_on=first_due_on, day_count="actual/365"
        )
        for member in group.members[:2]
    )
    return good, bad


def test_interest_runs_into_income_where_the_bylaws_say_so_and_back_the_next_month():
    group = worlds.lending_group(2)
    lend_at_one_per_cent(group)
    resolve(group, interest_basis="accrued")

    close(group, JANUARY)
    close(group, FEBRUARY)

    # 24,000 for 26 days at 12 %, each loan rounded by itself; then to the end of February on the whole principal.
    first, back, second = booked(group)
    assert first[:2] == ("interest:2026-01", date(2026, 1, 31))
    assert first[2] == "Dr accrued income 205.16 / Cr interest on ordinary loans 205.16"
    assert back[:2] == ("interest:2026-01:back", date(2026, 2, 1))
    assert held(group, chart.ACCRUED_INCOME, date(2026, 2, 1)) == 0
    assert held(group, "41010", date(2026, 2, 28)) == month_end(group, FEBRUARY).interest > D("400.00")
    assert second[1] == date(2026, 2, 28)


def test_bad_loans_earn_no_income_until_they_pay():
    group = worlds.lending_group(2)
    good, bad = lend_at_one_per_cent(group)
    for month in range(2, 7):
        builders.repay(good, "1200.00", on=date(2026, month, 5))

    at_may, at_june = month_end(group, date(2026, 5, 1)), month_end(group, date(2026, 6, 1))

    assert at_may.interest > 400
    assert at_june.position.ratio("npl").part == 12_000
    assert at_june.interest < 100


def test_a_month_closed_before_it_is_over_is_worked_out_and_booked_as_of_that_day():
    group = worlds.lending_group(2)
    lend_at_one_per_cent(group)
    resolve(group, interest_basis="accrued", allowance_posted="yes", meeting_days=(5,))
    worlds.loan(group.members[0], "10000", unpaid_since=date(2025, 12, 25), on=date(2026, 1, 5))
    sheet(group, JANUARY)

    close_month_step(group, month=JANUARY, by=builders.user("treasurer"), at=datetime(2026, 1, 20, 3, 0, tzinfo=UTC))

    report = report_of(issued(group, name="monthly", month=JANUARY))
    of_the_day = as_of(group, on=date(2026, 1, 20))
    assert [(key, on) for key, on, _text in booked(group)] == [("interest:2026-01", date(2026, 1, 20))]
    assert held(group, chart.ACCRUED_INCOME, JANUARY.replace(day=31)) == of_the_day.interest
    assert of_the_day.interest < as_of(group, on=date(2026, 1, 31)).interest
    assert report.section("arrears").grid.total("count") == 1
    for key in ("arrears", "loan_classes", "loan_ratios"):
        assert "ณ วันที่ 20 มกราคม 2569 เดือนยังไม่สิ้นสุด" in map(str, report.section(key).items)
    assert report.difference == 0


def test_the_issued_report_has_what_was_booked():
    group = worlds.lending_group(5)
    lend_e9(group)
    resolve(group, allowance_posted="yes")

    close(group, JANUARY)

    report = report_of(issued(group, name="monthly", month=JANUARY))
    codes = report.section("trial_balance").grid.cells("code")
    assert chart.ALLOWANCE in codes and chart.DOUBTFUL_DEBT in codes
    assert report.difference == 0
