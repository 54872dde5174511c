"""What the cases tell the group's report and the network's meeting: figures and codes, never a name."""

from datetime import date, time
from decimal import Decimal

import pytest

from federation.kit.dates import month_of
from federation.reports.monthly import monthly_report
from loans.followup.reports import (
    actions_section,
    by_step_section,
    moved_section,
    network_section,
    recovered_section,
)
from loans.followup.steps.cases import ask_network_step, open_due_cases_step
from loans.followup.steps.doings import Doing, do_step
from loans.followup.steps.letters import Writing, write_letter_step
from tests import builders
from tests.loans.followup.worlds import world

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def made():
    """A call on 10 February, 300 paid; a visit on 6 March, 200 and 100 paid; a letter on 12 March, all paid on 20."""
    made = world()
    do(made, "call", date(2026, 2, 10))
    builders.repay(made.loan, "300.00", on=date(2026, 2, 20))
    do(made, "visit", date(2026, 3, 6))
    builders.repay(made.loan, "200.00", on=date(2026, 3, 6))
    builders.repay(made.loan, "100.00", on=date(2026, 3, 11))
    writing = Writing("letter_1", signed_by=made.person)
    write_letter_step(made.case, writing, on=date(2026, 3, 12), by=made.officer, at=builders.AT)
    return made


def do(made, kind, on):
    doing = Doing(kind=kind, on=on, hour=time(10), done_by=made.person)
    return do_step(made.case, doing, today=on, by=made.officer, at=builders.at_noon(on))


def rows(section):
    return [[str(cell) for cell in row.cells] for row in section.grid.rows]


def test_a_payment_counts_for_the_step_before_it(made):
    builders.repay(made.loan, "2000.00", on=date(2026, 3, 20))

    section = recovered_section(made.group, since=FEBRUARY, until=date(2026, 3, 31))

    assert [row.cells[1:] for row in section.grid.rows] == [
        [1, 1, Decimal("300.00")],
        [1, 2, Decimal("300.00")],
        [1, 1, Decimal("2000.00")],
    ]
    assert section.grid.total("baht") == Decimal("2600.00")
    assert section.chart.series[0][1] == [Decimal("300.00"), Decimal("300.00"), Decimal("2000.00")]


def test_what_was_paid_before_the_case_counts_for_no_step(made):
    section = recovered_section(made.group, since=date(2026, 3, 7), until=date(2026, 3, 31))

    assert section.grid.total("baht") == Decimal("100.00")


def test_the_month_names_new_and_further_cases_by_code(made):
    assert [row.cells[1] for row in moved_section(made.group, FEBRUARY).grid.rows] == ["KD01-L1-1", "KD01-L1-1"]
    assert [row.cells[1] for row in moved_section(made.group, MARCH).grid.rows] == ["KD01-L1-1"]
    assert "ประภา" not in str(rows(moved_section(made.group, FEBRUARY)))


def test_cases_by_step_are_counted(made):
    assert [row.cells[1] for row in by_step_section(made.group, on=date(2026, 3, 12)).grid.rows] == [1]


def test_the_actions_of_a_month_stand_in_the_monthly_report(made):
    section = actions_section(made.group, MARCH)

    assert [row.cells[1] for row in section.grid.rows] == [1, 1]
    report = monthly_report(made.group, month_of(MARCH), at=builders.AT)
    assert "loan_actions" in [one.key for one in report.sections]
    assert actions_section(made.group, date(2026, 1, 1)) is None


def test_the_network_reads_counts_by_group(made):
    on = date(2026, 3, 31)
    ask_network_step(made.case, on=on, done_by=made.person, note="ช่วยด้วย", by=made.officer, at=builders.AT)

    section = network_section(made.group.keeper, MARCH, on=on)

    assert [row.cells for row in section.grid.rows] == [["KD01", 1, 0, 1, 0]]


def test_a_case_paid_up_is_counted_as_such(made):
    builders.repay(made.loan, "2000.00", on=date(2026, 3, 20))
    open_due_cases_step(made.group, on=date(2026, 3, 21), by=made.officer, at=builders.AT)

    section = network_section(made.group.keeper, MARCH, on=date(2026, 3, 31))

    assert [row.cells for row in section.grid.rows] == [["KD01", 0, 0, 1, 1]]
