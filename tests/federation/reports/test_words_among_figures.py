"""A cell of money may hold words that say why there is no sum: on the page, in the workbook, and years later."""

from dataclasses import replace
from decimal import Decimal

import pytest

from federation.kit.report import Column, Grid, Report, Row, Section, show_cell
from federation.kit.wording import gettext_lazy as _
from federation.reports.drawing import drawn
from federation.reports.workbook import rows_of_grid
from tests import builders

WORDS = _("Total")


@pytest.fixture
def report():
    columns = [Column("who", "who", wide=True), Column("baht", "baht", "money", total=True)]
    rows = [Row(["a", Decimal("10.00")]), Row(["b", WORDS])]
    section = Section(key="s", title="s", grid=Grid(columns, rows, total_label="all"))
    whose = {"subtitle": "", "organisation": "g", "code": "G", "month": builders.BOOKS_FROM}
    return Report(name="r", title="r", sections=[section], made_at=builders.AT, **whose)


def test_words_stand_among_figures_as_made_and_as_kept(report):
    for one in (report, Report.from_data(report.to_data())):
        grid = one.sections[0].grid
        assert [show_cell(cell, "money") for cell in grid.cells("baht")] == ["10.00", str(WORDS)]
        assert grid.total("baht") == Decimal("10.00")
        assert rows_of_grid(grid).rows == [["a", Decimal("10.00")], ["b", str(WORDS)]]
        assert len(drawn(replace(one))) == 1
