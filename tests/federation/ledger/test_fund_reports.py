"""Statements of a book with a fund: it stands apart, has a statement of its own, and everything still balances."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from federation.ledger.fund_reports import fund_proofs, fund_statement, funds_sections
from federation.ledger.reports import income_section, position_section, runs_on_note
from federation.ledger.year_end import carried
from federation.reports.monthly import monthly_report
from tests.federation.ledger.fund_worlds import book_it, close_year, statements, with_fund

pytestmark = pytest.mark.django_db
JAN, FEB, DEC = date(2025, 1, 1), date(2025, 2, 1), date(2025, 12, 1)
NEXT = date(2026, 1, 1)
CLOSE_MAIN = (("43010", "100.00"), ("53010", "-30.00"), ("33020", "-70.00"))
CLOSE_FUND = (
    ("43060-WELF", "60.00"),
    ("46020-WELF", "40.00"),
    ("56010-WELF", "-25.00"),
    ("35020-WELF", "-75.00"),
)


def figures(section):
    """{words: (first figure, second figure)} of a statement's rows, by code where there is one."""
    return {str(row.cells[0] or row.cells[1]): tuple(row.cells[2:]) for row in section.grid.rows}


def pair(*amounts):
    return tuple(D(amount) for amount in amounts)


@pytest.fixture
def group():
    return with_fund()


@pytest.fixture(autouse=True)
def _in_english(settings):
    from django.utils import translation

    with translation.override("en"):
        yield


def test_the_income_statement_is_that_of_the_main_fund(group):
    found = figures(income_section(statements(group, FEB)))
    assert found["Total income"] == pair("0.00", "100.00")
    assert found["Total expenses"] == pair("30.00", "30.00")
    assert found["Surplus (or deficit if below zero)"] == pair("-30.00", "70.00")
    assert not [code for code in found if "WELF" in code]


def test_the_position_shows_each_fund_on_a_line_and_balances(group):
    section = position_section(statements(group, FEB))
    found = figures(section)
    assert found["WELF"] == pair("75.00", "100.00")
    assert found["Surplus of this year"] == pair("70.00", "100.00")
    assert found["Total assets"] == found["Total liabilities, capital and reserves"] == pair("145.00", "200.00")
    assert str(section.note).endswith("difference 0.00.")
    assert "35020-WELF" not in found


def test_a_funds_statement_runs_from_what_it_had_to_where_it_lies(group):
    of = statements(group, FEB)
    [section] = funds_sections(of)
    found = figures(section)
    assert found["Brought forward"] == pair("100.00", "0.00")
    assert found["43060-WELF"] == pair("0.00", "60.00")
    assert found["Came in, in all"] == pair("0.00", "100.00")
    assert found["Went out, in all"] == pair("25.00", "25.00")
    assert found["Left in the fund"] == pair("75.00", "75.00")
    assert found["11010-WELF"] == pair("35.00", "35.00")
    assert found["12400-WELF"] == pair("40.00", "40.00")
    assert found["What it owns less what it owes"] == pair("75.00", "75.00")
    [proof] = fund_proofs(of)
    assert (proof.printed, proof.ledger) == (D("75.00"), D("75.00"))


def test_a_balance_brought_forward_during_the_year_stands_on_a_line(group):
    moves = (("11010-WELF", "500.00"), ("35020-WELF", "-500.00"))
    book_it(group, "opening", date(2025, 2, 3), *moves, checked=True)
    of = statements(group, FEB)
    found = fund_statement(of, of.funds[0])
    assert found.opening == pair("600.00", "0.00")
    assert found.otherwise == pair("0.00", "500.00")
    assert found.closing == D("575.00") == found.owned


def test_a_book_without_funds_has_no_such_section(group):
    [welfare] = statements(group, FEB).funds
    assert welfare.code == "WELF"
    assert funds_sections(statements(with_fund_unused(), FEB)) == []


def with_fund_unused():
    from federation.ledger.funds import open_fund
    from tests import builders

    group = builders.group(code="QUIET", books_from=JAN)
    open_fund(group.book, code="WELF", name_th="สวัสดิการ", name_en="welfare")
    return group


def test_a_year_end_on_the_last_day_is_no_income_and_no_expense(group):
    close_year(group, date(2025, 12, 31), *CLOSE_MAIN, *CLOSE_FUND)
    of = statements(group, DEC)
    income = figures(income_section(of))
    assert income["Total income"] == pair("0.00", "100.00")
    assert income["Surplus (or deficit if below zero)"] == pair("0.00", "70.00")
    position = figures(position_section(of))
    assert position["33020"] == pair("70.00", "0.00")
    assert position["Surplus of this year"] == pair("0.00", "70.00")
    assert position["Surplus of earlier years, not yet divided"] == pair("0.00", "0.00")
    assert position["WELF"] == pair("75.00", "75.00")
    assert position["Total assets"] == position["Total liabilities, capital and reserves"] == pair("145.00", "145.00")
    assert "carried out by the year-end closing 70.00" in str(runs_on_note(of))
    [section] = funds_sections(of)
    fund = figures(section)
    assert (fund["Came in, in all"], fund["Went out, in all"]) == (pair("0.00", "100.00"), pair("0.00", "25.00"))
    assert fund["Left in the fund"] == pair("75.00", "75.00")


def test_a_year_end_dated_later_does_not_touch_the_new_year(group):
    book_it(group, "journal", date(2026, 1, 5), ("11010", "10.00"), ("43010", "-10.00"))
    close_year(group, date(2026, 1, 20), *CLOSE_MAIN, *CLOSE_FUND, concerns_month=DEC)
    of = statements(group, NEXT, year_from=NEXT)
    assert figures(income_section(of))["Surplus (or deficit if below zero)"] == pair("10.00", "10.00")
    position = figures(position_section(of))
    assert position["33020"] == pair("70.00", "0.00")
    assert position["Surplus of this year"] == pair("10.00", "0.00")
    assert position["Surplus of earlier years, not yet divided"] == pair("0.00", "70.00")
    assert position["Total assets"] == position["Total liabilities, capital and reserves"]


def test_what_takes_a_year_end_back_is_left_out_as_well(group):
    from federation.ledger.posting import reverse
    from tests import builders

    entry = close_year(group, date(2025, 12, 31), *CLOSE_MAIN)
    eyes = {"by": builders.user(), "checked_by": builders.user("checks"), "reason": "the meeting asked for it"}
    reverse(entry, on=date(2025, 12, 31), **eyes)
    of = statements(group, DEC)
    assert figures(income_section(of))["Surplus (or deficit if below zero)"] == pair("0.00", "70.00")
    assert figures(position_section(of))["Surplus of this year"] == pair("70.00", "70.00")


def test_the_surplus_given_to_a_fund_is_income_of_the_fund(group):
    close_year(group, date(2025, 12, 31), *CLOSE_MAIN)
    gift = (("33020", "20.00"), ("11010", "-20.00"), ("11010-WELF", "20.00"), ("46080-WELF", "-20.00"))
    close_year(group, date(2026, 1, 30), *gift)
    of = statements(group, NEXT, year_from=NEXT)
    assert fund_statement(of, of.funds[0]).came_in[0][1] == pair("20.00", "20.00")
    book = group.book
    assert {one.code for one in carried([(book.network_id, book.pk)])} == {"43010", "53010"}


def test_a_year_end_that_closes_older_years_with_it_leaves_nothing(group):
    both = (("43010", "100.00"), ("53010", "-30.00"), ("33020", "-70.00"))
    close_year(group, date(2025, 12, 31), *both)
    of = statements(group, DEC, year_from=FEB)  # the fees of January are of the year before
    position = figures(position_section(of))
    assert position["Surplus of this year"][0] + position["Surplus of earlier years, not yet divided"][0] == 0


def test_the_monthly_report_counts_the_whole_box_and_proves_the_fund(group):
    report = monthly_report(group, FEB, at=datetime(2026, 11, 1, tzinfo=UTC))
    front = {str(figure.label): figure.value for figure in report.section("front").figures}
    assert front["Cash on hand"] == D("105.00")
    assert front["In the bank"] == D("40.00")
    assert report.section("fund_welf").grid.rows
    assert all(proof.printed == proof.ledger for proof in report.proofs)
